"""Seals that the operator has delivered to an organization, and binding one of them over GPRS (R-053, R-059..R-063)."""

from enum import StrEnum
from typing import ClassVar

from domain.organization import Permission, may
from domain.rows import Act, IdText, Ms, Name, Row
from domain.seals import BindingState, Model, Seal, waiting_to_be_bound
from domain.verdict import Allowed, Circumstances, Facts, Refused, Verdict, missing

# A modem asks at least once a minute: one question may be lost on the way.
HEARD_WITHIN_MS = 150_000


class StockState(StrEnum):
    """What a seal in stock shows (R-053), as far as it is known."""

    UNDELIVERED = "undelivered"  # 未交付: its modem has never shown the maker's word for this cloud
    UNBOUND = "unbound"  # 未绑定


class StockedSeal(Row, frozen=True, kw_only=True):
    """A seal that this organization may bind and no other; `id` is its serial. It stays so over bindings, until the
    operator takes it back.

    `met_at`: when the cloud first had the seal's own proof that the maker delivered it; `heard_at`: when it last asked
    over GPRS as an unbound seal.
    """

    table: ClassVar[str] = "stock"
    model: Model
    delivered_at: Ms
    met_at: Ms | None = None
    heard_at: Ms | None = None

    @property
    def state(self) -> StockState:
        """An L seal has no modem to say so: who stands before it reads it on its screen."""
        return StockState.UNDELIVERED if self.model is Model.GL and self.met_at is None else StockState.UNBOUND


class BindOverGprs(Act, frozen=True, kw_only=True):
    """Bind a seal that was delivered to the organization, by the modem in it: nobody stands before its screen."""

    seal: IdText
    name: Name


def is_heard(stocked: StockedSeal, now: int) -> bool:
    """It is switched on, unbound, and in contact with the cloud over GPRS."""
    return stocked.heard_at is not None and now - stocked.heard_at <= HEARD_WITHIN_MS


def unbound(facts: Facts) -> list[StockedSeal]:
    """What was delivered and is not bound, or only on its way to be, by serial."""
    bound = {seal.id for seal in facts.all(Seal) if seal.state in (BindingState.BOUND, BindingState.UNBINDING)}
    return sorted((each for each in facts.all(StockedSeal) if each.id not in bound), key=lambda each: each.id)


def obstacle(stocked: StockedSeal, now: int) -> Refused | None:
    """Why it cannot be bound over GPRS now; none: it can."""
    if stocked.model is not Model.GL:
        return Refused("seal_has_no_modem", "seal", stocked.id)
    return None if is_heard(stocked, now) else Refused("seal_not_online", "seal", stocked.id)


def decide_bind_over_gprs(act: BindOverGprs, at: Circumstances) -> Verdict:
    """R-017, R-055, R-059: owner and administrator; R-063: only a seal that is on and connected to the server."""
    if not may(at.actor, Permission.BIND):
        return Refused("not_allowed")
    if not act.name.strip():
        return Refused("name_missing", "name")
    stocked = at.facts.get(StockedSeal, act.seal)
    if stocked is None:
        return missing(at.facts)
    row = waiting_to_be_bound(act.seal, stocked.model, act.name, at)
    if not isinstance(row, Seal):
        return row
    return obstacle(stocked, at.now) or Allowed((row,))
