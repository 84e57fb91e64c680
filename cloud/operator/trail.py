"""The audit trail of the operator's pages: everything that was done there, or refused, in one chain.

The newest head is signed with the platform's key, which is not in the database: so nothing can be changed, left out or
cut off unseen. What was done to an organization stands in that organization's own audit log as well.
"""

import hashlib
from dataclasses import dataclass, replace

import msgspec

from cloud.service import Service
from cloud.store import operators
from cloud.store.operators import Entry
from cloud.store.unit import Unit, View
from domain.audit import GENESIS
from protocol.errors import BadSignature
from protocol.keys import check_signature

MAX_WORDS = 4000  # characters of what was typed; more is cut


@dataclass(frozen=True)
class Deed:
    """What an operator did (`act`), to what of which organization, and what he typed; `code`: why it was refused."""

    act: str
    organization: str = ""
    subject: str = ""
    words: dict[str, str] | None = None
    code: str = ""


@dataclass(frozen=True)
class Found:
    """How long the trail is and its newest head; `broken_at`: the first entry that is not as it was, none: whole."""

    entries: int
    head: str
    broken_at: int | None = None
    why: str = ""


class _Signed(msgspec.Struct):
    number: int
    head: str
    signature: str


def note(service: Service, unit: Unit, operator: str, address: str, deed: Deed, now: int) -> None:
    """Write down what was done, after all that was before."""
    before = operators.last(unit)
    words = msgspec.json.encode(deed.words or {}).decode()[:MAX_WORDS]
    entry = Entry(
        number=1 if before is None else before.number + 1,
        at=now,
        operator=operator,
        address=address,
        act=deed.act,
        organization=deed.organization,
        subject=deed.subject,
        words=words,
        code=deed.code,
        head="",
    )
    entry = replace(entry, head=_chained(GENESIS if before is None else before.head, entry))
    signature = service.keys.platform.sign(_signed_bytes(entry.number, entry.head)).hex()
    operators.append(unit, entry, msgspec.json.encode(_Signed(entry.number, entry.head, signature)).decode())


def verify(view: View, platform: bytes) -> Found:
    """Whether it is all there, as it was written; `platform`: the public key."""
    count, head, broken = 0, GENESIS, None
    for count, entry in enumerate(operators.whole_trail(view), 1):
        if broken is None and (entry.number != count or entry.head != _chained(head, entry)):
            broken = count
        head = entry.head
    if broken is not None:
        return Found(count, head, broken, "the chain")
    kept = operators.signed_head(view)
    whole = _is_end(kept, platform, count, head) if kept else count == 0
    return Found(count, head) if whole else Found(count, head, count + 1, "the end")


def _is_end(kept: str, platform: bytes, number: int, head: str) -> bool:
    try:
        signed = msgspec.json.decode(kept, type=_Signed)
        check_signature(platform, _signed_bytes(number, head), bytes.fromhex(signed.signature))
    except (msgspec.DecodeError, ValueError, BadSignature):
        return False
    return (signed.number, signed.head) == (number, head)


def _chained(before: str, entry: Entry) -> str:
    told = [value for name, value in vars(entry).items() if name != "head"]
    return hashlib.sha256(before.encode() + msgspec.json.encode(told)).hexdigest()


def _signed_bytes(number: int, head: str) -> bytes:
    return b"signet/operators/1" + msgspec.json.encode([number, head])
