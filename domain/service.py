"""Until when a seal is served, and what follows from its end (R-261, R-264, C-20, decision 0061).

The end is never counted up: it is folded anew from what was paid. After it there are days of grace in which all works
and everybody is told; then no new use begins, and none reaches beyond them, so that the seal itself keeps to it. What
is authorized stays, and so do records, loss lock, unbinding and exports.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

import msgspec

from domain.rows import IdText, Ms, Row
from domain.seals import Seal
from domain.times import minute, months_later
from domain.uses import DAY_MS
from domain.verdict import Facts, Refused

GRACE_DAYS = 15
GRACE_MS = GRACE_DAYS * DAY_MS
REMINDED_D = (30, 7, 1, 0)  # days before the end
SOON_MS = REMINDED_D[0] * DAY_MS


class PayChannel(StrEnum):
    WECHAT = "wechat"
    OFFLINE = "offline"


class ServiceState(StrEnum):
    RUNNING = "running"
    ENDS_SOON = "ends_soon"  # within thirty days
    GRACE = "grace"  # over, and all works still
    OVER = "over"  # no new use begins


class OpenOrder(msgspec.Struct, frozen=True):
    """An order that is to be paid or in review: as long as it is, there is no other on the seal (R-262, I-16)."""

    order: IdText
    channel: PayChannel
    by: IdText
    at: Ms


class Resumed(msgspec.Struct, frozen=True):
    """From `at` on the service costs something again, and lasts at least `until`, as a trial."""

    at: Ms
    until: Ms


class SealService(Row, frozen=True, kw_only=True):
    """The service of a seal in one organization; `id` is its serial. It stays when the seal is unbound: what was paid
    goes on counting should it be bound here again.

    `trial_until`: until when it costs nothing; `until`: when the service ends by all that was paid. `paid`: anything of
    it, so that the next payment is a renewal. `told_d`: how many days before the end that was told, or was no news.

    `free`: this cloud charges nothing just now, and nothing ends; `resumed`: when that was over, each time.
    """

    table: ClassVar[str] = "seal_services"
    trial_until: Ms
    until: Ms
    paid: bool = False
    open: OpenOrder | None = None
    told_d: int | None = None
    free: bool = False
    resumed: list[Resumed] = []

    @property
    def remind_at(self) -> int | None:
        """When who pays is to be told of the end again; none: all is said, or nothing ends."""
        if self.free:
            return None
        days = next((each for each in REMINDED_D if self.told_d is None or each < self.told_d), None)
        return None if days is None else max(0, self.until - days * DAY_MS)

    @property
    def works_until(self) -> int:
        """From then on no use begins, and none may last longer."""
        return self.until + GRACE_MS


class Payment(msgspec.Struct, frozen=True):
    """So many months of one seal's service were paid for at `at`, and not given back."""

    order: IdText
    months: int
    at: Ms


def service_end(trial_until: int, payments: Iterable[Payment], resumed: Iterable[Resumed] = ()) -> int:
    """C-20: each payment adds its months to the later of its day and the end so far, in the order of paying."""
    until, left = trial_until, list(resumed)
    for each in sorted(payments, key=lambda each: (each.at, each.order)):
        while left and left[0].at <= each.at:
            until = max(until, left.pop(0).until)
        until = months_later(max(until, each.at), each.months)
    return max(until, *(each.until for each in left), 0)


def begun(seal: str, organization: str, trial_days: int, now: int) -> SealService:
    """The service of a seal that nobody has paid for yet."""
    until = now + trial_days * DAY_MS
    row = SealService(id=seal, organization=organization, trial_until=until, until=until)
    return msgspec.structs.replace(row, told_d=_no_news(until, now))


def as_paid(row: SealService, payments: Iterable[Payment], now: int) -> SealService:
    """The row as the payments of its seal make it: the same however often, and in whichever order, they are told."""
    known = list(payments)
    until = service_end(row.trial_until, known, row.resumed)
    told = row.told_d if until == row.until else _no_news(until, now)
    return msgspec.structs.replace(row, until=until, paid=bool(known), told_d=told)


def charged_no_more(row: SealService) -> SealService:
    """Nothing ends as long as nothing can be paid; the days go on counting."""
    return msgspec.structs.replace(row, free=True, open=None)


def charged_again(row: SealService, payments: Iterable[Payment], trial_days: int, now: int) -> SealService:
    """As when a tariff is set for the first time: it lasts for a trial, or for as long as was paid for before."""
    spans = [*row.resumed, Resumed(now, now + trial_days * DAY_MS)]
    after = as_paid(msgspec.structs.replace(row, free=False, resumed=spans), payments, now)
    return msgspec.structs.replace(after, told_d=_no_news(after.until, now))


def _no_news(until: int, now: int) -> int | None:
    """The reminder that nobody needs who has just set this end; that it is over is always news."""
    return min((days for days in REMINDED_D if days and until - days * DAY_MS <= now), default=None)


def reminded(row: SealService, now: int) -> tuple[SealService, int] | None:
    """The row as told, and how many days before the end that is; none: nothing is due."""
    if row.remind_at is None or now < row.remind_at:
        return None
    days = min(each for each in REMINDED_D if row.until - each * DAY_MS <= now)
    return msgspec.structs.replace(row, told_d=days), days


def freed(row: SealService, order: str) -> SealService:
    """Without this order, if it is the one that is open."""
    held = row.open is not None and row.open.order == order
    return msgspec.structs.replace(row, open=None) if held else row


def state(row: SealService, now: int) -> ServiceState:
    if row.free:
        return ServiceState.RUNNING
    if now >= row.works_until:
        return ServiceState.OVER
    if now >= row.until:
        return ServiceState.GRACE
    return ServiceState.ENDS_SOON if now >= row.until - SOON_MS else ServiceState.RUNNING


def judge_use(seal: Seal, end: int, facts: Facts, now: int) -> Refused | None:
    """Whether a use of the seal may be applied for or authorized now that lasts until `end`."""
    row = facts.get(SealService, seal.id)
    if row is None or row.free:
        return None
    if state(row, now) is ServiceState.OVER:
        return Refused("service_over", "seal", seal.name)
    return Refused("service_ends_before", "end", minute(row.works_until)) if end > row.works_until else None
