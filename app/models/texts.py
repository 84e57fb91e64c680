"""A text of each of some hundred thousand things, in which words are looked for.

All texts lie behind each other as UTF-16; a word is looked for by its rarest character, for all of them at once. That
finds any part of a word in any language (a part of two Chinese characters is what people type), takes some milliseconds
for 200,000 texts, and leaves nothing on disk that could be stale when a row is renamed, withdrawn or restored.
"""

import numpy as np
from numpy.typing import NDArray

from app.models.columns import Growing, Mask

END = "\n"  # no word holds it


class Texts:
    """Things are numbers (`app.models.columns.Codes`); 0 has no text."""

    def __init__(self) -> None:
        self._units = Growing(np.uint16)
        self._starts = Growing(np.int64)  # of each piece, rising
        self._owners = Growing(np.int32)  # 0: it was replaced
        self._piece: dict[int, int] = {}
        self._often = np.zeros(1 << 16, np.int64)  # how often each unit occurs

    def put(self, texts: dict[int, str]) -> None:
        """The texts of these things as they are now; empty: it has none any more."""
        new: list[tuple[int, NDArray[np.uint16]]] = []
        for owner, text in texts.items():
            units = _units(text + END) if text else _units("")
            before = self._piece.get(owner)
            if before is not None and np.array_equal(self._of(before), units):
                continue
            if before is not None:
                self._owners.values[before] = 0
                del self._piece[owner]
            if text:
                self._piece[owner] = self._owners.size + len(new)
                new.append((owner, units))
        if not new:
            return
        lengths = [len(units) for _, units in new]
        starts = self._units.size + np.cumsum([0, *lengths[:-1]])
        together = np.concatenate([units for _, units in new])
        self._units.append(together)
        self._starts.append(starts)
        self._owners.append([owner for owner, _ in new])
        self._often += np.bincount(together, minlength=1 << 16)

    def find(self, word: str, count: int) -> Mask:
        """For each of `count` things, whether its text holds the word, in capitals or not."""
        found = np.zeros(count, np.bool_)
        wanted, units = _units(word), self._units.values
        room = len(units) - len(wanted) + 1
        if not len(wanted) or room <= 0:
            return found
        rarest = int(np.argmin(self._often[wanted]))
        places = np.flatnonzero(units[rarest : rarest + room] == wanted[rarest])
        for at, unit in enumerate(wanted):
            if at != rarest and len(places):
                places = places[units[places + at] == unit]
        if len(places):
            found[self._owners.values[np.searchsorted(self._starts.values, places, side="right") - 1]] = True
            found[0] = False
        return found

    def _of(self, piece: int) -> NDArray[np.uint16]:
        starts = self._starts.values
        end = starts[piece + 1] if piece + 1 < len(starts) else self._units.size
        return self._units.values[starts[piece] : end]


def _units(text: str) -> NDArray[np.uint16]:
    return np.frombuffer(text.casefold().encode("utf-16-le", "surrogatepass"), np.uint16)
