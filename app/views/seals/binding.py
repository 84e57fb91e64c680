"""The window in which a seal is bound: choose it among those that are delivered, among those that are heard, or by its
code; then over GPRS, or over Bluetooth with the number on its screen (R-059..R-063, R-069..R-073, R-127)."""

from enum import IntEnum

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QDialog, QProgressBar, QStackedWidget, QWidget

from app.services.binding import ABOUT_THE_NUMBER, Doing, Step
from app.views import words
from app.views.i18n import Tongue
from app.views.look import Tone
from app.views.room import Room, Tasks, Work
from app.views.scan.panel import ScanPanel
from app.views.seals.nearby import NearbyList
from app.views.seals.scanning import seal_sought
from app.views.seals.unbound import TOPICS, UnboundList
from app.views.widgets import (
    Banner,
    Card,
    EmptyState,
    Foot,
    FormField,
    IconDisc,
    SegmentedSwitch,
    button,
    column,
    label,
    line_edit,
    restyle,
    row,
    within_window,
)
from domain.seal_codes import SealCode
from domain.stock import StockedSeal

DIGITS = 6
TRIES = 3  # a number is void after its third wrong try: docs/seal-protocol.md


class Way(IntEnum):
    """How the seal is found; the order of the tabs."""

    DELIVERED = 0
    NEARBY = 1
    SCAN = 2


class Page(IntEnum):
    """What is to be done, in the order of the stack."""

    PICK = 0
    NUMBER = 1
    NAME = 2  # over GPRS: there is no number to type
    DONE = 3


