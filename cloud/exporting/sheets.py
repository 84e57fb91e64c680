"""An export as CSV and as XLSX: written row by row, never with a formula in it."""

import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from cloud.exporting.columns import COLUMNS, cells, heads
from cloud.exporting.xlsx import Cell, Workbook
from cloud.store.records import Line
from domain.texts import harmless

ROWS = 1_000_000  # of records in a sheet: spreadsheets show 1,048,576 rows


class Writer(Protocol):
    """A file that grows; `close` makes it whole."""

    def add(self, lines: Iterable[Line]) -> None: ...

    def close(self) -> None: ...


class Csv:
    """UTF-8 with a mark, as spreadsheets expect it; times as ISO 8601 with their distance from UTC."""

    def __init__(self, path: Path, language: int) -> None:
        self._language = language
        self._file = path.open("w", encoding="utf-8-sig", newline="", errors="replace")
        self._csv = csv.writer(self._file)
        self._csv.writerow(heads(language))

    def add(self, lines: Iterable[Line]) -> None:
        self._csv.writerows([_in_csv(cell) for cell in cells(line, self._language)] for line in lines)

    def close(self) -> None:
        self._file.close()


def _in_csv(cell: Cell) -> str | int | float | None:
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return harmless(cell) if isinstance(cell, str) else cell


class Xlsx:
    """Times as the organization's clock shows them; further sheets beyond a million records. `about`: the first sheet,
    who exported what and when."""

    def __init__(self, path: Path, language: int, about: list[tuple[str, str]], rows: int = ROWS) -> None:
        self._language, self._rows = language, rows
        self._book = Workbook(path)
        self._book.begin(("说明", "About")[language], (20, 60))
        self._book.add(about)
        self._left = self._sheets = 0

    def add(self, lines: Iterable[Line]) -> None:
        rows = [cells(line, self._language) for line in lines]
        while rows:
            if not self._left:
                self._begin()
            some, rows = rows[: self._left], rows[self._left :]
            self._book.add(some)
            self._left -= len(some)

    def close(self) -> None:
        if not self._sheets:
            self._begin()
        self._book.close()

    def _begin(self) -> None:
        self._sheets += 1
        name = f"{('用印记录', 'Records')[self._language]} {self._sheets}"
        self._book.begin(name, [column.width for column in COLUMNS], frozen=True)
        self._book.add([heads(self._language)])
        self._left = self._rows
