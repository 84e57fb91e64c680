"""One act of a member: judged by the rule of `domain` with everything known, its effects left in the transaction."""

from uuid import UUID

from cloud import effects
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
    if isinstance(verdict, Allowed) and _taken(unit, command, verdict.rows[0]):
        return Refused("arguments_do_not_fit", "id")
    if isinstance(verdict, Allowed):
        verdict = effects.follow(service, unit, command, verdict, at)
    if isinstance(verdict, Refused):
        return verdict
    assert isinstance(verdict, Allowed)  # with complete facts nothing is left to say for somebody else
    for row in verdict.rows:
        unit.put(row)
    return None


def _well_named(command: Act) -> bool:
    """The id of something new is a UUID, in the one way to write it: it travels to seals as 16 bytes."""
    id = getattr(command, "id", None)
    try:
        return id is None or str(UUID(id)) == id
    except ValueError:
        return False


def _taken(unit: Unit, command: Act, row: Row) -> bool:
    """Something new does not take the place of what is there."""
    return getattr(command, "id", None) == row.id and unit.get(type(row), row.organization, row.id) is not None
