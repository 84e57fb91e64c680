"""One act of a member: judged by the rule of `domain` with everything known, its effects left in the transaction."""

from uuid import UUID

from cloud import effects
from cloud.problems import Refusal
from cloud.service import Service
from cloud.store import people
from cloud.store.unit import Unit
from domain import acts
from domain.acts import ROWS
from domain.rows import Act
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
    at = Circumstances(actor, service.now(), unit.facts(act.organization))
    if not _fresh(unit, act.organization, command):
        return Refused("arguments_do_not_fit", "id")
    verdict = acts.decide(command, at)
    if isinstance(verdict, Allowed):
        verdict = effects.follow(service, unit, command, verdict, at)
    if isinstance(verdict, Refused):
        return verdict
    assert isinstance(verdict, Allowed)  # with complete facts nothing is left to say for somebody else
    for row in verdict.rows:
        unit.put(row)
    return None


def _fresh(unit: Unit, organization: str, command: Act) -> bool:
    """The id of something new is a UUID, in the one way to write it, and names nothing that is there already."""
    id = getattr(command, "id", None)
    if id is None:
        return True
    try:
        if str(UUID(id)) != id:
            return False
    except ValueError:
        return False
    return all(unit.get(kind, organization, id) is None for kind in ROWS.values())
