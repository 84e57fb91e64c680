"""What a person works with now: the organization, and in each organization the seal (A-10). Kept on this computer."""

from app.models import meta, replica
from app.models.store import Tx
from domain.seals import Seal

TOPIC = "current"
_ORGANIZATION = "current organization"


def organization(tx: Tx) -> str | None:
    """The one chosen, while the person is a member; else the first."""
    mine = replica.organizations(tx)
    chosen = meta.get(tx, _ORGANIZATION)
    return chosen if chosen in mine else next(iter(mine), None)


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
