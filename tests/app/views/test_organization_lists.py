"""Importing members from a file, and exporting them: offline, and with what the cloud refuses."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog, QLineEdit

from app.models import outbox
from app.services import member_files
from app.views.i18n import Tongue
from app.views.organization.import_model import State
from app.views.organization.importing import ImportDialog
from app.views.organization.page import OrganizationPage
from demo import driver
from domain.members import AddMember
from protocol.sync import ActVerdict, Pushed
from tests.app.views import staff
from tests.app.views.stage import Stage, see, sees
from tests.waiting import until

GOOD = [["穆清扬", "19900000051", "采购部", "管章人"], ["傅云舟", "+86 199 0000 0052", "", ""]]
BAD = [
    ["", "19900000053", "", ""],
    ["许砚清", "19900000006", "", ""],
    ["顾长风", "123", "仓储部", "董事长"],
    ["重复", "19900000051", "", ""],
]


def entry(page: OrganizationPage, text: str) -> None:
    next(action for action in page.menu.actions() if action.text().startswith(text)).trigger()


async def choose_file(path: Path) -> None:
    """In the dialog that asks for one."""
    await until(lambda: sees("choose_file.window") or sees("keeping.window"))
    dialog = driver.find("choose_file.window" if sees("choose_file.window") else "keeping.window")
    assert isinstance(dialog, QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(name, QLineEdit)
    name.setText(str(path))
    dialog.accept()


async def opened(page: OrganizationPage) -> ImportDialog:
    entry(page, "Import")
    await see("import.window")
    dialog = driver.find("import.window")
    assert isinstance(dialog, ImportDialog)
    return dialog


def listed(folder: Path, rows: Sequence[Sequence[str]], name: str = "list.csv") -> Path:
    path = folder / name
    member_files.write(path, [["姓名", "手机号", "部门", "角色"], *rows])
    return path


def states(dialog: ImportDialog) -> list[State]:
    return [each.state for each in dialog.model.entries]


@pytest.mark.req("R-231", "F")
async def test_what_is_wrong_is_seen_before_anything_is_done(stage: Stage, tmp_path: Path) -> None:
    page = await staff.open_page(stage, "m-admin")
    dialog = await opened(page)
    driver.click("import.open")
    await choose_file(listed(tmp_path, [*GOOD, *BAD], "list.xlsx"))
    await see("import.said", "2 of 6 rows can be added.")
    read = driver.see("import.table").split("\n")
    table = driver.see("import.table")
    assert "3 · 傅云舟 · +86 199 0000 0052 · can be added" in read
    for sentence in (
        "Please give a name.",
        "belongs to a member already",
        "This is not a phone number.",
        "There is no department named “仓储部”.",
        "There is no role named “董事长”.",
        "The phone number stands in row 2 as well.",
    ):
        assert sentence in table
    assert await staff.pending(page) == []
    driver.click("import.add")
    await see("import.said", "2 added · 4 left out")
    assert states(dialog) == [State.SENDING] * 2 + [State.WRONG] * 4
    acts = await staff.pending(page)
    assert [(each.name, each.phone) for each in acts if isinstance(each, AddMember)] == [
        ("穆清扬", "19900000051"),
        ("傅云舟", "19900000052"),
    ]
    driver.click("import.close")
    await until(lambda: not sees("import.window"))
    await until(lambda: "傅云舟" in driver.see("organization.tree"))


async def test_what_the_cloud_says_of_each_row(stage: Stage, tmp_path: Path) -> None:
    page = await staff.open_page(stage, "m-admin")
    dialog = await opened(page)
    await dialog.take(listed(tmp_path, GOOD))
    driver.click("import.add")
    await until(lambda: states(dialog) == [State.SENDING, State.SENDING])
    store = page.room.store
    first, second = await store.run(outbox.unsettled)
    full = "该用户加入的单位已达上限（10）。"
    verdicts = [
        ActVerdict(id=first.id, seq=first.seq, done=True, code="", sentence=""),
        ActVerdict(id=second.id, seq=second.seq, done=False, code="organizations_full", sentence=full),
    ]
    await store.run(lambda tx: outbox.record(tx, Pushed(last_seq=second.seq, verdicts=verdicts), stage.now))
    await until(lambda: states(dialog) == [State.ADDED, State.REFUSED])
    assert full in driver.see("import.table")
    await see("import.said", "1 added · 1 refused")
    driver.click("import.close")
    await until(lambda: not sees("import.window"))


async def test_it_can_be_stopped_and_says_what_was_done(stage: Stage, tmp_path: Path) -> None:
    page = await staff.open_page(stage, "m-admin")
    dialog = await opened(page)
    rows = [[f"甲{number}", f"199000002{number:02}"] for number in range(40)]
    await dialog.take(listed(tmp_path, rows))
    driver.click("import.add")
    await until(lambda: State.SENDING in states(dialog))
    assert sees("import.close", "Stop")
    driver.click("import.close")
    await until(lambda: sees("import.close", "Cancel"))
    done = states(dialog).count(State.SENDING)
    assert 0 < done < 40
    assert len(await staff.pending(page)) == done
    await see("import.said", f"{done} added · {40 - done} left out")
    driver.click("import.add")  # the others, after all
    await until(lambda: states(dialog).count(State.SENDING) == 40)
    driver.click("import.close")
    await until(lambda: not sees("import.window"))


async def test_a_row_added_while_the_outbox_is_read_is_not_taken_for_one_the_cloud_has_answered(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await staff.open_page(stage, "m-admin")
    dialog = await opened(page)
    await dialog.take(listed(tmp_path, [[f"甲{number}", f"1990000020{number}"] for number in range(5)]))
    run, read, go_on = page.room.store.run, asyncio.Event(), asyncio.Event()

    async def hold(work: Any) -> Any:
        result = await run(work)
        if "_follow" in str(work) and not read.is_set():
            read.set()  # what it has read is old as soon as another row is added
            await go_on.wait()
        return result

    monkeypatch.setattr(page.room.store, "run", hold)
    driver.click("import.add")
    await read.wait()
    await until(lambda: states(dialog) == [State.SENDING] * 5)
    go_on.set()
    await see("import.said", "5 added")
    await page.room.store.run(outbox.unsettled)  # whatever looked at the outbox meanwhile has looked
    assert states(dialog) == [State.SENDING] * 5
    driver.click("import.close")
    await until(lambda: not sees("import.window"))


async def test_what_is_no_list_is_said_in_words(stage: Stage, tmp_path: Path) -> None:
    page = await staff.open_page(stage, "m-admin")
    dialog = await opened(page)
    path = tmp_path / "list.csv"
    path.write_text("a,b\n1,2\n")
    for wrong, sentence in (
        (path, "The first row has to name the columns"),
        (tmp_path / "nothing.xlsx", "The file cannot be read: No such file"),
    ):
        await dialog.take(wrong)
        await see("import.said", sentence)
    assert not sees("import.add")
    driver.click("import.close")
    await until(lambda: not sees("import.window"))


async def test_a_template_offers_departments_and_roles(stage: Stage, tmp_path: Path) -> None:
    page = await staff.open_page(stage, "m-admin")
    await opened(page)
    driver.click("import.template")
    await choose_file(tmp_path / "template.xlsx")
    await see("import.said", "The template was saved as template.xlsx")
    book = load_workbook(tmp_path / "template.xlsx")
    assert [cell.value for cell in book.worksheets[0][1]] == ["Name", "Phone number", "Department", "Role"]
    offered = {row[3] for row in book.worksheets[1].iter_rows(values_only=True)}
    assert offered == {"Member", "Seal keeper", None}  # an administrator makes no second one
    driver.click("import.close")
    await until(lambda: not sees("import.window"))


@pytest.mark.parametrize(("tongue", "heading"), [(Tongue.EN, "Name"), (Tongue.ZH_CN, "姓名")])
async def test_all_members_are_exported(stage: Stage, tmp_path: Path, tongue: Tongue, heading: str) -> None:
    page = await staff.open_page(stage, "m-admin")
    stage.language.choose(tongue)
    try:
        entry(page, "Export")
        await choose_file(tmp_path / "members.csv")
        await until(lambda: stage.said.told)
    finally:
        stage.language.choose(Tongue.EN)
    table = member_files.read(tmp_path / "members.csv")
    assert table[0][0] == heading
    assert len(table) == 10
    keeper = next(row for row in table if row[0] == "沈若溪")
    assert keeper[1:3] == ["19900000003", "法务与合规部"]
    assert "合同专用章（一）" in keeper[4]


async def test_a_file_that_cannot_be_written_is_said(stage: Stage, tmp_path: Path) -> None:
    page = await staff.open_page(stage, "m-admin")
    entry(page, "Export")
    await choose_file(tmp_path / "nowhere" / "members.csv")
    await until(lambda: stage.said.told)
    assert stage.said.told[0].startswith("The file cannot be written: No such file")


async def test_only_who_adds_people_imports_and_exports(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-keeper")
    assert page.menu.actions() == []
