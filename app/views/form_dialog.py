"""A small form in front of the window: a few fields, one act, and its refusal beside the field it concerns."""

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.views.room import Room, Tasks, on_click
from app.views.widgets import FormField, button, column, label, restyle, row
from domain.rows import Act
from domain.verdict import Refused

WIDTH = 440


class FormDialog(QDialog):
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
        self.setMinimumWidth(WIDTH)
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
        left = column(*(each for key, each in fields.items() if key not in beside), gap=14)
        left.addStretch(1)
        layout = column(label(self.windowTitle(), "title", wrap=True), *said, gap=14)
        layout.setContentsMargins(24, 20, 24, 18)
        across = row(left, gap=24)
        for key in beside:
            across.addWidget(fields[key], 1)
        layout.addLayout(across)
        layout.addWidget(self._message)
        layout.addLayout(row(None, cancel, self.agree))
        self.setLayout(layout)
        next(iter(fields.values())).editor.setFocus()

    def act(self) -> Act | Refused:
        """What the fields say."""
        raise NotImplementedError  # Qt's metaclass allows no abstract base class: each dialog gives its own

    def told(self) -> str:
        raise NotImplementedError

    def show_refusal(self, refused: Refused | None) -> None:
        """Beside the field it concerns, else above the buttons; none takes it away."""
        self.show_sentence(self.room.sentence(refused) if refused else "", refused.field if refused else None)

    def show_sentence(self, sentence: str, field: str | None = None, role: str = "fault") -> None:
        for key, each in self._fields.items():
            each.set_error(sentence if key == field else "")
        restyle(self._message, "role", role)
        self._message.setText("" if field in self._fields else sentence)
        self._message.setVisible(bool(self._message.text()))
        self.adjustSize()

    async def _submit(self) -> None:
        act = self.act()
        done = act if isinstance(act, Refused) else await self.room.submit(act)
        refused = done if isinstance(done, Refused) else None
        self.show_refusal(refused)
        if refused is None:
            self.kept.emit(act)
            self.room.tell(self.told())
            asyncio.get_running_loop().call_soon(self.accept)  # not inside the task that closing the dialog cancels
