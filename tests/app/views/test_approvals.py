"""The approvals inbox, and the authorization dialog that opens from it."""

import msgspec
import pytest
from PySide6.QtWidgets import QSpinBox

from app.views import words
from app.views.approvals import COPIED, DONE, TO_DO, ApprovalsPage, of_tab
from app.views.authorizations.dialog import AuthorizationDialog
from demo import driver
from domain.applications import ApplicationState
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, records, see, sees, titles
from tests.waiting import until

TEXT = "苏州分公司银行询证函"


@pytest.mark.req("R-094", "R-098", "R-099")
def test_three_lists_of_one_member() -> None:
    waiting = world.application("a-1", "一", 10**12, copied=["m-admin"])
    decided = world.application("a-2", "二", 10**12, steps=[world.approved(10**12), world.to_authorize()])
    assert [of_tab(tab, waiting, "m-approver") for tab in (TO_DO, DONE, COPIED)] == [True, False, False]
    assert [of_tab(tab, decided, "m-approver") for tab in (TO_DO, DONE, COPIED)] == [False, True, False]
    assert [of_tab(tab, decided, "m-keeper") for tab in (TO_DO, DONE, COPIED)] == [True, False, False]
    assert of_tab(COPIED, waiting, "m-admin")


@pytest.mark.req("R-094", "R-098", "F")
@pytest.mark.req("R-078", "V", "inside")
async def test_approved_offline_with_a_note(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-approver")
    assert titles("approvals.list") == ["海关申报授权委托书", TEXT]
    assert all(record.unread for record in records("approvals.list"))
    driver.choose("approvals.list", TEXT)
    assert not sees("approvals.authorize")
    driver.write("approvals.note", "条款已核对")
    driver.click("approvals.approve")
    await until(lambda: TEXT not in titles("approvals.list"))
    assert stage.said.told == ["Approved"]
    page._tabs.setCurrentIndex(DONE)
    shown = {record.title: record for record in records("approvals.list")}
    assert (shown[TEXT].note, shown[TEXT].pill) == ("sending", "Waiting for authorization")
    driver.choose("approvals.list", TEXT)
    assert "approved · 条款已核对" in driver.see("approvals.detail")
    assert not sees("approvals.note")


@pytest.mark.req("R-096", "F")
@pytest.mark.req("R-077", "R-097", "V", "inside", "outside")
async def test_rejecting_needs_a_reason(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-approver")
    driver.choose("approvals.list", TEXT)
    driver.click("approvals.reject")
    await see("approvals.message", "Please give a reason.")
    driver.write("approvals.note", "附件缺页")
    driver.click("approvals.reject")
    await until(lambda: stage.said.told == ["Rejected"])
    page._tabs.setCurrentIndex(DONE)
    await until(lambda: TEXT in titles("approvals.list"))
    shown = {record.title: record for record in records("approvals.list")}
    assert shown[TEXT].pill == "Rejected"


@pytest.mark.req("R-078", "V", "at")
async def test_somebody_else_was_first(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-approver")
    driver.choose("approvals.list", TEXT)
    driver.click("approvals.approve")
    await until(lambda: TEXT not in titles("approvals.list"))
    await stage.settle_acts(page.room.store, refused="该申请已经处理完毕。")
    await until(
        lambda: TEXT in titles("approvals.list")
    )  # the cloud's row stands again; the refusal is in the status line


@pytest.mark.req("R-099", "F")
async def test_what_was_copied_to_me_is_only_read(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-admin")
    page._tabs.setCurrentIndex(COPIED)
    (only,) = titles("approvals.list")
    assert only.startswith("南浦大桥")
    driver.choose("approvals.list", only)
    await see("approvals.detail", "韩子墨")
    assert not sees("approvals.approve")


async def test_nothing_waits(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-clerk")
    assert page._nothing.title.text() == "Nothing waits for you"
    page._tabs.setCurrentIndex(DONE)
    assert page._nothing.title.text() == "Nothing decided yet"
    page.header.search.setText("xyz")
    assert page._nothing.title.text() == "Nothing found"


async def open_dialog(stage: Stage) -> ApprovalsPage:
    """The keeper's authorizing step of an application for the second seal, once its former use has been ended."""
    page = await stage.open(ApprovalsPage, "m-keeper")
    ended = world.authorization("z-4", stage.now, member="m-approver", seal=world.SECOND, ended_at=stage.now)
    await rooms.take(page.room.store, [ended], now=stage.now)
    assert titles("approvals.list")[0].startswith("南浦大桥")
    driver.click("approvals.authorize")
    await see("authorization.window")
    return page


@pytest.mark.req("R-101", "F")
@pytest.mark.req("C-28")
async def test_the_dialog_is_filled_from_the_application_and_may_only_be_narrowed(stage: Stage) -> None:
    page = await open_dialog(stage)
    dialog = driver.find("authorization.window")
    assert isinstance(dialog, AuthorizationDialog)
    assert driver.see("authorization.member") == "韩子墨"
    assert driver.see("authorization.seal") == "合同专用章（二）"
    count = driver.find("authorization.count")
    assert isinstance(count, QSpinBox)
    assert count.value() == 3
    driver.write("authorization.count", "5")
    driver.click("authorization.issue")
    await until(lambda: dialog._fields["count"].error == "Not wider than applied for.")
    assert dialog.isVisible()
    driver.write("authorization.count", "2")
    driver.click("authorization.issue")
    await until(lambda: not sees("authorization.window"))
    assert stage.said.told == ["Authorization issued"]
    page._tabs.setCurrentIndex(DONE)
    await until(lambda: any(record.pill == "Authorized" for record in records("approvals.list")))


@pytest.mark.req("R-104", "V", "outside")
async def test_a_use_that_was_not_ended_stands_in_the_way(stage: Stage) -> None:
    await stage.open(ApprovalsPage, "m-keeper")
    driver.click("approvals.authorize")
    await see("authorization.window")
    driver.click("authorization.issue")
    dialog = driver.find("authorization.window")
    assert isinstance(dialog, AuthorizationDialog)
    await until(lambda: "has not been ended" in dialog._fields["seal"].error)
    driver.click("authorization.cancel")
    await until(lambda: not sees("authorization.window"))


async def test_an_untouched_time_means_the_moment_applied_for(stage: Stage) -> None:
    await open_dialog(stage)
    dialog = driver.find("authorization.window")
    assert isinstance(dialog, AuthorizationDialog)
    wanted = dialog._application
    assert wanted is not None
    assert (dialog.act().start, dialog.act().end) == (wanted.start, wanted.end)
    dialog.reject()
    await until(lambda: not sees("authorization.window"))


def test_the_states_of_an_application_have_words() -> None:
    row = world.application("a-1", "一", 10**12)
    assert words.application(row)[0] == "In approval"
    assert (
        words.application(msgspec.structs.replace(row, steps=[world.to_authorize()]))[0] == "Waiting for authorization"
    )
    assert words.application(msgspec.structs.replace(row, state=ApplicationState.REJECTED))[0] == "Rejected"
