"""Tables for other programs: CSV and XLSX, written row by row beside the loop, and never with a formula in them."""

import csv
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Protocol

from domain.texts import harmless


class _Writer(Protocol):
    def add(self, rows: Iterable[Sequence[str]]) -> None: ...

    def close(self) -> None:
        """Everything is written."""
        ...

    def drop(self) -> None:
        """Let go of the file."""
        ...


class TableFile:
    """A file that is there as a whole or not at all. Its methods may be called in any one thread at a time; they raise
    `OSError`. The ending of `path` says which kind: `.xlsx`, else CSV (UTF-8 with a mark, as spreadsheets expect it).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(f"{path.name}.part")
        self._writer: _Writer | None = None

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        if self._writer is None:
            kind = _Xlsx if self._path.suffix.lower() == ".xlsx" else _Csv
            self._writer = kind(self._part)
        self._writer.add([harmless(cell) for cell in row] for row in rows)

    def finish(self) -> None:
        """From now on the file is there."""
        self.add([])
        if self._writer is not None:
            self._writer.close()
        self._part.replace(self._path)

    def drop(self) -> None:
        """It is not wanted any more; a file of that name that was there before stays."""
        if self._writer is not None:
            self._writer.drop()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)


class _Csv:
    def __init__(self, path: Path) -> None:
        self._file: IO[str] = path.open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file)

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        self._csv.writerows(rows)

    def close(self) -> None:
        self._file.close()

    def drop(self) -> None:
        self._file.close()


class _Xlsx:
    def __init__(self, path: Path) -> None:
        from openpyxl import Workbook  # loads for a third of a second: not before somebody wants such a file

        self._path = path
        self._book: Any = Workbook(write_only=True)
        self._sheet: Any = self._book.create_sheet()

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        for row in rows:
            self._sheet.append(list(row))

    def close(self) -> None:
        self._book.save(self._path)

    def drop(self) -> None:
        self._sheet.close()  # its rows lie in a temporary file, which the library removes in the end
