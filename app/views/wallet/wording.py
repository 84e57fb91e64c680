"""Words of the wallet: how a seal's service stands, a payment, an invoice; the same on every screen."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.views.i18n import number
from app.views.look import Tone
from app.views.words import Word
from domain.invoice_titles import TitleKind
from domain.invoices import InvoiceKind, InvoiceState
from domain.orders import FeeKind, Order, OrderState
from domain.service import OpenOrder, PayChannel, SealService, ServiceState, state
from domain.times import moment
from domain.uses import DAY_MS

if TYPE_CHECKING:
    from app.views.wallet.lines import Fee

translate = QCoreApplication.translate
MONTHS = 12  # of a year
NAMED = 3  # seals of several, by their names
TITLE_ICONS = {TitleKind.COMPANY: "buildings", TitleKind.PERSONAL: "user"}


def title_kind(kind: TitleKind) -> str:
    return {
        TitleKind.COMPANY: translate("wallet", "Company"),
        TitleKind.PERSONAL: translate("wallet", "Personal"),
    }[kind]


def day(at: int) -> str:
    """The day in China on which it is, as it is counted (C-20)."""
    return str(moment(at).date())


def duration(months: int) -> str:
    """交费时长."""
    if months % MONTHS == 0:
        years = months // MONTHS
        return translate("wallet", "one year") if years == 1 else translate("wallet", "{0} years").format(number(years))
    return translate("wallet", "one month") if months == 1 else translate("wallet", "{0} months").format(number(months))


def _days(count: int) -> str:
    return translate("wallet", "one day") if count == 1 else translate("wallet", "{0} days").format(number(count))


def days_left(until: int, now: int) -> int:
    """A day that has begun counts."""
    return max(0, -((now - until) // DAY_MS))


def service(row: SealService, now: int) -> Word:
    """服务期: how the service of a seal stands, in a word."""
    left, works = days_left(row.until, now), days_left(row.works_until, now)
    stands = state(row, now)
    if stands is ServiceState.OVER:
        return translate("wallet", "Service over"), Tone.DANGER
    if stands is ServiceState.GRACE:
        return translate("wallet", "Overdue: {0} left").format(_days(works)), Tone.DANGER
    if not row.paid:
        tone = Tone.WARN if stands is ServiceState.ENDS_SOON else Tone.ACCENT
        return translate("wallet", "On trial: {0} left").format(_days(left)), tone
    if stands is ServiceState.ENDS_SOON:
        return translate("wallet", "Ends in {0}").format(_days(left)), Tone.WARN
    return translate("wallet", "In service"), Tone.OK


def service_means(row: SealService, now: int) -> str:
    """What it means for the use of the seal; empty: all is as it should be."""
    stands, end, works = state(row, now), day(row.until), day(row.works_until)
    if stands is ServiceState.OVER:
        return translate(
            "wallet", "Its service is over since {0}: no new use can be applied for or authorized."
        ).format(end)
    if stands is ServiceState.GRACE:
        said = translate("wallet", "Its service ended on {0}. Uses can be applied for until {1}, and then no more.")
        return said.format(end, works)
    if stands is ServiceState.ENDS_SOON:
        return translate("wallet", "Its service ends on {0}.").format(end)
    return ""


def said_due(fees: "Sequence[Fee]", now: int) -> str:
    """Of which seals the service ends soon or has ended."""
    names = "、".join(fee.seal.name for fee in fees[:NAMED])
    if len(fees) > NAMED:
        names = translate("wallet", "{0} and {1} more").format(names, number(len(fees) - NAMED))
    if any(state(fee.service, now) is not ServiceState.ENDS_SOON for fee in fees):
        return translate("wallet", "Service that ends soon or is over: {0}.").format(names)
    return translate("wallet", "Service that ends soon: {0}.").format(names)


def open_order(of: OpenOrder, people: dict[str, str]) -> str:
    """Who is about to pay, since when (R-262)."""
    said = {
        PayChannel.WECHAT: translate("wallet", "being paid · {0}"),
        PayChannel.OFFLINE: translate("wallet", "in review · {0}"),
    }[of.channel]
    return said.format(people.get(of.by, "—"))


def fee_kind(of: FeeKind) -> str:
    """R-261."""
    return {
        FeeKind.FIRST: translate("wallet", "First year"),
        FeeKind.RENEWAL: translate("wallet", "Renewal"),
    }[of]


def channel(of: PayChannel) -> str:
    return {
        PayChannel.WECHAT: translate("wallet", "WeChat Pay"),
        PayChannel.OFFLINE: translate("wallet", "Offline payment"),
    }[of]


def order(of: Order) -> Word:
    """R-266, R-267."""
    if of.state is OrderState.PAID and of.back_cents:
        return translate("wallet", "Partly refunded"), Tone.WARN
    return {
        OrderState.WAITING: (translate("wallet", "Waiting for payment"), Tone.ACCENT),
        OrderState.IN_REVIEW: (translate("wallet", "In review"), Tone.WARN),
        OrderState.PAID: (translate("wallet", "Paid"), Tone.OK),
        OrderState.REJECTED: (translate("wallet", "Review failed"), Tone.DANGER),
        OrderState.CLOSED: (translate("wallet", "Closed"), Tone.NEUTRAL),
        OrderState.REFUNDED: (translate("wallet", "Refunded"), Tone.NEUTRAL),
    }[of.state]


def invoice(of: InvoiceState) -> Word:
    """R-271."""
    return {
        InvoiceState.ISSUING: (translate("wallet", "Being issued"), Tone.WARN),
        InvoiceState.ISSUED: (translate("wallet", "Issued"), Tone.OK),
        InvoiceState.REFUSED: (translate("wallet", "Not issued"), Tone.DANGER),
    }[of]


def invoice_kind(of: InvoiceKind) -> str:
    """R-270."""
    return {
        InvoiceKind.ELECTRONIC: translate("wallet", "Electronic invoice"),
        InvoiceKind.PAPER: translate("wallet", "Paper invoice"),
    }[of]
