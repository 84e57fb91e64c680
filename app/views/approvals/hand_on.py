"""Handing a step on to another approver."""

from PySide6.QtWidgets import QWidget

from app.views.form_dialog import FormDialog
from app.views.room import Room
from app.views.widgets import FormField, line_edit
from app.views.widgets.multi_choice import MultiChoice
from domain.approvals import Transfer

MAX_NOTE = 500


class HandOnDialog(FormDialog):
    """To one of `others`, (id, name); he gets the note with it."""

    def __init__(self, room: Room, application: str, others: list[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(room, "hand_on", "", parent)
        self.setWindowTitle(self.tr("Hand on to another approver"))
        self._application = application
        self._member, self._note = MultiChoice(others), line_edit(limit=MAX_NOTE)
        fields = {
            "member": FormField(self.tr("Approver"), self._member),
            "note": FormField(self.tr("Note for him"), self._note),
        }
        self.lay_out(fields, self.tr("Hand on"), "arrows-left-right")

    def act(self) -> Transfer:
        return Transfer(application=self._application, member=self._member.picked()[0], note=self._note.text())

    def told(self) -> str:
        return self.tr("Handed on to {0}").format(self._member.words())
