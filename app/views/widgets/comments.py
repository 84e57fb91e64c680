"""What people said about something, oldest first, and a line to say more."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.views.widgets.basic import button, column, label, row
from app.views.widgets.fields import line_edit


@dataclass(frozen=True)
class Said:
    """``note``: e.g. that it is still on its way."""

    who: str
    text: str
    time: str
    note: str = ""


class CommentBox(QWidget):
    """`said(text)`: the person wants to say this; `clear` once it is kept, or `set_error` why it is not."""

    said = Signal(str)

    def __init__(self, name: str, limit: int) -> None:
        super().__init__()
        self._shown: list[Said] = []
        self.setAccessibleName(name)
        self._none = label(self.tr("Nobody has said anything yet."), "caption")
        self._rows = column(gap=10)
        self.editor = line_edit(self.tr("Write a comment"), limit=limit)
        self.editor.setAccessibleName(self.tr("Comment"))
        self.send = button(self.tr("Send"))
        self._error = label("", "fault", wrap=True)
        self._error.hide()
        layout = column(self._none, gap=8)
        layout.addLayout(self._rows)
        layout.addLayout(row(self.editor, self.send))
        layout.addWidget(self._error)
        self.setLayout(layout)
        self.send.clicked.connect(self._say)
        self.editor.returnPressed.connect(self._say)

    def set_comments(self, comments: list[Said]) -> None:
        """The same ones again leave everything in place."""
        if comments == self._shown:
            return
        self._shown = list(comments)
        self._none.setVisible(not comments)
        while taken := self._rows.takeAt(0):
            if held := taken.widget():
                held.hide()
                held.deleteLater()
        for each in comments:
            self._rows.addWidget(_spoken(each))

    def set_error(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def clear(self) -> None:
        self.editor.clear()
        self.set_error("")

    def _say(self) -> None:
        self.said.emit(self.editor.text())


def _spoken(comment: Said) -> QWidget:
    made = QWidget()
    time = label(" · ".join(part for part in (comment.time, comment.note) if part), "caption")
    text = label(comment.text, "value", wrap=True)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    text.setAccessibleName(f"{comment.who}: {comment.text}")
    layout = column(gap=1)
    layout.addLayout(row(label(comment.who, "secondary", cut=True), time))
    layout.addWidget(text)
    made.setLayout(layout)
    return made
