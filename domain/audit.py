"""The audit log: every act that the cloud judged, in one chain for each organization (I-21)."""

import hashlib
from typing import ClassVar

import msgspec

from domain.rows import IdText, Ms, Row

GENESIS = "0" * 64
# Reading that is noted though it is no act, and what a rule of the organization does by itself.
VIEW_PHOTO, FETCH_EXPORT, REMOVE_PICTURES = "ViewPhoto", "FetchExport", "RemovePictures"
READ_BY_SYSTEM = "ReadBySystem"  # a picture of a use, with a token, by one of the organization's own systems


class AuditEntry(Row, frozen=True, kw_only=True):
    """Act `act` (its name) of `member`, the `number`-th of the organization; `code`: why it was refused, empty: done.

    No member: an operator has done it, a rule of the organization, or one of its systems.

    `subject`: the id of what it was about. `digest`: SHA-256 of the act as it was received with its signature; `head`:
    of the entry before with this one, so that nothing can be changed, left out or moved unseen.
    """

    table: ClassVar[str] = "audit"
    number: int
    at: Ms
    member: IdText | None
    act: str
    subject: str
    code: str
    digest: str
    head: str


def digest(body: bytes, signature: bytes, user: str, console: str) -> str:
    """Of an act as it was received, and from whom."""
    parts = (body, signature, user.encode(), console.encode())
    return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).hexdigest()


def chained(before: str, entry: AuditEntry) -> str:
    """The head after an entry (whatever its `head` says), beyond the head `before` it."""
    told = msgspec.json.encode([getattr(entry, name) for name in entry.__struct_fields__ if name != "head"])
    return hashlib.sha256(before.encode() + told).hexdigest()


def head_signed_bytes(organization: str, number: int, head: str) -> bytes:
    """What the organization's key signs: so many acts there are, and the newest has this head."""
    return b"signet/audit/1" + msgspec.json.encode([organization, number, head])


def operator_signed_bytes(organization: str, body: bytes) -> bytes:
    """What the organization's key signs where an operator acts, who has no console."""
    return b"signet/operator/1" + organization.encode() + body
