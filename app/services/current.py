"""What a person works with now: the organization, and in each organization the seal (A-10). Kept on this computer."""

from dataclasses import dataclass

from app.models import fold, meta, replica
from app.models.store import Tx
from domain.applications import open_ones
from domain.approvals import waits_for_me
from domain.organization import Member, Organization
from domain.seals import Seal

TOPIC = "current"
_ORGANIZATION = "current organization"


@dataclass(frozen=True)
class Membership:
    """An organization in which the person may work, as whom, and how many steps wait for him there."""

    organization: Organization
    me: Member
    waiting: int


def organization(tx: Tx) -> str | None:
    """The one chosen, while the person is a member; else the first."""
    return chosen(tx) or next(iter(replica.organizations(tx)), None)


def chosen(tx: Tx) -> str | None:
    """The one chosen here, while the person is a member of it."""
    kept = meta.get(tx, _ORGANIZATION)
    return kept if kept in replica.organizations(tx) else None


def memberships(tx: Tx, now: int) -> list[Membership]:
    """Where the person could work, by name, as far as the cloud has told (R-045, R-296)."""
    found: list[Membership] = []
    for id in replica.organizations(tx):
        known, me = fold.facts(tx, id), replica.me(tx, id)
        row = known.get(Organization, id)
        if row is not None and me is not None:
            waiting = sum(waits_for_me(each, me, now, known) for each in open_ones(known))
            found.append(Membership(row, me, waiting))
    return sorted(found, key=lambda each: (each.organization.name, each.organization.id))


def choose_organization(tx: Tx, id: str) -> None:
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
