"""A workbook written as it grows (ECMA-376, transitional): rows go straight into the ZIP, none is kept.

openpyxl's write-only mode takes as little memory, and eighteen minutes for a million records of twenty-two columns.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from domain.texts import harmless

Cell = str | int | float | datetime | None
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML can hold these, escaped or not
_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  (day 0 of a spreadsheet, which knows no zones)
_DAY_S = 86400
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FROZEN = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft"'
    ' state="frozen"/></sheetView></sheetViews>'
)
# Two kinds of cells: as they are, and times.
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>'
    '</numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class Workbook:
    """Sheets one after the other: `begin` ends the one before. It is a workbook once it is closed."""

    def __init__(self, path: Path) -> None:
        self._zip = ZipFile(path, "w", ZIP_DEFLATED)
        self._names: list[str] = []
        self._letters: list[str] = []
        self._sheet: IO[bytes] | None = None
        self._row = 0

    def begin(self, name: str, widths: Sequence[int], *, frozen: bool = False) -> None:
        """A sheet with so many columns, each so many characters wide; `frozen`: its first row stays in sight."""
        self._end()
        self._names.append(name)
        self._letters = [_letters(at) for at in range(len(widths))]
        self._row = 0
        self._sheet = self._zip.open(f"xl/worksheets/sheet{len(self._names)}.xml", "w", force_zip64=True)
        across = "".join(
            f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(widths, 1)
        )
        head = f'{_XML}<worksheet xmlns="{_MAIN}">{_FROZEN if frozen else ""}<cols>{across}</cols><sheetData>'
        self._sheet.write(head.encode())

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Below those that are there."""
        assert self._sheet is not None
        found: list[str] = []
        for row in rows:
            self._row += 1
            cells = "".join(_cell(f"{self._letters[at]}{self._row}", cell) for at, cell in enumerate(row))
            found.append(f'<row r="{self._row}">{cells}</row>')
        self._sheet.write("".join(found).encode())

    def close(self) -> None:
        self._end()
        parts = [(at, f"sheet{at}.xml", name) for at, name in enumerate(self._names, 1)]
        sheets = "".join(f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="r{at}"/>' for at, _, name in parts)
        relations = "".join(_relation(f"r{at}", "worksheet", f"worksheets/{file}") for at, file, _ in parts)
        relations += _relation("r0", "styles", "styles.xml")
        kinds = "".join(_override(f"xl/worksheets/{file}", "worksheet") for _, file, _ in parts)
        kinds += _override("xl/workbook.xml", "sheet.main") + _override("xl/styles.xml", "styles")
        book = f"<bookViews><workbookView/></bookViews><sheets>{sheets}</sheets>"
        for name, content in {
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{book}</workbook>',
            "xl/_rels/workbook.xml.rels": _relations(relations),
            "_rels/.rels": _relations(_relation("r1", "officeDocument", "xl/workbook.xml")),
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>',
        }.items():
            self._zip.writestr(name, _XML + content)
        self._zip.writestr("xl/styles.xml", _STYLES)
        self._zip.close()

    def _end(self) -> None:
        if self._sheet is not None:
            self._sheet.write(b"</sheetData></worksheet>")
            self._sheet.close()
            self._sheet = None


def _cell(place: str, cell: Cell) -> str:
    if isinstance(cell, str):
        text = escape(harmless(_NO_XML.sub("", cell)))
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' if text else ""
    if isinstance(cell, datetime):
        days = (cell.replace(tzinfo=None) - _ZERO).total_seconds() / _DAY_S
        return f'<c r="{place}" s="1"><v>{days!r}</v></c>'
    return "" if cell is None else f'<c r="{place}"><v>{cell}</v></c>'


def _letters(at: int) -> str:
    """A, B, … Z, AA, …"""
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def _relation(id: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _relations(inside: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _override(part: str, kind: str) -> str:
    return f'<Override PartName="/{part}" ContentType="{_KIND}.{kind}+xml"/>'
