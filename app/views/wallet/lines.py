"""What the wallet reads: fees of the seals, and the payments, invoices and titles of whoever looks."""

from dataclasses import dataclass, field

from app.models import fold
from app.models.fold import Folded
from app.models.store import Tx
from domain.invoice_titles import InvoiceTitle, TitleKind
from domain.invoices import Invoice
from domain.orders import Order
from domain.organization import Member
from domain.seals import BindingState, Seal, by_name
from domain.service import SealService, ServiceState, state
from domain.tariff import Tariff, tariff_of

SERVED = (BindingState.BOUND, BindingState.UNBINDING)  # of others no rule takes a payment


@dataclass(frozen=True)
class Fee:
    """A seal and how far its service is paid."""

    seal: Seal
    service: SealService


@dataclass(frozen=True)
class Wallet:
    """All that the wallet shows, read in one transaction. `tariff` none: this cloud charges nothing. `fees`: what ends
    first stands first. Orders and invoices are one's own, newest first (R-265, R-272)."""

    tariff: Tariff | None = None
    fees: list[Fee] = field(default_factory=list[Fee])
    orders: list[Folded[Order]] = field(default_factory=list[Folded[Order]])
    invoices: list[Folded[Invoice]] = field(default_factory=list[Folded[Invoice]])
    titles: list[Folded[InvoiceTitle]] = field(default_factory=list[Folded[InvoiceTitle]])
    people: dict[str, str] = field(default_factory=dict[str, str])
    seals: dict[str, str] = field(default_factory=dict[str, str])

    def order(self, id: str) -> Order | None:
        return next((each.row for each in self.orders if each.row.id == id), None)

    def seal(self, id: str) -> str:
        """Its name; one that is no longer here is known by its number."""
        return self.seals.get(id, id)


def read_wallet(tx: Tx, organization: str, me: str) -> Wallet:
    known = fold.facts(tx, organization)
    services = {each.id: each for each in known.all(SealService) if not each.free}
    seals = list(known.all(Seal))
    served = [each for each in sorted(seals, key=by_name) if each.state in SERVED and each.id in services]
    orders = fold.folded(tx, organization, Order, member=me)
    invoices = fold.folded(tx, organization, Invoice, member=me)
    return Wallet(
        tariff=tariff_of(known),
        fees=sorted((Fee(each, services[each.id]) for each in served), key=lambda fee: fee.service.until),
        orders=sorted(orders, key=lambda each: (-each.row.made_at, each.row.id)),
        invoices=sorted(invoices, key=lambda each: (-each.row.asked_at, each.row.id)),
        titles=_titles(tx, organization),
        people={each.id: each.name for each in known.all(Member)},
        seals={each.id: each.name for each in seals},
    )


def due_services(tx: Tx, organization: str, now: int) -> list[Fee]:
    """The seals whose service ends soon or has ended, for which nobody is paying just now; the first to end first."""
    known = fold.facts(tx, organization)
    seals = {each.id: each for each in known.all(Seal) if each.state in SERVED}
    due = [
        each for each in known.all(SealService) if each.open is None and state(each, now) is not ServiceState.RUNNING
    ]
    return [Fee(seals[each.id], each) for each in sorted(due, key=lambda each: each.until) if each.id in seals]


def _titles(tx: Tx, organization: str) -> list[Folded[InvoiceTitle]]:
    """Companies first, then by name; without those that were deleted."""
    found = [each for each in fold.folded(tx, organization, InvoiceTitle) if each.row.deleted_at is None]
    return sorted(found, key=lambda each: (each.row.kind is TitleKind.PERSONAL, each.row.name))
