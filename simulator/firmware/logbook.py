"""The entries a seal still keeps: appended one by one, handed out in slices, their room reused only after a receipt."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from protocol.cbor import pack
from protocol.conversation import MAX_ANSWER_BYTES
from protocol.keys import SigningKey
from protocol.log import Entry, ImpressionEntry, SealingEntry, Slice, next_head, read_entry, seal_slice

# Presses happen although the store is full: the mechanics cannot block each one (C-39).
RESERVE = 16
# Entries that are no impressions (switched on, taken, acknowledged …) and wait for a receipt. Beyond it whatever would
# write another one is refused; what happens anyway has a little more, then events make way. Presses never do.
OTHERS = 400
OTHERS_RESERVE = 64
# What signing, sealing, heads and covers add to the entries of one message.
SLICE_OVERHEAD = 320


@dataclass(frozen=True)
class Kept:
    number: int
    data: bytes
    head: bytes


def key(number: int) -> str:
    """The storage key of an entry; sorts like its number."""
    return f"log/{number:015d}"


class Logbook:
    """Entries base+1..last, with the head after each."""

    def __init__(self, serial: str, base: int, base_head: bytes, stored: Mapping[str, bytes], room: int) -> None:
        self._serial = serial
        self.base, self.base_head, self.room = base, base_head, room
        self._kept: list[Kept] = []
        self._impressions: list[int] = []  # the numbers of those among them that are presses or sealed documents
        number = base + 1
        while (data := stored.get(key(number))) is not None:
            self._keep(data, read_entry(data))
            number += 1

    @property
    def last(self) -> int:
        return self.base + len(self._kept)

    @property
    def head(self) -> bytes:
        return self._kept[-1].head if self._kept else self.base_head

    def head_at(self, number: int) -> bytes | None:
        """The head after entry `number`; none if it is not known any more, or not yet."""
        if number == self.base:
            return self.base_head
        return self._kept[number - self.base - 1].head if self.base < number <= self.last else None

    def impressions(self, receipted: int) -> int:
        """How many impressions, on paper or on a document, wait for a receipt."""
        return len(self._impressions) - bisect_right(self._impressions, receipted)

    def others(self, receipted: int) -> int:
        """How many other entries wait for a receipt."""
        return self.last - max(receipted, self.base) - self.impressions(receipted)

    def reusable(self, coming: int, receipted: int) -> list[int]:
        """The oldest entries that make way for `coming` new ones: receipted, and only as many as are needed."""
        capacity = self.room + RESERVE + OTHERS + OTHERS_RESERVE
        surplus = len(self._kept) + coming - capacity
        return [n for n in range(self.base + 1, self.base + 1 + max(0, surplus)) if n <= receipted]

    def append(self, entries: Iterable[Entry], dropped: Sequence[int]) -> None:
        """Take over what was committed."""
        if dropped:
            last = self._kept[len(dropped) - 1]
            self.base, self.base_head = last.number, last.head
            del self._kept[: len(dropped)]
            del self._impressions[: bisect_right(self._impressions, self.base)]
        for entry in entries:
            self._keep(pack(entry), entry)

    def cut(self, first: int, last: int, binding: int) -> Slice:
        """Entries first..last, which must be kept."""
        chosen = [self._kept[number - self.base - 1] for number in range(first, last + 1)]
        before = self.head_at(first - 1)
        assert before is not None
        return Slice(self._serial, binding, first, last, before, [kept.data for kept in chosen], chosen[-1].head)

    def page(
        self, first: int, until: int, binding: int, signing: SigningKey, secret: bytes, room: int = MAX_ANSWER_BYTES
    ) -> bytes:
        """A sealed slice from `first` to `until` (0: the end), or as many entries as fit `room` bytes; empty when there
        is none. Where the first are gone it begins, and ends, so much later."""
        gone = max(0, self.base + 1 - first)
        first, until = first + gone, min(until + gone, self.last) if until else self.last
        last, size = first - 1, SLICE_OVERHEAD
        while last < until and (size := size + 3 + len(self._kept[last - self.base].data)) <= room:
            last += 1
        return seal_slice(self.cut(first, last, binding), signing, secret) if last >= first else b""

    def _keep(self, data: bytes, entry: Entry) -> None:
        self._kept.append(Kept(entry.number, data, next_head(self.head, data)))
        if isinstance(entry, ImpressionEntry | SealingEntry):
            self._impressions.append(entry.number)
