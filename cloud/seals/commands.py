"""The rows in which those who manage a seal see what became of each order (R-102, R-141)."""

from collections.abc import Iterable
from typing import Any

import msgspec

from cloud.store import devices
from cloud.store.devices import Binding, Order
from cloud.store.unit import Unit
from domain.commands import CommandKind, CommandRefusal, CommandState, SealCommand
from protocol.envelopes import Kind
from protocol.log import Outcome

REFUSALS = {
    Outcome.REFUSED_OTHER_LIVE: CommandRefusal.OTHER_LIVE,
    Outcome.REFUSED_RANGE: CommandRefusal.RANGE,
    Outcome.REFUSED_UNKNOWN: CommandRefusal.UNKNOWN,
    Outcome.REFUSED_FULL: CommandRefusal.FULL,
    Outcome.REFUSED_STORE: CommandRefusal.STORE,
    Outcome.REFUSED_BUSY: CommandRefusal.BUSY,
    Outcome.REFUSED_CODE: CommandRefusal.CODE,
    Outcome.REFUSED_MAKER: CommandRefusal.MAKER,
    Outcome.REFUSED_MODEL: CommandRefusal.MODEL,
    Outcome.REFUSED_OLDER: CommandRefusal.OLDER,
}


def leave(unit: Unit, to: Binding, kind: Kind, body: bytes, now: int, subject: str | None = None, **about: Any) -> None:
    """One more order for the seal, and its row; `about`: fields of the row."""
    number = devices.order(unit, to, kind, subject, body, now)
    id = _id(to, devices.generation(unit), number)
    unit.rows.absent(SealCommand, to.organization, [id])  # a number is given once
    unit.put(
        SealCommand(
            id=id,
            organization=to.organization,
            seal=to.serial,
            binding=to.binding,
            number=number,
            kind=CommandKind[kind.name],
            at=now,
            **about,
        )
    )


def row(unit: Unit, of: Binding, generation: int, number: int) -> SealCommand | None:
    """What is told of an order; none: one that is older than these rows."""
    return unit.get(SealCommand, of.organization, _id(of, generation, number))


def _id(to: Binding, generation: int, number: int) -> str:
    return f"{to.serial}-{to.binding}-{generation}-{number}"


def handed_out(unit: Unit, to: Binding, sent: Iterable[Order], needless: Iterable[Order], now: int) -> None:
    """These are on their way, those nobody has to hear of any more."""
    of = devices.generation(unit)
    for orders, became in ((sent, {"state": CommandState.SENT, "sent_at": now}), (needless, _needless(now))):
        for order in orders:
            before = row(unit, to, of, order.number)
            if before is not None and before.state is CommandState.WAITING:
                unit.put(msgspec.structs.replace(before, **became))


def settle(unit: Unit, of: Binding, generation: int, number: int, outcome: Outcome, now: int) -> None:
    """The seal has said what became of it."""
    before = row(unit, of, generation, number)
    if before is not None:
        why = REFUSALS.get(outcome)
        state = CommandState.APPLIED if why is None else CommandState.REFUSED
        unit.put(msgspec.structs.replace(before, state=state, why=why, done_at=now))


def supersede(unit: Unit, of: Binding, generation: int, number: int, now: int) -> None:
    """The seal has applied something later instead; its own word, if one comes, says better."""
    before = row(unit, of, generation, number)
    if before is not None and before.state in (CommandState.WAITING, CommandState.SENT):
        unit.put(msgspec.structs.replace(before, **_needless(now)))


def supersede_all(unit: Unit, of: Binding, now: int) -> None:
    """What the seal still had to hear of this binding, it never will."""
    unit.flush()  # what was ordered in this transaction as well
    generation = devices.generation(unit)
    for order in devices.orders_after(unit, of.serial, of.binding, generation, 0):
        supersede(unit, of, generation, order.number, now)


def _needless(now: int) -> dict[str, Any]:
    return {"state": CommandState.SUPERSEDED, "done_at": now}
