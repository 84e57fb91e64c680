"""An application with what belongs to it: files, comments, how it was used, and its form on paper."""

import asyncio
import hashlib
import sys
import unicodedata
from pathlib import Path

import pytest
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from app.models import fold
from app.models.files import Blob
from app.services import picking
from app.views import keeping
from app.views.applications import paper
from app.views.applications.page import ApplicationsPage
from app.views.applications.papers import read_papers
from app.views.widgets.zoom import ZoomView
from demo import driver
from domain.applications import HandedOn, Step, StepKind, StepState
from domain.approvals import Comment
from domain.files import Attachment, Purpose
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, see, sees, titles
from tests.app.views.test_forms import picture
from tests.waiting import until


def attachment(id: str, name: str, blob: Blob, **more: object) -> Attachment:
    values: dict[str, object] = {"purpose": Purpose.ATTACHMENT, "application": "a-1", "member": "m-clerk", "at": 1}
    values |= {"sha256": blob.sha256, "bytes": len(blob.content), "media": blob.media}
    return Attachment(id=id, organization=world.ORG, name=name, **(values | more))  # type: ignore[arg-type]


@pytest.fixture
def red(tmp_path: Path) -> Blob:
    return Blob("image/png", picture(tmp_path, "red.png").read_bytes())


PDF = Blob("application/pdf", b"%PDF-1.7 with nothing in it")


async def opened(stage: Stage, red: Blob, **more: object) -> ApplicationsPage:
    """An authorized application with two pictures, of which one is not here, an attachment and a comment."""
    page = await stage.open(ApplicationsPage, "m-clerk")
    away = hashlib.sha256(b"elsewhere").hexdigest()
    rows = [
        attachment("f-1", "第一页.png", red, purpose=Purpose.PICTURE),
        attachment("f-2", "第二页.png", red, purpose=Purpose.PICTURE, sha256=away),
        attachment("f-3", "报价单.pdf", PDF),
        attachment("f-4", "附件包.zip", Blob("application/zip", b"zip")),
        Comment(
            id="k-1", organization=world.ORG, application="a-1", member="m-approver", text="金额请核对", at=stage.now
        ),
    ]
    await rooms.take(page.room.store, rows, [red, PDF], now=stage.now)
    driver.choose("applications.list", "云杉采购框架协议")
    await see("applications.detail", "报价单.pdf")
    return page


def buttons(words: str) -> QPushButton:
    found = driver.find("applications.detail").findChildren(QPushButton)
    return next(each for each in found if each.toolTip() == words)


async def test_pictures_are_fetched_and_shown_large(stage: Stage, red: Blob) -> None:
    page = await opened(stage, red)
    thumbs = page._detail._pictures.view
    await until(lambda: thumbs.thumbs()[0].image is not None)
    assert [thumb.note for thumb in thumbs.thumbs()] == ["", "on its way"]
    thumbs.opened.emit(red.sha256)
    await see("viewer.window", "第一页.png (1/2)")
    view = driver.find("viewer.picture")
    assert isinstance(view, ZoomView)
    await until(lambda: view.has_image)
    driver.press("viewer.window", "Right")
    await until(lambda: view.accessibleDescription() == "The picture has not arrived yet")
    driver.press("viewer.window", "Left")
    await until(lambda: view.has_image)
    driver.press("viewer.window", "Escape")
    await until(lambda: not sees("viewer.window"))


async def test_an_attachment_is_saved_and_opened_with_its_program(
    stage: Stage, red: Blob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await opened(stage, red)
    buttons("Save 报价单.pdf").click()
    await see("keeping.window")
    dialog = driver.find("keeping.window")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "saved.pdf"))
    dialog.close()
    await until(lambda: stage.said.told == ["Saved as saved.pdf"])
    assert (tmp_path / "saved.pdf").read_bytes() == PDF.content
    seen: list[Path] = []

    def opener(path: Path) -> bool:
        seen.append(path)
        return len(seen) == 1

    monkeypatch.setattr(page._detail._copies, "_opener", opener)
    buttons("Open 报价单.pdf").click()
    await until(lambda: seen)
    assert (seen[0].name, seen[0].read_bytes()) == ("报价单.pdf", PDF.content)
    buttons("Open 报价单.pdf").click()
    await until(lambda: stage.said.told[1:] == ["This computer has no program for “报价单.pdf”; save it"])
    with pytest.raises(StopIteration):
        buttons("Open 附件包.zip")  # whatever is packed in it is not started by a click
    page._detail._copies.close()
    assert not seen[0].exists()


async def test_what_has_not_arrived_cannot_be_saved_yet(stage: Stage, red: Blob, tmp_path: Path) -> None:
    await opened(stage, red)
    buttons("Save 附件包.zip").click()
    await see("keeping.window")
    dialog = driver.find("keeping.window")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "saved.zip"))
    dialog.close()
    await until(lambda: stage.said.told == ["“附件包.zip” has not arrived here yet"])
    assert not (tmp_path / "saved.zip").exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("合同.pdf", "合同.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a:b?.pdf", "a_b_.pdf"),
        (" . ", "_"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("COM1 .pdf", "_COM1 .pdf"),
        ("contract.pdf", "contract.pdf"),
    ],
)
def test_a_name_leads_into_no_other_folder(name: str, safe: str) -> None:
    assert keeping.safe_name(name) == safe


