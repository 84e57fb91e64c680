"""What nobody does, for time alone brings it about: uses that end by themselves, codes that lapse, absences, what is to
be called to mind, messages that were read long ago.

What is due is looked for in a snapshot; only what was found is judged anew and changed, a few at a time, so that nobody
waits for it. A fault keeps its row back and no other.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from cloud import consequences, messages, rollout
from cloud.exporting import kept
from cloud.problems import log_fault
from cloud.service import Service
from cloud.store import changes, due, exports
from cloud.store.database import passes
from cloud.store.due import Found
from cloud.store.unit import Unit, View
from cloud.wallet.following import watch
from domain import orders
from domain.applications import Application
from domain.authorizations import Authorization
from domain.ending import by_itself
from domain.members import absence
from domain.messages import Message
from domain.orders import Order
from domain.organization import Member, Organization
from domain.reminders import due_reminders
from domain.seals import Seal, SealStatus, is_ours
from domain.service import SealService, reminded
from domain.telling import applications, authorizations, seals, wallet
from domain.unfinished_binding import lapsed
from domain.usage import without_picture

UNHEARD_MS = 3600 * 1000
AT_ONCE = 50  # in one transaction
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sweep:
    """`find` what is due, and `settle` one of it; what is not due after all is left as it is."""

    find: Callable[[View, int], list[Found]]
    settle: Callable[[Service, Unit, Found, int], None]


async def sweep(service: Service) -> None:
    """Everything that is due now."""
    now = service.now()
    for space in await service.database.read(lambda view: changes.with_old(view, now)):
        while await service.database.write(lambda unit, space=space: changes.forget(unit, space, now)):
            pass
    for each in SWEEPS:
        await work_off(service, each)


async def work_off(service: Service, each: Sweep) -> None:
    """What is due of this kind."""
    now = service.now()
    found = await service.database.read(lambda view: each.find(view, now))
    for start in range(0, len(found), AT_ONCE):
        part = found[start : start + AT_ONCE]
        await service.database.write(lambda unit, part=part: _settle_all(service, unit, each, part, now))


def _settle_all(service: Service, unit: Unit, each: Sweep, part: list[Found], now: int) -> None:
    for found in part:
        try:
            with unit.savepoint():
                each.settle(service, unit, found, now)
        except Exception as error:
            if passes(error):
                raise
            log_fault(error, f"sweep {each.settle.__name__}")


def _authorization(service: Service, unit: Unit, found: Found, now: int) -> None:
    """R-085 as an option of its issue; and 未激活 -> 撤销 when its end has passed."""
    row = unit.get(Authorization, *found)
    after = None if row is None else by_itself(row, now, unit.facts(row.organization))
    if after is not None:
        consequences.put(service, unit, [after], now)


def _pictures(service: Service, unit: Unit, found: Found, now: int) -> None:
    """C-23: pictures that are missing a day after the end are a to-do of who owes them, and told to the authorizer."""
    row = unit.get(Authorization, *found)
    if row is None or row.pictures_due_at is None or now < row.pictures_due_at:
        return
    known = unit.facts(row.organization)
    consequences.put(service, unit, [msgspec.structs.replace(row, pictures_told_at=now)], now)
    if missing := without_picture(row.id, known):
        messages.tell(service, unit, authorizations.pictures_missing(row, missing, known, now), now)


def _binding(service: Service, unit: Unit, found: Found, now: int) -> None:
    row = unit.get(Seal, *found)
    after = None if row is None else lapsed(row, now)
    if row is not None and after is not None:
        consequences.put(service, unit, [after], now)
        messages.tell(service, unit, seals.lapsed(row, unit.facts(row.organization), now), now)


def _absence(service: Service, unit: Unit, found: Found, now: int) -> None:
    row = unit.get(Member, *found)
    after = None if row is None else absence(row, now)
    if after is not None:
        consequences.put(service, unit, [after], now)


def _reminder(service: Service, unit: Unit, found: Found, now: int) -> None:
    row, of = unit.get(Application, *found), unit.get(Organization, found[0], found[0])
    if row is None or of is None:
        return
    for after in due_reminders([row], of, now):
        consequences.put(service, unit, [after], now)
        messages.tell(service, unit, applications.reminder(after, unit.facts(after.organization), now), now)


def _withheld(service: Service, unit: Unit, found: Found, now: int) -> None:
    row, seal, of = _told_of(unit, found)
    since = None if row is None else row.untold_withheld
    if row is None or since is None or of.withheld_after_ms is None or now < since + of.withheld_after_ms:
        return
    consequences.put(service, unit, [msgspec.structs.replace(row, withheld_told_at=now)], now)
    if seal is not None and is_ours(seal):
        messages.tell(service, unit, seals.withheld(seal, row, unit.facts(row.organization), now), now)


def _silent(service: Service, unit: Unit, found: Found, now: int) -> None:
    row, seal, of = _told_of(unit, found)
    since = None if row is None else row.untold_silent
    if row is None or since is None or of.silent_after_ms is None or now < since + of.silent_after_ms:
        return
    consequences.put(service, unit, [msgspec.structs.replace(row, silent_told_at=now)], now)
    if seal is not None and is_ours(seal):
        messages.tell(service, unit, seals.silent(seal, since, unit.facts(row.organization), now), now)


def _told_of(unit: Unit, found: Found) -> tuple[SealStatus | None, Seal | None, Organization]:
    of = unit.get(Organization, found[0], found[0])
    assert of is not None  # what was found is found by it
    return unit.get(SealStatus, *found), unit.get(Seal, *found), of


def _service_end(service: Service, unit: Unit, found: Found, now: int) -> None:
    """Before the service of a seal ends, and when it has, whoever may pay is told; not of one that is bound no more."""
    row, seal = unit.get(SealService, *found), unit.get(Seal, *found)
    due = None if row is None else reminded(row, now)
    if due is None:
        return
    after, days = due
    unit.put(after)
    if seal is not None and is_ours(seal):
        messages.tell(service, unit, wallet.service_ends(after, days, unit.facts(after.organization), now), now)


def _order(service: Service, unit: Unit, found: Found, now: int) -> None:
    """Nobody at WeChat Pay has said for an hour how it stands: it keeps the next payment of its seals from nobody any
    longer. It is asked after once more, for what was paid counts all the same."""
    row = unit.get(Order, *found)
    if row is None or row.lapses_at is None or now < row.lapses_at + UNHEARD_MS:
        return
    left = orders.released(row, unit.facts(row.organization))
    consequences.put(service, unit, [orders.closed(row, now), *left], now)
    watch(unit, row, now, now)


def _message(_service: Service, unit: Unit, found: Found, now: int) -> None:
    row = unit.get(Message, *found)
    if row is not None and row.kept_until is not None and row.kept_until <= now:
        unit.remove(row)


ROLLOUT = Sweep(rollout.due, rollout.settle)
SWEEPS = (
    Sweep(due.authorizations, _authorization),
    Sweep(due.pictures, _pictures),
    Sweep(due.bindings, _binding),
    Sweep(due.stand_ins, _absence),
    Sweep(due.reminders, _reminder),
    Sweep(due.messages, _message),
    Sweep(due.withheld, _withheld),
    Sweep(due.silent, _silent),
    Sweep(due.services, _service_end),
    Sweep(lambda view, now: due.orders(view, now - UNHEARD_MS), _order),
    Sweep(exports.due, kept.expire),
    ROLLOUT,
)
