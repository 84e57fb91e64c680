"""The audit trail of the operator's pages: everything that was done there, or refused, in one chain.

The newest head is signed with the platform's key, which is not in the database: so nothing can be changed, left out or
cut off unseen. What was done to an organization stands in that organization's own audit log as well.
"""

from dataclasses import dataclass, replace

import msgspec

from cloud import chain
from cloud.chain import Found
from cloud.service import Service
from cloud.store import operators
from cloud.store.operators import Entry
from cloud.store.unit import Unit, View
from domain.audit import GENESIS

_PURPOSE = b"signet/operators/1"
MAX_WORDS = 4000  # characters of what was typed; more is cut


@dataclass(frozen=True)
class Deed:
    """What an operator did (`act`), to what of which organization, and what he typed; `code`: why it was refused."""

    act: str
    organization: str = ""
    subject: str = ""
    words: dict[str, str] | None = None
    code: str = ""


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
    entry = replace(entry, head=chain.linked(GENESIS if before is None else before.head, _told(entry)))
    operators.append(unit, entry, chain.signed(service.keys.platform, _PURPOSE, entry.number, entry.head))


def verify(view: View, platform: bytes) -> Found:
    """Whether it is all there, as it was written; `platform`: the public key."""
    entries = ((each.number, _told(each), each.head) for each in operators.whole_trail(view))
    return chain.verify(entries, operators.signed_head(view), platform, _PURPOSE)


def _told(entry: Entry) -> list[object]:
    return [value for name, value in vars(entry).items() if name != "head"]
