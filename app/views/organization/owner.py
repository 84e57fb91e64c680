"""Changing the owner: another phone number takes over, once it has shown the code that was sent to it (R-036, R-252,
R-253, C-22)."""

from PySide6.QtWidgets import QWidget

from app.views.code_dialog import CodeDialog
from app.views.room import Room
from app.views.widgets import FormField, line_edit
from domain.codes import Purpose
from domain.ids import new_id
from domain.ownership import ChangeOwner
from domain.phones import normal_phone
from domain.rows import Act
from domain.verdict import Refused


class ChangeOwnerDialog(CodeDialog):
    purpose = Purpose.CHANGE_OWNER

    def __init__(self, room: Room, parent: QWidget) -> None:
        super().__init__(room, "owner", self.tr("Change the owner"), parent)
        self._called, self._phone = line_edit(limit=60), line_edit(limit=20)
        fields = {
            "name": FormField(self.tr("Name of the new owner"), self._called),
            "phone": FormField(self.tr("Phone number of the new owner"), self._phone),
            "code": FormField(self.tr("Code"), self.code_field, self.tr("Six digits, sent to this phone")),
        }
        text = self.tr(
            "The organization gets another owner: what you have in hand goes to him, and you leave it. The number must"
            " not belong to a member here."
        )
        self.lay_out(fields, self.tr("Change the owner"), text=text, kind="danger")

    def told(self) -> str:
        return self.tr("{0} is the owner now").format(self._called.text().strip())

    def phone(self, act: Act) -> str | None:
        return act.phone if isinstance(act, ChangeOwner) else None

    def act(self) -> ChangeOwner | Refused:
        if not self._called.text().strip():
            return Refused("name_missing", "name")
        phone = normal_phone(self._phone.text())
        if phone is None:
            return Refused("phone_wrong", "phone")
        return ChangeOwner(id=new_id(), name=self._called.text().strip(), phone=phone, code=self.code)
