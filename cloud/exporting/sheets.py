"""An export as CSV and as XLSX: written row by row, never with a formula in it."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.workbook import Workbook

from cloud.exporting.columns import COLUMNS, Cell, cells, heads
from cloud.store.records import Line
from domain.texts import harmless

ROWS = 1_000_000  # of records in a sheet: spreadsheets show 1,048,576 rows
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML can hold these, escaped or not
_OPTIONS = {
    "constant_memory": True,
    "use_zip64": True,
    "default_date_format": "yyyy-mm-dd hh:mm:ss",
    "remove_timezone": True,  # a spreadsheet knows none
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


class Writer(Protocol):
    """Files that grow; `close` makes them whole, and says which they are."""

    def add(self, lines: Iterable[Line]) -> None: ...

    def close(self) -> list[Path]: ...


class Csv:
    """UTF-8 with a mark, as spreadsheets expect it; times as ISO 8601 with their distance from UTC."""

    def __init__(self, path: Path, language: int) -> None:
        self._path, self._language = path, language
        self._file = path.open("w", encoding="utf-8-sig", newline="", errors="replace")
        self._csv = csv.writer(self._file)
        self._csv.writerow(heads(language))

    def add(self, lines: Iterable[Line]) -> None:
        self._csv.writerows([_in_csv(cell) for cell in cells(line, self._language)] for line in lines)

    def close(self) -> list[Path]:
        self._file.close()
        return [self._path]


def _in_csv(cell: Cell) -> str | int | float | None:
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return harmless(cell) if isinstance(cell, str) else cell


class Xlsx:
    """Times as the organization's clock shows them; further sheets beyond a million records. `about`: the first sheet,
    who exported what and when. Each row goes to the disk beside `path`, none is kept in memory."""

    def __init__(self, path: Path, language: int, about: list[tuple[str, str]], rows: int = ROWS) -> None:
        self._path, self._language, self._rows = path, language, rows
        self._book: Any = Workbook(str(path), {**_OPTIONS, "tmpdir": str(path.parent)})
        self._begin(("说明", "About")[language], (20, 60))
        self._add(about)
        self._left = self._sheets = 0

    def add(self, lines: Iterable[Line]) -> None:
        rows = [cells(line, self._language) for line in lines]
        while rows:
            if not self._left:
                self._begin_records()
            some, rows = rows[: self._left], rows[self._left :]
            self._add(some)
            self._left -= len(some)

    def close(self) -> list[Path]:
        """Raises `OSError`."""
        if not self._sheets:
            self._begin_records()
        try:
            self._book.close()
        except FileCreateError as error:  # only a wrapping of what the system said: no room left, say
            raise error.args[0] from None
        return [self._path]

    def _begin_records(self) -> None:
        self._sheets += 1
        name = f"{('用印记录', 'Records')[self._language]} {self._sheets}"
        self._begin(name, [column.width for column in COLUMNS])
        self._add([heads(self._language)])
        self._sheet.freeze_panes(1, 0)
        self._left = self._rows

    def _begin(self, name: str, widths: Sequence[int]) -> None:
        self._sheet, self._row = self._book.add_worksheet(name), 0
        for at, width in enumerate(widths):
            self._sheet.set_column(at, at, width)

    def _add(self, rows: Iterable[Sequence[Cell]]) -> None:
        write = self._sheet.write
        for row in rows:
            for at, cell in enumerate(row):
                write(self._row, at, _in_xlsx(cell) if isinstance(cell, str) else cell)
            self._row += 1


def _in_xlsx(text: str) -> str:
    text = harmless(_NO_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n"))
    # What looks like this, XlsxWriter takes for marked-up text of its own and writes as it stands: no workbook, then.
    return f"'{text}" if text.startswith("<r>") and text.endswith("</r>") else text
