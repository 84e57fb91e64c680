"""Sealing documents from the page of what is ready, and checking them: beside a real seal, and files of any kind."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.models import sealings
from app.models.files import Blob
from app.models.sealings import SealingRow, SealingStep
from app.services.sealing.authority import read_authority
from app.services.sealing.flaws import Flaw, Unsealable
from app.services.sealing.orders import Content, Found, Stamp, Standing
from app.services.sealing.pages import Spot
from app.services.sealing.sealing import Stage
from app.services.sealing.verifying import Checked, Verdict
from app.services.sealing.words import SENTENCES, of_flaw
from app.views import keeping
from app.views.i18n import Tongue
from app.views.ready.page import ReadyPage
from app.views.room import Tasks
from app.views.sealing.check import CheckPage
from app.views.sealing.panel import SealingPanel
from app.views.sealing.verdicts import of_verdict
from app.views.settings.time_stamps import TimeStampsCard
from demo import driver
from domain.applications import ApplicationState
from domain.authorizations import Mode
from domain.files import Attachment, Purpose
from domain.seal_certificates import SealCertificate
from domain.usage import Impression
from domain.verdict import Refused
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import Console, Office
from tests.app.services.sealing import hostile
from tests.app.services.sealing.documents import pdf
from tests.app.views import rooms, world
from tests.app.views.stage import Stage as Screen
from tests.app.views.stage import pick, records, see, sees
from tests.app.views.test_stamping import carry
from tests.waiting import until, until_told

CONTRACT = "采购合同（电子版）"


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


@pytest.fixture
async def host(at: Office, owner: Console) -> Host:
    return await at.bound(owner)


def choosing(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The person chooses this file, or to save there."""

    async def chosen(*_: object) -> Path:
        return path

    monkeypatch.setattr(keeping, "choose_file", chosen)
    monkeypatch.setattr(keeping, "choose_place", chosen)


def panel_of(page: ReadyPage) -> SealingPanel:
    assert isinstance(page._panel, SealingPanel)
    return page._panel


