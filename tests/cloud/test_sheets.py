"""The spreadsheets of exports, opened again: nothing in them computes, and nothing that people wrote breaks them."""

import csv
import struct
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import msgspec
import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from cloud.exporting.columns import heads
from cloud.exporting.sheets import Csv, Xlsx
from cloud.store.records import Line
from domain.cases import Case, CaseState, CaseVerdict
from domain.reviews import Review, ReviewVerdict
from domain.seals import Position
from domain.times import CHINA
from domain.usage import Photo
from tests.domain.refused_records import PRESS, taken
from tests.domain.world import APPLIED, ISSUED, NOW, ORG, SEAL

LINE = Line(
    PRESS, SEAL.name, "许砚清", ISSUED, "沈若溪", APPLIED, "合同", (), (), None, sound=True, version="GYGL2020121706"
)
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1", "=cmd|' /C calc'!A0"]


def lines(texts: list[str]) -> list[Line]:
    return [replace(LINE, seal=text, person=text, application=replaced(text)) for text in texts]


def replaced(text: str):
    return msgspec.structs.replace(APPLIED, document=text, reason=text)


def read_xlsx(path: Path) -> list[list[list[object]]]:
    book = openpyxl.load_workbook(path)
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.rows for cell in row)
    # What openpyxl leaves to its caller: an underscore that would begin an escaped sign is escaped itself.
    shown = [[[cell.value for cell in row] for row in sheet.rows] for sheet in book]
    return [[[unescape(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet] for sheet in shown]


def test_what_would_compute_is_only_shown(tmp_path: Path) -> None:
    xlsx, table = Xlsx(tmp_path / "a.xlsx", 0, [("=1", "x")]), Csv(tmp_path / "a.csv", 0)
    for writer in (xlsx, table):
        writer.add(lines(HOSTILE))
        writer.close()
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for name in ("印章", "使用人", "文件名称", "申请事由"):
        assert [row[name] for row in rows] == [f"'{text}" for text in HOSTILE]
    about, records = read_xlsx(tmp_path / "a.xlsx")
    assert about == [["'=1", "x"]]
    seal = heads(0).index("印章")
    # An XML reader takes \r\n and \r for a line's end.
    assert [row[seal] for row in records[1:]] == [f"'{text}".replace("\r", "\n") for text in HOSTILE]


def test_what_people_write_breaks_no_file(tmp_path: Path) -> None:
    odd = [
        "<a href='x'>&amp;</a>",
        "]]>",
        "http://x",
        "_x0041_",
        "1",
        "{=1}",
        "\x00\x08\x1f\ufffe",
        "😀 𠮷",
        "  ends with blanks  ",
        "第一行\n第二行",
        "",
    ]
    xlsx = Xlsx(tmp_path / "a.xlsx", 0, [])
    xlsx.add(lines(odd))
    xlsx.close()
    _, records = read_xlsx(tmp_path / "a.xlsx")
    seal = heads(0).index("印章")
    wanted = [None if text == odd[6] else text or None for text in odd]
    assert [row[seal] for row in records[1:]] == wanted


def test_what_looks_like_marked_up_text_is_shown(tmp_path: Path) -> None:
    odd = ["<r>&</r>", "<r></x></r>", "<r>only begun", "<r><t>x</t></r>"]
    xlsx = Xlsx(tmp_path / "a.xlsx", 0, [])
    xlsx.add(lines(odd))
    xlsx.close()
    _, records = read_xlsx(tmp_path / "a.xlsx")
    seal = heads(0).index("印章")
    assert [row[seal] for row in records[1:]] == [f"'{odd[0]}", f"'{odd[1]}", odd[2], f"'{odd[3]}"]


def test_a_sheet_that_is_full_goes_on_in_another(tmp_path: Path) -> None:
    xlsx = Xlsx(tmp_path / "a.xlsx", 1, [], rows=3)
    xlsx.add(lines(["1", "2"]))
    xlsx.add(lines(["3", "4", "5", "6", "7"]))
    xlsx.close()
    seal = heads(1).index("Seal")
    _, *sheets = read_xlsx(tmp_path / "a.xlsx")
    assert [[row[seal] for row in sheet] for sheet in sheets] == [
        ["Seal", "1", "2", "3"],
        ["Seal", "4", "5", "6"],
        ["Seal", "7"],
    ]
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["About", "Records 1", "Records 2", "Records 3"]


def test_a_small_book_has_its_sizes_where_every_program_looks_for_them(tmp_path: Path) -> None:
    """In 32 bits before each of its parts: with those of ZIP64 Excel offers to repair the file."""
    xlsx = Xlsx(tmp_path / "a.xlsx", 0, [])
    xlsx.add(lines(["a"]))
    (path,) = xlsx.close()
    content = path.read_bytes()
    with zipfile.ZipFile(path) as book:
        parts = book.infolist()
    assert len(parts) > 5
    for part in parts:
        flags, packed, size, extra = struct.unpack_from("<6xH10xIIxxH", content, part.header_offset)
        assert (flags & 8, packed, size, extra) == (0, part.compress_size, part.file_size, 0), part.filename


def test_no_record_is_a_table_all_the_same(tmp_path: Path) -> None:
    xlsx = Xlsx(tmp_path / "a.xlsx", 0, [("单位", "云杉")])
    xlsx.close()
    assert read_xlsx(tmp_path / "a.xlsx") == [[["单位", "云杉"]], [heads(0)]]


def test_times_and_numbers_are_what_they_are(tmp_path: Path) -> None:
    at = datetime(2026, 2, 28, 23, 59, 59, tzinfo=CHINA)
    place = Position(lat=31.230416, lon=-121.473701, source="gnss", age_s=1, accuracy_m=5)
    record = msgspec.structs.replace(PRESS, at=int(at.timestamp() * 1000), place=place)
    xlsx = Xlsx(tmp_path / "a.xlsx", 0, [])
    xlsx.add([replace(LINE, record=record, application=None)])
    xlsx.close()
    _, (_, row) = read_xlsx(tmp_path / "a.xlsx")
    found = dict(zip(heads(0), row, strict=True))
    assert found["时间"] == at.replace(tzinfo=None)
    assert (found["盖章次序"], found["纬度"], found["经度"], found["申请编号"]) == (
        record.own,
        31.230416,
        -121.473701,
        None,
    )


def test_what_is_written_is_on_the_disk_and_not_in_memory(tmp_path: Path) -> None:
    """Its temporary files lie in the folder of the export, which goes with it."""
    xlsx = Xlsx(tmp_path / "a.xlsx", 0, [("单位", "云杉")])
    xlsx.add(lines(["1"] * 5000))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) > 4_000_000
    xlsx.close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_what_was_said_of_a_record_and_its_photos(tmp_path: Path) -> None:
    here, gone, coming = (msgspec.structs.replace(each, sha256=f"{at}" * 64) for at, each in enumerate(taken(3)))
    photos: tuple[Photo, ...] = (
        msgspec.structs.replace(here, stored_at=NOW),
        msgspec.structs.replace(gone, stored_at=NOW, removed_at=NOW, removed_after_d=40),
        coming,
    )
    review = Review(
        id="r",
        organization=ORG,
        seal=SEAL.id,
        number=7,
        member="keeper",
        at=NOW,
        verdict=ReviewVerdict.DOUBTFUL,
        note="缺签",
    )
    case = Case(
        id=PRESS.id, organization=ORG, seal=SEAL.id, number=7, state=CaseState.CLOSED, verdict=CaseVerdict.MISUSE
    )
    record = msgspec.structs.replace(PRESS, result=99, clock=0)
    line = replace(LINE, record=record, photos=photos, reviews=(review,), case=case, sound=False)
    table = Csv(tmp_path / "a.csv", 0)
    table.add([line])
    table.close()
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["时间"], row["结果"], row["照片数"]) == ("印章时钟丢失", "异常：99", "3")
    said = row["照片 SHA-256"].split("; ")
    assert said == ["0" * 64, f"{'1' * 64} (于 2026-09-21 按 40 天保留期限删除)", f"{'2' * 64} (尚未上传)"]
    assert (row["复核"], row["异常处理"]) == ("存疑: 缺签", "已办结: 违规用印")
    assert row["链状态"] == "签名有效，此前记录缺失或不一致"


@pytest.mark.parametrize("language", [0, 1])
def test_every_column_has_a_name_in_both_languages(language: int) -> None:
    assert len(set(heads(language))) == len(heads(language)) > 20
