"""The details of one use, before the map (R-218)."""

from PySide6.QtWidgets import QDialog, QWidget

from app.models import fold, photos, usage
from app.models.store import Tx
from app.views.applications.known import Known, read_known
from app.views.room import Room, Tasks
from app.views.usage.detail import UsageDetail
from app.views.usage.lines import Line
from app.views.widgets import Foot, button, column, within_window
from domain.authorizations import Authorization


class UseDialog(QDialog):
    """Shows what the page of records shows of it; what it has begun ends with it."""

    def __init__(self, room: Room, line: Line, known: Known, parent: QWidget) -> None:
        super().__init__(parent)
        self._tasks = Tasks(room.report)
        self.setObjectName("use.window")
        self.setWindowTitle(self.tr("Use of a seal"))
        self.setModal(True)
        self.resize(within_window(self, 620, 640))
        self._detail = UsageDetail(room, self._tasks.begin)
        close = button(self.tr("Close"), "primary")
        close.setObjectName("use.close")
        close.clicked.connect(self.accept)
        foot = Foot(None, close)
        foot.setContentsMargins(20, 0, 20, 16)
        self.setLayout(column(self._detail, foot, gap=12))
        self.finished.connect(lambda _: self._tasks.cancel())
        self.finished.connect(self.deleteLater)
        self._detail.show_line(line, known)


def read_use(tx: Tx, organization: str, id: str) -> tuple[Line, Known] | None:
    """The record of that id with what belongs to it; none: it may not be seen any more."""
    press = usage.find(tx, organization, id)
    if press is None:
        return None
    impression, known = press.impression, read_known(tx, organization)
    facts = fold.facts(tx, organization)
    authorization = facts.get(Authorization, impression.authorization) if impression.authorization else None
    application = known.application(authorization.application) if authorization else None
    taken = photos.of_presses(tx, organization, [impression])
    of_it = taken.get((impression.seal, impression.number), ())
    return Line(impression, press.pending, tuple(of_it), authorization, application), known
