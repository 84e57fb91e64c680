"""The small forms about one member: adding him, his name, his role, who stands in for him."""

from PySide6.QtCore import QDateTime, QTime
from PySide6.QtWidgets import QWidget

from app.views import words
from app.views.form_dialog import FormDialog
from app.views.organization.company import Company
from app.views.organization.permissions import PermissionChooser
from app.views.organization.tree import no_department
from app.views.room import Room
from app.views.widgets import FormField, choice_edit, line_edit, moment_edit
from domain.ids import new_id
from domain.leaving import ChangeRole
from domain.members import AddMember, RenameMember, SetStandIn, may_give
from domain.organization import Member, Permission, Role, may
from domain.phones import normal_phone
from domain.rows import Act
from domain.verdict import Refused

GIVEN = (Role.MEMBER, Role.KEEPER, Role.ADMINISTRATOR, Role.CUSTOM)
PERMISSIONS_HEIGHT, AROUND, WIDE, NARROW = 400, 290, 860, 440


def given_roles(me: Member) -> list[Role]:
    """The roles that this person may give (R-246)."""
    return [role for role in GIVEN if may_give(me, role)]


def departments_to_choose(company: Company) -> list[tuple[str, str]]:
    """None first."""
    return [("", no_department()), *((each.row.id, each.row.name) for each in company.departments)]


class RoleDialog(FormDialog):
    """A form with a role in it: for a custom one the permissions are chosen below (R-016)."""

    def make_role(self, role: Role, permissions: list[Permission]) -> dict[str, FormField]:
        self.role = choice_edit([(each, words.role(each)) for each in given_roles(self.room.me)], role)
        self.permissions = PermissionChooser(permissions)
        self.permissions.setFixedHeight(min(PERMISSIONS_HEIGHT, self.parentWidget().window().height() - AROUND))
        self.role.currentIndexChanged.connect(lambda _: self.show_permissions())
        return {
            "role": FormField(self.tr("Role"), self.role),
            "permissions": FormField(self.tr("Permissions"), self.permissions),
        }

    @property
    def given(self) -> Role:
        return Role(self.role.currentData())

    @property
    def chosen_permissions(self) -> list[Permission]:
        return self.permissions.chosen() if self.given is Role.CUSTOM else []

    def show_permissions(self) -> None:
        """The form is as wide and high as it needs to be."""
        custom = self.given is Role.CUSTOM
        self._fields["permissions"].setVisible(custom)
        self._fields["role"].set_error("")
        self.fit(WIDE if custom else NARROW)


class AddMemberDialog(RoleDialog):
    """Name, phone, role and department of a new member (R-231)."""

    def __init__(self, room: Room, company: Company, department: str, parent: QWidget) -> None:
        super().__init__(room, "member", self.tr("Add a member"), parent)
        self._called, self._phone = line_edit(limit=60), line_edit(limit=20)
        departments = departments_to_choose(company)
        self._department = choice_edit(departments, department)
        hint = self.tr("He signs in with it; a code is sent there.")
        fields = {
            "name": FormField(self.tr("Name"), self._called),
            "phone": FormField(self.tr("Phone number"), self._phone, hint),
            "department": FormField(self.tr("Department"), self._department),
        }
        fields |= self.make_role(Role.MEMBER, [])
        self.lay_out(fields, self.tr("Add"), beside=["permissions"])
        self.show_permissions()
        self._called.setFocus()

    def told(self) -> str:
        return self.tr("{0} was added").format(self._called.text().strip())

    def act(self) -> Act | Refused:
        phone = normal_phone(self._phone.text())
        if phone is None:
            return Refused("phone_wrong", "phone") if self._called.text().strip() else Refused("name_missing", "name")
        return AddMember(
            id=new_id(),
            name=self._called.text().strip(),
            phone=phone,
            role=self.given,
            permissions=self.chosen_permissions,
            department=str(self._department.currentData()) or None,
        )


class RenameMemberDialog(FormDialog):
    """Another name (R-233)."""

    def __init__(self, room: Room, member: Member, parent: QWidget) -> None:
        super().__init__(room, "rename", self.tr("Rename a member"), parent)
        self._member, self._called = member, line_edit(text=member.name, limit=60)
        self.lay_out({"name": FormField(self.tr("Name"), self._called)}, self.tr("Rename"))
        self._called.selectAll()

    def told(self) -> str:
        return self.tr("Name changed")

    def act(self) -> Act:
        return RenameMember(member=self._member.id, name=self._called.text().strip())


class ChangeRoleDialog(RoleDialog):
    """Another role, and what follows from it (R-247..R-250)."""

    def __init__(self, room: Room, company: Company, member: Member, parent: QWidget) -> None:
        super().__init__(room, "role", self.tr("The role of {0}").format(member.name), parent)
        self._member = member
        kept = "、".join(seal.name for seal in company.kept(member.id))
        text = self.tr("Without the keeper role he keeps no seal any more: {0}.").format(kept) if kept else ""
        fields = self.make_role(member.role, member.permissions)
        self.lay_out(fields, self.tr("Change the role"), text=text, beside=["permissions"])
        self.show_permissions()

    def told(self) -> str:
        return self.tr("{0} is now: {1}").format(self._member.name, words.role(self.given))

    def act(self) -> Act:
        return ChangeRole(member=self._member.id, role=self.given, permissions=self.chosen_permissions)


class StandInDialog(FormDialog):
    """Who decides in a member's place, and how long."""

    def __init__(self, room: Room, company: Company, member: Member, parent: QWidget) -> None:
        super().__init__(room, "stand_in", self.tr("Who stands in for {0}").format(member.name), parent)
        self._member = member
        nobody = (member.id, room.me.id)  # who sets it for another does not name himself
        others = [
            each.row for each in company.members if each.row.id not in nobody and may(each.row, Permission.APPROVE)
        ]
        before = member.stand_in
        self._who = choice_edit([(each.id, each.name) for each in others], before.member if before else "")
        now = QDateTime.currentDateTime()
        start, end = now, QDateTime(now.date().addDays(7), QTime(18, 0))
        if before is not None:
            start, end = QDateTime.fromMSecsSinceEpoch(before.start), QDateTime.fromMSecsSinceEpoch(before.end)
        self._start, self._end = moment_edit(start), moment_edit(end)
        fields = {
            "stand_in": FormField(self.tr("Stand-in"), self._who),
            "start": FormField(self.tr("From"), self._start),
            "end": FormField(self.tr("Until"), self._end),
        }
        text = self.tr("What is to be decided in this time stands in both inboxes; the records name who decided.")
        self.lay_out(fields, self.tr("Set"), text=text)

    def told(self) -> str:
        return self.tr("{0} stands in for {1}").format(self._who.currentText(), self._member.name)

    def act(self) -> Act | Refused:
        if self._who.currentData() is None:
            return Refused("not_found", "stand_in")
        return SetStandIn(
            member=self._member.id,
            stand_in=str(self._who.currentData()),
            start=self._start.dateTime().toMSecsSinceEpoch(),
            end=self._end.dateTime().toMSecsSinceEpoch(),
        )
