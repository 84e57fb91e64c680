"""Handing over: what somebody has in hand, to whom it goes, and then he may leave (C-33)."""

import asyncio

from PySide6.QtWidgets import QCheckBox, QWidget

from app.models import fold
from app.models.store import Tx
from app.views.form_dialog import FittedDialog
from app.views.i18n import number
from app.views.organization.company import Company, InHand, in_hand
from app.views.room import Room, Tasks, on_click
from app.views.widgets import Fact, FactList, FormField, button, choice_edit, column, label, row
from domain.leaving import HandOver, RemoveMember, level_lost
from domain.organization import Member, Permission, Role, manages_all, may
from domain.verdict import Refused

MANY = 4  # so many are named
WIDTH = 500


class HandOverDialog(FittedDialog):
    """What he has in hand stands above, the successor below; both buttons say what they do."""

    def __init__(self, room: Room, company: Company, member: Member, parent: QWidget) -> None:
        super().__init__(parent)
        self._room, self._company, self._member = room, company, member
        self._tasks, self._hand = Tasks(room.report), InHand()
        self._beside: set[str] = set()  # who decides beside him, or has applied
        self.setObjectName("hand_over.window")
        self.setWindowTitle(self.tr("Hand over from {0}").format(member.name))
        self.setModal(True)
        self._facts = FactList()
        self._facts.setObjectName("hand_over.facts")
        self._nothing = label(self.tr("Nothing: he may leave right away."), "body", wrap=True)
        self._to = choice_edit([])
        self._to.setObjectName("hand_over.to")
        self._field = FormField(self.tr("All of it goes to"), self._to)
        self._then = QCheckBox(self.tr("Then remove him from the organization"))
        self._then.setObjectName("hand_over.then_remove")
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("hand_over.message")
        cancel, self._yes = button(self.tr("Cancel")), button("", "primary")
        cancel.setObjectName("hand_over.cancel")
        self._yes.setObjectName("hand_over.yes")
        cancel.clicked.connect(self.reject)
        on_click(self._yes, self._tasks.begin, self._do)
        head, middle, foot = QWidget(), QWidget(), QWidget()
        head.setLayout(column(label(self.windowTitle(), "title", wrap=True)))
        hand = label(self.tr("He has in hand"), "strong")
        middle.setLayout(column(hand, self._nothing, self._facts, self._field, self._then, gap=14))
        middle.layout().addStretch(1)
        below = column(self._message, gap=12)
        below.addLayout(row(None, cancel, self._yes))
        foot.setLayout(below)
        self.arrange(head, middle, foot, WIDTH)
        self._then.toggled.connect(lambda _: self._show())
        self._to.currentIndexChanged.connect(lambda _: self._tasks.begin(self._judge()))
        self.finished.connect(self._tasks.cancel)
        self.finished.connect(self.deleteLater)
        self._show()
        self._tasks.begin(self._read())

    async def _read(self) -> None:
        people = [each.row for each in self._company.members]

        def read(tx: Tx) -> tuple[InHand, set[str]]:
            facts, member = fold.facts(tx, self._room.id), self._member.id
            return in_hand(member, facts), {each.id for each in people if level_lost(member, each, facts)}

        self._hand, self._beside = await self._room.store.run(read)
        blocked = self._to.blockSignals(True)
        self._to.clear()
        for each in self._successors():
            self._to.addItem(each.name, each.id)
        self._to.blockSignals(blocked)
        self._facts.set_facts(self._facts_of(self._hand))
        self._then.setChecked(self._hand.nothing)
        self._show()
        if self._then.hasFocus() and not self._hand.nothing:
            self._to.setFocus()  # what has to be chosen comes first
        await self._judge()

    def _successors(self) -> list[Member]:
        """Whoever could take all of it: seals go to a keeper, or to who manages all of them; nobody decides twice."""
        nobody = {self._member.id, *self._beside}
        people = [each.row for each in self._company.members if each.row.id not in nobody]
        people = [each for each in people if may(each, Permission.APPROVE)]
        if self._hand.seals:
            people = [each for each in people if each.role is Role.KEEPER or manages_all(each)]
        return people

    def _facts_of(self, hand: InHand) -> list[Fact]:
        facts = [
            Fact(self.tr("To decide"), _named(hand.steps)),
            Fact(self.tr("Templates"), _named(hand.templates)),
            Fact(self.tr("Seals kept"), _named(hand.seals)),
            Fact(self.tr("Uses, will be ended"), _named(hand.live)),
            Fact(self.tr("Not activated, will be cancelled"), _named(hand.waiting)),
            Fact(self.tr("Pictures owed"), number(hand.pictures) if hand.pictures else ""),
        ]
        return [fact for fact in facts if fact.value]

    def _show(self) -> None:
        nothing = self._hand.nothing
        self._nothing.setVisible(nothing)
        self._facts.setVisible(not nothing)
        self._field.setVisible(not nothing)
        leaves = self._then.isChecked()
        self._yes.setText(
            self.tr("Remove") if nothing else self.tr("Hand over and remove") if leaves else self.tr("Hand over")
        )
        self._message.setVisible(bool(self._message.text()))
        self._yes.setEnabled(leaves if nothing else self._to.count() > 0)
        if not nothing and not self._to.count():
            self._field.set_error(self.tr("There is nobody who could take it: give somebody the role first."))
        self.fit()

    @property
    def _act(self) -> HandOver:
        return HandOver(member=self._member.id, to=str(self._to.currentData() or ""))

    async def _judge(self) -> None:
        """Why it could not go to this one, before anybody presses anything."""
        if not self._hand.nothing and self._to.count():
            self._field.set_error(await self._room.why_not(self._act))
            self._show()

    async def _do(self) -> None:
        acts = [] if self._hand.nothing else [self._act]
        if self._then.isChecked():
            acts.append(RemoveMember(member=self._member.id))
        for act in acts:
            done = await self._room.submit(act)
            if isinstance(done, Refused):
                self._message.setText(self._room.sentence(done))
                await self._read()
                return
        told = self.tr("{0} was removed") if self._then.isChecked() else self.tr("Handed over from {0}")
        self._room.tell(told.format(self._member.name))
        asyncio.get_running_loop().call_soon(self.accept)  # not inside the task that closing the dialog cancels


def _named(names: tuple[str, ...]) -> str:
    """The first of them, and how many there are."""
    text = "、".join(names[:MANY])
    return f"{text} … ({number(len(names))})" if len(names) > MANY else text
