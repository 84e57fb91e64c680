"""Amounts as they are written; until when a seal is served; what the operator may do."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import orders, settling
from domain.invoices import Invoice, InvoiceKind, InvoiceState, Receiver, issued
from domain.money import MOST_CENTS, capitals, figures, parse, yuan
from domain.orders import OrderState
from domain.service import (
    GRACE_MS,
    REMINDED_D,
    Payment,
    SealService,
    ServiceState,
    as_paid,
    begun,
    charged_again,
    charged_no_more,
    reminded,
    service_end,
    state,
)
from domain.tariff import Price, Terms, judge_terms
from domain.times import date, midnight, months_later
from domain.uses import DAY_MS
from domain.verdict import Refused
from tests.domain.refused_money import ORDER, PAID, TITLE
from tests.domain.world import NOW, ORG, but

FEBRUARY = midnight(date(2028, 2, 29))


@pytest.mark.parametrize(
    ("cents", "written", "in_capitals"),
    [
        (0, "0.00", "零元整"),
        (5, "0.05", "伍分"),
        (50, "0.50", "伍角整"),
        (105, "1.05", "壹元零伍分"),
        (168_032, "1,680.32", "壹仟陆佰捌拾元叁角贰分"),
        (123_450, "1,234.50", "壹仟贰佰叁拾肆元伍角整"),
        (100_400, "1,004.00", "壹仟零肆元整"),
        (1_004_000, "10,040.00", "壹万零肆拾元整"),
        (10_000_000, "100,000.00", "壹拾万元整"),
        (100_000_001, "1,000,000.01", "壹佰万元零壹分"),
        (10_000_000_400, "100,000,004.00", "壹亿零肆元整"),
        (10_004_000_000, "100,040,000.00", "壹亿零肆万元整"),
        (MOST_CENTS, "100,000,000,000.00", "壹仟亿元整"),
    ],
)
def test_an_amount_is_written(cents: int, written: str, in_capitals: str) -> None:
    assert (figures(cents), capitals(cents)) == (written, in_capitals)
    assert parse(written) == parse(yuan(cents)) == cents


def test_what_was_given_back_stands_with_a_minus() -> None:
    assert (figures(-105), yuan(-105)) == ("-1.05", "-¥1.05")


@pytest.mark.parametrize("text", ["", "¥", "1.234", "1,23", "-1", "1e3", "1 000", "１２", "100000000000.01"])
def test_what_is_no_amount(text: str) -> None:
    assert parse(text) is None


@given(st.integers(0, MOST_CENTS))
def test_capitals_say_the_amount(cents: int) -> None:
    """Read back by places: what stands there is the amount."""
    digits, places = "零壹贰叁肆伍陆柒捌玖", {"拾": 10, "佰": 100, "仟": 1000}
    total = group = digit = 0
    for sign in capitals(cents):
        if sign in digits:
            digit = digits.index(sign)
        elif sign in places:
            group, digit = group + digit * places[sign], 0
        elif sign in "万亿":
            total, group, digit = total + (group + digit) * (10**4 if sign == "万" else 10**8), 0, 0
        elif sign == "元":
            total, group, digit = (total + group + digit) * 100, 0, 0
        elif sign in "角分":
            total, digit = total + digit * (10 if sign == "角" else 1), 0
    assert total == cents


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 29), 12, date(2027, 11, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 15), 120, date(2036, 3, 15)),
    ],
)
@pytest.mark.req("C-20")
def test_months_are_the_calendars(day: date, months: int, later: date) -> None:
    assert months_later(midnight(day) + 12_345, months) == midnight(later) + 12_345


@pytest.mark.req("C-20", "C")
@pytest.mark.req("R-264")
def test_a_payment_adds_to_the_later_of_its_day_and_the_end_so_far() -> None:
    year = midnight(date(2027, 1, 1))
    early, late = Payment("a", 12, year - DAY_MS), Payment("b", 12, year + 400 * DAY_MS)
    assert service_end(year, []) == year
    assert service_end(year, [early]) == midnight(date(2028, 1, 1))
    assert service_end(year, [late]) == months_later(late.at, 12)
    assert service_end(year, [early, late]) == months_later(late.at, 12)
    soon = Payment("b", 12, year)
    assert service_end(year, [early, soon]) == midnight(date(2029, 1, 1))


@given(st.lists(st.tuples(st.integers(1, 36), st.integers(NOW, NOW + 2000 * DAY_MS)), max_size=5, unique=True))
def test_in_whichever_order_payments_are_told(paid: list[tuple[int, int]]) -> None:
    known = [Payment(str(at), *each) for at, each in enumerate(paid)]
    ends = {service_end(NOW, order) for order in permutations(known)}
    assert len(ends) == 1
    assert ends.pop() >= NOW


def test_after_a_time_without_charge_there_is_a_trial_and_what_was_paid_before_counts_on() -> None:
    begun = midnight(date(2026, 1, 1))
    early, late = Payment("a", 12, begun), Payment("b", 12, midnight(date(2027, 3, 1)))
    free = charged_no_more(as_paid(_service(begun), [early], begun))
    assert (state(free, begun + 10**12), free.remind_at, reminded(free, begun + 10**12)) == ("running", None, None)
    again = midnight(date(2027, 2, 15))
    row = charged_again(free, [early], 30, again)
    assert (row.until, row.free) == (again + 30 * DAY_MS, False)
    assert reminded(row, again) is None  # who has just begun anew
    assert as_paid(row, [late, early], late.at).until == months_later(row.until, 12)
    soon = charged_again(free, [early], 30, midnight(date(2026, 2, 1)))
    assert soon.until == midnight(date(2027, 1, 1))  # it was paid for longer
    assert as_paid(row, [], again).until == row.until  # also when all of it is given back


def _service(until: int, told: int | None = None) -> SealService:
    return SealService(id="s", organization=ORG, trial_until=until, until=until, told_d=told)


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (30 * DAY_MS + 1, ServiceState.RUNNING),
        (30 * DAY_MS, ServiceState.ENDS_SOON),
        (1, ServiceState.ENDS_SOON),
        (0, ServiceState.GRACE),
        (1 - GRACE_MS, ServiceState.GRACE),
        (-GRACE_MS, ServiceState.OVER),
    ],
)
def test_how_a_service_stands(left: int, expected: ServiceState) -> None:
    assert state(_service(NOW + left), NOW) is expected


def test_each_reminder_comes_once() -> None:
    row, told, now = begun("s", ORG, 60, NOW), [], NOW
    while row.remind_at is not None:
        assert reminded(row, row.remind_at - 1) is None
        now = max(now, row.remind_at)
        found = reminded(row, now)
        assert found is not None
        row, days = found
        told.append(days)
        assert reminded(row, now) is None
    assert tuple(told) == REMINDED_D


def test_a_cloud_that_slept_tells_the_newest_alone() -> None:
    found = reminded(_service(NOW), NOW + DAY_MS)
    assert found is not None
    assert found[1] == 0
    assert found[0].remind_at is None


def test_who_has_just_paid_or_begun_is_not_reminded_of_it() -> None:
    row = begun("s", ORG, 14, NOW)
    assert row.remind_at == row.until - 7 * DAY_MS
    assert begun("s", ORG, 0, NOW).remind_at == NOW  # but that it has to be paid for at once
    paid = as_paid(_service(NOW, told=0), [Payment("o", 12, NOW)], NOW)
    assert paid.remind_at == paid.until - 30 * DAY_MS
    assert paid.paid
    assert as_paid(paid, [], NOW).until == paid.trial_until


YEAR = Price(12, 20_000, 15_000)
TERMS = Terms(prices=[YEAR], payee="某银行", wechat=True, offline=True)


@pytest.mark.parametrize(
    ("terms", "wechat", "refused"),
    [
        (TERMS, True, None),
        (but(TERMS, wechat=False), False, None),
        (but(TERMS, prices=[]), True, Refused("prices_unfit", "prices")),
        (but(TERMS, prices=[YEAR, YEAR]), True, Refused("prices_unfit", "prices")),
        (but(TERMS, prices=[Price(12, 0, 1)]), True, Refused("price_missing", "prices", "12")),
        (but(TERMS, prices=[Price(12, 1, 0)]), True, Refused("price_missing", "prices", "12")),
        (but(TERMS, wechat=False, offline=False), True, Refused("channel_missing", "offline")),
        (TERMS, False, Refused("wechat_pay_off", "wechat")),
        (but(TERMS, payee=" "), True, Refused("payee_missing", "payee")),
    ],
)
def test_the_terms_that_an_operator_sets(terms: Terms, wechat: bool, refused: Refused | None) -> None:
    assert judge_terms(terms, wechat=wechat) == refused


INVOICE = Invoice(
    id="invoice",
    organization=ORG,
    member="keeper",
    orders=["order"],
    cents=20_000,
    kind=InvoiceKind.ELECTRONIC,
    title=TITLE,
    receiver=Receiver(mailbox="finance@example.com"),
    asked_at=NOW,
)


@pytest.mark.parametrize("each", OrderState)
def test_what_is_reviewed_and_refunded(each: OrderState) -> None:
    order = but(ORDER, state=each)
    review = None if each is OrderState.IN_REVIEW else Refused("order_not_in_review", "order", order.number)
    assert settling.judge_review(order) == review
    back = None if each is OrderState.PAID else Refused("order_not_paid", "order", order.number)
    assert settling.judge_refund(order, "退款") == back


def test_why_nothing_is_refunded() -> None:
    assert settling.judge_review(None) == settling.judge_refund(None, "退款") == Refused("not_found")
    assert settling.judge_refund(PAID, " ") == Refused("reason_missing", "reason")
    assert settling.judge_refund(but(PAID, invoice="i"), "退款") == Refused("order_invoiced", "order", PAID.number)


@pytest.mark.parametrize(
    ("back", "cents", "refund", "refused"),
    [
        (0, 1, "5030", None),
        (0, 20_000, "5030", None),
        (5_000, 15_000, "5030", None),
        (5_000, 15_001, "5030", Refused("refund_unfit", "amount", "¥200.00")),
        (0, 0, "5030", Refused("refund_unfit", "amount", "¥200.00")),
        (0, -1, "5030", Refused("refund_unfit", "amount", "¥200.00")),
        (0, 1, " ", Refused("refund_number_missing", "refund")),
    ],
)
def test_what_the_operator_writes_down_of_a_refund(back: int, cents: int, refund: str, refused: Refused | None) -> None:
    order = orders.returned(PAID, back, NOW)
    assert settling.judge_return(order, cents, refund) == refused
    assert settling.judge_return(None, cents, refund) == Refused("not_found")
    assert settling.judge_return(ORDER, cents, refund) == Refused("order_not_paid", "amount", ORDER.number)


@pytest.mark.parametrize(
    ("back", "state", "kept", "outside"),
    [
        (0, OrderState.PAID, 20_000, False),
        (1, OrderState.PAID, 19_999, False),
        (20_000, OrderState.REFUNDED, 0, True),
    ],
)
def test_what_is_given_back_outside_refunds_all_of_it_or_nothing(
    back: int, state: OrderState, kept: int, outside: bool
) -> None:
    after = orders.returned(PAID, back, NOW)
    assert (after.state, after.kept_cents, after.refunded_outside) == (state, kept, outside)
    ours = orders.refunded(orders.returned(PAID, 1, NOW), "退款", NOW)
    assert (ours.kept_cents, ours.refunded_outside) == (0, False)


@pytest.mark.parametrize("each", InvoiceState)
def test_what_is_issued_and_taken_back(each: InvoiceState) -> None:
    invoice = but(INVOICE, state=each)
    decided = Refused("invoice_decided", "invoice")
    assert settling.judge_issue(invoice, [PAID], "1", None, file=True) == (
        None if each is InvoiceState.ISSUING else decided
    )
    assert settling.judge_refusal(invoice, "不符") == (decided if each is InvoiceState.REFUSED else None)


@pytest.mark.parametrize(
    "typed",
    ["24312000000012345678", " 2431 2000 0000 1234 5678 ", "２４３１２００００００012345678", "24312000\t000012345678"],
)
def test_a_number_is_the_same_however_it_is_typed(typed: str) -> None:
    row = issued(INVOICE, typed, "", NOW)
    assert row.number == row.issued_number == "24312000000012345678"
    assert (INVOICE.issued_number, but(row, state=InvoiceState.REFUSED).issued_number) == (None, None)


def test_why_nothing_is_issued() -> None:
    assert (
        settling.judge_issue(None, [], "1", None, file=True)
        == settling.judge_refusal(None, "不符")
        == Refused("not_found")
    )
    assert settling.judge_issue(INVOICE, [PAID], " ", None, file=True) == Refused("invoice_number_missing", "number")
    assert settling.judge_issue(INVOICE, [PAID], "1", None, file=False) == Refused("invoice_file_missing", "file")
    assert settling.judge_issue(but(INVOICE, kind=InvoiceKind.PAPER), [PAID], "1", None, file=False) is None
    taken = settling.judge_issue(INVOICE, [PAID], "1", but(INVOICE, id="other", state=InvoiceState.ISSUED), file=True)
    assert taken == Refused("invoice_number_taken", "number", TITLE.name)
    for back, worth in ((5_000, "¥150.00"), (20_000, "¥0.00")):
        found = settling.judge_issue(INVOICE, [orders.returned(PAID, back, NOW)], "1", None, file=True)
        assert found == Refused("invoice_orders_refunded", "number", worth)
    assert settling.judge_refusal(INVOICE, " ") == Refused("reason_missing", "reason")
