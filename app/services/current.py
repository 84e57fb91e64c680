"""What a person works with now: the organization, and in each organization the seal (A-10). Kept on this computer."""

from dataclasses import dataclass

from app.models import fold, meta, replica
from app.models.store import Tx
from domain.applications import open_ones
from domain.approvals import waits_for_me
from domain.organization import Member, Organization, Role
from domain.seals import Seal, is_ours

TOPIC = "current"
_ORGANIZATION = "current organization"


@dataclass(frozen=True)
class Membership:
    """What a person is in an organization, and how many steps wait for him there."""

    organization: str
    name: str
    role: Role
    waiting: int = 0


def memberships(tx: Tx, now: int) -> list[Membership]:
    """Where the person is an active member, by name."""
    found: list[Membership] = []
    for id in replica.organizations(tx):
        company, me = replica.get(tx, Organization, id, id), replica.me(tx, id)
        if company is not None and me is not None:
            found.append(Membership(id, company.name, me.role, _waiting(tx, id, me, now)))
    return sorted(found, key=lambda each: (each.name, each.organization))


def _waiting(tx: Tx, organization: str, me: Member, now: int) -> int:
    """As the inbox of approvals counts, stand-ins included."""
    known = fold.facts(tx, organization)
    return sum(waits_for_me(each, me, now, known) for each in open_ones(known))


def to_choose(tx: Tx, mine: list[Membership]) -> list[Membership]:
    """More than one, and none of them chosen yet (R-045); else nothing."""
    chosen = meta.get(tx, _ORGANIZATION) in {each.organization for each in mine}
    return mine if len(mine) > 1 and not chosen else []


def organization(tx: Tx) -> str | None:
    """The one chosen, while the person is a member; else the first."""
    mine = replica.organizations(tx)
    chosen = meta.get(tx, _ORGANIZATION)
    return chosen if chosen in mine else next(iter(mine), None)


def choose_organization(tx: Tx, id: str) -> None:
    """Work there from now on; nothing happens if that is so already."""
    if meta.get(tx, _ORGANIZATION) != id:
        meta.put(tx, _ORGANIZATION, id)
        tx.touch(TOPIC)


def seal(tx: Tx, organization: str) -> Seal | None:
    """The one chosen, while it may be seen; else the first by name."""
    chosen = meta.get(tx, _key(organization))
    found = replica.get(tx, Seal, organization, chosen) if chosen else None
    if found is not None and is_ours(found):
        return found
    ours = (each for each in replica.all(tx, Seal, organization) if is_ours(each))
    return min(ours, key=lambda seal: (seal.name, seal.id), default=None)


def choose_seal(tx: Tx, organization: str, serial: str) -> None:
    meta.put(tx, _key(organization), serial)
    tx.touch(TOPIC)


def _key(organization: str) -> str:
    return f"current seal {organization}"
