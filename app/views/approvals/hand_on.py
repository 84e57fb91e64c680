"""Handing a step on to another approver."""

import asyncio

from PySide6.QtWidgets import QDialog, QWidget

from app.views.room import Room, Tasks, on_click
from app.views.widgets import FormField, button, column, label, line_edit, row
from app.views.widgets.multi_choice import MultiChoice
from domain.approvals import Transfer
from domain.verdict import Refused

MAX_NOTE, WIDTH = 500, 440


class HandOnDialog(QDialog):
    """To one of `others`, (id, name); he gets the note with it."""

    def __init__(self, room: Room, application: str, others: list[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._room, self._application = room, application
        self._tasks = Tasks(room.report)
        self.setObjectName("hand_on.window")
        self.setWindowTitle(self.tr("Hand on to another approver"))
        self.setModal(True)
        self.setMinimumWidth(WIDTH)
        self._member, self._note = MultiChoice(others), line_edit(limit=MAX_NOTE)
        self._fields = {
            "member": FormField(self.tr("Approver"), self._member),
            "note": FormField(self.tr("Note for him"), self._note),
        }
        self._message = label("", "fault", wrap=True)
        self._message.hide()
        cancel, agree = button(self.tr("Cancel")), button(self.tr("Hand on"), "primary", "arrows-left-right")
        named = {"member": self._member, "note": self._note, "message": self._message, "confirm": agree}
        for name, widget in named.items():
            widget.setObjectName(f"hand_on.{name}")
        cancel.clicked.connect(self.reject)
        on_click(agree, self._tasks.begin, self._submit)
        self._note.returnPressed.connect(agree.click)
        layout = column(label(self.windowTitle(), "title"), *self._fields.values(), self._message, gap=14)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.addLayout(row(None, cancel, agree))
        self.setLayout(layout)
        self.finished.connect(self._tasks.cancel)
        self.finished.connect(self.deleteLater)

    async def _submit(self) -> None:
        (member,) = self._member.picked()
        done = await self._room.submit(Transfer(application=self._application, member=member, note=self._note.text()))
        refused = done if isinstance(done, Refused) else None
        sentence = self._room.sentence(refused) if refused else ""
        beside = refused is not None and refused.field in self._fields
        for key, each in self._fields.items():
            each.set_error(sentence if beside and refused is not None and refused.field == key else "")
        self._message.setText("" if beside else sentence)
        self._message.setVisible(bool(self._message.text()))
        if refused is None:
            self._room.tell(self.tr("Handed on to {0}").format(self._member.words()))
            asyncio.get_running_loop().call_soon(self.accept)  # not inside the task that closing the dialog cancels
