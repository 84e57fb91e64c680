"""Exporting by clicks, with a real cloud: asked for, followed, fetched, sent once more, cancelled (R-151, R-152)."""

import csv
from collections.abc import AsyncGenerator, Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDateTimeEdit, QFileDialog, QPushButton

from app.models import usage
from app.views.usage.page import UsagePage
from demo import driver
from domain.exports import Export, ExportFile, ExportState, Format
from domain.messages import Channel, Delivery, DeliveryState
from domain.organization import Member, Organization
from domain.usage import Impression
from tests.app.console import Console, console
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, records, see, sees
from tests.cloud.test_pull import impression, put, seal
from tests.cloud.world import MORNING, Cloud, Person, running
from tests.waiting import until

OWNER = "19900000001"
MAILBOX = "audit@example.com"
HOUR = 3600_000


@pytest.fixture
async def cloud(tmp_path: Path) -> AsyncGenerator[Cloud]:
    async with running(tmp_path) as made:
        yield made


@pytest.fixture
async def owner(cloud: Cloud) -> Person:
    person = await cloud.organization(OWNER)
    rows = [impression(person, number, person.member) for number in (1, 2)]
    await put(cloud, seal(person, name="公章"), *rows)
    return person


@pytest.fixture
async def desk(tmp_path: Path, cloud: Cloud, owner: Person) -> AsyncGenerator[Console]:
    async with console(tmp_path / "pc", cloud, OWNER) as made:
        await made.until(lambda tx: len(_presses(tx, owner)) == 2)
        yield made


def _presses(tx: object, owner: Person) -> list[Impression]:
    from app.models import replica

    return replica.all(tx, Impression, owner.organization)  # type: ignore[arg-type]


async def open_page(stage: Stage, desk: Console, owner: Person, now: int = MORNING) -> UsagePage:
    (company,) = await desk.rows(owner.organization, Organization)
    me = next(each for each in await desk.rows(owner.organization, Member) if each.id == owner.member)
    given = {
        "desk": desk.desk,
        "organization": company,
        "look": stage.look,
        "language": stage.language,
        "save_export": partial(desk.client.save_export, owner.organization),
    }
    return await stage.show(UsagePage, rooms.room(desk.store, me, now, stage.said, stage.app, **given))


def offer(page: UsagePage, at: int) -> None:
    """One of what the button at the head offers."""
    made = page.findChild(QPushButton, "usage.export")
    assert made is not None
    made.menu().actions()[at].trigger()


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: dialog.fileSelected.emit(str(path)))


@pytest.mark.req("R-152", "F")
async def test_records_are_exported_to_a_mailbox_and_fetched(
    desk: Console, owner: Person, stage: Stage, cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await open_page(stage, desk, owner)
    offer(page, 0)
    await see("export.window")
    driver.click("export.confirm")
    await see("export.mailbox")
    await until(lambda: sees("export.window", "This is no address of a mailbox."))
    driver.date("export.start", 0)
    driver.write("export.mailbox", f" {MAILBOX} ")
    driver.click("export.csv")
    driver.click("export.confirm")
    await see("exports.window")
    await see("exports.detail", MAILBOX)
    await until(lambda: [each.pill for each in records("exports.list")] == ["done"], within=60)
    await see("exports.detail", "sent")
    assert sees("exports.detail", "XLSX ")
    assert [each["phone"] for each in await cloud.inbox() if each["channel"] == "email"] == [MAILBOX]

    kept = tmp_path / "kept.csv"
    save_as(monkeypatch, kept)
    driver.click("exports.fetch_csv")
    await until(lambda: "Saved as kept.csv" in stage.said.told)
    with kept.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 2
    assert not list(tmp_path.glob("*.part"))

    driver.write("exports.mailbox", "nobody@example.invalid")
    driver.click("exports.send")
    await see("exports.detail", "not taken: 550 5.1.1 no such mailbox")
    driver.write("exports.mailbox", "other@example.com")
    driver.click("exports.send")
    await see("exports.detail", "sent")
    driver.click("exports.close")
    await until(lambda: not sees("exports.window"))
    offer(page, 1)
    await see("exports.detail", "other@example.com")
    driver.click("exports.close")


async def test_nothing_is_asked_for_without_a_kind_of_file(desk: Console, owner: Person, stage: Stage) -> None:
    page = await open_page(stage, desk, owner)
    offer(page, 0)
    await see("export.window")
    driver.click("export.xlsx")
    driver.write("export.mailbox", MAILBOX)
    driver.click("export.confirm")
    await see("export.window", "Choose at least one kind of file.")
    driver.date("export.end", 0)
    driver.click("export.pdf")
    driver.click("export.confirm")
    await see("export.window", "The end must come after the start.")
    driver.click("export.cancel")
    assert await desk.rows(owner.organization, Export) == []


def many(count: int) -> Callable[..., int]:
    return lambda *_: count


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1999, "Records in this period: 1,999"),
        (4001, "Records in this period: 4,001; the PDF comes in 3 volumes of up to 2,000"),
        (20_001, "There are 20001 records: a PDF report has ten volumes of 2,000."),
    ],
)
async def test_a_long_report_is_told_of_before_it_is_asked_for(
    desk: Console, owner: Person, stage: Stage, monkeypatch: pytest.MonkeyPatch, count: int, said: str
) -> None:
    """In how many volumes it comes; one that is too long is refused here, and nothing was asked for."""
    page = await open_page(stage, desk, owner)
    monkeypatch.setattr(usage, "count", many(count))
    offer(page, 0)
    await see("export.window", f"Records in this period: {count:,}")
    driver.click("export.pdf")
    await see("export.window", said)
    if count > 20_000:
        driver.write("export.mailbox", MAILBOX)
        driver.click("export.confirm")
        await see("export.window", said)
        driver.click("export.pdf")
        await until(lambda: not sees("export.window", said))
    driver.click("export.cancel")
    assert await desk.rows(owner.organization, Export) == []


