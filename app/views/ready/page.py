"""Ready for me: what I may use, what I have used, and pictures I owe; stamping itself (R-003, R-125..R-135, R-150)."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeGuard

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from app.models.store import Topics
from app.services.stamping import FreeUse
from app.views import i18n, words
from app.views.i18n import Tongue
from app.views.look import Tone
from app.views.ready.detail import ReadyDetail
from app.views.ready.free import FreeDetail
from app.views.ready.lines import OWED, TO_USE, USED, AtSeal, FreeLine, Line, Ready, Use, read_ready
from app.views.ready.stamping import StampingPanel
from app.views.room import LivePage, Room, sending
from app.views.widgets import Card, EmptyState, ListDetail, Record, RecordList, RecordModel, SegmentedSwitch, row
from domain.authorizations import Mode, State, state
from domain.ending import Activate
from domain.verdict import Refused

if TYPE_CHECKING:
    from app.views.sealing.panel import SealingPanel

LOOK_AGAIN_MS = 30_000  # a use begins and ends by the clock


class ReadyPage(LivePage):
    """My authorizations; while I stamp with one, nothing but that."""

    topics: ClassVar[Topics] = frozenset(
        {
            *("applications", "attachments", "authorizations", "carried", "events", "members", "organizations"),
            *("outbox", "photos", "seal_status", "sealings", "seals", "usage"),
        }
    )

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._panel: StampingPanel | SealingPanel | None = None
        self._ready = Ready()
        self._at_seal: dict[str, AtSeal] = {}
        self._model: RecordModel[Line | FreeLine] = RecordModel(lambda line: line.id, self._record)
        self._list = RecordList(self._model, title)
        self._list.setObjectName("ready.list")
        self._list.chosen.connect(lambda _: self._choose())
        self._list.opened.connect(lambda _: self._begin())
        self._tabs = SegmentedSwitch([self.tr("To use"), self.tr("Used"), self.tr("Pictures owed")], title)
        self._tabs.setObjectName("ready.tabs")
        self._tabs.currentChanged.connect(lambda _: self._show_tab())
        side = Card(flush=True)
        above = row(self._tabs, None)
        above.setContentsMargins(12, 12, 12, 4)
        side.body.insertLayout(0, above)
        side.body.addWidget(self._list, 1)
        self._detail = ReadyDetail(room, self.begin)
        self._detail.start.clicked.connect(self._begin)
        self._detail.activation.entered.connect(lambda code: self.begin(self._activate(code)))
        self._detail.activation.at_seal.connect(lambda code: self.begin(self._activate_at_seal(code)))
        self._detail.activation.edited.connect(lambda: self.begin(self._forget_refusal()))
        self._free = FreeDetail(room)
        self._free.start.clicked.connect(self._begin)
        self._nothing = EmptyState("stamp", self.tr("Nothing chosen"), self.tr("Choose a use at the left."))
        self._right = QStackedWidget()
        self._right.addWidget(self._nothing)
        self._right.addWidget(self._detail)
        self._right.addWidget(self._free)
        self._either = QStackedWidget()
        self._either.addWidget(ListDetail(side, self._right))
        self.content.addWidget(self._either, 1)
        self.follow(room.devices.nearby.subscribe, self._show_heard)
        self._clock = QTimer(self, interval=LOOK_AGAIN_MS)
        self._clock.timeout.connect(self.reload)
        self._clock.start()
        self.show_state("hand-pointing", self.tr("Loading"), busy=True)
        self._show_heard()
        self.reload()

    # What is shown

    async def read(self) -> None:
        if self._panel is not None:  # while one stamps nobody sees the list; it is read when he leaves
            return
        me, now, chosen = self.room.me.id, self.room.now(), str(self._list.current_key() or "")
        self._ready = await self.room.store.run(lambda tx: read_ready(tx, self.room.id, me, now, chosen))
        self._tabs.set_count(OWED, len(self._ready.tabs[OWED]))
        self._show_list()
        self._model.refresh()
        if any(self._ready.tabs) or self._ready.seals:
            self.show_content()
            return
        text = self.tr("Once an application of yours is authorized, you go and stamp from here.")
        if self._ready.free:
            text = self.room.sentence(Refused("free_use"))
        self.show_state("hand-pointing", self.tr("Nothing to stamp"), text)

    def _show_tab(self) -> None:
        self._show_list()
        self.reload()

    def _show_list(self) -> None:
        lines = self._ready.shown(self._tabs.currentIndex())
        self._model.set_rows(lines)
        if self._list.current_key() is None and lines:
            self._list.choose(lines[0].id)
        self._show_detail()

    def _show_heard(self) -> None:
        trouble = self.room.devices.nearby.trouble
        if trouble is not None:
            self.banner.show_fault(trouble.sentence(self.room.language.tongue is Tongue.ZH_CN))
        else:
            self.banner.clear()

    def _chosen(self) -> Line | FreeLine | None:
        return self._model.row(self._list.currentIndex())

    def _choose(self) -> None:
        """At once what is here already, and then its uses."""
        self._show_detail()
        self.reload()

    def _show_detail(self) -> None:
        line = self._chosen()
        if line is None:
            self._show_nothing()
            return
        if isinstance(line, FreeLine):
            self._free.show_line(line)
            self._right.setCurrentWidget(self._free)
            return
        at_seal = self._at_seal.get(line.id, AtSeal())
        self._detail.show_line(line, self._ready.uses.under(line.id), self._ready.reckoned, at_seal)
        self._right.setCurrentWidget(self._detail)

    def _show_nothing(self) -> None:
        title, text = {
            TO_USE: (self.tr("Nothing to stamp"), self.tr("What is authorized for you appears here.")),
            USED: (self.tr("Nothing used yet"), self.tr("What you have stamped with is kept here.")),
            OWED: (self.tr("No picture is owed"), self.tr("Each of your impressions has the picture it needs.")),
        }[self._tabs.currentIndex()]
        self._nothing.show_state("stamp", title, text)
        self._right.setCurrentWidget(self._nothing)

    # The code

    async def _activate(self, code: str) -> None:
        await self._forget_refusal()
        done = await self.room.submit(Activate(authorization=self._detail.shown, code=code))
        if isinstance(done, Refused):
            self._detail.activation.show_fault(self.room.sentence(done))
            return
        self._detail.activation.clear()
        self.room.tell(self.tr("The code was sent"))

    async def _activate_at_seal(self, code: str) -> None:
        """The seal in the person's hand judges it, with or without the cloud (R-129)."""
        await self._forget_refusal()
        line = self._chosen()
        if not isinstance(line, Line):
            return
        before = self._at_seal.get(line.id, AtSeal())
        self._show_at_seal(line.id, replace(before, judging=True, refused=""))
        done = await self.room.devices.activate(line.authorization.row, code, before.tries)
        if done.trouble is not None:
            said = done.trouble.sentence(self.room.language.tongue is Tongue.ZH_CN)
            self._show_at_seal(line.id, AtSeal(refused=said, tries=done.tries))
            return
        if self._detail.shown == line.id:
            self._detail.activation.clear()
        self._show_at_seal(line.id, AtSeal(activated=True))
        self.room.tell(self.tr("Activated at the seal"))

    def _show_at_seal(self, id: str, at_seal: AtSeal) -> None:
        self._at_seal[id] = at_seal
        self._model.refresh()
        self._show_detail()

    async def _forget_refusal(self) -> None:
        """Its author has read why the last code was not taken."""
        line = self._chosen()
        if not isinstance(line, Line):
            return
        if (at_seal := self._at_seal.get(line.id)) is not None:
            self._at_seal[line.id] = replace(at_seal, refused="")
        if line.refused is not None:
            await self.room.desk.dismiss(line.refused.id)

    # Stamping

    def _begin(self) -> None:
        line = self._chosen()
        if self._panel is not None or not self._may_begin(line):
            return
        self._panel = self._panel_of(line)
        self._panel.left.connect(partial(self._leave, self._panel))
        self._either.addWidget(self._panel)
        self._either.setCurrentWidget(self._panel)

    def _panel_of(self, line: Line | FreeLine) -> "StampingPanel | SealingPanel":
        use = self._use_of(line)
        if not (isinstance(line, Line) and line.authorization.row.mode is Mode.ELECTRONIC):
            return StampingPanel(self.room, use)
        from app.views.sealing.panel import SealingPanel  # what draws PDFs loads when one is to be sealed

        return SealingPanel(self.room, use)

    def _may_begin(self, line: Line | FreeLine | None) -> TypeGuard[Line | FreeLine]:
        start = self._free.start if isinstance(line, FreeLine) else self._detail.start
        return line is not None and start.isEnabled() and not start.isHidden()

    def _use_of(self, line: Line | FreeLine) -> Use:
        if isinstance(line, FreeLine):
            of = FreeUse(self.room.id, line.id, self.room.me.id)
            return Use(of, self.tr("Free use"), line.seal.name)
        return Use(line.authorization.row, line.document(self.tr("Without application")), line.seal_name)

    def _leave(self, panel: "StampingPanel | SealingPanel", used_up: bool) -> None:
        """Back to the list, to go on later (R-133); after the last use to its records (R-130)."""
        self._either.removeWidget(panel)
        panel.deleteLater()
        self._panel = None
        self.reload()
        if used_up:
            self.room.open("usage")

    def _record(self, line: Line | FreeLine) -> Record:
        if isinstance(line, FreeLine):
            return Record(
                title=line.seal.name, subtitle=line.id, pill=self.tr("Free use"), tone=Tone.ACCENT, icon="stamp"
            )
        row_, now = line.authorization.row, self.room.now()
        word, tone = words.authorization(row_, now)
        waits = state(row_, now) is State.NOT_ACTIVATED
        if waits and self._at_seal.get(line.id, AtSeal()).activated:
            word, tone, waits = self.tr("Activated"), Tone.ACCENT, False
        notes: list[str] = []
        if line.unfinished:
            notes.append(self.tr("a sealed document is not finished"))
        if line.owed:
            notes.append(self.tr("pictures missing: {0}").format(i18n.number(line.owed)))
        if sending(line.authorization) or line.activating is not None:
            notes.append(self.tr("sending"))
        until = self.tr("until {0}").format(words.moment(row_.end))
        return Record(
            title=line.document(self.tr("Without application")),
            subtitle=f"{line.seal_name} · {words.uses(row_.used, row_.count)}",
            pill=word,
            tone=tone,
            time=until if self._tabs.currentIndex() == TO_USE else words.moment(row_.issued_at),
            icon="stamp",
            unread=waits or line.unfinished or bool(line.owed),
            note=" · ".join(notes),
        )
