"""What the service of a seal costs: set by the operator for all of the cloud, shown to whoever pays (R-260, C-20).

A cloud without a tariff charges nothing: no seal's service has an end there.
"""

from typing import Annotated, ClassVar

import msgspec

from domain.money import Cents, figures
from domain.rows import Ms, Row, Sentence
from domain.verdict import Facts, Refused

ID = "tariff"  # there is one in each organization
MOST_PRICES = 12
MOST_MONTHS = 120
Months = Annotated[int, msgspec.Meta(ge=1, le=MOST_MONTHS)]


class Price(msgspec.Struct, frozen=True):
    """Of so many months of one seal's service: the first that is paid for (首年交费), and each later one (续期交费)."""

    months: Months
    first_cents: Cents
    renewal_cents: Cents


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator sets. `trial_days`: for how long a seal is served before it has to be paid for; `payee`: the
    account to which offline payments go, in lines as people read them."""

    prices: Annotated[list[Price], msgspec.Meta(max_length=MOST_PRICES)]
    trial_days: Annotated[int, msgspec.Meta(ge=0, le=3660)] = 0
    payee: Sentence = ""
    wechat: bool = False
    offline: bool = False


class Tariff(Row, frozen=True, kw_only=True):
    """The terms as an organization reads them, since `at`; the prices by their months."""

    table: ClassVar[str] = "tariffs"
    prices: list[Price]
    trial_days: int = 0
    payee: Sentence = ""
    wechat: bool = False
    offline: bool = False
    at: Ms


def tariff_of(facts: Facts) -> Tariff | None:
    """None: nothing is charged, or (a console) it is out of sight."""
    return facts.get(Tariff, ID)


def price_of(tariff: Tariff, months: int) -> Price | None:
    return next((each for each in tariff.prices if each.months == months), None)


def judge_terms(terms: Terms, *, wechat: bool) -> Refused | None:
    """What the operator may set. `wechat`: this cloud has an account with WeChat Pay."""
    months = [each.months for each in terms.prices]
    if not months or len(set(months)) < len(months):
        return Refused("prices_unfit", "prices")
    if free := next((each for each in terms.prices if not (each.first_cents and each.renewal_cents)), None):
        return Refused("price_missing", "prices", str(free.months))
    if not (terms.wechat or terms.offline):
        return Refused("channel_missing", "offline")
    if terms.wechat and not wechat:
        return Refused("wechat_pay_off", "wechat")
    return Refused("payee_missing", "payee") if terms.offline and not terms.payee.strip() else None


def tariff(terms: Terms, organization: str, now: int) -> Tariff:
    """The terms as the row of an organization."""
    return Tariff(
        id=ID,
        organization=organization,
        prices=sorted(terms.prices, key=lambda each: each.months),
        trial_days=terms.trial_days,
        payee=terms.payee,
        wechat=terms.wechat,
        offline=terms.offline,
        at=now,
    )


def said(terms: Terms) -> str:
    """All of it in one line, for logs of what an operator has done."""
    prices = (f"{each.months}: {figures(each.first_cents)}/{figures(each.renewal_cents)}" for each in terms.prices)
    by = [name for name, on in (("wechat", terms.wechat), ("offline", terms.offline)) if on]
    return f"{', '.join(prices)}; trial {terms.trial_days} d; {', '.join(by)}; {terms.payee}"[:500]
