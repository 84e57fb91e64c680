"""Authorizations of the seals I manage: who, how often, until when; ending a use; issuing without application."""

import msgspec
import pytest
from PySide6.QtWidgets import QCheckBox

from app.views import words
from app.views.authorizations.dialog import AuthorizationDialog
from app.views.authorizations.page import AuthorizationsPage, read_records
from app.views.look import Tone
from demo import driver
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, records, see, sees, titles
from tests.waiting import until


@pytest.mark.req("R-138", "P", "allowed")
@pytest.mark.req("R-142", "R-143", "R-144", "S")
async def test_only_of_seals_that_i_manage_the_newest_first(stage: Stage) -> None:
    page = await stage.open(AuthorizationsPage, "m-keeper")
    found = await page.room.store.run(lambda tx: read_records(tx, page.room, "", ""))
    assert [each.row.id for each in found.rows] == ["z-1", "z-2", "z-4"]
    assert [record.pill for record in records("authorizations.list")] == ["In use", "Ended", "Expired"]


@pytest.mark.req("R-138", "P", "allowed")
@pytest.mark.req("A-10", "A")
async def test_only_of_the_current_seal(stage: Stage) -> None:
    stage.said.seal = world.SECOND
    await stage.open(AuthorizationsPage, "m-keeper")
    assert titles("authorizations.list") == ["林知夏"]


@pytest.mark.req("R-139", "F")
async def test_the_detail_with_its_uses(stage: Stage) -> None:
    page = await stage.open(AuthorizationsPage, "m-keeper")
    driver.choose("authorizations.list", "In use")
    await see("authorizations.detail", "云杉采购框架协议")
    await see("authorizations.detail", "2/3")
    await until(lambda: page._uses.accessibleDescription().startswith("#24 · Normal 30.27"))
    driver.choose("authorizations.list", "Ended")
    await see("authorizations.detail", "Ended")
    await until(lambda: "Abnormal: stand out when the use ended" in page._uses.accessibleDescription())


@pytest.mark.req("R-140", "F")
@pytest.mark.req("C-05")
async def test_a_use_is_ended_after_a_question(stage: Stage) -> None:
    page = await stage.open(AuthorizationsPage, "m-keeper")
    driver.choose("authorizations.list", "In use")
    await see("authorizations.end_use")
    driver.click("authorizations.end_use")
    await see("confirm.window")
    driver.click("confirm.no")
    await until(lambda: not sees("confirm.window"))
    assert await page.room.desk.pending(world.ORG) == []
    driver.click("authorizations.end_use")
    await see("confirm.yes")
    driver.click("confirm.yes")
    await see("authorizations.detail", "Ended (waiting for the seal)")
    assert stage.said.told == ["Use ended"]
    assert records("authorizations.list")[0].note == "sending"
    assert not sees("authorizations.end_use")


async def test_a_page_that_goes_while_it_asks_takes_its_question_along(stage: Stage) -> None:
    await stage.open(AuthorizationsPage, "m-keeper")
    driver.choose("authorizations.list", "In use")
    driver.click("authorizations.end_use")
    await see("confirm.window")
    # what is left is closed by the stage, which finds no task running and no window


@pytest.mark.req("R-103", "F")
@pytest.mark.req("R-104", "V", "inside", "outside")
@pytest.mark.req("C-31", "C")
async def test_issued_without_an_application(stage: Stage) -> None:
    page = await stage.open(AuthorizationsPage, "m-admin")
    ended = world.authorization("z-4", stage.now, member="m-approver", seal=world.SECOND, ended_at=stage.now)
    await rooms.take(page.room.store, [ended], now=stage.now)
    driver.click("authorizations.issue")
    await see("authorization.window")
    dialog = driver.find("authorization.window")
    assert isinstance(dialog, AuthorizationDialog)
    driver.choose("authorization.member", "韩子墨")
    driver.choose("authorization.seal", "合同专用章（一）")
    driver.click("authorization.issue")
    await until(lambda: "has not been ended" in dialog._fields["seal"].error)
    driver.choose("authorization.seal", "合同专用章（二）")
    driver.date("authorization.start", stage.now - world.HOUR)
    driver.write("authorization.count", "0")
    photo = driver.find("authorization.photo")
    assert isinstance(photo, QCheckBox)
    assert photo.isChecked()
    photo.click()
    driver.click("authorization.issue")
    await until(lambda: not sees("authorization.window"))
    await until(lambda: records("authorizations.list")[0].subtitle == "合同专用章（二） · 0/∞")
    first = records("authorizations.list")[0]
    assert first.title == "韩子墨"
    assert (first.pill, first.note) == ("In use (waiting for the seal)", "sending")


async def test_an_end_before_the_start_is_said_beside_the_field(stage: Stage) -> None:
    await stage.open(AuthorizationsPage, "m-admin")
    driver.click("authorizations.issue")
    await see("authorization.window")
    dialog = driver.find("authorization.window")
    assert isinstance(dialog, AuthorizationDialog)
    driver.date("authorization.end", stage.now - world.DAY)
    height = dialog.height()
    driver.click("authorization.issue")
    await until(lambda: dialog._fields["end"].error == "The end must come after the start.")
    assert dialog.height() > height
    driver.press("authorization.cancel", "Space")
    await until(lambda: not sees("authorization.window"))


@pytest.mark.req("R-138", "P", "refused")
@pytest.mark.req("R-014")
async def test_who_manages_nothing_sees_nothing_and_issues_nothing(stage: Stage) -> None:
    page = await stage.open(AuthorizationsPage, "m-clerk")
    assert titles("authorizations.list") == []
    assert not sees("authorizations.issue")
    assert page._nothing.title.text() == "No authorization yet"


@pytest.mark.req("R-142", "R-143", "R-144")
def test_the_states_have_words() -> None:
    now = 10**12
    row = world.authorization("z", now)

    def word(**changes: object) -> tuple[str, Tone]:
        return words.authorization(msgspec.structs.replace(row, **changes), now)

    assert word() == ("In use", Tone.ACCENT)
    assert word(start=now + 1) == ("Not started", Tone.NEUTRAL)
    assert word(end=now) == ("Expired", Tone.WARN)
    assert word(used=3) == ("Expired", Tone.WARN)
    assert word(confirmed_at=None) == ("In use (waiting for the seal)", Tone.ACCENT)
    assert word(ended_at=now) == ("Ended (waiting for the seal)", Tone.NEUTRAL)
    assert word(ended_at=now, end_confirmed_at=now) == ("Ended", Tone.NEUTRAL)
    assert word(refused_at=now) == ("Refused by the seal", Tone.DANGER)
