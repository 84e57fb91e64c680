"""The audit log on the screen: filtered, looked into, exported, and its chain followed."""

import csv
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from PySide6.QtWidgets import QCheckBox, QTableView

from app.views.audit.lines import ADMINISTRATION, OF_USE
from app.views.audit.page import AuditPage
from app.views.places import NEEDS
from app.views.widgets import Pill
from demo import driver
from domain.acts import ACTS
from domain.audit import GENESIS, AuditEntry, chained
from domain.organization import Permission
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, see, sees
from tests.waiting import until

DONE = (
    ("m-clerk", "Apply", "a-1", ""),
    ("m-approver", "Approve", "a-1", ""),
    ("m-owner", "SetFeatures", "", ""),
    ("m-clerk", "AddKeeper", world.GL, "not_allowed"),
    ("m-admin", "DeleteTemplate", "t-1", "template_in_use"),
    ("m-keeper", "EndUse", "z-2", ""),
)


def log(now: int, times: int = 1) -> list[AuditEntry]:
    """These acts, one an hour, the last of them now."""
    found: list[AuditEntry] = []
    head, acts = GENESIS, DONE * times
    for number, (member, act, subject, code) in enumerate(acts, 1):
        entry = AuditEntry(
            id=f"act-{number:04}",
            organization=world.ORG,
            number=number,
            at=now - (len(acts) - number) * world.HOUR * 5,
            member=member,
            act=act,
            subject=subject,
            code=code,
            digest="ab" * 32,
            head="",
        )
        head = chained(head, entry)
        found.append(replace(entry, head=head))
    return found


async def open_with(stage: Stage, entries: list[AuditEntry], who: str = "m-owner") -> AuditPage:
    page = await stage.open(AuditPage, who)
    await rooms.take(page.room.store, entries, now=stage.now)
    await until(lambda: len(page._model.numbers) == len(entries))
    return page


def shown() -> list[str]:
    table = driver.find("audit.table")
    assert isinstance(table, QTableView)
    return driver.rows(table)


async def shows(*numbers: int) -> None:
    await until(lambda: [row.split(" · ")[0] for row in shown()] == [str(number) for number in numbers])


async def chain_says(text: str) -> None:
    def said() -> bool:
        pill = driver.find("audit.chain")
        return isinstance(pill, Pill) and pill.text == text

    await until(said)


async def test_who_did_what_when_with_what_outcome(stage: Stage) -> None:
    await open_with(stage, log(stage.now))
    await shows(6, 5, 4, 3, 2, 1)
    rows = shown()
    assert "沈若溪 · End of use · 合同专用章（一） · 许砚清 · Done" in rows[0]
    assert "周明远 · Deleting a template · 合同用印 · Refused" in rows[1]
    assert "许砚清 · Application for use · 云杉采购框架协议 · Done" in rows[5]
    await chain_says("Chain unbroken up to 6")
    driver.choose("audit.table", "Deleting a template")
    await see("audit.detail", "The seal “…” uses this template")
    for part in ("act-0005", "t-1", "abababab abababab"):
        assert part in driver.see("audit.detail")


async def test_it_is_narrowed_by_person_act_period_outcome_and_text(stage: Stage) -> None:
    page = await open_with(stage, log(stage.now))
    driver.choose("audit.person", "许砚清")
    await shows(4, 1)
    refused = driver.find("audit.refused")
    assert isinstance(refused, QCheckBox)
    refused.click()
    await shows(4)
    assert driver.see("audit.count") == "1 of 6 entries"
    driver.choose("audit.person", "Everybody")
    await shows(5, 4)
    refused.click()
    driver.choose("audit.act", "Administration")
    await shows(5, 4, 3)
    driver.choose("audit.act", "Use of seals")
    await shows(6, 2, 1)
    driver.choose("audit.act", "Approval")
    driver.choose("audit.act", "All acts")
    driver.choose("audit.period", "24 hours")
    await shows(6, 5, 4, 3, 2)
    driver.choose("audit.period", "From")
    driver.date("audit.since", stage.now - 12 * world.HOUR)
    driver.date("audit.until", stage.now - world.HOUR)
    await shows(5, 4)
    driver.choose("audit.period", "All the time")
    driver.write("audit.search", "周明远")
    await shows(5)
    driver.write("audit.search", "act-0003")
    await shows(3)
    driver.write("audit.search", "nothing like it")
    await until(page._none.isVisible)
    assert not sees("audit.table")


