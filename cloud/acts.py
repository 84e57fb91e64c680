"""One act of a member: judged by the rule of `domain` with everything known, its effects left in the transaction."""

from collections.abc import Sequence
from uuid import UUID

from cloud import consequences, effects
from cloud.problems import Refusal
from cloud.service import Service
from cloud.store import people
from cloud.store.unit import Unit
from domain import acts
from domain.rows import Act, Row
from domain.verdict import Allowed, Circumstances, Refused
from protocol.sync import ActBody


def apply(service: Service, unit: Unit, user: str, act: ActBody) -> Refused | None:
    """Why not, or None when it is done. The actor is who the session says; the time is when the act arrives."""
    try:
        actor = people.member_of(unit, user, act.organization)
    except Refusal as refusal:
        return Refused(refusal.code)
    command = acts.read(act.name, bytes(act.args))
    if isinstance(command, Refused):
        return command
    if not _well_named(command):
        return Refused("arguments_do_not_fit", "id")
    at = Circumstances(actor, service.now(), unit.facts(act.organization))
    verdict = acts.decide(command, at)
    if isinstance(verdict, Refused):
        return verdict
    assert isinstance(verdict, Allowed)  # with complete facts nothing is left to say for somebody else
    if _taken(unit, command, verdict.rows):
        return Refused("arguments_do_not_fit", "id")
    rows = effects.follow(service, unit, command, verdict, at)
    if isinstance(rows, Refused):
        return rows
    consequences.put(service, unit, rows, at.now, actor.id, command)
    return None


def _new_ids(command: Act) -> list[str]:
    """The ids that the console chose for what is new: of the thing itself, and of the files with it."""
    found = [getattr(command, "id", None)]
    for name in ("pictures", "attachments"):
        found += [file.id for file in getattr(command, name, ())]
    found += [getattr(getattr(command, name, None), "id", None) for name in ("picture", "voucher")]
    return [id for id in found if id is not None]


def _well_named(command: Act) -> bool:
    """The id of something new is a UUID, in the one way to write it (it travels to seals as 16 bytes), and its own."""
    ids = _new_ids(command)
    try:
        return all(str(UUID(id)) == id for id in ids) and len(set(ids)) == len(ids)
    except ValueError:
        return False


def _taken(unit: Unit, command: Act, rows: Sequence[Row]) -> bool:
    """Something new does not take the place of what is there."""
    new = set(_new_ids(command))
    return any(row.id in new and unit.get(type(row), row.organization, row.id) is not None for row in rows)
