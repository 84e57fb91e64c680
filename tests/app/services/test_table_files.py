"""Tables as files: whole or not at all, and never with a formula in them."""

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.services.table_files import TableFile, harmless

ROWS = [["No.", "Name"], ["1", "=1+1"], ["2", "周二，\n“引号”"]]
SAFE = [["No.", "Name"], ["1", "'=1+1"], ["2", "周二，\n“引号”"]]


def read(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    book = load_workbook(path)
    found = [[str(cell.value) for cell in row] for row in book.active.iter_rows()]  # type: ignore[union-attr]
    book.close()
    return found


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), ("\t=", "'\t="), ("\n=", "'\n="), ("＝1", "'＝1")],
)
def test_no_cell_is_a_formula(cell: str, shown: str) -> None:
    assert harmless(cell) == shown
    assert harmless(f"a{cell}") == f"a{cell}"
    assert harmless("") == ""


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_rows_come_back_as_they_were(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"log.{suffix}"
    file = TableFile(path)
    file.add(ROWS[:1])
    file.add(ROWS[1:])
    assert not path.exists()
    file.finish()
    assert read(path) == SAFE
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_is_dropped_leaves_what_was_there(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"log.{suffix}"
    path.write_text("before")
    file = TableFile(path)
    file.add(ROWS)
    file.drop()
    assert path.read_text() == "before"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_an_empty_table_is_a_file_too(tmp_path: Path) -> None:
    file = TableFile(tmp_path / "log.csv")
    file.finish()
    assert (tmp_path / "log.csv").read_bytes() == b""
