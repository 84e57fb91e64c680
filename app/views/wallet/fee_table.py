"""What each seal of a bill, or of a payment, costs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.views.widgets import label

Line = tuple[str, str, str, str]


class FeeTable(QWidget):
    """A line for each seal: its name, which kind of fee, until when it is served by it, and what it costs."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Fees"))
        self._shown: list[Line] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)

    def show_lines(self, lines: list[Line], until: str) -> None:
        """`until`: what stands above the ends of the service. The same again keep what is selected."""
        head = self.tr("Seal"), self.tr("Kind"), until, self.tr("Fee")
        if [head, *lines] == self._shown:
            return
        self._shown = [head, *lines]
        while taken := self._grid.takeAt(0):
            if held := taken.widget():
                held.hide()
                held.deleteLater()
        for at, line in enumerate(self._shown):
            for across, text in enumerate(line):
                cell = label(text, "value" if at else "caption", wrap=not across)
                side = Qt.AlignmentFlag.AlignRight if across == len(line) - 1 else Qt.AlignmentFlag.AlignLeft
                where = Qt.AlignmentFlag.AlignTop | side if across else Qt.AlignmentFlag.AlignTop
                self._grid.addWidget(cell, at, across, where)
