"""A text of each of some hundred thousand things, in which words are looked for.

All texts lie behind each other as UTF-16; a word is looked for by its rarest character, for all of them at once. That
finds any part of a word in any language (a part of two Chinese characters is what people type), takes some milliseconds
for 200,000 texts, and leaves nothing on disk that could be stale when a row is renamed, withdrawn or restored.
"""

import numpy as np
from numpy.typing import NDArray

from app.models.columns import Growing, Mask

END = "\0"  # no word holds it


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
        folded = {owner: text.replace(END, " ").casefold() for owner, text in texts.items()}
        new = {owner: text for owner, text in folded.items() if not self._stays(owner, text) and text}
        if not new:
            return
        units = _units("".join(f"{text}{END}" for text in new.values()))
        starts = np.concatenate([[0], np.flatnonzero(units == ord(END))[:-1] + 1])
        self._piece.update(zip(new, range(self._owners.size, self._owners.size + len(new)), strict=True))
        self._starts.append(starts + self._units.size)
        self._units.append(units)
        self._owners.append(list(new))
        self._often += np.bincount(units, minlength=1 << 16)

    def _stays(self, owner: int, text: str) -> bool:
        """Whether that is its text already; another one is not found any more."""
        before = self._piece.get(owner)
        if before is None:
            return not text
        if text and np.array_equal(self._of(before), _units(text + END)):
            return True
        self._owners.values[before] = 0
        del self._piece[owner]
        return False

    def find(self, word: str, count: int) -> Mask:
        """For each of `count` things, whether its text holds the word, in capitals or not."""
        found = np.zeros(count, np.bool_)
        wanted, units = _units(word.casefold()), self._units.values
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
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
