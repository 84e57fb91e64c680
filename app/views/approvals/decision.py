"""The decision on one application: a note, and what may be done; what may not be done is not shown (C-07)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.views import words
from app.views.applications.known import Known
from app.views.approvals.inbox import Line, others_for
from app.views.room import Room
from app.views.widgets import Foot, button, column, label, line_edit
from domain.applications import StepKind

MAX_NOTE = 500


class Decision(QWidget):
    """Says what the person wants, and leaves the doing to the page."""

    approved, rejected, authorized, handed_on = Signal(), Signal(), Signal(), Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._shown = ""
        self.setObjectName("approvals.decision")
        self.note = line_edit(self.tr("A note for the applicant; a reason if you reject"), limit=MAX_NOTE)
        self.note.setAccessibleName(self.tr("Note"))
        self._notice = label("", "caption", cut=True)  # a note that was handed on stands in the flow as well
        self._message = label("", "fault", wrap=True)
        self.hand_on = button(self.tr("Hand on …"), "plain", "arrows-left-right")
        self.reject = button(self.tr("Reject"), "danger")
        self.approve = button(self.tr("Approve"), "primary", "check")
        self.authorize = button(self.tr("Authorize"), "primary", "stamp")
        named = {"note": self.note, "message": self._message, "notice": self._notice, "hand_on": self.hand_on}
        named |= {"reject": self.reject, "approve": self.approve, "authorize": self.authorize}
        for name, widget in named.items():
            widget.setObjectName(f"approvals.{name}")
        self.hand_on.clicked.connect(self.handed_on)
        self.reject.clicked.connect(self.rejected)
        self.approve.clicked.connect(self.approved)
        self.authorize.clicked.connect(self.authorized)
        line = Foot(self.note, self.hand_on, self.reject, self.approve, self.authorize)
        layout = column(self._notice, line, self._message, gap=6)
        self.setLayout(layout)

    def show_line(self, line: Line, known: Known) -> None:
        """What may be done with it now; another application begins with an empty note."""
        if line.row.id != self._shown:
            self._shown = line.row.id
            self.note.clear()
            self.show_fault("")
        step = line.step
        authorizing = step is not None and step.kind is StepKind.AUTHORIZE
        self.approve.setVisible(not authorizing)
        self.authorize.setVisible(authorizing and line.issues)
        self.hand_on.setVisible(bool(others_for(line, known, self._room.me)))
        instead = line.turn.instead_of if line.turn else None
        said = self.tr("You decide in the place of {0}, who is away.").format(known.name(instead)) if instead else ""
        if step is not None and step.instead_of is not None:
            said = self.tr("Handed on by {0}. {1}").format(known.name(step.instead_of), step.note).strip()
        if authorizing and not line.issues:
            only = self.tr("Only who may issue for this seal can authorize; you can reject.")
            said = words.sentences(said, only)
        self._notice.setText(said)
        self._notice.setVisible(bool(said))

    def show_fault(self, sentence: str) -> None:
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))
        if sentence:
            self.note.setFocus()

    def busy(self, is_busy: bool) -> None:
        """While it is being done, it is not done a second time."""
        for each in (self.approve, self.reject):
            each.setEnabled(not is_busy)
