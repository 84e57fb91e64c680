"""What the entries of a seal's log mean: usage records, and the seal's word on what it was ordered to do."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from cloud import messages
from cloud.seals import acks, events, words
from cloud.service import Service
from cloud.store import devices, logs
from cloud.store.devices import Binding
from cloud.store.unit import Unit
from domain.authorizations import Authorization, Stage, counted
from domain.documents import applied_for
from domain.events import SealEvent, event_id
from domain.ids import from_bytes
from domain.seals import SealStatus, seen_log
from domain.telling import authorizations
from domain.times import in_calendar
from domain.usage import Grade, Impression, Photo, foreign_pictures, impression_id, pictures_of
from protocol.log import AckEntry, Entry, EventEntry, ImpressionEntry, OverflowEntry, SealingEntry

Use = ImpressionEntry | SealingEntry  # a record: of a press, or of a document that was sealed


def expect(unit: Unit, coming: Sequence[tuple[Binding, list[Entry]]], new: Callable[[str, int], bool]) -> None:
    """What `follow` and `show_log` will ask for these, read at once. `new`: nothing is held of a seal from a number on,
    so that there is no record of it either."""
    presses = [(bound, entry) for bound, told in coming for entry in told if isinstance(entry, Use)]
    others = [
        (bound, entry) for bound, told in coming for entry in told if isinstance(entry, EventEntry | OverflowEntry)
    ]
    for organization in {bound.organization for bound, _ in coming}:
        here = [(bound.serial, entry) for bound, entry in presses if bound.organization == organization]
        granted = {from_bytes(entry.grant) for _, entry in here if entry.grant is not None}
        ids = {impression_id(serial, entry.number) for serial, entry in here if new(serial, entry.number)}
        serials = {bound.serial for bound, _ in coming if bound.organization == organization}
        unit.rows.absent(Impression, organization, ids)
        said = {(bound.serial, entry.number) for bound, entry in others if bound.organization == organization}
        unit.rows.absent(SealEvent, organization, {event_id(*each) for each in said if new(*each)})
        unit.rows.expect(organization, granted, Authorization)
        unit.rows.expect(organization, serials)
        unit.rows.expect_lists(Photo, organization, [{"number": e.number, "seal": serial} for serial, e in here])
        logs.expect_counts(unit, organization, granted)


def follow(service: Service, unit: Unit, bound: Binding, new: Iterable[Entry], now: int) -> None:
    """Effects of entries that were not held before."""
    pressed: dict[str, list[Impression]] = {}
    for entry in new:
        if isinstance(entry, Use):
            row = _impression(unit, bound, entry, now)
            take(unit, row)
            if row.authorization is not None:
                pressed.setdefault(row.authorization, []).append(row)
        elif isinstance(entry, AckEntry):
            acks.take(service, unit, bound, entry, now)
        else:
            events.take(service, unit, bound, entry, now)
    for authorization, rows in pressed.items():
        _recount(service, unit, bound.organization, authorization, rows, now)


def take(unit: Unit, row: Impression) -> None:
    """A record: now it is known whose the pictures are that were declared for it."""
    unit.put(row)
    for photo in foreign_pictures(row, unit.facts(row.organization)):
        unit.put(photo)


def show_log(unit: Unit, bound: Binding, last: int, log_to: int, now: int) -> None:
    """How far the seal's log is known to go, and how far it is held."""
    before = unit.get(SealStatus, bound.organization, bound.serial)
    if before is not None:
        unit.put(seen_log(before, max(before.log_end, last), log_to, now))


def show_log_to_others(unit: Unit, bound: Binding, log_to: int, now: int) -> None:
    """How far the log is held, to whoever else has or had the seal."""
    for organization in devices.organizations(unit, bound.serial) - {bound.organization}:
        row = unit.get(SealStatus, organization, bound.serial)
        if row is not None and row.log_to < log_to:
            unit.put(seen_log(row, row.log_end, log_to, now))


def _impression(unit: Unit, bound: Binding, entry: Use, now: int) -> Impression:
    sealed = isinstance(entry, SealingEntry)
    return Impression(
        id=impression_id(bound.serial, entry.number),
        organization=bound.organization,
        seal=bound.serial,
        binding=bound.binding,
        number=entry.number,
        own=entry.own,
        authorization=None if entry.grant is None else from_bytes(entry.grant),
        member=None if entry.member is None else from_bytes(entry.member),
        grade=Grade(words.GRADES[entry.grade]),
        at=in_calendar(entry.at),
        clock=int(entry.clock),
        received_at=now,
        place=words.position(entry.place),
        result=0 if sealed else entry.result,
        document=entry.document.hex() if sealed else None,
        digest=entry.digest.hex() if sealed else None,
        name=_called(unit, bound, entry) if sealed else "",
    )


def _called(unit: Unit, bound: Binding, entry: SealingEntry) -> str:
    """How the application calls the document; empty if it is none of it."""
    facts = unit.facts(bound.organization)
    use = facts.get(Authorization, from_bytes(entry.grant))
    found = applied_for(use.application if use else None, facts)
    return next((each.name for each in found if each.sha256 == entry.document.hex()), "")


def _recount(
    service: Service, unit: Unit, organization: str, authorization: str, new: list[Impression], now: int
) -> None:
    """`used` is counted from the records, never carried on: slices come twice, late and in any order."""
    row = unit.get(Authorization, organization, authorization)
    if row is None:
        return
    normal = logs.normal_impressions(unit, organization, authorization, sum(each.result == 0 for each in new))
    known = unit.facts(organization)
    pictured = sum(bool(pictures_of(each, known)) for each in new)  # a picture may have been declared before its record
    more = {"pressed": row.pressed + len(new), "pictured": row.pictured + pictured, "pictures_told_at": None}
    after = counted(msgspec.structs.replace(row, used=row.carried + normal, **more), known)
    unit.put(after)
    if after.stage is not Stage.LIVE:
        _carry_on(unit, after)
    messages.tell(service, unit, authorizations.used(after, new, known, now), now)


def _carry_on(unit: Unit, before: Authorization) -> None:
    """What was used under one that another continues came later than the extension: it counts there as well."""
    for row in unit.rows.all(Authorization, before.organization, member=before.member):
        if row.continues == before.id:
            after = msgspec.structs.replace(row, carried=before.used, used=row.used - row.carried + before.used)
            unit.put(after)
            _carry_on(unit, after)
