"""Tables in files: what other programs write, what they make of ours, and what is no table at all."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from app.services import member_files
from app.services.member_lists import NotAList
from domain.texts import FORMULA

TABLE = [["姓名", "手机号"], ["李四", "19900000003"]]
DANGEROUS = ["=HYPERLINK(1)", "+1", "-2", "@SUM(A1)", "\tx", "\ry", "\nz", "＝1", "＋1", "－1", "＠A"]


@pytest.mark.parametrize(
    "data",
    [
        "姓名,手机号\r\n李四,19900000003\r\n".encode(),
        "姓名,手机号\n李四,19900000003".encode("utf-8-sig"),
        "姓名,手机号\r\n李四,19900000003\r\n".encode("gb18030"),
        "姓名;手机号\r\n李四;19900000003\r\n".encode("gb18030"),
        "姓名\t手机号\r\n李四\t19900000003\r\n".encode("utf-16"),
        '"姓名","手机号"\r\n"李四","19900000003"\r\n'.encode(),
    ],
)
def test_csv_as_it_comes(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    assert member_files.read(path) == TABLE


def test_a_spreadsheet_with_numbers_for_phone_numbers(tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "list.xlsx"
    assert book.active is not None
    book.active["A1"], book.active["B1"] = "姓名", "手机号"
    book.active["A2"], book.active["B2"] = "李四", 19900000003
    book.active["A4"], book.active["B4"] = "王五", 19900000004.0
    book.create_sheet("more").append(["not", "read"])
    book.save(path)
    assert [row for row in member_files.read(path) if any(row)] == [*TABLE, ["王五", "19900000004"]]
    assert member_files.read(path)[3] == ["王五", "19900000004"]  # in the row where it stands


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_no_cell_is_a_formula_for_others_and_each_is_the_same_for_us(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    member_files.write(path, [["姓名"], *([text] for text in DANGEROUS), ["O'Neil"], ["'x"]])
    # XML knows one kind of line break only; a name has none.
    read = [row[0].replace("\r", "\n") for row in member_files.read(path)]
    assert read == ["姓名", *(each.replace("\r", "\n") for each in DANGEROUS), "O'Neil", "'x"]
    if name.endswith("xlsx"):
        cells = [row[0] for row in load_workbook(path).worksheets[0].iter_rows()]
        assert {cell.data_type for cell in cells} == {"s"}
        written = [str(cell.value) for cell in cells]
    else:
        written = [line.strip('"') for line in path.read_text("utf-8-sig").split("\r\n")]
    assert not any(text.startswith(FORMULA) for text in written)


def test_a_template_offers_what_may_stand_in_a_column(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    member_files.write(path, [["姓名", "部门"]], [[], ["销售部", "=采购部"]])
    assert member_files.read(path) == [["姓名", "部门"]]
    book = load_workbook(path)
    (offer,) = book.worksheets[0].data_validations.dataValidation
    assert "B2" in offer.sqref
    assert [row[1] for row in book.worksheets[1].iter_rows(values_only=True)] == ["销售部", "'=采购部"]


def packed(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 and nothing more", "list_unreadable"),
        (packed(a=b"no workbook"), "list_unreadable"),
        (packed(a=bytes(member_files.MAX_UNPACKED + 1)), "list_too_large"),
        (member_files.OLD_EXCEL + bytes(100), "list_old_excel"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "list_unreadable"),
        (b"\xff\xfe\x00", "list_unreadable"),
        (b"a," + b"b" * 200_000, "list_unreadable"),
        (b"a,b\n" * (member_files.MAX_ROWS + 2), "list_too_large"),
        (b" " * (member_files.MAX_BYTES + 1), "list_too_large"),
    ],
)
def test_what_is_no_table(data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_bytes(data)
    with pytest.raises(NotAList) as raised:
        member_files.read(path)
    assert raised.value.refused.code == code


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        member_files.read(tmp_path / "nothing.xlsx")


def test_what_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.mkdir()
    with pytest.raises(OSError):
        member_files.write(path, TABLE)
    assert [each.name for each in tmp_path.iterdir()] == ["list.csv"]
