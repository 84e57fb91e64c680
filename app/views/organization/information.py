"""The organization itself: what is known of it, its quotas, changing and deleting it (R-034, R-251, R-254..R-256)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.models.fold import Folded
from app.views import words
from app.views.form_dialog import FormDialog
from app.views.i18n import number
from app.views.look import Tone
from app.views.organization.company import Company
from app.views.organization.detail import Begin, Detail
from app.views.organization.quota import QuotaTable
from app.views.organization.retention import RetentionDialog
from app.views.room import Room, on_click
from app.views.widgets import Columns, Fact, FactList, FormField, IconDisc, column, label, line_edit, number_edit
from domain.organization import ChangeOrganization, Organization, Permission, Regime, Role, manages_all, may
from domain.rows import Act
from domain.subsidiaries import DeleteOrganization

LONGEST_H, LONGEST_D = 720, 365  # domain.organization.ChangeOrganization


class InformationDialog(FormDialog):
    """Name, address, contact, and after how long a waiting step or a seal that keeps its records is called to mind
    (R-254)."""

    def __init__(self, room: Room, organization: Organization, parent: QWidget) -> None:
        super().__init__(room, "information", self.tr("Organization information"), parent)
        self._called = line_edit(text=organization.name, limit=60)
        self._address = line_edit(text=organization.address, limit=500)
        self._contact = line_edit(text=organization.contact, limit=60)
        self._remind = number_edit(0, LONGEST_H, organization.remind_after_h, self.tr(" h"))
        self._withheld = number_edit(0, LONGEST_H, organization.withheld_alarm_h, self.tr(" h"))
        self._silent = number_edit(0, LONGEST_D, organization.silent_alarm_d, self.tr(" d"))
        hint = self.tr("A step that waits longer is called to mind; 0 is never.")
        withheld = self.tr("Who carries a seal's records may keep them back; 0 is never.")
        silent = self.tr("Nothing was heard of a seal for so long; 0 is never.")
        fields = {
            "name": FormField(self.tr("Name"), self._called),
            "address": FormField(self.tr("Address"), self._address),
            "contact": FormField(self.tr("Contact"), self._contact, self.tr("A phone number or a person")),
            "remind_after_h": FormField(self.tr("Reminder after"), self._remind, hint),
            "withheld_alarm_h": FormField(self.tr("Alarm: records still on a seal"), self._withheld, withheld),
            "silent_alarm_d": FormField(self.tr("Alarm: a seal is silent"), self._silent, silent),
        }
        self.lay_out(fields, self.tr("Save"))

    def told(self) -> str:
        return self.tr("Organization information changed")

    def act(self) -> Act:
        return ChangeOrganization(
            name=self._called.text().strip(),
            address=self._address.text().strip(),
            contact=self._contact.text().strip(),
            remind_after_h=self._remind.value(),
            withheld_alarm_h=self._withheld.value(),
            silent_alarm_d=self._silent.value(),
        )


class DeleteOrganizationDialog(FormDialog):
    """Its name has to be typed (R-255)."""

    def __init__(self, room: Room, organization: Organization, parent: QWidget) -> None:
        title = self.tr("Delete “{0}”?").format(organization.name)
        super().__init__(room, "delete_organization", title, parent)
        self._called = line_edit(limit=60)
        text = self.tr(
            "Nobody can enter the organization any more; its records are kept. It can be deleted only without"
            " bound seals and without subsidiaries."
        )
        field = FormField(self.tr("Type its name to delete it"), self._called)
        self.lay_out({"name": field}, self.tr("Delete the organization"), text=text, kind="danger")

    def told(self) -> str:
        return self.tr("The organization is being deleted")

    def act(self) -> Act:
        return DeleteOrganization(name=self._called.text().strip())


class InformationDetail(Detail):
    """`owner_wanted`: another phone number is to be the owner's."""

    owner_wanted = Signal()

    def __init__(self, room: Room, begin: Begin) -> None:
        super().__init__(room, begin, "information")
        self._row: Organization | None = None
        self.head(IconDisc("buildings", Tone.BRAND, 40), self.names)
        self._facts = FactList()
        self._quotas = QuotaTable(room)
        about = column(label(self.tr("Information"), "strong"), self._facts, gap=10)
        counts = column(label(self.tr("Quotas"), "strong"), self._quotas, gap=10)
        self.body.addWidget(Columns(about, counts, (50, 50)))
        self.body.addStretch(1)
        change = self.action("change_information", self.tr("Edit …"))
        owner = self.action("change_owner", self.tr("Change owner …"))
        delete = self.action("delete", self.tr("Delete …"), "danger")
        pictures = self.action("pictures", self.tr("Pictures …"))
        pictures.clicked.connect(lambda: RetentionDialog(self.room, self.window()).open())
        pictures.setVisible(manages_all(room.me))
        change.clicked.connect(lambda: self._open(InformationDialog))
        owner.clicked.connect(self.owner_wanted)
        on_click(delete, begin, self._do_delete)
        me = room.me
        change.setVisible(may(me, Permission.CHANGE_ORGANIZATION))
        delete.setVisible(may(me, Permission.CHANGE_ORGANIZATION))
        owner.setVisible(may(me, Permission.CHANGE_OWNER))
        self.add_foot(delete, pictures, owner, change)

    def show_company(self, company: Company) -> None:
        self.company = company
        folded: Folded[Organization] = company.organization
        row = self._row = folded.row
        self.title.setText(row.name)
        kind = self.tr("Subsidiary of {0}").format(company.parent or self.tr("a headquarters"))
        under = kind if row.parent else self.tr("Organization")
        self.show_under(under, folded)
        owner = next((each.row for each in company.members if each.row.role is Role.OWNER), None)
        free = row.regime is Regime.FREE
        hours, days, never = self.tr("after {0} h"), self.tr("after {0} d"), self.tr("never")
        remind = hours.format(number(row.remind_after_h)) if row.remind_after_h else never
        withheld = hours.format(number(row.withheld_alarm_h)) if row.withheld_alarm_h else never
        silent = days.format(number(row.silent_alarm_d)) if row.silent_alarm_d else never
        kept = self.tr("removed after {0} d").format(number(row.pictures_kept_d))
        pictures = kept if row.pictures_kept_d else self.tr("kept for ever")
        facts = [
            Fact(self.tr("Name"), row.name),
            Fact(self.tr("Address"), row.address or "—"),
            Fact(self.tr("Contact"), row.contact or "—"),
            Fact(self.tr("Owner"), f"{owner.name} · {owner.phone}" if owner else "—"),
            Fact(self.tr("Use of seals"), self.tr("free use") if free else self.tr("controlled use")),
            Fact(self.tr("Reminder"), remind),
            Fact(self.tr("Withheld records"), withheld),
            Fact(self.tr("Silent seal"), silent),
            Fact(self.tr("Pictures of uses"), pictures),
        ]
        if company.approver is not None:
            facts.append(Fact(self.tr("Headquarters' approver"), company.approver.name))
        facts.append(Fact(self.tr("Since"), words.full_moment(row.created_at)))
        self._facts.set_facts(facts)
        self._quotas.show_quotas(company)

    def _open(self, kind: type[InformationDialog] | type[DeleteOrganizationDialog]) -> None:
        assert self._row is not None
        self.say("")
        kind(self.room, self._row, self.window()).open()

    async def _do_delete(self) -> None:
        """Why not is said before a name has to be typed."""
        assert self._row is not None
        why_not = await self.room.why_not(DeleteOrganization(name=self._row.name))
        if why_not:
            self.say(why_not)
        else:
            self._open(DeleteOrganizationDialog)
