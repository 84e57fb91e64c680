"""Exports of usage records through push, pull and download: who may, what they hold, where they go (R-151, R-152)."""

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec
import openpyxl
import pytest
from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument

from cloud.channels import Letter, Unreachable
from cloud.exporting import runner
from domain.exports import (
    MOST_OPEN,
    MOST_VOLUMES,
    Export,
    ExportState,
    ExportUsage,
    Format,
    SendExport,
)
from domain.ids import new_id
from domain.messages import Channel, DeliveryState, Message
from domain.seals import Position
from domain.usage import Grade, Impression, Photo
from tests.cloud.carriers import Carrier
from tests.cloud.test_pull import impression, put, seal
from tests.cloud.world import MORNING, Cloud, Person, Problem, Replica, pull_all, running
from tests.waiting import until_told

SERIAL, OTHER = "GL0000000001", "GL0000000002"
HOUR, MINUTE = 3600_000, 60_000
MAILBOX = "audit@example.com"
Proves = Callable[..., None]


def asked(**more: object) -> ExportUsage:
    fields = {"id": new_id(), "start": MORNING, "end": MORNING + HOUR, "mailbox": MAILBOX, "formats": [Format.CSV]}
    return msgspec.convert({**fields, **more}, ExportUsage)


def press(owner: Person, number: int, serial: str = SERIAL, **more: object) -> Impression:
    row = impression(owner, number, owner.member, serial)
    return msgspec.structs.replace(row, **{"at": MORNING + number, "received_at": MORNING + number, **more})


async def export_of(person: Person, id: str) -> Export:
    person.cursors.clear()
    return next(each for each in (await pull_all(person)).of(Export) if each.id == id)


async def over(person: Person, id: str) -> Export:
    """The export when it has come to an end, and its letter as well."""
    found: list[Export] = []

    async def settled() -> bool:
        row = await export_of(person, id)
        found.append(row)
        waits = row.mail is not None and row.mail.state is DeliveryState.WAITING
        return row.state not in (ExportState.WAITING, ExportState.RUNNING) and not waits

    await until_told(settled)
    return found[-1]


async def made(person: Person, act: ExportUsage) -> Export:
    await person.done(act)
    return await over(person, act.id)


async def fetched(person: Person, row: Export, of: Format, volume: int = 1) -> bytes:
    return await person.request("GET", f"/v1/exports/{row.organization}/{row.id}/{of.value}/{volume}")


async def rows_of(person: Person, row: Export) -> list[dict[str, str]]:
    text = (await fetched(person, row, Format.CSV)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def pages_of(data: bytes) -> list[str]:
    """The text of each page of a PDF."""
    kept, document = QByteArray(data), QPdfDocument()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    return [document.getAllText(page).text() for page in range(document.pageCount())]


@pytest.fixture
async def records(cloud: Cloud, owner: Person) -> list[Impression]:
    """Four records of two seals, the third before the period, of a seal whose name would be a formula."""
    place = Position(lat=31.230416, lon=121.473701, source="gnss", age_s=1, accuracy_m=5)
    rows = [
        press(owner, 1, place=place, grade=Grade.FINGERPRINT),
        press(owner, 2, result=3, member=None, grade=Grade.HOLDER),
        press(owner, 3, at=MORNING - 1),
        press(owner, 4, OTHER),
    ]
    await put(cloud, seal(owner, SERIAL, name="=1+1公章"), seal(owner, OTHER, name="合同章"), *rows)
    return rows


@pytest.mark.req("R-151", "P", "allowed")
@pytest.mark.req("R-152")
async def test_the_owner_gets_a_file_of_each_kind(cloud: Cloud, owner: Person, records: list[Impression]) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (900, 1200), "white").save(picture, "JPEG")
    sha256 = await sent(owner, picture.getvalue())
    photo = Photo(
        id="p",
        organization=owner.organization,
        seal=SERIAL,
        number=1,
        sha256=sha256,
        bytes=len(picture.getvalue()),
        media="image/jpeg",
        taken_at=MORNING,
        member=owner.member,
        stored_at=MORNING,
    )
    await put(cloud, photo)
    row = await made(owner, asked(formats=list(Format)))
    assert (row.state, row.done, row.records, row.code) == (ExportState.DONE, 3, 3, "")
    assert [file.format for file in row.files] == list(Format)
    for file in row.files:
        data = await fetched(owner, row, file.format)
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (file.sha256, file.bytes)

    table = await rows_of(owner, row)
    assert [each["记录编号"] for each in table] == [f"{SERIAL}-1", f"{SERIAL}-2", f"{OTHER}-4"]
    first, second, _ = table
    assert first["时间"] == "2026-01-01T12:00:00+08:00"
    assert (first["印章"], first["使用人"], first["身份等级"]) == ("'=1+1公章", "王主任", "指纹")
    assert (first["结果"], first["照片 SHA-256"], first["纬度"]) == ("正常", sha256, "31.230416")
    assert (first["地点"], second["地点"]) == ("上海市黄浦区", "无定位")
    assert (second["使用人"], second["结果"], second["异常处理"]) == ("人员未知", "异常：未进行授权", "待处理")

    book = openpyxl.load_workbook(io.BytesIO(await fetched(owner, row, Format.XLSX)))
    about, sheet = book.worksheets
    said = [(line[0].value, line[1].value) for line in about.rows]
    assert ("导出人", "王主任") in said
    assert ("所有时间", "北京时间（UTC+08:00）") in said
    heads, *lines = [[cell.value for cell in line] for line in sheet.rows]
    assert [line[heads.index("记录编号")] for line in lines] == [each["记录编号"] for each in table]
    assert lines[0][heads.index("印章")] == "'=1+1公章"
    assert lines[0][heads.index("时间")] == datetime(2026, 1, 1, 12, 0, 0, 1000)  # noqa: DTZ001  (a spreadsheet knows no zones)
    assert not any(cell.data_type == "f" for line in sheet.rows for cell in line)

    pages = pages_of(await fetched(owner, row, Format.PDF))
    text = "".join(pages)
    assert all(each["记录编号"] in text for each in table)
    assert all(f"{number} / {len(pages)}" in page for number, page in enumerate(pages, 1))
    assert all("王主任 导出于 2026-01-01 12:00 · 北京时间（UTC+08:00）" in page for page in pages)
    assert "指纹" in text
    assert sha256 in text.replace("\r\n", "")


