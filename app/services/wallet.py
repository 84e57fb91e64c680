"""What a payment will come to, before it is made: by the rules by which the cloud reckons it (R-261, C-20)."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.orders import FeeKind, ordered
from domain.service import SealService
from domain.tariff import Price
from domain.times import months_later


@dataclass(frozen=True)
class BillLine:
    """Of one seal, by its serial: what its service costs in cents, and until when (ms) it would be paid for."""

    seal: str
    kind: FeeKind
    cents: int
    until: int


@dataclass(frozen=True)
class Bill:
    """Of so many months for several seals."""

    months: int
    lines: tuple[BillLine, ...]

    @property
    def cents(self) -> int:
        return sum(each.cents for each in self.lines)


def bill(price: Price, services: Sequence[SealService], now: int) -> Bill:
    """As if it were paid now."""
    lines: list[BillLine] = []
    for service in services:
        what = ordered(service, price)
        until = months_later(max(service.until, now), price.months)
        lines.append(BillLine(service.id, what.kind, what.cents, until))
    return Bill(price.months, tuple(lines))
