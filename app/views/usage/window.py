"""The application or the authorization behind a record, in a window of its own: the pages that list them show each
person his own, and those of the current seal."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QDialog, QWidget

from app.models import fold
from app.models.fold import Folded
from app.models.store import Topics, Tx
from app.views.applications.detail import ApplicationDetail
from app.views.applications.known import Known
from app.views.applications.papers import Papers, read_papers, read_uses
from app.views.authorizations.detail import AuthorizationDetail
from app.views.authorizations.lines import Records
from app.views.reckoning import read_reckoned
from app.views.room import Room, Tasks, leave
from app.views.usage.lines import read_names
from app.views.widgets import Foot, button, column, within_window
from domain.applications import Application
from domain.authorizations import Authorization
from domain.departments import Department
from domain.organization import Organization

T = TypeVar("T")


class _Window(QDialog):
    """Follows what is read for it as long as it is open."""

    def __init__(self, room: Room, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.room, self.tasks = room, Tasks(room.report)
        self.setObjectName(f"{name}.window")
        self.setWindowTitle(title)
        self.setModal(True)
        self.resize(within_window(self, 900, 640))
        self.close_ = button(self.tr("Close"), "primary")
        self.close_.setObjectName(f"{name}.close")
        self.close_.clicked.connect(self.accept)
        unsubscribe = room.store.subscribe(self._touched)
        self.destroyed.connect(lambda *_: unsubscribe())
        self.destroyed.connect(partial(leave, self.tasks))
        self.finished.connect(self.deleteLater)

    def lay_out(self, detail: QWidget) -> None:
        self.setLayout(column(detail, Foot(None, self.close_), gap=12))
        self.reload()

    def reload(self) -> None:
        self.tasks.begin(self.read())

    async def read(self) -> None:
        raise NotImplementedError  # as `LivePage`

    def _touched(self, topics: Topics) -> None:
        if topics & TOPICS:
            self.reload()

    async def look(self, work: Callable[[Tx, str], T]) -> T:
        here = self.room.id
        return await self.room.store.run(lambda tx: work(tx, here))


TOPICS: Topics = frozenset(
    {"applications", "attachments", "authorizations", "comments", "members", "outbox", "photos", "seals", "usage"}
)


class ApplicationWindow(_Window):
    """With its flow, its files, its use and what was said of it; one of those filed together leads to the others."""

    def __init__(self, room: Room, id: str, parent: QWidget) -> None:
        super().__init__(room, "usage.application", self.tr("Application"), parent)
        self._id = id
        self.detail = ApplicationDetail(room, self.tasks.begin)
        self.detail.other.connect(self._show_other)
        self.lay_out(self.detail)

    async def read(self) -> None:
        id = self._id
        found = await self.look(lambda tx, here: _application(tx, here, id))
        if found is not None and id == self._id:
            folded, known, papers = found
            self.detail.show_application(folded, known)
            self.detail.show_papers(papers)

    def _show_other(self, id: str) -> None:
        self._id = id
        self.reload()


class AuthorizationWindow(_Window):
    """With all its uses; what may be done with it, its own page offers."""

    def __init__(self, room: Room, id: str, parent: QWidget) -> None:
        super().__init__(room, "usage.authorization", self.tr("Authorization"), parent)
        self._id = id
        self.detail = AuthorizationDetail(room, self.tasks.begin, acts=False)
        self.detail.reckoning.records_wanted.connect(self.accept)
        self.lay_out(self.detail)

    async def read(self) -> None:
        found = await self.look(lambda tx, here: _authorization(tx, here, self._id))
        if found is not None:
            self.detail.show_record(*found)


def _application(tx: Tx, organization: str, id: str) -> tuple[Folded[Application], Known, Papers] | None:
    """None: it may not be seen any more."""
    folded = fold.folded_one(tx, organization, Application, id)
    if folded is None:
        return None
    facts, group = fold.facts(tx, organization), folded.row.group
    # One person has filed them: not all applications there are have to be gone through.
    together = [] if group is None else fold.folded(tx, organization, Application, applicant=folded.row.applicant)
    known = replace(
        read_names(tx, organization),
        applications=[each for each in together if each.row.group == group],
        departments={each.id: each for each in facts.all(Department)},
        organization=facts.get(Organization, organization),
    )
    return folded, known, read_papers(tx, organization, id)


def _authorization(tx: Tx, organization: str, id: str) -> tuple[Folded[Authorization], Records] | None:
    folded = fold.folded_one(tx, organization, Authorization, id)
    if folded is None:
        return None
    known, uses = read_names(tx, organization), read_uses(tx, organization, id)
    return folded, Records([], known, uses=uses, reckoned=read_reckoned(tx, organization, id))