async def sent(person: Person, data: bytes) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    await person.request("PUT", f"/v1/files/{person.organization}/{sha256}", data)
    return sha256


@pytest.mark.req("R-152")
async def test_the_file_goes_to_the_mailbox(cloud: Cloud, owner: Person, records: list[Impression]) -> None:
    row = await made(owner, asked())
    assert row.mail is not None
    assert row.mail.state is DeliveryState.SENT
    letter = next(each for each in await cloud.inbox() if each["channel"] == "email")
    assert (letter["phone"], letter["files"]) == (MAILBOX, [row.files[0].name])
    assert "记录数：3" in letter["text"]
    assert "时段：2026-01-01 12:00 – 2026-01-01 13:00，北京时间（UTC+08:00）" in letter["text"]
    owner.cursors.clear()
    told = [each for each in (await pull_all(owner)).of(Message) if each.code == "export_done"]
    assert [each.words[:2] for each in told] == [["3", MAILBOX]]


async def test_a_mailbox_that_bounces_is_said_and_nothing_is_lost(
    cloud: Cloud, owner: Person, records: list[Impression]
) -> None:
    row = await made(owner, asked(mailbox="nobody@example.invalid"))
    assert row.state is ExportState.DONE
    assert row.mail is not None
    assert (row.mail.state, row.mail_why) == (DeliveryState.FAILED, "550 5.1.1 no such mailbox")
    owner.cursors.clear()
    told = [each for each in (await pull_all(owner)).of(Message) if each.code == "export_not_taken"]
    assert [each.words for each in told] == [["nobody@example.invalid", "550 5.1.1 no such mailbox"]]
    assert await fetched(owner, row, Format.CSV)
    await owner.done(SendExport(export=row.id, mailbox=MAILBOX))
    again = await over(owner, row.id)
    assert again.mail is not None
    assert (again.mail.state, again.mailbox, again.mail_why) == (DeliveryState.SENT, MAILBOX, "")
    assert [each["phone"] for each in await cloud.inbox() if each["channel"] == "email"] == [MAILBOX]


async def test_a_mailbox_that_is_out_of_reach_is_tried_again_or_another_one_is(
    tmp_path: Path, database_url: str | None
) -> None:
    def how(letter: Letter) -> Exception | None:
        return Unreachable("451 try later") if letter.recipient == MAILBOX else None

    carrier = Carrier(how)
    async with running(tmp_path, database=database_url, channels={Channel.EMAIL: carrier}) as cloud:
        owner = await cloud.organization("19900000001")
        await put(cloud, seal(owner), press(owner, 1))
        act = asked()
        await owner.done(act)

        async def waits() -> bool:
            row = await export_of(owner, act.id)
            return row.mail is not None and (row.mail.state, row.mail_why) == (DeliveryState.WAITING, "451 try later")

        await until_told(waits)
        await owner.done(SendExport(export=act.id, mailbox="other@example.com"))
        row = await over(owner, act.id)
        assert row.mail is not None
        assert (row.mail.state, row.mail_why, row.mailbox) == (DeliveryState.SENT, "", "other@example.com")
        cloud.now += HOUR
        await cloud.service.post.work()  # the letter to the first one is not tried again
        assert [letter.recipient for letter in carrier.letters] == [MAILBOX, "other@example.com"]


