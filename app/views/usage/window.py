"""The application or the authorization behind a record, in a window of its own: the pages that list them show each
person his own, and those of the current seal."""

from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.models import fold
from app.models.fold import Folded
from app.models.store import Topics, Tx
from app.views.applications.detail import ApplicationDetail
from app.views.applications.known import Known
from app.views.applications.papers import Papers, read_papers, read_uses
from app.views.authorizations.detail import AuthorizationDetail
from app.views.authorizations.lines import Records
from app.views.page_dialog import PageDialog
from app.views.reckoning import read_reckoned
from app.views.room import LivePage, Room
from app.views.usage.lines import read_names
from domain.applications import Application
from domain.authorizations import Authorization
from domain.departments import Department
from domain.organization import Organization

translate = QCoreApplication.translate
SIZE = 900, 660
_TOPICS: Topics = frozenset(
    {*("applications", "attachments", "authorizations", "comments", "members", "outbox", "photos", "seals", "usage")}
)


def show_application(room: Room, id: str, parent: QWidget) -> None:
    title = translate("usage", "Application")
    PageDialog(ApplicationPage(room, title, id), "usage.application", title, SIZE, parent).open()


def show_authorization(room: Room, id: str, parent: QWidget) -> None:
    title = translate("usage", "Authorization")
    made = PageDialog(AuthorizationPage(room, title, id), "usage.authorization", title, SIZE, parent)
    made.page.detail.reckoning.records_wanted.connect(made.accept)
    made.open()


class ApplicationPage(LivePage):
    """With its flow, its files, its use and what was said of it; one of those filed together leads to the others."""

    topics: ClassVar[Topics] = _TOPICS

    def __init__(self, room: Room, title: str, id: str) -> None:
        super().__init__(room, title)
        self._id = id
        self.detail = ApplicationDetail(room, self.begin)
        self.detail.other.connect(self._show_other)
        self.content.addWidget(self.detail, 1)
        self.show_state("file-text", self.tr("Loading"), busy=True)
        self.reload()

    async def read(self) -> None:
        id, here = self._id, self.room.id
        found = await self.room.store.run(lambda tx: _application(tx, here, id))
        if found is not None:
            folded, known, papers = found
            self.detail.show_application(folded, known)
            self.detail.show_papers(papers)
            self.show_content()

    def _show_other(self, id: str) -> None:
        self._id = id
        self.reload()


class AuthorizationPage(LivePage):
    """With all its uses; what may be done with it, its own page offers."""

    topics: ClassVar[Topics] = _TOPICS

    def __init__(self, room: Room, title: str, id: str) -> None:
        super().__init__(room, title)
        self._id = id
        self.detail = AuthorizationDetail(room, self.begin, acts=False)
        self.content.addWidget(self.detail, 1)
        self.show_state("key", self.tr("Loading"), busy=True)
        self.reload()

    async def read(self) -> None:
        here = self.room.id
        found = await self.room.store.run(lambda tx: _authorization(tx, here, self._id))
        if found is not None:
            self.detail.show_record(*found)
            self.show_content()


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
