"""Offline use of a seal, opened and closed with a code that the owner's phone is sent (R-025, R-180..R-184, C-10)."""

from PySide6.QtWidgets import QWidget

from app.views import words
from app.views.code_dialog import CodeDialog
from app.views.room import Room
from app.views.widgets import FormField
from domain.codes import Purpose
from domain.offline_use import CloseOfflineUse, OpenOfflineUse
from domain.seals import Seal
from domain.verdict import Refused


class OfflineUseDialog(CodeDialog):
    """`advice`: what seems to stand in the way; the cloud knows better."""

    purpose = Purpose.OFFLINE_USE

    def __init__(self, room: Room, seal: Seal, parent: QWidget, advice: Refused | None, *, on: bool) -> None:
        title = self.tr("Open offline use of “{0}”?") if on else self.tr("Close offline use of “{0}”?")
        super().__init__(room, "offline_use", title.format(seal.name), parent)
        self._seal, self._on = seal.id, on
        hint = self.tr("Six digits, sent to the owner's phone")
        fields = {"code": FormField(self.tr("Code"), self.code_field, hint)}
        text = (
            self.tr(
                "Only for places where the signal is bad. For seven days the seal goes on under its authorization"
                " without news from the cloud: until its next contact its use can be neither ended nor locked."
            )
            if on
            else self.tr("As soon as the seal has heard of it, it needs news from the cloud again.")
        )
        if advice is not None:
            text = words.sentences(room.sentence(advice), text)
        yes = self.tr("Open offline use") if on else self.tr("Close offline use")
        self.lay_out(fields, yes, text=text, kind="danger" if on else "primary")

    def told(self) -> str:
        return self.tr("Offline use opened") if self._on else self.tr("Offline use closed")

    def act(self) -> OpenOfflineUse | CloseOfflineUse:
        return (OpenOfflineUse if self._on else CloseOfflineUse)(seal=self._seal, code=self.code)
