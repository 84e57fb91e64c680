"""A subsidiary, and whether its owner's uses need the headquarters' approval (R-035, R-257..R-259, C-14)."""

from PySide6.QtWidgets import QCheckBox, QWidget

from app.models.fold import Folded
from app.views import words
from app.views.form_dialog import FormDialog
from app.views.look import Tone
from app.views.organization.company import Company
from app.views.organization.detail import Begin, Detail
from app.views.room import Room, on_click
from app.views.widgets import Fact, FactList, FormField, IconDisc, choice_edit, column, label, line_edit, row
from domain.ids import new_id
from domain.organization import Permission, may
from domain.phones import normal_phone
from domain.rows import Act
from domain.subsidiaries import (
    AddSubsidiary,
    ChangeSubsidiary,
    DeleteSubsidiary,
    SetHeadquartersApproval,
    Subsidiary,
)
from domain.verdict import Refused


class AddSubsidiaryDialog(FormDialog):
    """Its name, and who owns it."""

    def __init__(self, room: Room, parent: QWidget) -> None:
        super().__init__(room, "subsidiary", self.tr("Add a subsidiary"), parent)
        self._called, self._owner, self._phone = line_edit(limit=60), line_edit(limit=60), line_edit(limit=20)
        fields = {
            "name": FormField(self.tr("Name of the subsidiary"), self._called),
            "owner": FormField(self.tr("Its owner's name"), self._owner),
            "phone": FormField(self.tr("Its owner's phone number"), self._phone),
        }
        text = self.tr("It is an organization of its own, with its own members and seals.")
        self.lay_out(fields, self.tr("Add"), text=text)

    def told(self) -> str:
        return self.tr("Subsidiary added")

    def act(self) -> Act | Refused:
        name, owner = self._called.text().strip(), self._owner.text().strip()
        for field, text in (("name", name), ("owner", owner)):
            if not text:
                return Refused("name_missing", field)
        phone = normal_phone(self._phone.text())
        if phone is None:
            return Refused("phone_wrong", "phone")
        return AddSubsidiary(id=new_id(), name=name, owner=owner, phone=phone)


class RenameSubsidiaryDialog(FormDialog):
    def __init__(self, room: Room, subsidiary: Subsidiary, parent: QWidget) -> None:
        super().__init__(room, "subsidiary", self.tr("Rename a subsidiary"), parent)
        self._subsidiary, self._called = subsidiary, line_edit(text=subsidiary.name, limit=60)
        self.lay_out({"name": FormField(self.tr("Name"), self._called)}, self.tr("Rename"))
        self._called.selectAll()

    def told(self) -> str:
        return self.tr("Subsidiary renamed")

    def act(self) -> Act:
        return ChangeSubsidiary(subsidiary=self._subsidiary.id, name=self._called.text().strip())


class DeleteSubsidiaryDialog(FormDialog):
    """Its name has to be typed."""

    def __init__(self, room: Room, subsidiary: Subsidiary, parent: QWidget) -> None:
        super().__init__(room, "subsidiary", self.tr("Delete “{0}”?").format(subsidiary.name), parent)
        self._subsidiary, self._called = subsidiary, line_edit(limit=60)
        text = self.tr(
            "Its members can no longer enter it; its records are kept. It can be deleted only without bound seals and"
            " without subsidiaries of its own: the cloud checks that."
        )
        field = FormField(self.tr("Type its name to delete it"), self._called)
        self.lay_out({"name": field}, self.tr("Delete"), text=text, kind="danger")

    def told(self) -> str:
        return self.tr("Subsidiary deleted")

    def act(self) -> Act:
        return DeleteSubsidiary(subsidiary=self._subsidiary.id, name=self._called.text().strip())


