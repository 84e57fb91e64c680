"""Who is told of money: the payer of what became of his order, whoever pays of the end of a service; nobody else."""

import pytest

from domain import orders
from domain.invoices import InvoiceState
from domain.messages import Subject
from domain.orders import OrderState
from domain.rows import Row
from domain.telling import News, told, wallet
from tests.domain.refused_money import ORDER, PAID, SERVICE
from tests.domain.test_money import INVOICE
from tests.domain.world import ADMIN, KEEPER, NOW, ORG, OTHER_KEEPER, OWNER, SEAL, Book, World, but


def news(book: Book, before: Row | None, row: Row, by: str | None = None) -> list[tuple[str, str]]:
    return [(each.member, each.code) for each in told(News(ORG, [(before, row)], book, NOW, by))]


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (OrderState.PAID, "order_paid"),
        (OrderState.REJECTED, "order_rejected"),
        (OrderState.CLOSED, "order_closed"),
        (OrderState.REFUNDED, "order_refunded"),
    ],
)
def test_the_payer_is_told_what_has_become_of_his_order(world: World, state: OrderState, code: str) -> None:
    after = but(ORDER, state=state)
    assert news(world.book, ORDER, after) == [(KEEPER.id, code)]
    assert news(world.book, ORDER, after, by=KEEPER.id) == []  # he did it himself
    assert news(world.book, None, ORDER) == news(world.book, PAID, but(PAID, invoice="i")) == []


def test_the_payer_is_told_of_what_was_given_back_outside(world: World) -> None:
    part, more, whole = (orders.returned(PAID, back, NOW) for back in (1, 2, PAID.cents))
    assert news(world.book, PAID, part) == news(world.book, part, more) == [(KEEPER.id, "order_partly_refunded")]
    assert news(world.book, part, part) == news(world.book, whole, whole) == []
    assert news(world.book, part, whole) == [(KEEPER.id, "order_refunded_outside")]
    assert news(world.book, part, orders.refunded(part, "退款", NOW)) == [(KEEPER.id, "order_refunded")]


@pytest.mark.parametrize(
    ("was", "state", "code"),
    [
        (InvoiceState.ISSUING, InvoiceState.ISSUED, "invoice_issued"),
        (InvoiceState.ISSUING, InvoiceState.REFUSED, "invoice_refused"),
        (InvoiceState.ISSUED, InvoiceState.REFUSED, "invoice_taken_back"),
    ],
)
def test_who_asked_is_told_what_has_become_of_his_invoice(
    world: World, was: InvoiceState, state: InvoiceState, code: str
) -> None:
    assert news(world.book, but(INVOICE, state=was), but(INVOICE, state=state)) == [(KEEPER.id, code)]
    assert news(world.book, None, INVOICE) == []


@pytest.mark.parametrize(("days", "code"), [(30, "service_ends"), (1, "service_ends"), (0, "service_ended")])
def test_whoever_pays_is_told_of_the_end_of_a_service(world: World, days: int, code: str) -> None:
    found = wallet.service_ends(SERVICE, days, world.book, NOW)
    assert {each.member for each in found} == {each.id for each in (OWNER, ADMIN, KEEPER, OTHER_KEEPER)}
    assert {(each.code, each.subject, each.subject_id, each.words[0]) for each in found} == {
        (code, Subject.SERVICE, SEAL.id, SEAL.name)
    }
    assert len({each.renews for each in found}) == 1
