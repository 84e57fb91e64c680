"""The ledger as it is written: each line once, and as an entry of a chain that the platform's key has signed.

Of a cloud that is older than the chain, what was written before it joins with the first line that comes. The key file
notes that there is a chain from the next start on, so that nobody who has the database alone begins another.
"""

from collections import Counter
from collections.abc import Iterator

import msgspec

from cloud import chain
from cloud.chain import Found
from cloud.keys import Keys
from cloud.service import Service
from cloud.store import ledger
from cloud.store.ledger import Entry, Link, Return
from cloud.store.unit import Unit, View
from domain.audit import GENESIS
from domain.orders import Order

_PURPOSE = b"signet/ledger/1"


def note(
    service: Service, unit: Unit, order: Order, entry: Entry, transaction: str, at: int, now: int, by: str = ""
) -> None:
    """A line for each seal of the order."""
    _link(service.keys, unit, ledger.note(unit, order, entry, transaction, at, now, by))


def note_return(service: Service, unit: Unit, line: Return) -> bool:
    """Whether it is news."""
    told = ledger.note_return(unit, line)
    if told:
        _link(service.keys, unit, told)
    return bool(told)


def _link(keys: Keys, unit: Unit, told: list[str]) -> None:
    before = ledger.last_link(unit)
    if before is None and not keys.chained:
        told = ledger.written(unit)
    number, head = (0, GENESIS) if before is None else (before.number, before.head)
    links: list[Link] = []
    for line in told:
        number += 1
        head = chain.linked(head, [number, line])
        links.append(Link(number, line, head))
    ledger.link(unit, links, chain.signed(keys.platform, _PURPOSE, number, head))


def verify(view: View, keys: Keys) -> Found:
    """The chain itself, not yet what it tells of."""
    if ledger.last_link(view) is None and not keys.chained:
        return Found(0, GENESIS)  # nothing was written since this cloud was older than it
    entries = ((each.number, [each.number, each.line], each.head) for each in ledger.links(view))
    return chain.verify(entries, ledger.signed_head(view), keys.platform.public, _PURPOSE)


def wrong(view: View, keys: Keys) -> Iterator[str]:
    """Each line that is not there as it was written, or that was not written by this cloud; in words."""
    if ledger.last_link(view) is None and not keys.chained:
        return
    told, there = Counter(each.line for each in ledger.links(view)), Counter(ledger.written(view))
    yield from (f"a line of the ledger was changed or taken out: {_words(line)}" for line in told - there)
    yield from (f"a line of the ledger was changed or put in: {_words(line)}" for line in there - told)


def _words(line: str) -> str:
    return " ".join(str(each) for each in msgspec.json.decode(line))
