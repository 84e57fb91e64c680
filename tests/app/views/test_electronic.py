"""Electronic mode on the screens: applied for, issued, and what a sealed document looks like among the records."""

from pathlib import Path
from typing import Any

import pytest

from app.models import carried
from app.models.carried import SeenPress
from app.views.applications.page import ApplicationsPage
from app.views.authorizations.page import AuthorizationsPage
from app.views.ready.page import ReadyPage
from app.views.usage.page import UsagePage
from demo import driver
from domain.authorizations import Authorization, Mode
from domain.files import Attachment, Purpose
from domain.uses import Method
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, records, see, sees, titles
from tests.app.views.test_application_form import fields as form_fields
from tests.app.views.test_application_form import fill, opened
from tests.app.views.test_authorization_dialog import dialog, fields, issued, of_application, said, without
from tests.app.views.test_usage import shown
from tests.waiting import until

DOCUMENT, DIGEST = "d0" * 32, "d1" * 32


def brought() -> Attachment:
    """With the application."""
    about: dict[str, Any] = {"id": "f-1", "organization": world.ORG, "application": "a-3", "name": "投标文件.pdf"}
    about |= {"purpose": Purpose.ATTACHMENT, "sha256": DOCUMENT, "bytes": 9, "media": "application/pdf"}
    return Attachment(**about, member="m-han", at=0)


@pytest.mark.req("R-108", "D", "shown")
async def test_electronic_mode_is_applied_for_and_nothing_of_it_is_watched(stage: Stage, tmp_path: Path) -> None:
    page = await opened(stage)
    assert driver.see("applications.mode") == "physical seal"
    assert sees("applications.photo")
    driver.choose("applications.mode", "electronic seal")
    for name in ("photo", "fingerprint", "upload_required"):
        assert not sees(f"applications.{name}")
    assert sees("applications.wechat")
    assert form_fields(page).fields["mode"].hint == "The seal signs the PDF attachments of this application."
    driver.choose("applications.department", "采购部")
    fill()
    attached = tmp_path / "投标文件.pdf"
    attached.write_bytes(b"%PDF-1.7")
    form_fields(page).attachments.take([attached])
    driver.click("applications.submit")
    await until(lambda: "补充协议二" in titles("applications.list"))
    await see("applications.detail", "electronic seal")
    assert "a photo of each impression" not in driver.see("applications.detail")
    driver.click("applications.new")
    assert driver.see("applications.mode") == "physical seal"
    assert sees("applications.photo")


async def test_too_many_documents_are_said_beside_the_field(stage: Stage, tmp_path: Path) -> None:
    page = await opened(stage)
    driver.choose("applications.mode", "electronic seal")
    driver.choose("applications.department", "采购部")
    fill()
    many = [tmp_path / f"{number}.pdf" for number in range(9)]
    for number, each in enumerate(many):
        each.write_bytes(b"%PDF-1.7 " + bytes([number]))
    form_fields(page).attachments.take(many)
    driver.click("applications.submit")
    await until(lambda: form_fields(page).fields["attachments"].error == "At most 8 PDF documents.")


@pytest.mark.req("R-108", "D", "shown")
@pytest.mark.req("C-26", "C")
async def test_what_was_applied_for_as_electronic_is_issued_so(stage: Stage) -> None:
    page = await of_application(stage, mode=Mode.ELECTRONIC)
    await rooms.take(page.room.store, [brought()], now=stage.now)
    assert driver.see("authorization.mode") == "electronic seal"
    assert not driver.find("authorization.mode").isEnabled()
    assert not sees("authorization.photo")
    (act,) = fields().acts()
    assert (act.mode, act.any_document, act.photo_required) == (Mode.ELECTRONIC, False, False)
    driver.click("authorization.issue")
    await until(lambda: not sees("authorization.window"))
    (row,) = await issued(page)
    assert (row.mode, row.any_document) == (Mode.ELECTRONIC, False)


async def test_without_a_document_others_have_to_be_allowed(stage: Stage) -> None:
    page = await of_application(stage, mode=Mode.ELECTRONIC)
    driver.click("authorization.issue")
    await until(lambda: bool(said("any_document")))
    assert said("any_document").startswith("The application brings no PDF")
    driver.click("authorization.any_document")
    driver.click("authorization.issue")
    await until(lambda: not sees("authorization.window"))
    (row,) = await issued(page)
    assert row.any_document


