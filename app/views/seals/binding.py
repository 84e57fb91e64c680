"""The pairing window: choose a seal that is heard, type the number on its screen, name it (R-061, R-070, R-127)."""

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QDialog, QProgressBar, QStackedWidget, QWidget

from app.services.binding import BindingState, Doing, Step
from app.services.nearby import NearbySeal
from app.views import words
from app.views.i18n import Tongue
from app.views.look import Tone
from app.views.room import Room, Tasks, Work, on_click
from app.views.widgets import (
    Banner,
    Card,
    EmptyState,
    Foot,
    FormField,
    IconDisc,
    Record,
    RecordList,
    RecordModel,
    button,
    column,
    label,
    line_edit,
    restyle,
    row,
    within_window,
)

NUMBER = list(Step).index(Step.NUMBER)
DIGITS = 6
TRIES = 3  # a number is void after its third wrong try: docs/seal-protocol.md
LEVELS = (-90, -80, -70, -60)  # dBm from which on one, two, three, four bars are shown


def bars(rssi: int) -> int:
    """0 to 4."""
    return sum(rssi >= level for level in LEVELS)


class BindingDialog(QDialog):
    """One binding from the list of what is heard to the bound seal; `bound(serial)`."""

    bound = Signal(str)

    def __init__(self, room: Room, parent: QWidget | None = None, wanted: str = "") -> None:
        """`wanted`: the serial of the one seal that is to be bound, if it is known."""
        super().__init__(parent)
        self._room, self._wanted = room, wanted
        self._nearby = room.devices.nearby
        self._binding = room.devices.binding(room.id)
        self._tasks, self._wrong, self._told = Tasks(room.report), 0, False
        self.setObjectName("binding.window")
        self.setWindowTitle(self.tr("Bind a seal"))
        self.resize(within_window(self, 560, 540))
        self._steps = QStackedWidget()
        for step in (self._pick_step(), self._number_step(), self._done_step()):
            self._steps.addWidget(step)
        self._lay_out()
        self._stop = [self._nearby.subscribe(self._show_heard), self._binding.subscribe(self._show_state)]
        self._show_heard()
        self._show_state()

    # The three steps

    def _pick_step(self) -> QWidget:
        self._model: RecordModel[NearbySeal] = RecordModel(lambda seal: seal.address, self._record)
        self._list = RecordList(self._model, self.tr("Seals that are heard"))
        self._list.setObjectName("binding.list")
        self._list.chosen.connect(lambda _: self._show_state())
        self._list.opened.connect(lambda _: self._connect.click())
        self._silence = EmptyState(
            "bluetooth", self.tr("Listening …"), self.tr("No seal is heard yet. Is it switched on and near?")
        )
        self._silence.busy.show()
        self._heard = QStackedWidget()
        self._heard.addWidget(self._silence)
        self._heard.addWidget(self._list)
        card = Card(flush=True)
        card.body.setContentsMargins(0, 6, 0, 6)
        card.body.addWidget(self._heard, 1)
        advice = self.tr("Switch the seal on and keep it near. No pairing in the system's settings is needed.")
        waiting = label(self.tr("Waiting for the seal {0}").format(self._wanted), "strong")
        waiting.setObjectName("binding.wanted")
        waiting.setVisible(bool(self._wanted))
        return _step(waiting, label(advice, "secondary", wrap=True), card)

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
        on_click(self._again, self._tasks.begin, self._show_again)
        card = Card()
        card.body.addLayout(row(IconDisc("stamp", Tone.BRAND, 40), column(self._who), self._again, gap=12))
        card.body.addWidget(self._number_field)
        card.body.addWidget(self._name_field)
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
        self._confirm = button(self.tr("Bind"), "primary", "check")
        named = {"close": self._close, "connect": self._connect, "confirm": self._confirm}
        for name, widget in named.items():
            widget.setObjectName(f"binding.{name}")
        self._close.clicked.connect(self.reject)
        self._connect.clicked.connect(lambda: self._begin(self._binding.pick(self._address(), self._wanted)))
        self._confirm.clicked.connect(lambda: self._begin(self._bind()))
        layout = column(label(self.windowTitle(), "title"), self._banner, self._steps, self._busy, gap=12)
        layout.setStretch(2, 1)
        layout.addWidget(Foot(self._said, self._close, self._connect, self._confirm))
        layout.setContentsMargins(24, 20, 24, 18)
        self.setLayout(layout)

    # What the person does

    def _address(self) -> str:
        return str(self._list.current_key() or "")

    def _begin(self, work: Work) -> None:
        """One thing at a time: what may be pressed next, the binding's state says."""
        self._connect.setEnabled(False)
        self._confirm.setEnabled(False)
        self._tasks.begin(work)

    def _return_pressed(self) -> None:
        self._confirm.click()

    async def _bind(self) -> None:
        await self._binding.bind(self._number.text(), self._name.text().strip())
        trouble = self._binding.state.trouble
        if trouble is not None and trouble.code in ("wrong_number", "too_many_tries"):
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

    def _show_heard(self) -> None:
        # Not by signal: that changes all the time, and a list that moves under the hand cannot be clicked.
        order = sorted(self._nearby.seals, key=lambda seal: (not seal.unbound, seal.sighting.name, seal.address))
        self._model.set_rows(order)
        unbound = [seal for seal in self._nearby.seals if seal.unbound and self._may_be_wanted(seal)]
        if self._list.current_key() is None and len(unbound) == 1:
            self._list.choose(unbound[0].address)
        self._heard.setCurrentWidget(self._list if self._nearby.seals else self._silence)
        if self._nearby.trouble is not None:
            self._banner.show_fault(self._nearby.trouble.sentence(self._chinese))
        else:
            self._banner.clear()
        self._silence.busy.setVisible(self._nearby.trouble is None)
        self._show_state()

    def _may_be_wanted(self, seal: NearbySeal) -> bool:
        """What is heard does not tell its serial before somebody has spoken to it."""
        return not self._wanted or seal.serial in (None, self._wanted)

    @property
    def _chinese(self) -> bool:
        return self._room.language.tongue is Tongue.ZH_CN

    def _show_state(self) -> None:
        state = self._binding.state
        if state.step is Step.NUMBER and self._steps.currentIndex() != NUMBER:
            self._number.setFocus()
        self._steps.setCurrentIndex(list(Step).index(state.step))
        busy = state.doing is not Doing.NOTHING
        self._busy.setVisible(busy)
        self._connect.setVisible(state.step is Step.PICK)
        self._connect.setEnabled(not busy and self._may_connect())
        self._confirm.setVisible(state.step is Step.NUMBER)
        complete = len(self._number.text()) == DIGITS and bool(self._name.text().strip())
        self._confirm.setEnabled(not busy and complete and not self._is_used_up(state))
        for widget in (self._list, self._number, self._name, self._again):
            widget.setEnabled(not busy)
        self._close.setText(self.tr("Close") if state.step is Step.DONE else self.tr("Cancel"))
        restyle(self._close, "kind", "primary" if state.step is Step.DONE else "plain")
        self._who.setText(" · ".join(part for part in (state.seal and state.seal.sighting.name, state.serial) if part))
        self._say(state)
        if state.step is Step.DONE and not self._told:
            self._told = True
            self.bound.emit(state.serial)

    def _may_connect(self) -> bool:
        seal = self._model.row(self._list.currentIndex())
        return seal is not None and seal.unbound and not seal.sighting.in_use and self._may_be_wanted(seal)

    def _is_used_up(self, state: BindingState) -> bool:
        return state.trouble is not None and state.trouble.code == "too_many_tries"

    def _say(self, state: BindingState) -> None:
        doing = {
            Doing.NOTHING: "",
            Doing.CONNECTING: self.tr("Connecting to the seal …"),
            Doing.DECIDING: self.tr("Waiting for the cloud …"),
            Doing.BINDING: self.tr("Binding the seal …"),
            Doing.CARRYING: self.tr("Telling the cloud …"),
        }[state.doing]
        trouble = state.trouble.sentence(self._chinese) if state.trouble is not None else ""
        of_number = state.trouble is not None and state.trouble.code in ("wrong_number", "too_many_tries")
        self._number_field.set_error(self._of_number(trouble) if of_number else "")
        done = self.tr("The seal is bound") if state.step is Step.DONE else ""
        fault = bool(trouble) and not doing and not of_number
        restyle(self._said, "role", "fault" if fault else "secondary")
        said = trouble if fault else doing
        self._said.setText(words.sentences(done, said or self._advice(state)))
        if state.step is Step.DONE:
            name = self._name.text().strip()
            text = self.tr("Its screen asks for an authorization now. Next: choose keepers and the approval flow.")
            self._done.show_state("check-circle", self.tr("{0} is bound").format(name), text, tone=Tone.OK)

    def _of_number(self, sentence: str) -> str:
        left = TRIES - self._wrong
        tries = self.tr("Tries left: {0}").format(left)
        return words.sentences(sentence, tries) if 0 < left < TRIES else sentence

    def _advice(self, state: BindingState) -> str:
        """Why the button cannot be used yet."""
        seal = self._model.row(self._list.currentIndex())
        if state.step is not Step.PICK or seal is None:
            return ""
        if not self._may_be_wanted(seal):
            return self.tr("This is another seal.")
        if seal.sighting.in_use:
            return self.tr("Somebody else is connected to this seal.")
        return "" if seal.unbound else self.tr("This seal is bound already.")

    def _record(self, seal: NearbySeal) -> Record:
        heard = seal.sighting
        word, tone = words.phase(heard.phase.name.lower() if heard.phase is not None else "")
        if heard.in_use:
            word, tone = self.tr("In use by somebody"), Tone.WARN
        elif seal.unbound:
            tone = Tone.ACCENT
        battery = self.tr("battery {0}").format(words.percent(heard.battery)) if heard.battery is not None else ""
        return Record(
            title=heard.name,
            subtitle=" · ".join(part for part in (seal.serial or seal.address, battery) if part),
            pill=word,
            tone=tone,
            time=f"{heard.rssi} dBm",
            bars=bars(heard.rssi),
        )


def _step(*items: QWidget) -> QWidget:
    held = QWidget()
    layout = column(*items, gap=10)
    layout.setStretch(len(items) - 1, 1)
    held.setLayout(layout)
    return held