class BindingDialog(QDialog):
    """One binding, from the lists to the bound seal; `bound(serial)`."""

    bound = Signal(str)

    def __init__(self, room: Room, parent: QWidget | None = None, wanted: str = "", address: str = "") -> None:
        """`wanted`, `address`: serial or Bluetooth address of the one seal that is to be bound, if it is known."""
        super().__init__(parent)
        self._room = room
        self._nearby = room.devices.nearby
        self._binding, self._gprs = room.devices.binding(room.id), room.devices.over_gprs(room.id)
        self._tasks, self._wrong, self._told = Tasks(room.report), 0, False
        self._stocked: StockedSeal | None = None  # that is being bound over GPRS
        self._began = False  # the person has chosen how the seal is found, or what is to be bound
        self.setObjectName("binding.window")
        self.setWindowTitle(self.tr("Bind a seal"))
        self.resize(within_window(self, 600, 560))
        self._steps = QStackedWidget()
        for step in (self._pick_step(), self._number_step(), self._name_step(), self._done_step()):
            self._steps.addWidget(step)
        self._lay_out()
        self._stop = [
            self._nearby.subscribe(self._show_heard),
            self._binding.subscribe(self._show_state),
            self._gprs.subscribe(self._show_state),
            room.store.subscribe(lambda topics: self._read() if topics & TOPICS else None),
        ]
        self._show_heard()
        self._read()
        if wanted or address:
            self._find(wanted, address)

    # The steps

    def _pick_step(self) -> QWidget:
        self._unbound = UnboundList(self._room, self._tasks)
        self._heard = NearbyList(self._nearby)
        self._scan = ScanPanel(self._tasks, seal_sought())
        self._ways = QStackedWidget()
        for way in (self._unbound, self._heard, self._scan):
            self._ways.addWidget(way)
        names = [self.tr("Not bound yet"), self.tr("In reach"), self.tr("Scan a code")]
        self._tabs = SegmentedSwitch(names, self.tr("How the seal is found"))
        self._tabs.setObjectName("binding.ways")
        self._unbound.changed.connect(self._show_state)
        self._unbound.opened.connect(self._open_chosen)
        self._unbound.elsewhere.connect(lambda: self._tabs.setCurrentIndex(Way.NEARBY))
        self._heard.changed.connect(self._show_state)
        self._scan.scanned.connect(self.take_code)
        self._tabs.setCurrentIndex(Way.NEARBY)
        self._ways.setCurrentIndex(Way.NEARBY)
        self._tabs.currentChanged.connect(lambda _: self._turn())
        for clicked in (self._tabs.tabBarClicked, self._heard.list.clicked):
            clicked.connect(lambda _: self._begun())
        return _step(self._tabs, self._ways)

    def _number_step(self) -> QWidget:
        self._who = label("", "strong", cut=True)
        self._number = line_edit(limit=DIGITS)
        self._number.setObjectName("binding.number")
        self._number.setValidator(QRegularExpressionValidator(QRegularExpression(f"[0-9]{{0,{DIGITS}}}"), self))
        self._name = line_edit(limit=60)
        self._name.setObjectName("binding.name")
        hint = self.tr("The six digits on the seal's screen; they hold for five minutes.")
        self._number_field = FormField(self.tr("Number on the seal"), self._number, hint)
        self._name_field = FormField(self.tr("Name of the seal"), self._name, self.tr("As people will call it"))
        for field in (self._number, self._name):
            field.textChanged.connect(lambda _: self._show_state())
            field.returnPressed.connect(self._return_pressed)
        self._again = button(self.tr("Show a new number"), "ghost", "arrows-clockwise")
        self._again.clicked.connect(lambda: self._begin(self._show_again()))
        card = Card()
        card.body.addLayout(row(IconDisc("stamp", Tone.BRAND, 40), column(self._who), self._again, gap=12))
        card.body.addWidget(self._number_field)
        card.body.addWidget(self._name_field)
        card.body.addStretch(1)
        return _step(card)

    def _name_step(self) -> QWidget:
        self._who_online = label("", "strong", cut=True)
        self._online_name = line_edit(limit=60)
        self._online_name.setObjectName("binding.online_name")
        self._online_name.textChanged.connect(lambda _: self._show_state())
        self._online_name.returnPressed.connect(self._return_pressed)
        text = self.tr("It is on and connected to the server. When it is bound, its screen says 请授权使用.")
        field = FormField(self.tr("Name of the seal"), self._online_name, self.tr("As people will call it"))
        self._back = button(self.tr("Another seal"), "ghost", "arrow-left")
        self._back.setObjectName("binding.back")
        self._back.clicked.connect(self._choose_another)
        card = Card()
        card.body.addLayout(row(IconDisc("broadcast", Tone.OK, 40), column(self._who_online), self._back, gap=12))
        card.body.addWidget(label(text, "secondary", wrap=True))
        card.body.addWidget(field)
        card.body.addStretch(1)
        return _step(card)

    def _done_step(self) -> QWidget:
        self._done = EmptyState("check-circle", "", "", tone=Tone.OK)
        card = Card()
        card.body.addWidget(self._done)
        return _step(card)

    def _lay_out(self) -> None:
        self._banner = Banner()
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._said = label("", "secondary", wrap=True)
        self._said.setObjectName("binding.state")
        self._close, self._connect = button(self.tr("Cancel")), button(self.tr("Connect"), "primary", "bluetooth")
        self._over_gprs = button(self.tr("Bind over GPRS"), "primary", "broadcast")
        self._by_bluetooth = button(self.tr("Over Bluetooth"), icon_name="bluetooth")
        self._confirm = button(self.tr("Bind"), "primary", "check")
        named = {"close": self._close, "connect": self._connect, "confirm": self._confirm}
        named |= {"over_gprs": self._over_gprs, "by_bluetooth": self._by_bluetooth}
        for name, widget in named.items():
            widget.setObjectName(f"binding.{name}")
        self._close.clicked.connect(self.reject)
        self._connect.clicked.connect(self._connect_chosen)
        self._heard.opened.connect(self._connect.click)
        self._over_gprs.clicked.connect(self._name_online)
        self._by_bluetooth.clicked.connect(self._find_chosen)
        self._confirm.clicked.connect(lambda: self._begin(self._bind()))
        layout = column(label(self.windowTitle(), "title"), self._banner, self._steps, self._busy, gap=12)
        layout.setStretch(2, 1)
        actions = (self._close, self._by_bluetooth, self._over_gprs, self._connect, self._confirm)
        layout.addWidget(Foot(self._said, *actions))
        layout.setContentsMargins(24, 20, 24, 18)
        self.setLayout(layout)

    # What the person does

    def _turn(self) -> None:
        """To another way of finding it; what was being looked for is wanted no more."""
        self._begun()
        self._ways.setCurrentIndex(self._tabs.currentIndex())
        if self._tabs.currentIndex() != Way.NEARBY:
            self._heard.want()
            if self._binding.state.doing is Doing.LOOKING:
                self._tasks.cancel()
                self._tasks.begin(self._binding.cancel())
        self._show_state()

    def _begun(self) -> None:
        self._began = True

    def take_code(self, code: SealCode) -> None:
        """Of the seal that is to be bound: Bluetooth connects by itself (R-070)."""
        self._find(code.serial, code.address)

    def _open_chosen(self) -> None:
        (self._over_gprs if self._over_gprs.isEnabled() else self._by_bluetooth).click()

    def _find_chosen(self) -> None:
        if (chosen := self._unbound.chosen) is not None:
            self._find(chosen.id)

    def _find(self, serial: str, address: str = "") -> None:
        self._tabs.setCurrentIndex(Way.NEARBY)
        self._heard.want(serial, address)
        self._begin(self._binding.find(serial, address))

    def _connect_chosen(self) -> None:
        heard = self._heard
        if heard.wanted or heard.place:
            self._begin(self._binding.find(heard.wanted, heard.place))
        elif heard.chosen is not None:
            self._begin(self._binding.pick(heard.chosen.address))

    def _name_online(self) -> None:
        self._stocked = self._unbound.chosen
        self._gprs.forget()
        self._show_state()
        self._online_name.setFocus()

    def _choose_another(self) -> None:
        self._stocked = None
        self._show_state()

    def _begin(self, work: Work) -> None:
        """One thing at a time: what may be pressed next, the binding's state says."""
        self._begun()
        for each in (self._connect, self._confirm, self._again):
            each.setEnabled(False)
        self._tasks.begin(work)

    def _return_pressed(self) -> None:
        self._confirm.click()

    async def _bind(self) -> None:
        if self._stocked is not None:
            await self._gprs.bind(self._stocked.id, self._online_name.text().strip())
            return
        await self._binding.bind(self._number.text(), self._name.text().strip())
        trouble = self._binding.state.trouble
        if trouble is not None and trouble.code in ABOUT_THE_NUMBER:
            self._wrong += 1
            self._number.selectAll()
            self._number.setFocus()
            self._show_state()

    async def _show_again(self) -> None:
        self._number.clear()
        await self._binding.show_again()
        self._wrong = 0
        self._number.setFocus()

    def reject(self) -> None:
        """Close at any time: the session ends, nothing is left half done."""
        self.hide()
        for stop in self._stop:
            stop()
        self._stop.clear()
        self._tasks.cancel()
        self._tasks.begin(self._leave())

    async def _leave(self) -> None:
        await self._binding.cancel()
        super().reject()
        self.deleteLater()

    # What is shown

    def _read(self) -> None:
        self._tasks.begin(self._read_unbound())

    async def _read_unbound(self) -> None:
        """What can be chosen from is shown as soon as it is known, but nothing moves under a person's hand."""
        await self._unbound.read()
        if not self._began and self._unbound.lines:
            self._tabs.setCurrentIndex(Way.DELIVERED)

    def _show_heard(self) -> None:
        self._heard.show_heard()
        if self._nearby.trouble is not None:
            self._banner.show_fault(self._nearby.trouble.sentence(self._chinese))
        else:
            self._banner.clear()
        self._show_state()

    @property
    def _chinese(self) -> bool:
        return self._room.language.tongue is Tongue.ZH_CN

    @property
    def _page(self) -> Page:
        if self._stocked is not None:
            return Page.DONE if self._gprs.state.done else Page.NAME
        return {Step.PICK: Page.PICK, Step.NUMBER: Page.NUMBER, Step.DONE: Page.DONE}[self._binding.state.step]

    def _show_state(self) -> None:
        state, page = self._binding.state, self._page
        if page is Page.NUMBER and self._steps.currentIndex() != page:
            self._number.setFocus()
        self._steps.setCurrentIndex(page)
        doing = self._gprs.state.doing if self._stocked is not None else state.doing
        busy = doing is not Doing.NOTHING
        self._busy.setVisible(busy)
        self._show_actions(page, busy=busy)
        self._tabs.setEnabled(not busy or doing is Doing.LOOKING)
        for widget in (self._unbound, self._heard.list, self._number, self._name, self._again):
            widget.setEnabled(not busy)
        for widget in (self._online_name, self._back):
            widget.setEnabled(not busy)
        self._close.setText(self.tr("Close") if page is Page.DONE else self.tr("Cancel"))
        restyle(self._close, "kind", "primary" if page is Page.DONE else "plain")
        self._who.setText(" · ".join(part for part in (state.seal and state.seal.sighting.name, state.serial) if part))
        self._who_online.setText("" if self._stocked is None else self._stocked.id)
        self._say(page, doing)
        if page is Page.DONE and not self._told:
            self._told = True
            self.bound.emit(state.serial if self._stocked is None else self._stocked.id)

    def _show_actions(self, page: Page, *, busy: bool) -> None:
        picking, way = page is Page.PICK, self._tabs.currentIndex()
        self._connect.setVisible(picking and way == Way.NEARBY)
        wanted = bool(self._heard.wanted or self._heard.place)
        self._connect.setEnabled(not busy and (wanted or self._heard.may_connect()))
        chosen = self._unbound.chosen
        for each in (self._over_gprs, self._by_bluetooth):
            each.setVisible(picking and way == Way.DELIVERED and bool(self._unbound.lines))
        self._over_gprs.setEnabled(not busy and chosen is not None and not self._unbound.why_not())
        self._by_bluetooth.setEnabled(not busy and chosen is not None)
        self._confirm.setVisible(page in (Page.NUMBER, Page.NAME))
        state = self._binding.state
        used_up = state.trouble is not None and state.trouble.code == "too_many_tries"
        complete = len(self._number.text()) == DIGITS and bool(self._name.text().strip()) and not used_up
        if page is Page.NAME:
            complete = bool(self._online_name.text().strip())
        self._confirm.setEnabled(not busy and complete)

    def _say(self, page: Page, what: Doing) -> None:
        doing = {
            Doing.NOTHING: "",
            Doing.LOOKING: self.tr("Looking for the seal …"),
            Doing.CONNECTING: self.tr("Connecting to the seal …"),
            Doing.DECIDING: self.tr("Waiting for the cloud …"),
            Doing.BINDING: self.tr("Binding the seal …"),
            Doing.CARRYING: self.tr("Telling the cloud …"),
        }[what]
        found = self._binding.state.trouble if self._stocked is None else self._gprs.state.trouble
        trouble = found.sentence(self._chinese) if found is not None else ""
        of_number = found is not None and found.code in ABOUT_THE_NUMBER
        self._number_field.set_error(self._of_number(trouble) if of_number else "")
        done = self.tr("The seal is bound.") if page is Page.DONE else ""
        fault = bool(trouble) and not doing and not of_number
        restyle(self._said, "role", "fault" if fault and not done else "secondary")
        said = trouble if fault else doing
        self._said.setText(words.sentences(done, said or self._advice(page)))
        if page is Page.DONE:
            name = (self._name if self._stocked is None else self._online_name).text().strip()
            text = self.tr("Its screen asks for an authorization now. Next: choose keepers and the approval flow.")
            named = self.tr("{0} is bound").format(name or self._binding.state.serial)
            self._done.show_state("check-circle", named, text, tone=Tone.OK)

    def _of_number(self, sentence: str) -> str:
        left = TRIES - self._wrong
        tries = self.tr("Tries left: {0}").format(left)
        return words.sentences(sentence, tries) if 0 < left < TRIES else sentence

    def _advice(self, page: Page) -> str:
        """Why the button cannot be used yet."""
        if page is not Page.PICK:
            return ""
        way = self._tabs.currentIndex()
        why_not = {Way.DELIVERED: self._unbound.why_not, Way.NEARBY: self._heard.why_not}.get(way, str)()
        return why_not or (self._heard.advice() if way == Way.NEARBY else "")


def _step(*items: QWidget) -> QWidget:
    held = QWidget()
    layout = column(*items, gap=10)
    layout.setStretch(len(items) - 1, 1)
    held.setLayout(layout)
    return held
