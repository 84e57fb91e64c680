"""The block of what waits for my approval: at most three, the longest waiting first (R-095, C-36)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.views import words
from app.views.applications.known import Known
from app.views.approvals.inbox import BLOCK, Inbox, Line
from app.views.widgets import Avatar, column, label, row


class Summary(QWidget):
    """`chosen(id)`: this one is wanted."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("approvals.summary")
        self._shown: list[Line] = []
        self._has_room = True
        self._title = label("", "strong")
        self._tiles = row(gap=12)
        layout = column(self._title, gap=8)
        layout.addLayout(self._tiles)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def set_room(self, has_room: bool) -> None:
        """Whether the page is high enough for more than the list."""
        self._has_room = has_room
        self.setVisible(bool(self._shown) and has_room)

    def show_inbox(self, inbox: Inbox) -> None:
        """Nothing where nothing waits."""
        waiting = inbox.waiting()
        self.setVisible(bool(waiting) and self._has_room)
        count = len(waiting)
        title = self.tr("Waiting for my approval")
        of_all = self.tr("the longest waiting of {0}").format(count)
        self._title.setText(f"{title} · {of_all}" if count > 1 else title)
        self.setAccessibleName(self._title.text())
        if waiting[:BLOCK] == self._shown:
            return
        self._shown = waiting[:BLOCK]
        while taken := self._tiles.takeAt(0):
            if held := taken.widget():
                held.hide()
                held.deleteLater()
        for at, line in enumerate(self._shown):
            self._tiles.addWidget(self._tile(at, line, inbox.known), 1)
        for _ in range(BLOCK - len(self._shown)):
            self._tiles.addStretch(1)

    def _tile(self, at: int, line: Line, known: Known) -> QPushButton:
        applicant = known.name(line.row.applicant)
        since = self.tr("since {0}").format(words.moment(line.since))
        made = QPushButton()
        made.setProperty("kind", "tile")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setObjectName(f"approvals.summary.{at}")
        made.setAccessibleName(f"{line.row.document}, {applicant}, {since}")
        title, under = label(line.row.document, "body", cut=True), label(f"{applicant} · {since}", "caption", cut=True)
        inside = row(Avatar(applicant, 30), gap=10)
        inside.addLayout(column(title, under, gap=1), 1)
        inside.setContentsMargins(12, 8, 12, 8)
        made.setLayout(inside)
        made.clicked.connect(lambda _=False, id=line.row.id: self.chosen.emit(id))
        return made
