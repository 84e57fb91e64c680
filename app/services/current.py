"""What a person works with now: the organization, and in each organization the seal (A-10). Kept on this computer."""

from dataclasses import dataclass

from app.models import meta, replica
from app.models.store import Tx
from domain.organization import Organization, Role
from domain.seals import Seal

TOPIC = "current"
_ORGANIZATION = "current organization"


@dataclass(frozen=True)
class Membership:
    """What a person is in an organization."""

    organization: str
    name: str
    role: Role


def memberships(tx: Tx) -> list[Membership]:
    """Where the person is an active member, by name."""
    found: list[Membership] = []
    for id in replica.organizations(tx):
        company, me = replica.get(tx, Organization, id, id), replica.me(tx, id)
        if company is not None and me is not None:
            found.append(Membership(id, company.name, me.role))
    return sorted(found, key=lambda each: (each.name, each.organization))


def to_choose(tx: Tx) -> list[Membership]:
    """More than one, and none of them chosen yet (R-045); else nothing."""
    mine = memberships(tx)
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
    return found or min(replica.all(tx, Seal, organization), key=lambda seal: (seal.name, seal.id), default=None)


def choose_seal(tx: Tx, organization: str, serial: str) -> None:
    meta.put(tx, _key(organization), serial)
    tx.touch(TOPIC)


def _key(organization: str) -> str:
    return f"current seal {organization}"