@pytest.mark.req("R-108")
@pytest.mark.req("C-26", "C")
async def test_a_document_is_sealed_saved_kept_and_checked(
    owner: Console, host: Host, stage: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await carry(owner, host)

    async def certified() -> bool:
        return bool(await owner.all(SealCertificate))

    await until_told(certified)
    await office.authorize(owner, host, await owner.me(), mode=Mode.ELECTRONIC, any_document=True)
    path = tmp_path / "contract.pdf"
    path.write_bytes(pdf(3))
    choosing(monkeypatch, path)
    page = await stage.show(ReadyPage, await stage.room_of(owner))
    driver.click("ready.start")
    await see("sealing.other")
    assert not driver.find("sealing.seal").isEnabled()
    driver.click("sealing.other")
    await see("sealing.name", "contract.pdf")
    await until(lambda: driver.find("sealing.seal").isEnabled())
    assert driver.see("sealing.page") == "3/3"
    panel_of(page)._card.options.over.click()
    driver.click("sealing.seal")
    await see("sealing.result", "1/3")
    assert sees("sealing.state", "Sealed")
    saved = tmp_path / "sealed.pdf"
    choosing(monkeypatch, saved)
    driver.click("sealing.save")
    await until(lambda: stage.said.told[-1:] == ["Saved as sealed.pdf"])
    assert saved.read_bytes().startswith(path.read_bytes())

    async def recorded() -> bool:
        found = [each for each in await owner.all(Impression) if each.digest]
        files = [each for each in await owner.all(Attachment) if each.purpose is Purpose.SEALED]
        return len(found) == 1 and [each.stored_at is not None for each in files] == [True]

    await until_told(recorded)
    driver.click("sealing.back")
    await see("ready.list")
    assert page._panel is None
    page.hide()
    await _checks(owner, stage, saved, tmp_path)


async def _checks(owner: Console, stage: Screen, saved: Path, folder: Path) -> None:
    """As it is, changed, and without the cloud."""
    page = await stage.show(CheckPage, await stage.room_of(owner))
    await page.check(saved)
    await see("check.detail", "Genuine, unchanged")
    assert "#1" in driver.see("check.facts")
    assert sees("check.record")
    changed = folder / "changed.pdf"
    content = bytearray(saved.read_bytes())
    content[content.index(b"stream") + 12] ^= 1
    changed.write_bytes(content)
    await page.check(changed)
    await see("check.detail", "Not as sealed")
    await owner.cloud.stop()
    await page.check(saved)
    await see("check.notes", "The cloud could not be asked")
    assert "#1" in driver.see("check.facts")


async def electronic(stage: Screen, *files: bytes, **changes: object) -> ReadyPage:
    """An authorization of the clerk for documents of an application."""
    now, found = stage.now, [Blob("application/pdf", content) for content in files]
    rows = [
        world.application(
            "a-9", CONTRACT, now, mode=Mode.ELECTRONIC, authorization="z-9", state=ApplicationState.AUTHORIZED
        ),
        world.authorization(
            "z-9", now, application="a-9", mode=Mode.ELECTRONIC, photo_required=False, **changes
        ),
        *(
            Attachment(
                id=f"f-9{at}", organization=world.ORG, purpose=Purpose.ATTACHMENT, application="a-9",
                name=f"document {at}.pdf", sha256=each.sha256, bytes=len(each.content), media=each.media,
                member="m-clerk", at=now,
            )
            for at, each in enumerate(found)
        ),
    ]  # fmt: skip
    page = await stage.open(ReadyPage, "m-clerk")
    await rooms.take(page.room.store, rows, found, now)
    await pick("ready.list", CONTRACT)
    await see("ready.start")
    driver.click("ready.start")
    await see("sealing.documents")
    return page


async def test_the_documents_of_the_application_and_no_other(
    stage: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await electronic(stage, pdf(2), pdf(1))
    await until(lambda: [each.title for each in records("sealing.documents")] == ["document 0.pdf", "document 1.pdf"])
    await see("sealing.sheet")
    assert driver.see("sealing.page") == "2/2"
    other, same = tmp_path / "other.pdf", tmp_path / "same.pdf"
    other.write_bytes(pdf(5))
    same.write_bytes(pdf(1))
    choosing(monkeypatch, other)
    driver.click("sealing.other")
    await see("sealing.no_document", page.room.sentence(Refused("other_document")))
    assert not driver.find("sealing.seal").isEnabled()
    choosing(monkeypatch, same)
    driver.click("sealing.other")
    await see("sealing.name", "same.pdf")
    await until(lambda: driver.find("sealing.seal").isEnabled())
    assert not driver.find("sealing.seam").isEnabled()
    assert driver.see("sealing.why_no_seam") == "There is one page only."


@pytest.mark.parametrize("tongue", [Tongue.EN, Tongue.ZH_CN])
@pytest.mark.parametrize(
    ("content", "flaw"),
    [(hostile.SCRIPTS["by name"], Flaw.SCRIPT), (hostile.encrypted(), Flaw.ENCRYPTED), (pdf()[:-300], Flaw.BROKEN)],
    ids=["script", "encrypted", "broken"],
)
async def test_a_file_that_is_not_sealed_says_why(stage: Screen, content: bytes, flaw: Flaw, tongue: Tongue) -> None:
    stage.language.choose(tongue)
    await electronic(stage, content)
    await see("sealing.no_document", SENTENCES[of_flaw(flaw)][0 if tongue is Tongue.ZH_CN else 1])
    assert not driver.find("sealing.seal").isEnabled()
    stage.language.choose(Tongue.EN)


async def test_a_file_that_changed_after_it_was_shown_is_not_sealed(
    stage: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await electronic(stage, pdf(1), any_document=True)
    path = tmp_path / "mine.pdf"
    path.write_bytes(pdf(2))
    choosing(monkeypatch, path)
    driver.click("sealing.other")
    await see("sealing.name", "mine.pdf")
    await until(lambda: driver.find("sealing.seal").isEnabled())
    path.write_bytes(pdf(3))
    driver.click("sealing.seal")
    await see("sealing.no_document", "This file was changed after it was shown")
    assert panel_of(page)._sealing.state.stage is Stage.READY


async def test_the_seal_is_drawn_to_its_place_and_moved_by_keys(stage: Screen) -> None:
    page = await electronic(stage, pdf(3))
    await see("sealing.sheet")
    panel = panel_of(page)
    sheet, options = panel._view.sheet, panel._card.options
    assert options.spot == Spot(2, 0.72, 0.82)
    paper = sheet.paper()
    middle = paper.center().toPoint()
    begin = QPoint(round(paper.left() + 0.72 * paper.width()), round(paper.top() + 0.82 * paper.height()))
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(sheet, left, pos=begin)
    QTest.mouseMove(sheet, middle)
    QTest.mouseRelease(sheet, left, pos=middle)
    assert options.spot is not None
    assert (options.spot.across, options.spot.down) == pytest.approx((0.5, 0.5), abs=0.02)
    before = options.spot
    QTest.keyClick(sheet, Qt.Key.Key_Right)
    QTest.keyClick(sheet, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert options.spot.across - before.across == pytest.approx(1 / 210, abs=0.001)
    assert options.spot.down - before.down == pytest.approx(10 / 297, abs=0.001)
    for _ in range(60):
        QTest.keyClick(sheet, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert options.spot.across == pytest.approx(21 / 210, abs=0.001)  # the whole of it stays on the page
    QTest.keyClick(sheet, Qt.Key.Key_PageUp)
    assert driver.see("sealing.page") == "2/3"
    assert sheet.accessibleDescription() == "No seal on this page"
    driver.click("sealing.here")
    assert options.spot.page == 1
    assert "Seal at 10 % from the left" in sheet.accessibleDescription()
    QTest.mouseClick(sheet, left, pos=middle)  # elsewhere on the page: it comes there
    assert options.spot.across == pytest.approx(0.5, abs=0.02)
    held = options.spot
    panel._sealing.state = replace(panel._sealing.state, stage=Stage.AT_SEAL)
    panel._show()
    QTest.keyClick(sheet, Qt.Key.Key_Left)
    QTest.mouseClick(sheet, left, pos=begin)
    assert options.spot == held  # while it is sealed so it stays so
    assert not sees("sealing.hint")
    panel._sealing.state = replace(panel._sealing.state, stage=Stage.READY)
    panel._show()
    assert sees("sealing.hint")
    options.placed.click()
    assert not driver.find("sealing.seal").isEnabled()
    options.over.click()
    assert driver.find("sealing.seal").isEnabled()
    assert options.strip(1) == (1 / 3, 2 / 3)


async def test_what_the_seal_may_have_signed_is_finished_first(stage: Screen) -> None:
    page = await electronic(stage, pdf(1))
    driver.click("sealing.back")
    await see("ready.list")
    ended = world.authorization("z-9", stage.now, application="a-9", mode=Mode.ELECTRONIC, ended_at=stage.now)
    await rooms.take(page.room.store, [ended], now=stage.now)
    await until(lambda: CONTRACT not in [each.title for each in records("ready.list")])
    row = SealingRow(
        id="0" * 32, organization=world.ORG, seal=world.GL, authorization="z-9", name="lost.pdf", document="0" * 64,
        digest="1" * 64, begin=0, end=1, size=0, certificates=[b""], begun_at=stage.now, step=SealingStep.ASKED,
    )  # fmt: skip
    await page.room.store.run(lambda tx: sealings.begin(tx, row, b"%PDF"))
    await until(lambda: "a sealed document is not finished" in [each.note for each in records("ready.list")])
    await pick("ready.list", CONTRACT)
    await until(lambda: driver.find("ready.start").isEnabled())
    driver.click("ready.start")
    await see("sealing.state", "“lost.pdf” is not finished")
    assert not sees("sealing.seal")
    driver.click("sealing.finish")
    await until(lambda: panel_of(page)._sealing.state.stage is Stage.AT_SEAL)
    await see("sealing.cancel")
    assert not driver.find("sealing.cancel").isEnabled()
    driver.click("sealing.back")
    await see("ready.list")
    (kept,) = await page.room.store.run(lambda tx: sealings.unfinished(tx, world.ORG))
    assert kept == row


async def test_what_hinders_the_sealing_is_said_and_nothing_is_begun(stage: Screen) -> None:
    await electronic(stage, pdf(1))
    await see("sealing.sheet")
    driver.click("sealing.seal")
    await see("sealing.message", "The seal has no certificate for documents yet")
    assert sees("sealing.state", "Not sealed")
    assert driver.find("sealing.seal").isEnabled()


@pytest.mark.parametrize(
    ("content", "standing", "said"),
    [
        (Content.AS_SIGNED, Standing.GOOD, "Genuine, unchanged"),
        (Content.ADDED_TO, Standing.GOOD, "Added to afterwards"),
        (Content.ADDED_TO, Standing.REVOKED, "Certificate revoked"),
        (Content.AS_SIGNED, Standing.UNCHECKED, "Unchanged"),
        (Content.AS_SIGNED, Standing.FOREIGN, "Unknown signer"),
        (Content.AS_SIGNED, Standing.OUTSIDE, "Certificate not valid then"),
        (Content.AS_SIGNED, Standing.REVOKED, "Certificate revoked"),
        (Content.CHANGED, Standing.GOOD, "Changed afterwards"),
        (Content.BROKEN, Standing.GOOD, "Not as sealed"),
    ],
)
async def test_the_worst_is_said_first(stage: Screen, content: Content, standing: Standing, said: str) -> None:
    found = Found("0" * 64, "云杉", "合同章", world.GL, content, standing, stage.now, revoked_at=stage.now)
    assert of_verdict(Verdict(found))[0] == said
    page = await stage.open(CheckPage, "m-clerk")
    stamped = Found(**{**found.__dict__, "stamp": Stamp.GOOD, "stamped_at": stage.now - 1, "stamped_by": "TSA"})
    page._show_checked("x.pdf", Checked([Verdict(found), Verdict(stamped)], asked=True))
    await see("check.detail", said)
    await see("check.facts", "by TSA")
    notes = driver.see("check.notes")
    assert ("before the certificate was revoked" in notes) is (standing is Standing.REVOKED)
    assert ("not known here" in notes) is (standing is Standing.FOREIGN)


async def test_a_file_that_cannot_be_checked(stage: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = await stage.open(CheckPage, "m-clerk")
    assert page.state.title.text() == "Check a sealed document"
    empty, plain = tmp_path / "empty.pdf", tmp_path / "plain.pdf"
    empty.write_bytes(b"")
    plain.write_bytes(pdf())
    for path, said in ((empty, "is empty"), (Path(__file__), "This file is no PDF."), (tmp_path / "none.pdf", "none")):
        await page.check(path)
        assert said in f"{page.state.title.text()} {page.state.text.text()}"
    await page.check(plain)
    assert page.state.title.text() == "Not sealed"

    async def too_slow(*_: object) -> Checked:
        raise Unsealable(Flaw.TOO_SLOW)

    monkeypatch.setattr(type(page.room.devices), "check_document", too_slow)
    await page.check(plain)
    assert "far too long" in page.state.text.text()


async def test_the_authority_of_time_stamps_is_a_setting(stage: Screen) -> None:
    room = await stage.room("m-clerk")
    tasks = Tasks(pytest.fail)
    card = TimeStampsCard(room.store, lambda work: tasks.begin(work) and None, stage.said.told.append)
    await card.look()
    for address, error in (
        ("http://tsa.example.com/", "https://"),
        ("somewhere", "no address"),
        ("https://a.example/", ""),
    ):
        card._address.setText(address)
        await card._keep()
        assert error in card._field.error if error else not card._field.error
    assert await room.store.run(read_authority) == "https://a.example/"
    assert stage.said.told == ["Documents are sealed with a time stamp"]
    card.deleteLater()
