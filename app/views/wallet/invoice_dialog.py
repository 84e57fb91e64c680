"""Asking for an invoice: over which payments, of which kind, for whom, and where it goes (R-269, R-270)."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.views.form_dialog import FormDialog
from app.views.room import Room
from app.views.wallet import wording
from app.views.wallet.lines import Wallet
from app.views.widgets import FormField, choice_edit, line_edit
from app.views.widgets.multi_choice import MultiChoice
from domain.ids import new_id
from domain.invoice_titles import InvoiceTitle, TitleKind, normal_tax_number
from domain.invoices import AskInvoice, InvoiceKind, Receiver, TitleSaid, may_be_invoiced
from domain.money import yuan
from domain.orders import Order
from domain.rows import Act
from domain.verdict import Refused

OTHER_COMPANY, OTHER_PERSON = "company", "person"  # titles that are filled in here; ids are longer


class InvoiceDialog(FormDialog):
    """Begins with the title and the receiver of the invoice before."""

    def __init__(self, room: Room, wallet: Wallet, orders: Sequence[str], parent: QWidget) -> None:
        """`orders`: those to begin with; none: all that can be invoiced."""
        super().__init__(room, "invoice", self.tr("Ask for an invoice"), parent)
        self._id = new_id(room.now())
        self._orders = {each.row.id: each.row for each in wallet.orders if may_be_invoiced(each.row)}
        self._titles = {each.row.id: each.row for each in wallet.titles}
        self._before = [each.row for each in wallet.invoices]  # newest first
        fields = {**self._over(orders), **self._whose(), **self._where()}
        for key in ("orders", "name", "tax_number", "mailbox", "receiver", "phone", "address"):
            fields[key].set_required(True)
        self._hinted = fields["orders"]
        text = self.tr("The operator of the cloud issues it. A payment stands in one invoice only.")
        self.lay_out(fields, self.tr("Ask for it"), "check", text=text)
        self._picked.changed.connect(self._count)
        for box in (self._kind, self._title):
            box.currentIndexChanged.connect(lambda _: self._arrange())
        self._count()
        self._arrange()

    # Fields

    def _over(self, orders: Sequence[str]) -> dict[str, FormField]:
        self._picked = MultiChoice(
            [(id, _said(order)) for id, order in self._orders.items()],
            several=True,
            empty=self.tr("Choose payments"),
        )
        self._picked.pick([id for id in orders if id in self._orders] or list(self._orders))
        kinds = (InvoiceKind.ELECTRONIC, InvoiceKind.PAPER)
        kind = self._before[0].kind if self._before else kinds[0]
        self._kind = choice_edit([(each, wording.invoice_kind(each)) for each in kinds], kind)
        return {
            "orders": FormField(self.tr("Payments"), self._picked),
            "kind": FormField(self.tr("Kind"), self._kind),
        }

    def _whose(self) -> dict[str, FormField]:
        choices = [(id, title.name) for id, title in self._titles.items()]
        choices += [(OTHER_COMPANY, self.tr("Another company …")), (OTHER_PERSON, self.tr("Another person …"))]
        said = self._before[0].title.name if self._before else ""
        last = next((id for id, title in self._titles.items() if title.name == said), "")
        self._title = choice_edit(choices, last)
        self._other_name, self._tax = line_edit(limit=60), line_edit(limit=40)
        return {
            "title": FormField(self.tr("Invoice title"), self._title),
            "name": FormField(self.tr("Name"), self._other_name),
            "tax_number": FormField(self.tr("Tax number"), self._tax),
        }

    def _where(self) -> dict[str, FormField]:
        electronic, paper = self._last(InvoiceKind.ELECTRONIC), self._last(InvoiceKind.PAPER)
        self._mailbox = line_edit(self.tr("name@example.com"), electronic.mailbox, limit=254)
        name, phone = paper.name or self.room.me.name, paper.phone or self.room.me.phone
        self._to = {
            "receiver": line_edit(text=name, limit=60),
            "phone": line_edit(text=phone, limit=60),
            "address": line_edit(text=paper.address, limit=500),
        }
        return {
            "mailbox": FormField(self.tr("Receiving mailbox"), self._mailbox),
            "receiver": FormField(self.tr("Receiver"), self._to["receiver"]),
            "phone": FormField(self.tr("Phone"), self._to["phone"]),
            "address": FormField(self.tr("Postal address"), self._to["address"]),
        }

    def _last(self, kind: InvoiceKind) -> Receiver:
        found = next((each for each in self._before if each.kind is kind), None)
        return found.receiver if found is not None else Receiver()

    def _arrange(self) -> None:
        """What is filled in for this kind and this title."""
        paper = self._kind.currentData() == InvoiceKind.PAPER
        other = self._title.currentData()
        seen = {
            "name": other in (OTHER_COMPANY, OTHER_PERSON),
            "tax_number": other == OTHER_COMPANY,
            "mailbox": not paper,
            **dict.fromkeys(("receiver", "phone", "address"), paper),
        }
        for key, on in seen.items():
            self._fields[key].setVisible(on)
        self.show_refusal(None)

    def _count(self) -> None:
        chosen = [self._orders[id] for id in self._picked.picked()]
        total = yuan(sum(each.kept_cents for each in chosen))
        said = self.tr("%Ln payments, {0} together", "", len(chosen)).format(total)
        self._hinted.set_hint(said if chosen else self.tr("Choose what the invoice is to be over."))
        self.agree.setEnabled(bool(chosen))
        self.fit()

    # What is asked for

    def told(self) -> str:
        return self.tr("The invoice is asked for")

    def act(self) -> Act:
        orders = self._picked.picked()
        kind = InvoiceKind(self._kind.currentData())
        paper = kind is InvoiceKind.PAPER
        to = {key: line.text().strip() for key, line in self._to.items()}
        receiver = (
            Receiver(name=to["receiver"], phone=to["phone"], address=to["address"])
            if paper
            else Receiver(mailbox=self._mailbox.text().strip())
        )
        return AskInvoice(id=self._id, orders=orders, kind=kind, title=self._said_title(), receiver=receiver)

    def show_refusal(self, refused: Refused | None) -> None:
        """`name` is the rule's word for two things: whose invoice it is, and who receives it."""
        if refused is not None and refused.code == "receiver_missing" and refused.field == "name":
            refused = Refused(refused.code, "receiver", refused.detail)
        super().show_refusal(refused)

    def _said_title(self) -> TitleSaid:
        kept: InvoiceTitle | None = self._titles.get(str(self._title.currentData()))
        if kept is not None:
            return TitleSaid(
                kind=kept.kind,
                name=kept.name,
                tax_number=kept.tax_number,
                address=kept.address,
                phone=kept.phone,
                bank=kept.bank,
                account=kept.account,
            )
        name = self._other_name.text().strip()
        if self._title.currentData() == OTHER_PERSON:
            return TitleSaid(kind=TitleKind.PERSONAL, name=name)
        return TitleSaid(kind=TitleKind.COMPANY, name=name, tax_number=normal_tax_number(self._tax.text()))

    @property
    def kept_id(self) -> str:
        """Of the invoice that was asked for."""
        return self._id


def _said(order: Order) -> str:
    return f"{order.number} · {yuan(order.kept_cents)}"
