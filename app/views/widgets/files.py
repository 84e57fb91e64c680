"""Files below each other: an icon, a name, how large, and what may be done with each."""

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.views.icons import icon
from app.views.widgets.basic import button, column, label, row, tip
from app.views.widgets.states import IconDisc


@dataclass(frozen=True)
class FileRow:
    """``note``: how large it is, and what else there is to say of it; ``opens``: a program for it may be started."""

    key: Hashable
    name: str
    note: str = ""
    opens: bool = True


class FileRows(QWidget):
    """Signals carry the key. ``open``, ``save``, ``remove``: which of the three is offered."""

    opened = Signal(object)
    saved = Signal(object)
    removed = Signal(object)

    def __init__(self, name: str, *, open: bool = False, save: bool = False, remove: bool = False) -> None:
        super().__init__()
        self._offered = {"open": open, "save": save, "remove": remove}
        self._shown: list[FileRow] = []
        self.setAccessibleName(name)
        self._rows = column(gap=2)
        self.setLayout(self._rows)

    def files(self) -> list[FileRow]:
        return list(self._shown)

    def set_files(self, files: list[FileRow]) -> None:
        """The same ones again keep the focus."""
        if files == self._shown:
            return
        self._shown = list(files)
        while taken := self._rows.takeAt(0):
            if held := taken.widget():
                held.hide()
                held.deleteLater()
        for each in files:
            self._rows.addWidget(self._row(each))

    def _row(self, file: FileRow) -> QWidget:
        name = label(file.name, "body", cut=True)
        held = QWidget()
        inside = row(IconDisc("paperclip", size=24), name, label(file.note, "caption"), gap=8)
        inside.setStretch(1, 1)
        for button_ in self._buttons(file):
            inside.addWidget(button_)
        held.setLayout(inside)
        return held

    def _buttons(self, file: FileRow) -> list[QPushButton]:
        offers = {
            "open": ("arrow-square-out", self.tr("Open {0}"), self.opened),
            "save": ("download-simple", self.tr("Save {0}"), self.saved),
            "remove": ("x", self.tr("Remove {0}"), self.removed),
        }
        made: list[QPushButton] = []
        for what, (icon_name, words, signal) in offers.items():
            if self._offered[what] and (what != "open" or file.opens):
                one = button("", "small")
                one.setIcon(icon(icon_name))
                one.setToolTip(tip(words.format(file.name)))
                one.setAccessibleName(words.format(file.name))
                one.clicked.connect(lambda _=False, signal=signal: signal.emit(file.key))
                made.append(one)
        return made