async def test_what_is_counted_is_the_period_and_the_seal(desk: Console, owner: Person, stage: Stage) -> None:
    page = await open_page(stage, desk, owner)
    offer(page, 0)
    await see("export.window", "Records in this period: 0")
    driver.date("export.start", 0)
    await see("export.window", "Records in this period: 2")
    driver.date("export.end", 0)
    await see("export.window", "Records in this period: 0")
    driver.click("export.cancel")


async def test_a_month_is_one_of_china(desk: Console, owner: Person, stage: Stage) -> None:
    """At two in the morning there it is the year before elsewhere."""
    page = await open_page(stage, desk, owner, now=MORNING - 10 * HOUR)
    offer(page, 0)
    await see("export.window", "Beijing time")
    for name, shown in (("start", "2026-01-01 00:00"), ("end", "2026-01-02 00:00")):
        editor = page.window().findChild(QDateTimeEdit, f"export.{name}")
        assert editor is not None
        assert editor.text() == shown
    driver.write("export.mailbox", MAILBOX)
    driver.click("export.confirm")
    await see("exports.detail", "2026-01-01 00:00 – 2026-01-02 00:00")
    (row,) = await desk.rows(owner.organization, Export)
    assert (row.start, row.end) == (MORNING - 12 * HOUR, MORNING + 12 * HOUR)
    driver.click("exports.close")


@pytest.mark.req("R-151")
@pytest.mark.parametrize(("who", "offered"), [("m-owner", True), ("m-keeper", False), ("m-clerk", False)])
async def test_only_who_may_is_offered_it(stage: Stage, who: str, offered: bool) -> None:
    await stage.open(UsagePage, who)
    assert sees("usage.export") is offered


def export(stage: Stage, **changes: object) -> Export:
    fields = {
        "id": "e-1",
        "organization": world.ORG,
        "member": "m-owner",
        "start": stage.now - 1000,
        "end": stage.now,
        "mailbox": MAILBOX,
        "formats": [Format.PDF],
        "asked_at": stage.now,
    }
    return Export(**{**fields, **changes})  # type: ignore[arg-type]


async def test_how_an_export_stands(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = await stage.open(UsagePage, "m-owner")
    store = page.room.store
    offer(page, 1)
    await see("page.state", "No export yet")
    await rooms.take(store, [export(stage)], now=stage.now)
    await until(lambda: [each.pill for each in records("exports.list")] == ["waiting"])
    await rooms.take(store, [export(stage, state=ExportState.RUNNING, done=20, records=50)], now=stage.now)
    await see("exports.detail", "20 of 50")
    failed = export(stage, state=ExportState.FAILED, code="export_too_long", detail="2001")
    await rooms.take(store, [failed], now=stage.now)
    await see("exports.message", "There are 2001 records")
    assert not sees("exports.cancel")
    file = ExportFile(Format.PDF, "x.pdf", "0" * 64, 2048)
    done = export(stage, state=ExportState.DONE, records=9, files=[file], kept_until=stage.now + 1000)
    mail = Delivery(Channel.EMAIL, DeliveryState.FAILED, stage.now)
    await rooms.take(store, [world_but(done, mail=mail, mail_why="no_mail")], now=stage.now)
    await see("exports.detail", "not taken: this cloud sends no mail")
    save_as(monkeypatch, tmp_path / "nowhere" / "x.pdf")
    driver.click("exports.fetch_pdf")
    await see("exports.message", "It cannot be saved: No such file or directory")
    save_as(monkeypatch, tmp_path / "x.pdf")
    driver.click("exports.fetch_pdf")
    await until((tmp_path / "x.pdf").exists)
    volumes = [ExportFile(Format.PDF, f"{at}.pdf", f"{at}" * 64, 2048, at) for at in (1, 2)]
    await rooms.take(store, [world_but(done, files=volumes)], now=stage.now)
    fetch = page.window().findChild(QPushButton, "exports.fetch_pdf")
    assert fetch is not None
    await until(lambda: fetch.menu() is not None)
    assert [each.text() for each in fetch.menu().actions()] == ["Volume 1 of 2 · 2.0 kB", "Volume 2 of 2 · 2.0 kB"]
    save_as(monkeypatch, tmp_path / "second.pdf")
    fetch.menu().actions()[1].trigger()
    await until((tmp_path / "second.pdf").exists)
    await rooms.take(store, [export(stage, state=ExportState.DONE, records=9)], now=stage.now)
    await until(lambda: [each.pill for each in records("exports.list")] == ["no longer kept"])
    assert not sees("exports.fetch_pdf")
    driver.click("exports.close")


def world_but(row: Export, **changes: object) -> Export:
    import msgspec

    return msgspec.structs.replace(row, **changes)


async def test_one_that_waits_is_cancelled(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-owner")
    await rooms.take(page.room.store, [export(stage)], now=stage.now)
    offer(page, 1)
    await see("exports.cancel")
    driver.click("exports.cancel")
    await until(lambda: [(each.pill, each.note) for each in records("exports.list")] == [("cancelled", "sending")])
    assert stage.said.told == ["Export cancelled"]
    driver.click("exports.close")
