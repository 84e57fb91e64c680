"""How much of each seal's log is out of danger: in the cloud, or carried and kept here."""

from collections import defaultdict

from sqlalchemy import select

from app.models import carried, replica
from app.models.store import Tx
from app.models.tables import carried as slices
from domain.authorizations import Authorization, awaiting_seal
from domain.firmware import OPEN, SealFirmware, UpgradeState
from domain.seals import BindingState, Seal, SealStatus, unconfirmed

_of = slices.c


def held_to(tx: Tx, organization: str, serial: str) -> int:
    """The last entry without a gap before it that the cloud or this console holds."""
    status = replica.get(tx, SealStatus, organization, serial)
    receipt = carried.receipt(tx, serial)
    held = max(status.log_to if status else 0, receipt.log_to if receipt else 0)
    # What the cloud could not take has to be read from the seal again.
    kept = select(_of.first, _of.last).where(_of.serial == serial, _of.last > held, _of.code == "")
    for first, last in tx.connection.execute(kept.order_by(_of.first)):
        if first <= held + 1:
            held = max(held, last)
    return held


# An organization that has let a seal go remembers it, and whoever is in both meets it as the other's.
_NEARER = {BindingState.UNBOUND: 0, BindingState.AWAITING_SEAL: 1, BindingState.UNBINDING: 2, BindingState.BOUND: 2}


def homes(tx: Tx) -> dict[str, str]:
    """The organization of each seal that this person may see, by serial; of several, the one that has it, before one
    that waits for it, before one that had it; then the one of the newest binding."""
    ranked = sorted(_everywhere(tx), key=lambda seal: (_NEARER[seal.state], seal.binding))
    return {seal.id: seal.organization for seal in ranked}


def letting_go(tx: Tx) -> dict[str, str]:
    """The organization of each seal whose word that it has let go is waited for, by serial."""
    return {seal.id: seal.organization for seal in _everywhere(tx) if seal.state is BindingState.UNBINDING}


def _everywhere(tx: Tx) -> list[Seal]:
    return [seal for organization in replica.organizations(tx) for seal in replica.all(tx, Seal, organization)]


def on_seals(tx: Tx, seen: dict[str, int]) -> dict[tuple[str, str], int]:
    """Entries that are still only on the seal, by organization and serial.

    `seen`: the ends of logs that this console was told by the seals themselves; the cloud knows of others.
    """
    waiting: dict[tuple[str, str], int] = defaultdict(int)
    for organization in replica.organizations(tx):
        for seal in replica.all(tx, Seal, organization):
            status = replica.get(tx, SealStatus, organization, seal.id)
            end = max(status.log_end if status else 0, seen.get(seal.id, 0))
            if (left := end - held_to(tx, organization, seal.id)) > 0:
                waiting[organization, seal.id] = left
    return dict(waiting)


def news_for(tx: Tx, serials: set[str]) -> set[str]:
    """Of these seals, those for which something is decided in the cloud that their logs have not confirmed yet."""
    return {
        serial
        for serial, organization in homes(tx).items()
        if serial in serials and _has_news(tx, organization, serial)
    }


def upgrading(tx: Tx, organization: str, serial: str) -> bool:
    """Whether the seal is on its way to a release of its firmware."""
    row = replica.get(tx, SealFirmware, organization, serial)
    return row is not None and row.upgrade is not None and row.upgrade.state in OPEN


def _wants_release(tx: Tx, organization: str, serial: str) -> bool:
    """Whether it has to be told of one, or given it; a seal that has it all is better left alone."""
    row = replica.get(tx, SealFirmware, organization, serial)
    return row is not None and row.state in (UpgradeState.QUEUED, UpgradeState.DOWNLOADING)


def _has_news(tx: Tx, organization: str, serial: str) -> bool:
    seal = replica.get(tx, Seal, organization, serial)
    if _wants_release(tx, organization, serial):
        return True
    told = seal is not None and (unconfirmed(seal) or seal.state is BindingState.UNBINDING)
    return told or any(awaiting_seal(each) for each in replica.all(tx, Authorization, organization, seal=serial))
