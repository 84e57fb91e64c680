"""The time stamp authority (RFC 3161) that this person has chosen; at first there is none."""

from app.models import meta
from app.models.store import Tx
from app.sync.address import check_address

_KEY = "sealing.time_stamps"
LONGEST = 300


def read_authority(tx: Tx) -> str:
    """Its address; empty: none is asked."""
    return meta.get(tx, _KEY) or ""


def write_authority(tx: Tx, address: str) -> None:
    """Raises `NotSecure` or ValueError, and changes nothing then: what is asked is the hash of a signature, and the
    answer is signed, but who asks is nobody's business."""
    if address:
        check_address(address)
    meta.put(tx, _KEY, address)