async def test_the_export_is_the_list(cloud: Cloud, owner: Person, records: list[Impression]) -> None:
    """Of every period and seal: what the console lists between these times, neither more nor less."""
    await put(cloud, press(owner, 5, clock=0, at=1, received_at=MORNING + 7))  # a seal that had lost its clock
    listed = (await pull_all(owner, Replica())).of(Impression)
    for serial, start, end in [
        (None, MORNING, MORNING + HOUR),
        (SERIAL, MORNING - HOUR, MORNING + 2),
        (SERIAL, MORNING + 3, MORNING + 8),
        (OTHER, MORNING + 4, MORNING + 5),
        (OTHER, MORNING + 5, MORNING + 6),
        (None, 0, 10),
    ]:
        row = await made(owner, asked(seal=serial, start=start, end=end))
        wanted = {each.id for each in listed if serial in (None, each.seal) and start <= each.listed_at < end}
        assert {each["记录编号"] for each in await rows_of(owner, row)} == wanted
        assert row.records == len(wanted)


async def test_what_does_not_fit_is_said_and_changes_nothing(owner: Person, records: list[Impression]) -> None:
    for act, code, field in [
        (asked(end=MORNING), "end_before_start", "end"),
        (asked(mailbox="nobody"), "mailbox_unfit", "mailbox"),
        (asked(mailbox="a@b.c\nBcc: d@e.f"), "mailbox_unfit", "mailbox"),
        (asked(mailbox="a b@c.d"), "mailbox_unfit", "mailbox"),
        (asked(seal="GL9999999999"), "not_found", None),
    ]:
        verdict = await owner.do(act)
        assert (verdict.code, verdict.field) == (code, field)
    assert (await pull_all(owner)).of(Export) == []


async def test_a_long_report_comes_in_volumes(
    cloud: Cloud, owner: Person, records: list[Impression], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each says which it is, and of how many; together they hold every record once. All can be fetched and are sent."""
    monkeypatch.setattr(runner, "IN_VOLUME", 2)
    carrier = Carrier()
    cloud.service.post.channels[Channel.EMAIL] = carrier
    await put(cloud, *(press(owner, number) for number in (5, 6)))
    row = await made(owner, asked(formats=[Format.XLSX, Format.PDF]))
    assert [(file.format, file.volume) for file in row.files] == [("xlsx", 1), ("pdf", 1), ("pdf", 2), ("pdf", 3)]
    names = [file.name for file in row.files]
    stem = "用印记录-20260101-1200"
    assert names == [f"{stem}.xlsx", *(f"{stem}-第{volume}册共3册.pdf" for volume in (1, 2, 3))]
    (letter,) = carrier.letters
    assert sorted(each.name for each in letter.enclosed) == sorted(names)
    wanted = [each["记录编号"] for each in await rows_of(owner, await made(owner, asked()))]
    for volume, ids in ((1, wanted[:2]), (2, wanted[2:4]), (3, wanted[4:])):
        pages = pages_of(await fetched(owner, row, Format.PDF, volume))
        assert [id for id in wanted if any(id in page for page in pages)] == ids
        assert f"本册：第 {volume} / 3 册，自第 {volume * 2 - 1} 条记录起" in pages[0]
        assert all(f"第 {volume} / 3 册" in page.splitlines()[-1] for page in pages)
    with pytest.raises(Problem, match="410 export_gone"):
        await fetched(owner, row, Format.PDF, 4)


async def test_a_report_of_too_many_records_says_so(
    cloud: Cloud, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "IN_VOLUME", 1)
    await put(cloud, seal(owner), *(press(owner, number) for number in range(MOST_VOLUMES + 1)))
    row = await made(owner, asked(formats=[Format.CSV, Format.PDF]))
    assert (row.state, row.code, row.detail, row.files) == (ExportState.FAILED, "export_too_long", "11", [])
    owner.cursors.clear()
    told = [each for each in (await pull_all(owner)).of(Message) if each.code == "export_failed"]
    assert "有 11 条记录" in told[0].words[0]


async def test_an_export_of_several_pages_of_the_database(cloud: Cloud, owner: Person) -> None:
    await put(cloud, seal(owner), *(press(owner, number) for number in range(1, 2002)))
    assert len(await rows_of(owner, await made(owner, asked()))) == 2001


async def test_a_few_at_a_time(owner: Person, records: list[Impression]) -> None:
    acts = [asked() for _ in range(MOST_OPEN + 1)]
    verdicts = (await owner.push(*(owner.signed(act) for act in acts))).verdicts
    assert [each.code for each in verdicts] == ["", "", "", "exports_full"]
    for act in acts[:-1]:
        assert (await over(owner, act.id)).state is ExportState.DONE
