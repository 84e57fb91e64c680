"""What may be changed of an authorization that was issued: more uses or time, and pictures no longer asked for."""

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QWidget

from app.views import i18n
from app.views.form_dialog import FormDialog
from app.views.room import Room
from app.views.widgets import FormField, moment_edit, number_edit, text_edit
from domain.applications import Application
from domain.authorizations import Authorization
from domain.ending import ExtendUse, WaiveUpload, most_of
from domain.ids import new_id
from domain.uses import MAX_COUNT

MAX_REASON = 500
MINUTE_MS = 60_000


class MoreUsesDialog(FormDialog):
    """More uses, or more time, for an authorization that is not ended: another takes its place and counts on."""

    def __init__(self, room: Room, before: Authorization, applied: Application | None, parent: QWidget) -> None:
        """`applied`: what was applied for, of which it is at most as much again."""
        super().__init__(room, "more_uses", "", parent)
        self.setWindowTitle(self.tr("More uses or more time"))
        self._before = before
        self._count = number_edit(0, MAX_COUNT, before.count)
        self._count.setEnabled(before.count > 0)
        end = QDateTime.fromMSecsSinceEpoch(before.end)
        self._end = moment_edit(end)
        self._end.setMinimumDateTime(end)
        used = self.tr("{0} used; 0 is unlimited, at most 500").format(i18n.number(before.used))
        if applied is not None:
            most, until = most_of(applied)
            self._end.setMaximumDateTime(max(end, QDateTime.fromMSecsSinceEpoch(until)))
            if most:
                self._count.setRange(before.count, max(before.count, most))
                used = self.tr("{0} used; at most {1}").format(i18n.number(before.used), i18n.number(most))
        fields = {
            "count": FormField(self.tr("Number of uses in all"), self._count, used),
            "end": FormField(self.tr("Until"), self._end),
        }
        text = self.tr("The seal hears of it with its next contact, and goes on counting where it stands.")
        self.lay_out(fields, self.tr("Grant more"), "plus", text)

    def act(self) -> ExtendUse:
        end = self._end.dateTime().toMSecsSinceEpoch()
        untouched = end // MINUTE_MS == self._before.end // MINUTE_MS  # the field shows minutes
        return ExtendUse(
            id=new_id(),
            authorization=self._before.id,
            count=self._count.value(),
            end=self._before.end if untouched else end,
        )

    def told(self) -> str:
        return self.tr("More was granted")


class WaiveDialog(FormDialog):
    """The owner asks no longer for the missing pictures, and says why (C-23)."""

    def __init__(self, room: Room, row: Authorization, parent: QWidget) -> None:
        super().__init__(room, "waive", "", parent)
        self.setWindowTitle(self.tr("Waive the missing pictures?"))
        self._id = row.id
        self._reason = text_edit(MAX_REASON)
        missing = i18n.number(row.pressed - row.pictured)
        text = self.tr("Impressions without a picture: {0}. Nobody is asked for them any more; your reason is kept.")
        fields = {"reason": FormField(self.tr("Reason"), self._reason)}
        self.lay_out(fields, self.tr("Waive"), "", text.format(missing))

    def act(self) -> WaiveUpload:
        return WaiveUpload(authorization=self._id, reason=self._reason.toPlainText())

    def told(self) -> str:
        return self.tr("Missing pictures waived")