class SubsidiaryDetail(Detail):
    """Off by default (R-259)."""

    def __init__(self, room: Room, begin: Begin) -> None:
        super().__init__(room, begin, "subsidiary_detail")
        self._subsidiary: Subsidiary | None = None
        self.head(IconDisc("buildings", Tone.NEUTRAL, 40), self.names)
        self._facts = FactList()
        self._facts.copied.connect(lambda _: room.tell(self.tr("Copied")))
        self._needed = QCheckBox(self.tr("Its owner needs the headquarters' approval to use a seal"))
        self._needed.setObjectName("organization.approval_needed")
        self._approver = choice_edit([])
        self._approver.setObjectName("organization.approver")
        self._approver.setAccessibleName(self.tr("Approver"))
        self._save = self.action("save_approval", self.tr("Save"))
        self._needed.toggled.connect(lambda _: self._show_choice())
        self._approver.currentIndexChanged.connect(lambda _: self._show_choice())
        on_click(self._save, begin, self._do_save)
        chooser = row(label(self.tr("Approver"), "secondary"), self._approver, self._save, gap=10)
        chooser.setStretch(1, 1)
        self._approval = QWidget()
        self._approval.setMaximumWidth(460)
        self._approval.setLayout(column(label(self.tr("Headquarters' approval"), "strong"), self._needed, gap=8))
        self._approval.layout().addLayout(chooser)
        self.body.addWidget(self._facts)
        self.body.addWidget(self._approval)
        self.body.addStretch(1)
        self._rename = self.action("rename_subsidiary", self.tr("Rename"))
        self._delete = self.action("delete_subsidiary", self.tr("Delete"), "danger")
        self._rename.clicked.connect(lambda: self._open(RenameSubsidiaryDialog))
        self._delete.clicked.connect(lambda: self._open(DeleteSubsidiaryDialog))
        self.add_foot(self._delete, self._rename)

    def show_subsidiary(self, subsidiary: Folded[Subsidiary], company: Company) -> None:
        row = subsidiary.row
        fresh = self._subsidiary != row
        self._subsidiary, self.company = row, company
        self.title.setText(row.name)
        self.show_under(self.tr("Subsidiary"), subsidiary)
        approved = company.person(row.approver) if row.approver else self.tr("not needed")
        facts = [
            Fact(self.tr("Name"), row.name),
            Fact(self.tr("Owner"), row.owner),
            Fact(self.tr("Phone number"), row.phone, copy=True),
            Fact(self.tr("Headquarters' approval"), approved),
        ]
        if row.created_at:
            facts.append(Fact(self.tr("Added on"), words.full_moment(row.created_at)))
        self._facts.set_facts(facts)
        mine = may(self.room.me, Permission.CHANGE_SUBSIDIARY)
        for widget in (self._approval, self._rename, self._delete):
            widget.setVisible(mine)
        if fresh:
            self.say("")
            self._fill(row, company)

    def _fill(self, row: Subsidiary, company: Company) -> None:
        self._approver.clear()
        for each in company.members:
            if may(each.row, Permission.APPROVE):
                self._approver.addItem(each.row.name, each.row.id)
        self._approver.setCurrentIndex(max(0, self._approver.findData(row.approver)))
        self._needed.setChecked(row.approver is not None)
        self._show_choice()

    def _chosen(self) -> str | None:
        return str(self._approver.currentData()) if self._needed.isChecked() else None

    def _show_choice(self) -> None:
        """Nothing is saved before it is asked for: it changes what others have to wait for."""
        self._approver.setEnabled(self._needed.isChecked())
        self._save.setEnabled(self._subsidiary is not None and self._chosen() != self._subsidiary.approver)

    async def _do_save(self) -> None:
        assert self._subsidiary is not None
        chosen = self._chosen()
        told = self.tr("Headquarters' approval is on") if chosen else self.tr("Headquarters' approval is off")
        await self.do(SetHeadquartersApproval(subsidiary=self._subsidiary.id, approver=chosen), told)
        self._show_choice()

    def _open(self, kind: type[RenameSubsidiaryDialog] | type[DeleteSubsidiaryDialog]) -> None:
        assert self._subsidiary is not None
        kind(self.room, self._subsidiary, self.window()).open()