@pytest.mark.req("I-21", "I")
async def test_a_log_that_was_changed_is_told_at_its_place(stage: Stage) -> None:
    entries = log(stage.now)
    entries[3] = replace(entries[3], code="")
    await open_with(stage, entries)
    await chain_says("Chain broken at entry 4")


async def test_what_comes_later_stands_on_top_and_the_chain_goes_on(stage: Stage) -> None:
    entries = log(stage.now, 2)
    page = await open_with(stage, entries[:6])
    await chain_says("Chain unbroken up to 6")
    driver.choose("audit.table", "Feature configuration")
    await rooms.take(page.room.store, entries[6:], now=stage.now)
    await chain_says("Chain unbroken up to 12")
    await see("audit.detail", "act-0003")  # what was chosen stays so


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
async def test_what_is_listed_is_exported(stage: Stage, tmp_path: Path, suffix: str) -> None:
    evil = replace(log(stage.now)[0], act="=HYPERLINK(1)", subject="@x")
    page = await open_with(stage, [evil, *log(stage.now)[1:]])
    path = tmp_path / f"audit.{suffix}"
    page.start_export(path)
    await until(lambda: stage.said.told == [f"6 entries written to audit.{suffix}"])
    if suffix == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    else:
        book = load_workbook(path)
        rows = [["" if cell.value is None else str(cell.value) for cell in row] for row in book.active.iter_rows()]  # type: ignore[union-attr]
        book.close()
    assert rows[0][:6] == ["No.", "Time", "Who", "Act", "About", "Outcome"]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4", "5", "6"]
    assert (rows[1][3], rows[1][8]) == ("'=HYPERLINK(1)", "'@x")
    assert rows[4][2:7] == [
        "许砚清",
        "Adding a keeper",
        "合同专用章（一）",
        "Refused",
        "You are not permitted to do this.",
    ]


async def test_an_export_is_stopped_or_fails_without_a_file(stage: Stage, tmp_path: Path) -> None:
    page = await open_with(stage, log(stage.now, 400))
    page.start_export(tmp_path / "audit.xlsx")
    await see("audit.stop")
    driver.click("audit.stop")
    await until(lambda: not sees("audit.stop"))
    assert stage.said.told == ["Export stopped; no file was written"]
    assert list(tmp_path.iterdir()) == [each for each in tmp_path.iterdir() if each.suffix != ".xlsx"]
    assert not list(tmp_path.glob("audit*"))
    page.start_export(tmp_path / "nowhere" / "audit.csv")
    await until(page.banner.isVisible)
    assert "audit.csv could not be written" in page.banner.words.text()
    assert driver.find("audit.export").isEnabled()


async def test_only_what_is_looked_at_is_read(stage: Stage) -> None:
    page = await open_with(stage, log(stage.now, 300))
    assert len(page._model._pages) <= 2
    assert page._model.row_of(1) == 1799
    assert page._model.row_of(5000) == -1


async def test_an_empty_log(stage: Stage) -> None:
    page = await stage.open(AuditPage, "m-owner")
    assert page.state.title.text() == "Nothing in the log yet"
    await chain_says_nothing_broken(page)


async def chain_says_nothing_broken(page: AuditPage) -> None:
    await until(lambda: not page._following)
    assert not page._chain.broken


def test_every_act_is_of_one_kind() -> None:
    assert frozenset(ACTS) == OF_USE | ADMINISTRATION
    assert NEEDS["audit"] is Permission.VIEW_AUDIT
