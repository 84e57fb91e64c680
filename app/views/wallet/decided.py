"""What has become of my payments and invoices, for the frame that tells of it; without what only the wallet reads."""

from app.models import fold
from app.models.store import Tx
from domain.invoices import Invoice, InvoiceState
from domain.money import yuan
from domain.orders import Order, OrderState


def decided(tx: Tx, organization: str, me: str) -> dict[str, tuple[str, str]]:
    """My payments and invoices that are over: by their ids, what became of each and how much it is."""
    known = fold.facts(tx, organization)
    paid = {OrderState.PAID: "paid", OrderState.REJECTED: "rejected", OrderState.REFUNDED: "refunded"}
    issued = {InvoiceState.ISSUED: "issued", InvoiceState.REFUSED: "refused"}
    orders = {each.id: (paid.get(each.state, ""), yuan(each.cents)) for each in known.all(Order, member=me)}
    parts = [each for each in known.all(Order, member=me) if each.state is OrderState.PAID and each.back_cents]
    orders |= {each.id: ("part", yuan(each.back_cents)) for each in parts}
    invoices = {each.id: (issued.get(each.state, ""), yuan(each.cents)) for each in known.all(Invoice, member=me)}
    return {id: each for id, each in {**orders, **invoices}.items() if each[0]}
