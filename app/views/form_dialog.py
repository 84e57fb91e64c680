"""Dialogs that are as high as they need to be; and a small form in one: a few fields, one act, and its refusal beside
the field it concerns."""

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from app.views.help import key as help_key
from app.views.room import Room, Tasks, on_click
from app.views.widgets import (
    FormField,
    button,
    column,
    height_of,
    label,
    restyle,
    row,
    rule,
    scrolled,
    within_window,
)
from domain.rows import Act
from domain.verdict import Refused

WIDTH, HIGHEST, LEAST = 440, 900, 40


class FittedDialog(QDialog):
    """As high as its parts need, and no higher than the window it stands in front of: then the middle one is scrolled.

    `fit` it whenever more, or less, has to be seen at once.
    """

    _parts: tuple[QWidget, ...] = ()

    def arrange(self, head: QWidget, middle: QWidget, foot: QWidget, width: int) -> None:
        for part, (above, below) in zip((head, middle, foot), ((20, 12), (4, 4), (12, 16)), strict=True):
            part.layout().setContentsMargins(24, above, 24, below)
        self._parts, self._width = (head, middle, foot), width
        self._rules = rule(), rule()
        area = scrolled(middle)
        area.setMinimumHeight(LEAST)  # of its own accord it wants more than a single field
        layout = column(head, self._rules[0], area, self._rules[1], foot, gap=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def showEvent(self, event: QShowEvent) -> None:
        self.fit()
        help_key.share(self)
        super().showEvent(event)

    def fit(self, width: int = 0) -> None:
        """Another width may be wanted as well."""
        self._width = width or self._width
        size = within_window(self, self._width, HIGHEST)
        wanted = sum(height_of(part, size.width()) for part in self._parts)
        for line in self._rules:
            line.setVisible(wanted > size.height())  # what is scrolled ends somewhere
        self.setFixedSize(size.width(), min(wanted, size.height()))


class FormDialog(FittedDialog):
    """What a subclass gives: `act` (or why the fields cannot be one), and `told`, the line at the foot of the window
    once it is done.

    ``name`` is the stem of the object names. `kept(act)`: it was done.
    """

    kept = Signal(object)

    def __init__(self, room: Room, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.room = room
        self._name, self._fields = name, dict[str, FormField]()
        self._tasks = Tasks(room.report)
        self.setObjectName(f"{name}.window")
        self.setWindowTitle(title)
        self.setModal(True)
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName(f"{name}.message")
        self._message.hide()
        self.finished.connect(self._tasks.cancel)
        self.finished.connect(self.deleteLater)

    def lay_out(
        self,
        fields: dict[str, FormField],
        yes: str,
        icon: str = "",
        text: str = "",
        kind: str = "primary",
        beside: Sequence[str] = (),
    ) -> None:
        """The fields below each other, by the names under which the rule knows them, those named in `beside` at the
        right of the others; `yes` names what will be done."""
        self._fields = fields
        for key, each in fields.items():
            each.editor.setObjectName(each.editor.objectName() or f"{self._name}.{key}")
        said = [label(text, "secondary", wrap=True)] if text else []
        cancel, self.agree = button(self.tr("Cancel")), button(yes, kind, icon)
        cancel.setObjectName(f"{self._name}.cancel")
        self.agree.setObjectName(f"{self._name}.confirm")
        self.agree.setDefault(True)
        cancel.clicked.connect(self.reject)
        on_click(self.agree, self._tasks.begin, self._submit)
        head, middle, foot = QWidget(), QWidget(), QWidget()
        head.setLayout(column(label(self.windowTitle(), "title", wrap=True), *said, gap=14))
        left = column(*(each for key, each in fields.items() if key not in beside), gap=14)
        left.addStretch(1)
        across = row(left, gap=24)
        for key in beside:
            across.addWidget(fields[key], 1)
        middle.setLayout(across)
        below = column(self._message, gap=12)
        below.addLayout(row(None, cancel, self.agree))
        foot.setLayout(below)
        self.arrange(head, middle, foot, WIDTH)
        self.fit()
        next(iter(fields.values())).editor.setFocus()

    def act(self) -> Act | Refused:
        """What the fields say."""
        raise NotImplementedError  # Qt's metaclass allows no abstract base class: each dialog gives its own

    def told(self) -> str:
        raise NotImplementedError  # as above

    def show_refusal(self, refused: Refused | None) -> None:
        """Beside the field it concerns, else above the buttons; none takes it away."""
        self.show_sentence(self.room.sentence(refused) if refused else "", refused.field if refused else None)

    def show_sentence(self, sentence: str, field: str | None = None, role: str = "fault") -> None:
        for key, each in self._fields.items():
            each.set_error(sentence if key == field else "")
        restyle(self._message, "role", role)
        self._message.setText("" if field in self._fields else sentence)
        self._message.setVisible(bool(self._message.text()))
        self.fit()

    async def _submit(self) -> None:
        act = self.act()
        done = act if isinstance(act, Refused) else await self.room.submit(act)
        refused = done if isinstance(done, Refused) else None
        self.show_refusal(refused)
        if refused is None:
            self.kept.emit(act)
            self.room.tell(self.told())
            asyncio.get_running_loop().call_soon(self.accept)  # not inside the task that closing the dialog cancels
