"""Several applications approved at once: one note for all of them, and what came of each."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal

from app.views.applications.known import Known
from app.views.approvals.inbox import Line
from app.views.room import Room, Work, on_click
from app.views.widgets import Card, Fact, FactList, button, label, line_edit
from domain.applications import current_index
from domain.approvals import Approve
from domain.verdict import Refused

MAX_NOTE = 500


class Several(Card):
    """`left`: the person has done, or read, what there is."""

    left = Signal()

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__(scroll=True)
        self._room = room
        self._lines: list[Line] = []
        self.setObjectName("approvals.several")
        self._title = label("", "title")
        self._hint = label("", "caption", wrap=True)
        self._list = FactList()
        self.note = line_edit(self.tr("A note for all of them"), limit=MAX_NOTE)
        self.note.setAccessibleName(self.tr("Note"))
        self.approve = button(self.tr("Approve all"), "primary", "check")
        self._done = button(self.tr("Done"), "primary")
        self.back = button(self.tr("Back"))
        named = {"note": self.note, "approve": self.approve, "done": self._done, "back": self.back}
        for name, widget in named.items():
            widget.setObjectName(f"approvals.several.{name}")
        self.head(self._title, None)
        self.body.addWidget(self._hint)
        self.body.addWidget(self._list)
        self.body.addStretch(1)
        self.foot(self.note, self.back, self.approve, self._done)
        on_click(self.approve, begin, self._approve)
        self._done.clicked.connect(self.left)
        self.back.clicked.connect(self.left)
        self._show(is_done=False)

    @property
    def is_done(self) -> bool:
        """What came of it is being read."""
        return not self._done.isHidden()

    def show_lines(self, lines: Sequence[Line], known: Known) -> None:
        """What is chosen, before anything is done with it."""
        self._lines = list(lines)
        self._title.setText(self.tr("{0} chosen").format(len(lines)))
        self._hint.setText(self.tr("Click more at the left. What has to be authorized is done one by one."))
        self._list.set_facts(
            [
                Fact(known.name(line.row.applicant), f"{line.row.document} · {known.seal(line.row.seal)}")
                for line in lines
            ]
        )
        self.approve.setEnabled(bool(lines))
        self._show(is_done=False)

    def _show(self, *, is_done: bool) -> None:
        for before in (self.note, self.approve, self.back, self._hint):
            before.setVisible(not is_done)
        self._done.setVisible(is_done)

    async def _approve(self) -> None:
        """Each by itself: what is refused keeps nothing else from being approved."""
        facts: list[Fact] = []
        approved = 0
        for line in list(self._lines):
            act = Approve(application=line.row.id, note=self.note.text(), step=current_index(line.row))
            done = await self._room.submit(act)
            approved += not isinstance(done, Refused)
            outcome = self._room.sentence(done) if isinstance(done, Refused) else self.tr("Approved")
            facts.append(Fact(line.row.document, outcome))
        self.note.clear()
        self._list.set_facts(facts)
        self._title.setText(self.tr("{0} of {1} approved").format(approved, len(facts)))
        self._show(is_done=True)
        self._done.setFocus()
        self._room.tell(self._title.text())
