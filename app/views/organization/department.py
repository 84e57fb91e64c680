"""A department and what may be done with it; and several members that are chosen together (R-226..R-229, R-234)."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.models.fold import Folded
from app.views.form_dialog import FormDialog
from app.views.i18n import number
from app.views.look import Tone
from app.views.organization.company import Company
from app.views.organization.detail import Begin, Detail
from app.views.organization.member_dialogs import departments_to_choose
from app.views.organization.tree import no_department
from app.views.room import Room, on_click
from app.views.widgets import FormField, IconDisc, choice_edit, column, confirm, label, line_edit, row
from domain.departments import AddDepartment, DeleteDepartment, Department, RenameDepartment
from domain.ids import new_id
from domain.members import MoveMember, may_manage
from domain.organization import Member, Permission, may
from domain.rows import Act
from domain.verdict import Refused


class DepartmentDialog(FormDialog):
    """The name of a new department, or another one for this."""

    def __init__(self, room: Room, department: Department | None, parent: QWidget) -> None:
        title = self.tr("Rename a department") if department else self.tr("Add a department")
        super().__init__(room, "department", title, parent)
        self._department = department
        self._called = line_edit(text=department.name if department else "", limit=60)
        yes = self.tr("Rename") if department else self.tr("Add")
        self.lay_out({"name": FormField(self.tr("Name"), self._called)}, yes)
        self._called.selectAll()

    def told(self) -> str:
        return self.tr("Department renamed") if self._department else self.tr("Department added")

    def act(self) -> Act:
        name = self._called.text().strip()
        if self._department is not None:
            return RenameDepartment(department=self._department.id, name=name)
        return AddDepartment(id=new_id(), name=name)


class DepartmentDetail(Detail):
    """`add_wanted(department)`: a new member in it."""

    add_wanted = Signal(str)

    def __init__(self, room: Room, begin: Begin) -> None:
        super().__init__(room, begin, "department_detail")
        self._department: Department | None = None
        self.head(IconDisc("users-three", Tone.NEUTRAL, 40), self.names)
        self._people = label("", "body", wrap=True)
        self._hint = label("", "secondary", wrap=True)
        self.body.addLayout(column(label(self.tr("Members"), "strong"), self._people, self._hint, gap=8))
        self.body.addStretch(1)
        self._rename = self.action("rename_department", self.tr("Rename"))
        self._delete = self.action("delete_department", self.tr("Delete"), "danger")
        self._add = self.action("add_here", self.tr("Add a member here"), "plain", "plus")
        self._rename.clicked.connect(self._open_rename)
        self._add.clicked.connect(lambda: self.add_wanted.emit(self._department.id if self._department else ""))
        on_click(self._delete, begin, self._do_delete)
        self.add_foot(self._delete, self._rename, self._add)

    def show_department(self, department: Folded[Department] | None, company: Company) -> None:
        """None: the members of no department."""
        self.company = company
        self._department = department.row if department else None
        inside = company.inside(department.row.id if department else None)
        self.say("")
        self.title.setText(department.row.name if department else no_department())
        self.show_under(self.tr("{0} members").format(number(len(inside))), department)
        self._people.setText("、".join(each.row.name for each in inside) or self.tr("nobody yet"))
        me = self.room.me
        moves = may(me, Permission.ADD_ROLE)
        self._hint.setText(self.tr("Drag members here, or choose the department beside the member."))
        self._hint.setVisible(moves)
        mine = department is not None and may(me, Permission.ADD_DEPARTMENT)
        self._rename.setVisible(mine)
        self._delete.setVisible(mine)
        self._add.setVisible(moves)

    def _open_rename(self) -> None:
        DepartmentDialog(self.room, self._department, self.window()).open()

    async def _do_delete(self) -> None:
        assert self._department is not None
        assert self.company is not None
        department, count = self._department, len(self.company.inside(self._department.id))
        text = self.tr("Its {0} members will be in no department.").format(number(count))
        if not count:
            text = self.tr("Nobody is in it.")
        title = self.tr("Delete the department “{0}”?").format(department.name)
        if await confirm(self, title, text, self.tr("Delete")):
            await self.do(DeleteDepartment(department=department.id), self.tr("Department deleted"))


class SelectionDetail(Detail):
    """Several members: all of them to one department."""

    def __init__(self, room: Room, begin: Begin) -> None:
        super().__init__(room, begin, "selection")
        self._members: list[Member] = []
        self.head(IconDisc("users", Tone.ACCENT, 40), self.names)
        self._people = label("", "body", wrap=True)
        self._department = choice_edit([])
        self._department.setObjectName("organization.selection_department")
        self._department.setAccessibleName(self.tr("Department"))
        self._move = self.action("selection_move", self.tr("Move"), "primary")
        on_click(self._move, begin, self._do_move)
        chooser = row(self._department, self._move)
        chooser.setStretch(0, 1)
        self._place = QWidget()
        self._place.setMaximumWidth(420)
        self._place.setLayout(column(label(self.tr("Move all of them to a department"), "strong"), gap=8))
        self._place.layout().addLayout(chooser)
        self.body.addWidget(self._people)
        self.body.addWidget(self._place)
        self.body.addStretch(1)
        self.add_foot()

    def show_members(self, members: Sequence[Member], company: Company) -> None:
        self._members, self.company = list(members), company
        self.title.setText(self.tr("{0} members chosen").format(number(len(members))))
        self.under.setText("")
        self._people.setText("、".join(each.name for each in members))
        chosen = self._department.currentData()
        self._department.clear()
        for key, name in departments_to_choose(company):
            self._department.addItem(name, key)
        self._department.setCurrentIndex(max(0, self._department.findData(chosen)))
        self._place.setVisible(all(may_manage(self.room.me, each) for each in members))

    async def _do_move(self) -> None:
        await self.move(self._members, str(self._department.currentData()))

    async def move(self, members: Sequence[Member], department: str) -> None:
        """All of them or none; those who are there already stay."""
        assert self.company is not None
        going = [each for each in members if (each.department or "") != department]
        done = await self.room.submit_all([MoveMember(member=each.id, department=department or None) for each in going])
        self.say(self.room.sentence(done) if isinstance(done, Refused) else "")
        if isinstance(done, Refused):
            self.room.tell(self.room.sentence(done))
            return
        found = self.company.department(department)
        place = found.row.name if found else no_department()
        who = going[0].name if len(going) == 1 else self.tr("{0} members").format(number(len(going)))
        if going:
            self.room.tell(self.tr("{0} moved to {1}").format(who, place))
