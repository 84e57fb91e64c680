"""Columns of numbers for lists of a million: what a list is narrowed and ordered by, in memory, as long as it is used.

Texts are numbers here (`Codes`), so that a condition is a look-up in a small table, and a table for all rows at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.signedinteger[Any]]
Mask = NDArray[np.bool_]
GROWTH = 1.25  # so much more room than is needed: a row more copies nothing


class Growing:
    """An array that can be appended to."""

    def __init__(self, kind: Any) -> None:
        self._held: NDArray[Any] = np.empty(0, kind)
        self.size = 0

    @property
    def values(self) -> NDArray[Any]:
        return self._held[: self.size]

    def append(self, values: Sequence[int] | NDArray[Any]) -> None:
        size = self.size + len(values)
        self.grow(size)
        self._held[size - len(values) : size] = values

    def grow(self, size: int) -> None:
        """Be that long; what is new is zero."""
        if size > len(self._held):
            self.reserve(int(size * GROWTH) + 16)
        elif size > self.size:
            self._held[self.size : size] = 0
        self.size = size

    def reserve(self, room: int) -> None:
        """So much will be needed: to copy it again and again would hold up everybody."""
        held = np.zeros(max(room, self.size), self._held.dtype)
        held[: self.size] = self.values
        self._held = held

    def put(self, at: Sequence[int], values: Sequence[int]) -> None:
        """At these places, as long as it has to be for that."""
        self.grow(max(self.size, max(at, default=-1) + 1))
        self.values[at] = values

    def cut(self, size: int) -> None:
        self.size = size

    def keep(self, mask: Mask) -> None:
        kept = self.values[mask]
        self._held[: len(kept)] = kept
        self.size = len(kept)


class Columns:
    """Growing arrays of the same length, by name."""

    def __init__(self, kinds: Mapping[str, Any]) -> None:
        self._columns = {name: Growing(kind) for name, kind in kinds.items()}

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._columns[name].values

    def __len__(self) -> int:
        return next(iter(self._columns.values())).size

    def append(self, values: Mapping[str, Sequence[int] | NDArray[Any]]) -> None:
        for name, column in self._columns.items():
            column.append(values[name])

    def reserve(self, room: int) -> None:
        for column in self._columns.values():
            column.reserve(room)

    def cut(self, size: int) -> None:
        for column in self._columns.values():
            column.cut(size)

    def keep(self, mask: Mask) -> None:
        for column in self._columns.values():
            column.keep(mask)


class Codes:
    """A small number for each text; 0 stands for none."""

    def __init__(self) -> None:
        self.texts: list[str] = [""]
        self._code: dict[str | None, int] = {None: 0, "": 0}

    def __len__(self) -> int:
        return len(self.texts)

    def get(self, text: str) -> int:
        """0: it has none."""
        return self._code.get(text, 0)

    def add(self, text: str | None) -> int:
        code = self._code.get(text)
        if code is None:
            assert text is not None
            code = self._code[text] = len(self.texts)
            self.texts.append(text)
        return code

    def add_all(self, texts: Sequence[str | None]) -> list[int]:
        for text in set(texts).difference(self._code):
            self.add(text)
        return list(map(self._code.__getitem__, texts))

    def marked(self, texts: Iterable[str]) -> Mask:
        """For each code, whether its text is among these; an empty text is none at all."""
        wanted = set(texts)
        table = np.zeros(len(self.texts), np.bool_)
        for text in wanted:
            table[self._code.get(text, 0)] = True
        table[0] = "" in wanted
        return table

    def ranks(self, key: Mapping[str, Any]) -> NDArray[np.int32]:
        """For each code, where it stands in the order of these keys; one without key stands behind all others."""
        named = [(text not in key, key.get(text)) for text in self.texts]
        order = sorted(range(len(named)), key=named.__getitem__)
        ranks = np.empty(len(order), np.int32)
        ranks[order] = np.arange(len(order), dtype=np.int32)
        return ranks
