"""A chain of entries in the database, whose newest head is signed with the platform's key, which is not in it: nothing
can be changed, left out, put between or cut off unseen. The operators' trail and the ledger are such chains."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from domain.audit import GENESIS
from protocol.errors import BadSignature
from protocol.keys import SigningKey, check_signature


@dataclass(frozen=True)
class Found:
    """How long the chain is and its newest head; `broken_at`: the first entry that is not as it was, none: whole."""

    entries: int
    head: str
    broken_at: int | None = None
    why: str = ""


class _Signed(msgspec.Struct):
    number: int
    head: str
    signature: str


def linked(before: str, told: Sequence[object]) -> str:
    """The head of an entry that tells this, after the one with the head `before` (the first: `GENESIS`)."""
    return hashlib.sha256(before.encode() + msgspec.json.encode(told)).hexdigest()


def signed(platform: SigningKey, purpose: bytes, number: int, head: str) -> str:
    """What is kept of the newest entry; `purpose`: of which chain, so that no end is another's."""
    signature = platform.sign(_signed_bytes(purpose, number, head)).hex()
    return msgspec.json.encode(_Signed(number, head, signature)).decode()


def verify(entries: Iterable[tuple[int, Sequence[object], str]], kept: str, platform: bytes, purpose: bytes) -> Found:
    """Whether it is all there, as it was written. `entries`: number, what is told, head, in their order; `kept`: by
    `signed`, empty: nothing; `platform`: the public key."""
    count, head, broken = 0, GENESIS, None
    for count, (number, told, said) in enumerate(entries, 1):
        if broken is None and (number != count or said != linked(head, told)):
            broken = count
        head = said
    if broken is not None:
        return Found(count, head, broken, "the chain")
    whole = _is_end(kept, platform, purpose, count, head) if kept else count == 0
    return Found(count, head) if whole else Found(count, head, count + 1, "the end")


def _is_end(kept: str, platform: bytes, purpose: bytes, number: int, head: str) -> bool:
    try:
        end = msgspec.json.decode(kept, type=_Signed)
        check_signature(platform, _signed_bytes(purpose, number, head), bytes.fromhex(end.signature))
    except (msgspec.DecodeError, ValueError, BadSignature):
        return False
    return (end.number, end.head) == (number, head)


def _signed_bytes(purpose: bytes, number: int, head: str) -> bytes:
    return purpose + msgspec.json.encode([number, head])