@pytest.mark.req("R-108", "D", "shown")
async def test_without_an_application_the_mode_is_chosen_and_any_document_is_allowed(stage: Stage) -> None:
    page = await without(stage)
    assert driver.see("authorization.mode") == "physical seal"
    assert not sees("authorization.any_document")
    driver.choose("authorization.member", "韩子墨")
    before = dialog().height()
    driver.choose("authorization.mode", "electronic seal")
    assert sees("authorization.any_document")
    await until(lambda: dialog().height() <= before)  # there is less to choose
    assert not driver.find("authorization.any_document").isEnabled()
    assert not sees("authorization.photo")
    driver.click("authorization.issue")
    await until(lambda: not sees("authorization.window"))
    (row,) = await issued(page)
    assert (row.mode, row.method, row.any_document) == (Mode.ELECTRONIC, Method.DIRECT, True)


def electronic(now: int, **other: Any) -> Authorization:
    return world.authorization("z-1", now, mode=Mode.ELECTRONIC, photo_required=False, **other)


@pytest.mark.req("R-108", "D", "shown")
async def test_an_authorization_says_its_mode(stage: Stage) -> None:
    page = await stage.open(AuthorizationsPage, "m-keeper")
    await rooms.take(page.room.store, [electronic(stage.now, any_document=True)], now=stage.now)
    await until(lambda: bool(records("authorizations.list")))
    driver.choose("authorizations.list", records("authorizations.list")[0].title)
    await see("authorizations.detail", "electronic seal · other documents as well")
    await until(lambda: sees("authorizations.reckoning.stamped"))
    assert driver.see("authorizations.reckoning.stamped") == "0 sealed"


@pytest.mark.req("C-26", "C")
@pytest.mark.req("R-108")
async def test_a_sealed_document_is_a_record_with_its_name_and_hashes_and_without_a_photo(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-clerk")
    sealed = world.impression(90, stage.now, document=DOCUMENT, digest=DIGEST, name="框架协议.pdf")
    await rooms.take(page.room.store, [electronic(stage.now), sealed], now=stage.now)
    await until(lambda: "#90" in shown()[0])
    first = shown()[0].split(" · ")
    assert set(first) >= {"框架协议.pdf", "Sealed", "#90"}
    driver.choose("usage.list", "#90")
    for words in ("electronic seal", "框架协议.pdf", DOCUMENT, DIGEST):
        await see("usage.detail", words)
    assert not sees("usage.photo")
    assert not sees("usage.add")
    driver.choose("usage.list", "#24")
    assert sees("usage.photo")


async def test_among_what_is_ready_for_me_it_asks_for_no_photo(stage: Stage) -> None:
    page = await stage.open(ReadyPage, "m-clerk")
    use = electronic(stage.now, application="a-1", used=2, pressed=2, seal=world.SECOND)
    sealed = world.impression(90, stage.now, seal=world.SECOND, document=DOCUMENT, digest=DIGEST, name="框架协议.pdf")
    await rooms.take(page.room.store, [use, sealed], now=stage.now)
    driver.choose("ready.list", "云杉采购框架协议")
    await see("ready.detail", "electronic seal")
    await until(lambda: any(thumb.note == "框架协议.pdf" for thumb in page._detail.pictures.presses.thumbs()))
    assert "Photo of each impression" not in driver.see("ready.detail")


async def test_what_was_just_sealed_is_shown_before_the_cloud_has_heard_of_it(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-clerk")
    seen = SeenPress(91, 91, "z-1", "m-clerk", stage.now, 0, None, DOCUMENT, DIGEST, "框架协议.pdf")
    await page.room.store.run(lambda tx: carried.show(tx, world.ORG, world.GL, 1, seen, stage.now))
    await until(lambda: "Sealed · sending" in shown()[0])


async def test_the_form_takes_the_mode_of_the_application_before(stage: Stage) -> None:
    page = await opened(stage)
    assert isinstance(page, ApplicationsPage)
    like = world.application("a-9", "补充协议", stage.now, mode=Mode.ELECTRONIC)
    form_fields(page).start_over(like)
    assert form_fields(page).chosen_mode() is Mode.ELECTRONIC
    form_fields(page).start_over()
    assert form_fields(page).chosen_mode() is Mode.PHYSICAL
