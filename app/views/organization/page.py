"""The organization: the tree at the left, beside it what is chosen there (R-008, R-226..R-259)."""

import asyncio
from collections.abc import Callable
from typing import ClassVar

from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from app.models.store import Topics
from app.services.member_search import Finder
from app.views.organization import quota
from app.views.organization.company import Company, read_company
from app.views.organization.department import DepartmentDetail, DepartmentDialog, SelectionDetail
from app.views.organization.exporting import export_members
from app.views.organization.hand_over import HandOverDialog
from app.views.organization.importing import ImportDialog
from app.views.organization.information import InformationDetail
from app.views.organization.member import MemberDetail
from app.views.organization.member_dialogs import AddMemberDialog
from app.views.organization.owner import ChangeOwnerDialog
from app.views.organization.subsidiary import AddSubsidiaryDialog, SubsidiaryDetail
from app.views.organization.tree import Kind, tree
from app.views.organization.tree_model import TreeModel
from app.views.organization.tree_view import TreeView
from app.views.room import LivePage, Room
from app.views.widgets import Card, EmptyState, ListDetail, button, label, row, rule
from domain.members import AddMember
from domain.organization import Member, Permission, may
from domain.quotas import Quota
from domain.rows import Act


class OrganizationPage(LivePage):
    """Who may manage nobody reads the same tree, and sets who stands in for him."""

    topics: ClassVar[Topics] = frozenset(
        {"organizations", "members", "departments", "subsidiaries", "quota_requests", "seals", "outbox"}
    )

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._company: Company | None = None
        self._finder = Finder()
        self._to_choose = f"{Kind.ORGANIZATION}:{room.id}"
        self._model = TreeModel(self, may_move=may(room.me, Permission.ADD_ROLE))
        self._model.moved.connect(self._drop)
        self._tree = TreeView(self._model, title)
        self._tree.setObjectName("organization.tree")
        self._tree.chosen.connect(lambda _: self._show_detail())
        self._counts = label("", "caption", cut=True)
        self._counts.setObjectName("organization.counts")
        self.header.show_search(self.tr("Search name, pinyin or phone number"))
        self.header.searched.connect(lambda _: self.begin(self._search()))
        self._make_actions()
        side = Card(flush=True)
        side.body.setContentsMargins(8, 8, 4, 4)
        side.body.addWidget(self._tree, 1)
        side.body.addWidget(rule())
        below = row(self._counts)
        below.setContentsMargins(10, 2, 10, 6)
        side.body.addLayout(below)
        self.content.addWidget(ListDetail(side, self._make_details()), 1)
        self.show_state("tree-structure", self.tr("Loading"), busy=True)
        self.reload()

    def _make_details(self) -> QWidget:
        room, begin = self.room, self.begin
        self._nothing = EmptyState("tree-structure", self.tr("Nobody chosen"), self.tr("Choose somebody at the left."))
        self._information, self._member = InformationDetail(room, begin), MemberDetail(room, begin)
        self._department, self._selection = DepartmentDetail(room, begin), SelectionDetail(room, begin)
        self._subsidiary = SubsidiaryDetail(room, begin)
        self._member.hand_over.connect(self._open_hand_over)
        self._department.add_wanted.connect(self._open_add)
        self._information.owner_wanted.connect(self._open_owner)
        self._right = QStackedWidget()
        for each in (
            self._nothing,
            self._information,
            self._member,
            self._department,
            self._selection,
            self._subsidiary,
        ):
            self._right.addWidget(each)
        return self._right

    def _make_actions(self) -> None:
        """What this person may do; nothing else is there."""
        me, self.menu = self.room.me, QMenu(self)
        entries: list[tuple[Permission, str, Callable[[], None]]] = [
            (Permission.ADD_DEPARTMENT, self.tr("Add a department"), self._open_department),
            (Permission.CHANGE_SUBSIDIARY, self.tr("Add a subsidiary"), self._open_subsidiary),
            (Permission.ADD_ROLE, self.tr("Import members …"), self._open_import),
            (Permission.ADD_ROLE, self.tr("Export members …"), self._export),
        ]
        for permission, text, open_it in entries:
            if may(me, permission):
                self.menu.addAction(text).triggered.connect(lambda _, open_it=open_it: open_it())
        if self.menu.actions():
            more = self.header.add(button(self.tr("More")))
            more.setObjectName("organization.more")
            more.setMenu(self.menu)
        if may(me, Permission.ADD_ROLE):
            self.header.show_action(self.tr("Add a member")).setObjectName("organization.add")
            self.header.acted.connect(lambda: self._open_add(""))

    async def read(self) -> None:
        self._company = await self.room.store.run(lambda tx: read_company(tx, self.room.id))
        if self._company is None:
            self.show_state("tree-structure", self.tr("Nothing of the organization is here yet"))
            return
        self._show_tree()
        counts = self.tr("{0} people · {1} departments")
        self._counts.setText(
            counts.format(quota.used(self._company, Quota.PEOPLE), quota.used(self._company, Quota.DEPARTMENTS))
        )
        self.show_content()

    # The tree

    async def _search(self) -> None:
        """The first search loads how names are read: meanwhile they are found as they are written."""
        self._show_tree()
        if self._query and self._company is not None:
            company = self._company
            names = [each.row.name for each in (*company.members, *company.departments, *company.subsidiaries)]
            await asyncio.to_thread(self._finder.learn, names)
            self._show_tree()

    @property
    def _query(self) -> str:
        return self.header.search.text().strip()

    def _found(self, company: Company) -> frozenset[str] | None:
        """The ids of what was searched for; none: nothing is."""
        query, finder = self._query, self._finder
        if not query:
            return None
        found = {each.row.id for each in company.members if finder.finds(query, each.row.name, each.row.phone)}
        others = (*company.departments, *company.subsidiaries)
        return frozenset(found | {each.row.id for each in others if finder.finds(query, each.row.name)})

    def _show_tree(self) -> None:
        if self._company is None:
            return
        chosen, found = self._tree.keys(), self._found(self._company)
        whole = tree(self._company, found)
        self._tree.show_tree([whole] if found is None or whole.below else [], all_open=found is not None)
        self._choose_again(chosen, whole.members if found is not None else [])
        self._show_detail()

    def _choose_again(self, chosen: list[str], found: list[str]) -> None:
        """What was chosen stays so, wherever it stands now; else what is wanted, or the first that was found."""
        if self._to_choose and self._tree.choose(self._to_choose):
            self._to_choose = ""
            return
        left = [key for key in chosen if self._model.index_of(key).isValid()]
        if found and not any(key.startswith(Kind.MEMBER) for key in left):
            left = [f"{Kind.MEMBER}:{found[0]}"]
        if left and self._tree.keys() != left:
            self._tree.choose(*left)
        elif not left and not self._query:
            self._tree.choose(f"{Kind.ORGANIZATION}:{self.room.id}")

    def _drop(self, members: list[str], department: str) -> None:
        if self._company is not None:
            self.begin(self._selection.move(self._members(members), department))

    def _members(self, ids: list[str]) -> list[Member]:
        found = (self._company.member(id) if self._company else None for id in ids)
        return [each.row for each in found if each is not None]

    # The detail

    def _show_detail(self) -> None:
        company, keys = self._company, self._tree.keys()
        if company is None:
            return
        self._selection.company = company  # it moves what is dragged, too
        members = [key.partition(":")[2] for key in keys if key.startswith(f"{Kind.MEMBER}:")]
        if len(members) > 1:
            self._selection.show_members(self._members(members), company)
            self._right.setCurrentWidget(self._selection)
        else:
            self._show_one(company, *(keys[-1] if keys else "").partition(":")[::2])

    def _show_one(self, company: Company, kind: str, id: str) -> None:
        shown: QWidget = self._nothing
        if kind == Kind.MEMBER and (member := company.member(id)) is not None:
            self._member.show_member(member, company)
            shown = self._member
        elif kind == Kind.NONE or (kind == Kind.DEPARTMENT and company.department(id) is not None):
            self._department.show_department(company.department(id), company)
            shown = self._department
        elif kind == Kind.SUBSIDIARY and (subsidiary := company.subsidiary(id)) is not None:
            self._subsidiary.show_subsidiary(subsidiary, company)
            shown = self._subsidiary
        elif kind in (Kind.ORGANIZATION, Kind.SUBSIDIARIES):
            self._information.show_company(company)
            shown = self._information
        elif self._query:
            self._nothing.show_state("magnifying-glass", self.tr("Nothing found"), self.tr("Try other words."))
        self._right.setCurrentWidget(shown)

    # What opens

    def _open_add(self, department: str) -> None:
        if self._company is not None:
            dialog = AddMemberDialog(self.room, self._company, department, self.window())
            dialog.kept.connect(self._added)
            dialog.open()

    def _added(self, act: Act) -> None:
        """Whoever was added is shown as soon as he stands in the tree."""
        if isinstance(act, AddMember):
            self.header.search.clear()
            self._to_choose = f"{Kind.MEMBER}:{act.id}"

    def _open_department(self) -> None:
        DepartmentDialog(self.room, None, self.window()).open()

    def _open_subsidiary(self) -> None:
        AddSubsidiaryDialog(self.room, self.window()).open()

    def _open_import(self) -> None:
        if self._company is not None:
            ImportDialog(self.room, self._company, self.window()).open()

    def _export(self) -> None:
        if self._company is not None:
            self.begin(export_members(self.room, self._company, self))

    def _open_hand_over(self, member: str) -> None:
        found = self._company.member(member) if self._company else None
        if found is not None and self._company is not None:
            HandOverDialog(self.room, self._company, found.row, self.window()).open()

    def _open_owner(self) -> None:
        ChangeOwnerDialog(self.room, self.window()).open()
