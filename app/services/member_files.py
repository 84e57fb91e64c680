"""Tables of text in files: XLSX, and CSV as the spreadsheets of the day write it. Not on the loop: files are slow.

What is written is text and nothing else: a cell that a spreadsheet would take for a formula begins with an apostrophe,
and loses it when it is read again.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from app.services.member_lists import NotAList, Table
from domain.texts import FORMULA, harmless

MAX_ROWS = 1000  # ten times as many people as an organization may have; more is another kind of file
MAX_COLUMNS = 64
MAX_BYTES = 8 * 1024 * 1024
MAX_UNPACKED = 64 * 1024 * 1024  # of an XLSX, which is a ZIP
ZIP, OLD_EXCEL, UTF_16 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", (b"\xff\xfe", b"\xfe\xff")


def read(path: Path) -> list[list[str]]:
    """The cells of the first sheet. Raises `NotAList`, `OSError`."""
    if path.stat().st_size > MAX_BYTES:
        raise NotAList("list_too_large", str(MAX_ROWS))
    data = path.read_bytes()
    if data.startswith(OLD_EXCEL):
        raise NotAList("list_old_excel")
    table: list[list[str]] = []
    for row in _xlsx(data) if data.startswith(ZIP) else _csv(data):
        table.append([_without_mark(_text(cell)) for cell in row[:MAX_COLUMNS]])
        if len(table) > MAX_ROWS + 1:  # the headings
            raise NotAList("list_too_large", str(MAX_ROWS))
    return table


def write(path: Path, table: Table, choices: Sequence[Sequence[str]] = ()) -> None:
    """As CSV if the name says so, else as XLSX. `choices`: for each column what may stand in it, none: anything (XLSX
    offers them). Raises `OSError`; a file of that name is replaced only by a whole one."""
    cells = [[harmless(cell) for cell in row] for row in table]
    data = _csv_bytes(cells) if path.suffix.lower() == ".csv" else _xlsx_bytes(cells, choices)
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _without_mark(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text


def _text(cell: Any) -> str:
    """As a person reads it: a phone number that was typed as a number is whole."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _xlsx(data: bytes) -> Iterator[Sequence[Any]]:
    from openpyxl import load_workbook

    try:
        with ZipFile(io.BytesIO(data)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MAX_UNPACKED:
                raise NotAList("list_too_large", str(MAX_ROWS))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is not always so
        yield from sheet.iter_rows(values_only=True)
        book.close()
    except NotAList:
        raise
    except Exception as error:
        raise NotAList("list_unreadable") from error


def _csv(data: bytes) -> Iterator[Sequence[str]]:
    text = _decoded(data)
    if "\0" in text:
        raise NotAList("list_unreadable")
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise NotAList("list_unreadable") from error


def _decoded(data: bytes) -> str:
    """UTF-8, with a mark or without; what Excel calls Unicode text; else Chinese Windows' own encoding."""
    encodings = ["utf-16"] if data.startswith(UTF_16) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotAList("list_unreadable")


def _csv_bytes(cells: Table) -> bytes:
    """With the mark by which Excel knows UTF-8."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows(cells)
    return written.getvalue().encode("utf-8-sig")


def _xlsx_bytes(cells: Table, choices: Sequence[Sequence[str]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet: Any = book.active
    for row in cells:
        sheet.append(row)
    for at, cell in enumerate(sheet[1], 1):
        cell.font = Font(bold=True)
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = 22
        sheet.column_dimensions[letter].number_format = "@"  # else Excel shows a phone number as 1.99E+10
    sheet.freeze_panes = "A2"
    offered = book.create_sheet("…") if any(choices) else None
    for at, some in enumerate(choices, 1):
        if offered is None or not some:
            continue
        offered.sheet_state = "hidden"
        for number, choice in enumerate(some, 1):
            offered.cell(number, at, harmless(choice))
        letter = get_column_letter(at)
        rule = DataValidation("list", formula1=f"'…'!${letter}$1:${letter}${len(some)}", allow_blank=True)
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