@pytest.mark.parametrize(
    ("name", "media", "fits"),
    [
        ("合同.pdf", "application/pdf", True),
        ("合同.PDF", "application/pdf", True),
        ("章.jpeg", "image/jpeg", True),
        ("合同.pdf.exe", "application/pdf", False),
        ("合同.pdf.exe.", "application/pdf", False),
        ("合同.lnk", "application/pdf", False),
        ("合同.desktop", "text/plain", False),
        ("合同.bat", "text/plain", False),
        ("合同", "application/pdf", False),
        ("合同.txt", "application/pdf", False),
        ("附件包.zip", "application/zip", False),
    ],
)
def test_what_its_ending_would_start_is_not_opened_from_here(name: str, media: str, fits: bool) -> None:
    assert picking.opens(name, media) == fits


async def test_comments_are_read_and_one_is_added_offline(stage: Stage, red: Blob) -> None:
    page = await opened(stage, red)
    await see("applications.detail", "金额请核对")
    driver.click("applications.detail.send")
    await see("applications.detail", "Please write something.")
    driver.write("applications.detail.comment", "已更正")
    driver.click("applications.detail.send")
    await see("applications.detail", "已更正")
    await see("applications.detail", "· sending")
    assert driver.see("applications.detail.comment") == ""
    rows = await page.room.store.run(lambda tx: fold.folded(tx, world.ORG, Comment, application="a-1"))
    assert {each.row.member for each in rows} == {"m-approver", "m-clerk"}


@pytest.mark.req("R-084")
async def test_the_use_of_an_application_stands_in_it(stage: Stage, red: Blob) -> None:
    page = await opened(stage, red)
    await see("applications.detail", "2/3")
    await until(lambda: page._detail._presses.accessibleDescription().startswith("#24 · Normal"))


async def test_a_picture_whose_file_has_not_come_is_told_of(stage: Stage, red: Blob) -> None:
    """Who approves sees that what was demanded is a promise so far."""
    page = await opened(stage, red)
    await see("applications.detail.on_the_way", "Declared, but not yet in the cloud: 2")
    rows = [attachment("f-1", "第一页.png", red, purpose=Purpose.PICTURE, stored_at=stage.now)]
    await rooms.take(page.room.store, rows, now=stage.now)
    await see("applications.detail.on_the_way", "Declared, but not yet in the cloud: 1")
    rows = [attachment("f-2", "第二页.png", red, purpose=Purpose.PICTURE, stored_at=stage.now)]
    await rooms.take(page.room.store, rows, now=stage.now)
    await until(lambda: not sees("applications.detail.on_the_way"))


async def test_what_took_its_place_with_more_uses_is_shown_and_every_press_is_on_paper(stage: Stage, red: Blob) -> None:
    page = await opened(stage, red)
    later = world.authorization("z-9", stage.now, application="a-1", count=200, used=62, carried=2, continues="z-1")
    presses = [world.impression(100 + at, stage.now + at, authorization="z-9") for at in range(60)]
    await rooms.take(page.room.store, [later, *presses], now=stage.now)
    await see("applications.detail", "62/200")
    read = await page.room.store.run(lambda tx: read_papers(tx, world.ORG, "a-1", every_use=True))
    assert (read.authorization, read.uses.authorization) == (later, "z-9")
    under = [each.impression.authorization for each in read.uses.presses]
    assert (under.count("z-9"), under.count("z-1")) == (60, 2)
    row = page._known.application("a-1")
    assert row is not None
    text = paper.html(paper.Paper(row, read, page._known), "云杉", "许砚清", stage.now)
    assert text.count("<td>#") == 62


async def test_who_stood_in_and_who_handed_on_is_said(stage: Stage) -> None:
    page = await stage.open(ApplicationsPage, "m-clerk")
    steps = [
        Step(StepKind.APPROVE, ["m-approver"], StepState.PASSED, "m-han", stage.now, instead_of="m-approver"),
        Step(StepKind.HEADQUARTERS, ["m-owner"], StepState.PASSED, "m-owner", stage.now),
        Step(StepKind.APPROVE, ["m-admin"], StepState.PENDING, note="请您处理", instead_of="m-approver"),
        Step(
            StepKind.APPROVE,
            ["m-admin"],
            StepState.PENDING,
            note="末次",
            instead_of="m-clerk",
            handed_on=[
                HandedOn("m-approver", "m-approver", stage.now, "首次"),
                HandedOn("m-clerk", "m-clerk", stage.now, "末次"),
            ],
        ),
        Step(
            StepKind.APPROVE,
            ["m-han"],
            StepState.PASSED,
            "m-han",
            stage.now,
            instead_of="m-approver",
            handed_on=[HandedOn("m-approver", "m-approver", stage.now)],
            note="同意",
        ),
    ]
    row = world.application("a-9", "对账单", stage.now, steps=steps)
    await rooms.take(page.room.store, [row], now=stage.now)
    await until(lambda: "对账单" in titles("applications.list"))
    driver.choose("applications.list", "对账单")
    for words in (
        "韩子墨 approved · in the place of 林知夏",
        "陈佳宁 the headquarters consented",
        "周明远 to approve · handed on by 林知夏 · 请您处理",
        "周明远 to approve · handed on by 林知夏: 首次 · handed on by 许砚清: 末次",
        "韩子墨 approved · handed on by 林知夏 · 同意",
    ):
        await see("applications.detail", words)


