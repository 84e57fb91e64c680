"""One member: who he is, where he stands, what he may do and has in hand, and what may be changed of it."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.models.fold import Folded
from app.views import words
from app.views.look import Tone
from app.views.organization import permissions
from app.views.organization.company import Company
from app.views.organization.detail import Begin, Detail
from app.views.organization.kept import KeptSeals
from app.views.organization.member_dialogs import (
    ChangeRoleDialog,
    RenameMemberDialog,
    StandInDialog,
    departments_to_choose,
    given_roles,
)
from app.views.organization.tree import TONES, no_department
from app.views.room import Room, on_click
from app.views.widgets import Avatar, Columns, Fact, FactList, Pill, choice_edit, column, confirm, label, row, tip
from domain.leaving import RemoveMember
from domain.members import MoveMember, SetStandIn, may_give, may_manage
from domain.organization import Member, Permission, Role, may

translate = QCoreApplication.translate


class MemberDetail(Detail):
    """`hand_over(member)`: what he has in hand is to go to somebody else."""

    hand_over = Signal(str)

    def __init__(self, room: Room, begin: Begin) -> None:
        super().__init__(room, begin, "member")
        self._member: Folded[Member] | None = None
        self._avatar, self._role, self._finger = Avatar(size=40), Pill(), Pill()
        self.head(self._avatar, self.names, self._finger, self._role)
        self._facts = FactList()
        self._facts.copied.connect(lambda _: room.tell(self.tr("Copied")))
        self._kept = KeptSeals(self)
        self._make_place()
        self._make_stand_in()
        self._enrol = self.action("enrol", self.tr("Enrol a fingerprint …"))
        self._enrol.clicked.connect(self._open_fingers)
        enrol = column(gap=0)
        enrol.addLayout(row(self._enrol, None))
        at_left = column(self._facts, gap=18)
        at_left.addLayout(enrol)
        at_left.addWidget(self._place)
        self.body.addWidget(Columns(at_left, column(self._kept, self._away, gap=18), (54, 46)))
        self.body.addStretch(1)
        self._rename = self.action("rename", self.tr("Rename"))
        self._change = self.action("change_role", self.tr("Change the role"))
        self._hand = self.action("hand_over", self.tr("Hand over …"))
        self._remove = self.action("remove", self.tr("Remove"), "danger")
        self._rename.clicked.connect(lambda: self._open(RenameMemberDialog(room, self.member, self.window())))
        self._change.clicked.connect(self._open_role)
        self._hand.clicked.connect(lambda: self.hand_over.emit(self.member.id))
        on_click(self._remove, begin, self._do_remove)
        self.add_foot(self._rename, self._change, self._hand, self._remove)

    def _make_place(self) -> None:
        """Moving him without a mouse."""
        self._department = choice_edit([])
        self._department.setObjectName("organization.department")
        self._department.setAccessibleName(self.tr("Department"))
        self._move = self.action("move", self.tr("Move"))
        self._move.setAccessibleName(self.tr("Move to this department"))
        on_click(self._move, self.begin, self._do_move)
        self._place = QWidget()
        self._place.setLayout(column(label(self.tr("Move to a department"), "strong"), gap=8))
        chooser = row(self._department, self._move)
        chooser.setStretch(0, 1)
        self._place.layout().addLayout(chooser)
        self._place.setMaximumWidth(420)

    def _make_stand_in(self) -> None:
        self._stand_in = label("", "body", wrap=True)
        self._stand_in.setObjectName("organization.stand_in")
        self._set = self.action("set_stand_in", self.tr("Set …"))
        self._set.setAccessibleName(self.tr("Set a stand-in"))
        self._back = self.action("end_stand_in", self.tr("He is back"))
        self._set.clicked.connect(self._open_stand_in)
        on_click(self._back, self.begin, self._do_back)
        self._away = QWidget()
        layout = column(label(self.tr("Stand-in"), "strong"), self._stand_in, gap=8)
        layout.addLayout(row(self._set, self._back, None))
        self._away.setLayout(layout)

    @property
    def member(self) -> Member:
        assert self._member is not None
        return self._member.row

    def show_member(self, member: Folded[Member], company: Company) -> None:
        if self._member is None or self._member.row.id != member.row.id:
            self.say("")
        same = self._member is not None and self._member.row.id == member.row.id
        self._member, self.company = member, company
        row = member.row
        self._avatar.set_name(row.name)
        self.title.setText(row.name)
        department = company.department(row.department)
        place = department.row.name if department else no_department()
        self.show_under(place, member)
        self._role.set(words.role(row.role), TONES[row.role])
        self._show_finger(company.fingers(row.id))
        self._facts.set_facts(self._facts_of(row, place))
        chosen = self._department.currentData() if same else None
        self._department.clear()
        for key, name in departments_to_choose(company):
            self._department.addItem(name, key)
        wanted = chosen if chosen is not None else (department.row.id if department else "")
        self._department.setCurrentIndex(max(0, self._department.findData(wanted)))
        self._kept.show_kept(row, company)
        self._show_stand_in(row, company)
        self._show_what_is_mine_to_do(row, company)

    def _show_finger(self, seals: list) -> None:
        """R-235, in the manual's words."""
        if seals:
            self._finger.set(self.tr("Fingerprint recorded"), Tone.OK)
        else:
            self._finger.set(self.tr("No fingerprint recorded"), Tone.NEUTRAL)
        self._finger.setToolTip(tip("、".join(seal.name for seal in seals)))

    def _facts_of(self, row: Member, place: str) -> list[Fact]:
        facts = [
            Fact(self.tr("Phone number"), row.phone, copy=True),
            Fact(self.tr("Department"), place),
            Fact(self.tr("Role"), words.role(row.role)),
        ]
        if row.role is Role.CUSTOM:
            facts.append(Fact(self.tr("Permissions"), "\n".join(map(permissions.word, row.permissions))))
        if self.company is not None and (seals := self.company.fingers(row.id)):
            facts.append(Fact(self.tr("Fingerprint in"), "、".join(seal.name for seal in seals)))
        if row.created_at:
            facts.append(Fact(self.tr("Added on"), words.full_moment(row.created_at)))
        return facts

    def _show_stand_in(self, row: Member, company: Company) -> None:
        away = row.stand_in
        if away is None or away.end <= self.room.now():
            self._stand_in.setText(self.tr("none: he decides himself"))
        else:
            when = words.period(away.start, away.end)
            self._stand_in.setText(f"{company.person(away.member)} · {when}")
        mine = row.id == self.room.me.id or may_manage(self.room.me, row)
        self._set.setVisible(mine)
        self._back.setVisible(mine and away is not None and away.end > self.room.now())
        self._away.setVisible(mine or away is not None)

    def _show_what_is_mine_to_do(self, row: Member, company: Company) -> None:
        me = self.room.me
        other = row.role is not Role.OWNER and row.id != me.id
        managed = may_manage(me, row)
        self._place.setVisible(managed and bool(company.departments))
        self._enrol.setVisible(may(me, Permission.BIND) and may(row, Permission.STAMP))
        self._rename.setVisible(managed)
        self._change.setVisible(other and managed and may_give(me, row.role) and len(given_roles(me)) > 1)
        self._hand.setVisible(other and managed)
        self._remove.setVisible(other and managed)

    def _open(self, dialog: QWidget) -> None:
        self.say("")
        dialog.open()

    def _open_fingers(self) -> None:
        """At the seal that is the current one (R-236)."""
        from app.views.seals.page import SealsPage  # loaded when it is wanted, as the places do

        page = self.room.open("seals")
        if isinstance(page, SealsPage):
            page.enrol(self.member.id)

    def _open_role(self) -> None:
        assert self.company is not None
        self._open(ChangeRoleDialog(self.room, self.company, self.member, self.window()))

    def _open_stand_in(self) -> None:
        assert self.company is not None
        self._open(StandInDialog(self.room, self.company, self.member, self.window()))

    async def _do_move(self) -> None:
        department = str(self._department.currentData()) or None
        if department != self.member.department:
            told = self.tr("{0} moved to {1}").format(self.member.name, self._department.currentText())
            await self.do(MoveMember(member=self.member.id, department=department), told)

    async def _do_back(self) -> None:
        await self.do(SetStandIn(member=self.member.id, stand_in=None), self.tr("Nobody stands in any more"))

    async def _do_remove(self) -> None:
        member = self.member
        act = RemoveMember(member=member.id)
        why_not = await self.room.why_not(act)
        self.say(why_not)
        if why_not:
            return
        text = self.tr(
            "He leaves the organization. What waits for his decision goes to the owner, the seals he keeps are without"
            " him; records keep his name."
        )
        if await confirm(self, self.tr("Remove {0}?").format(member.name), text, self.tr("Remove")):
            await self.do(act, self.tr("{0} was removed").format(member.name))
