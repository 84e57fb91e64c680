"""A small form that becomes one act: what is wrong stands beside its field, and the form stays until it is done."""

import asyncio
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.views.room import Room, Tasks, on_click
from app.views.widgets import FormField, button, column, label, row
from domain.rows import Act
from domain.verdict import Refused


class ActDialog(QDialog):
    """What a subclass gives: its fields, `act` (or a `Refused` for what cannot even be an act) and `told`, what is said
    when it is done. `done_with(act)`: it was accepted here."""

    done_with = Signal(object)

    def __init__(self, room: Room, name: str, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.room, self.tasks = room, Tasks(room.report)
        self.fields: dict[str, FormField] = {}
        self._prefix = name
        self.setObjectName(f"{name}.window")
        self.setWindowTitle(title)
        self.setModal(True)
        self.finished.connect(self.tasks.cancel)
        self.finished.connect(self.deleteLater)

    def act(self) -> Act | Refused:
        raise NotImplementedError  # Qt's metaclass allows no abstract base class

    @property
    def told(self) -> str:
        raise NotImplementedError

    def lay_out(
        self,
        fields: Mapping[str, FormField],
        yes: str,
        *,
        text: str = "",
        kind: str = "primary",
        width: int = 420,
        beside: Sequence[str] = (),
    ) -> None:
        """Title, `text`, the fields one below the other (those named in `beside` at the right), and the two buttons."""
        self.fields = dict(fields)
        for key, field in self.fields.items():
            field.editor.setObjectName(field.editor.objectName() or f"{self._prefix}.{key}")
        self.message = label("", "fault", wrap=True)
        self.message.setObjectName(f"{self._prefix}.message")
        self.message.hide()
        layout = column(label(self.windowTitle(), "title", wrap=True), gap=14)
        layout.setContentsMargins(24, 22, 24, 20)
        if text:
            layout.addWidget(label(text, "secondary", wrap=True))
        left = column(*(field for key, field in self.fields.items() if key not in beside), gap=14)
        left.addStretch(1)
        across = row(gap=24)
        across.addLayout(left, 1)
        for key in beside:
            across.addWidget(self.fields[key], 1)
        layout.addLayout(across, 1)
        layout.addWidget(self.message)
        cancel, self.yes = button(self.tr("Cancel")), button(yes, kind)
        cancel.setObjectName(f"{self._prefix}.cancel")
        self.yes.setObjectName(f"{self._prefix}.yes")
        self.yes.setDefault(True)
        cancel.clicked.connect(self.reject)
        on_click(self.yes, self.tasks.begin, self._submit)
        layout.addLayout(row(None, cancel, self.yes))
        self.setLayout(layout)
        self.setFixedWidth(width)
        self.fit()

    def fit(self) -> None:
        """As high as its words need."""
        layout = self.layout()
        layout.activate()
        self.setFixedHeight(layout.totalHeightForWidth(self.width()))

    def show_refusal(self, refused: Refused | None) -> None:
        """Beside its field, else above the buttons; none takes it away."""
        sentence = self.room.sentence(refused) if refused else ""
        for key, field in self.fields.items():
            field.set_error(sentence if refused and refused.field == key else "")
        elsewhere = refused is not None and refused.field not in self.fields
        self.message.setText(sentence if elsewhere else "")
        self.message.setVisible(elsewhere)
        self.fit()

    async def _submit(self) -> None:
        act = self.act()
        done = act if isinstance(act, Refused) else await self.room.submit(act)
        refused = done if isinstance(done, Refused) else None
        self.show_refusal(refused)
        if refused is None:
            self.room.tell(self.told)
            self.done_with.emit(act)
            asyncio.get_running_loop().call_soon(self.accept)  # not inside the task that closing the dialog cancels
