"""A new invoice title, or a change of one: of a company, or of a person, who has a name alone (R-268)."""

from PySide6.QtWidgets import QWidget

from app.views.form_dialog import FormDialog
from app.views.room import Room
from app.views.wallet.wording import title_kind
from app.views.widgets import FormField, choice_edit, line_edit
from domain.ids import new_id
from domain.invoice_titles import (
    OF_COMPANY,
    AddInvoiceTitle,
    ChangeInvoiceTitle,
    InvoiceTitle,
    TitleKind,
    normal_tax_number,
)
from domain.rows import Act


class TitleDialog(FormDialog):
    """`title`: what it says now; none: a new one."""

    def __init__(self, room: Room, title: InvoiceTitle | None, parent: QWidget) -> None:
        words = self.tr("Change invoice title") if title else self.tr("New invoice title")
        super().__init__(room, "title", words, parent)
        self._id, self._new = title.id if title else new_id(room.now()), title is None
        kinds = (TitleKind.COMPANY, TitleKind.PERSONAL)
        self._kind = choice_edit([(kind, title_kind(kind)) for kind in kinds], title.kind if title else kinds[0])
        names = {
            "name": (self.tr("Name"), 60),
            "tax_number": (self.tr("Tax number"), 40),  # as it is typed, with blanks in it
            "address": (self.tr("Registered address"), 500),
            "phone": (self.tr("Phone"), 60),
            "bank": (self.tr("Bank"), 60),
            "account": (self.tr("Account number"), 60),
        }
        self._lines = {
            key: line_edit(text=getattr(title, key) if title else "", limit=most) for key, (_, most) in names.items()
        }
        for line in self._lines.values():
            line.setCursorPosition(0)  # a long one is read from its beginning
        fields = {"kind": FormField(self.tr("Kind"), self._kind)}
        fields |= {key: FormField(text, self._lines[key]) for key, (text, _) in names.items()}
        for key in ("name", "tax_number"):
            fields[key].set_required(True)
        fields["tax_number"].set_hint(self.tr("The code of the company: 15, 17, 18 or 20 characters."))
        fields["address"].set_hint(self.tr("This and what follows only if the invoice has to say it."))
        self.lay_out(fields, self.tr("Save"), "check")
        self._kind.currentIndexChanged.connect(lambda _: self._arrange())
        self._arrange()
        self._lines["name"].setFocus()

    @property
    def _given(self) -> TitleKind:
        return TitleKind(self._kind.currentData())

    def _arrange(self) -> None:
        """A person has no such number and no such account."""
        for key in OF_COMPANY:
            self._fields[key].setVisible(self._given is TitleKind.COMPANY)
        self.show_refusal(None)

    def told(self) -> str:
        return self.tr("Invoice title added") if self._new else self.tr("Invoice title changed")

    def act(self) -> Act:
        said = {key: line.text().strip() for key, line in self._lines.items()}
        said["tax_number"] = normal_tax_number(said["tax_number"])
        said |= dict.fromkeys(OF_COMPANY, "") if self._given is TitleKind.PERSONAL else {}
        if self._new:
            return AddInvoiceTitle(id=self._id, kind=self._given, **said)
        return ChangeInvoiceTitle(title=self._id, kind=self._given, **said)

    @property
    def kept_id(self) -> str:
        """Of the title that is kept."""
        return self._id