# The form of approval


async def the_paper(stage: Stage, red: Blob) -> paper.Paper:
    page = await opened(stage, red)
    papers = await page.room.store.run(lambda tx: read_papers(tx, world.ORG, "a-1"))
    row = page._known.application("a-1")
    assert row is not None
    return paper.Paper(row, papers, page._known)


def text_of(path: Path) -> str:
    """What a reader of the file can copy, on all its pages."""
    read = QPdfDocument()
    assert read.load(str(path)) is QPdfDocument.Error.None_
    text = "\n".join(read.getAllText(number).text() for number in range(read.pageCount()))
    read.close()
    return unicodedata.normalize("NFKC", text)


PARTS = (
    "云杉精密仪器有限公司",
    "SQ-20261123-001",
    "云杉采购框架协议",
    "许砚清",
    "三方各执一份",
    "条款已核对",
    "2/3 used",
)
PARTS += ("#23", "#24", "30.27682, 120.16955", "报价单.pdf", "Printed by 许砚清 at 20")


async def test_the_form_is_saved_as_a_pdf_whose_text_can_be_read(stage: Stage, red: Blob, tmp_path: Path) -> None:
    await opened(stage, red)
    paper_button = driver.find("applications.detail.paper")
    assert isinstance(paper_button, QPushButton)
    save, _ = paper_button.menu().actions()
    save.trigger()
    await see("keeping.window")
    dialog = driver.find("keeping.window")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "form"))
    dialog.close()
    await until(lambda: stage.said.told == ["Saved as form.pdf"])
    said = text_of(tmp_path / "form.pdf")
    assert [part for part in PARTS if part not in said] == []


async def printing(stage: Stage, red: Blob) -> QPrintDialog:
    """The printer's own dialog, asked for from the application's menu."""
    await opened(stage, red)
    paper_button = driver.find("applications.detail.paper")
    assert isinstance(paper_button, QPushButton)
    _, print_ = paper_button.menu().actions()
    print_.trigger()
    await until(lambda: isinstance(stage.app.activeModalWidget(), QPrintDialog))
    dialog = stage.app.activeModalWidget()
    assert isinstance(dialog, QPrintDialog)
    return dialog


@pytest.mark.skipif(sys.platform == "win32", reason="there the dialog is the system's own")
async def test_the_form_is_printed_by_the_same_hand(stage: Stage, red: Blob, tmp_path: Path) -> None:
    dialog = await printing(stage, red)
    dialog.printer().setOutputFileName("")
    into = dialog.findChild(QLineEdit, "filename")
    assert isinstance(into, QLineEdit)
    into.setText(str(tmp_path / "printed.pdf"))
    dialog.accept()
    await until(lambda: stage.said.told == ["Sent to the printer"])
    said = text_of(tmp_path / "printed.pdf")
    assert [part for part in PARTS if part not in said] == []


@pytest.mark.skipif(sys.platform == "win32", reason="there the dialog is the system's own")
async def test_whoever_changes_his_mind_prints_nothing(stage: Stage, red: Blob) -> None:
    dialog = await printing(stage, red)
    (page,) = stage.pages
    dialog.reject()
    await until(lambda: not page.tasks.running)
    assert stage.said.told == []


async def test_what_people_wrote_is_no_markup(stage: Stage, red: Blob) -> None:
    made = await the_paper(stage, red)
    row = world.application("a-1", "<b>合同</b>", stage.now, reason="甲 < 乙\n& 丙", number="")
    text = paper.html(paper.Paper(row, made.papers, made.known), "<公司>", "许砚清", stage.now)
    for safe in ("&lt;b&gt;合同", "甲 &lt; 乙<br>&amp; 丙", "&lt;公司&gt;", "number follows"):
        assert safe in text
    assert paper.Paper(row, made.papers, made.known).name == "Approval form a-1 <b>合同</b>"


async def test_a_long_form_goes_on_on_the_next_page(stage: Stage, red: Blob, tmp_path: Path) -> None:
    made = await the_paper(stage, red)
    text = paper.html(made, "云杉", "许砚清", stage.now)
    whole = await asyncio.to_thread(paper.pdf, text + "<p>一行</p>" * 80, "form")
    (tmp_path / "long.pdf").write_bytes(whole)
    read = QPdfDocument()
    read.load(str(tmp_path / "long.pdf"))
    assert read.pageCount() > 1
    read.close()
