"""An export as CSV and as XLSX: written row by row, never with a formula in it."""

import csv
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from cloud.exporting.columns import COLUMNS, Cell, cells, heads
from cloud.store.records import Line
from domain.texts import harmless

ROWS = 1_000_000  # of records in a sheet: spreadsheets show 1,048,576 rows
_TIME = "yyyy-mm-dd hh:mm:ss"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML can hold these, escaped or not


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
        from openpyxl import Workbook

        self._path, self._language, self._rows = path, language, rows
        self._book: Any = Workbook(write_only=True)
        sheet = self._book.create_sheet(("说明", "About")[language])
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 60
        for row in about:
            sheet.append([_text(each) for each in row])
        self._sheet: Any = None
        self._left = 0
        self._sheets = 0

    def add(self, lines: Iterable[Line]) -> None:
        for line in lines:
            if not self._left:
                self._begin()
            self._sheet.append([self._cell(cell) for cell in cells(line, self._language)])
            self._left -= 1

    def close(self) -> None:
        if self._sheet is None:
            self._begin()
        self._book.save(self._path)

    def _begin(self) -> None:
        from openpyxl.utils import get_column_letter

        self._sheets += 1
        sheet = self._book.create_sheet(f"{('用印记录', 'Records')[self._language]} {self._sheets}")
        sheet.freeze_panes = "A2"
        for at, column in enumerate(COLUMNS, 1):
            sheet.column_dimensions[get_column_letter(at)].width = column.width
        sheet.append(heads(self._language))
        self._sheet, self._left = sheet, self._rows

    def _cell(self, cell: Cell) -> Any:
        if isinstance(cell, datetime):
            from openpyxl.cell import WriteOnlyCell

            shown = WriteOnlyCell(self._sheet, value=cell.replace(tzinfo=None))
            shown.number_format = _TIME
            return shown
        return _text(cell) if isinstance(cell, str) else cell


def _text(text: str) -> str:
    return harmless(_NO_XML.sub("", text))
