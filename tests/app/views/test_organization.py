"""What may be done with members: a few clicks each, offline."""

import pytest
from PySide6.QtWidgets import QComboBox

from app.models import fold
from app.views.organization.company import InHand, in_hand
from app.views.organization.hand_over import HandOverDialog
from app.views.organization.page import OrganizationPage
from app.views.places import places
from demo import driver
from domain.authorizations import Stage as UseStage
from domain.organization import AUDITOR, Member, Permission, Role
from domain.seals import Seal
from tests.app.views import staff, world
from tests.app.views.stage import Stage, see, sees
from tests.waiting import until

DOABLE = ("rename", "change_role", "hand_over", "remove", "move", "seal", "set_stand_in")


def choose(page: OrganizationPage, member: str) -> None:
    assert page._tree.choose(f"member:{member}")


def offered() -> list[str]:
    """What can be done with the member that is shown."""
    return [name for name in DOABLE if sees(f"organization.{name}")]


@pytest.mark.req("R-014", "P", "allowed", "refused")
@pytest.mark.req("R-246")
@pytest.mark.parametrize(
    ("who", "whom", "expected"),
    [
        ("m-owner", "m-clerk", ["rename", "change_role", "hand_over", "remove", "move", "set_stand_in"]),
        ("m-owner", "m-keeper", list(DOABLE)),
        ("m-owner", "m-admin", ["rename", "change_role", "hand_over", "remove", "move", "set_stand_in"]),
        ("m-owner", "m-owner", ["rename", "move", "set_stand_in"]),
        ("m-admin", "m-owner", ["move"]),
        ("m-admin", "m-keeper", list(DOABLE)),
        ("m-admin", "m-auditor", ["move"]),  # only the owner makes custom roles
        ("m-keeper", "m-clerk", []),
        ("m-keeper", "m-keeper", ["set_stand_in"]),
        ("m-clerk2", "m-clerk", ["rename", "hand_over", "remove", "move", "set_stand_in"]),
        ("m-clerk2", "m-keeper", ["move"]),
        ("m-auditor", "m-clerk", []),
    ],
)
async def test_only_what_is_permitted_is_there(stage: Stage, who: str, whom: str, expected: list[str]) -> None:
    page = await staff.open_page(stage, who)
    choose(page, whom)
    assert offered() == expected


@pytest.mark.req("R-033")
@pytest.mark.req("R-035")
@pytest.mark.parametrize(
    ("who", "entries", "adds"),
    [
        ("m-owner", ["Add a department", "Add a subsidiary"], True),
        ("m-admin", ["Add a department"], True),
        ("m-clerk2", ["Add a department"], True),
        ("m-keeper", [], False),
        ("m-clerk", [], False),
    ],
)
async def test_the_menu_of_each(stage: Stage, who: str, entries: list[str], adds: bool) -> None:
    page = await staff.open_page(stage, who)
    texts = [action.text() for action in page.menu.actions()]
    assert [text for text in texts if text.startswith("Add a ")] == entries
    assert sees("organization.more") == bool(texts)
    assert sees("organization.add") == adds


async def test_who_manages_nothing_finds_colleagues(stage: Stage) -> None:
    titles = {}
    for who in ("m-owner", "m-clerk"):
        room = await stage.room(who)
        titles[who] = [page.title for page in places(room, None) if page.key == "organization"]  # type: ignore[arg-type]
    assert titles == {"m-owner": ["Members"], "m-clerk": ["Colleagues"]}


@pytest.mark.req("R-231", "F")
@pytest.mark.req("R-030")
async def test_a_member_is_added_and_shown(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-admin")
    driver.click("organization.add")
    await see("member.window")
    driver.click("member.confirm")
    await until(lambda: "Please give a name." in driver.see("member.window"))
    driver.write("member.name", "穆清扬")
    driver.write("member.phone", "1990000")
    driver.click("member.confirm")
    await until(lambda: "This is not a phone number." in driver.see("member.window"))
    driver.write("member.phone", "+86 199 0000 0006")
    driver.click("member.confirm")
    await until(lambda: "belongs to a member already" in driver.see("member.window"))
    driver.write("member.phone", "+86 199 0000 0051")
    driver.choose("member.department", "法务")
    driver.choose("member.role", "Seal keeper")
    assert not sees("member.permissions")
    driver.click("member.confirm")
    await until(lambda: stage.said.told == ["穆清扬 was added"])
    await until(lambda: page._tree.keys() != [f"organization:{world.ORG}"])
    await see("organization.member", "19900000051")
    assert "穆清扬 · 穆清扬, Seal keeper, sending" in driver.see("organization.tree")


@pytest.mark.req("R-016")
async def test_only_the_owner_makes_a_custom_role_and_chooses_one_by_one(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-owner")
    choose(page, "m-han")
    driver.click("organization.change_role")
    await see("role.window")
    driver.choose("role.role", "Custom role")
    await see("role.permissions")
    driver.click("role.confirm")
    await until(lambda: "Choose the permissions" in driver.see("role.window"))
    driver.click("permissions.auditor")
    driver.press("permissions.bind", "Space")
    driver.click("role.confirm")
    await until(lambda: stage.said.told == ["韩子墨 is now: Custom role"])
    han = await staff.member(page, "m-han")
    assert (han.role, set(han.permissions)) == (Role.CUSTOM, {*AUDITOR, Permission.BIND})
    await see("organization.member", "Read the audit log")


async def test_the_boxes_of_a_custom_role_are_as_they_were_given(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-owner")
    choose(page, "m-auditor")
    driver.click("organization.change_role")
    await see("role.permissions")
    assert page.window() is not None
    dialog = driver.find("role.window")
    assert dialog.permissions.chosen() == list(AUDITOR)  # type: ignore[attr-defined]
    driver.click("permissions.all")
    assert len(dialog.permissions.chosen()) == 21  # type: ignore[attr-defined]
    driver.click("permissions.none")
    assert dialog.permissions.chosen() == []  # type: ignore[attr-defined]
    driver.click("role.cancel")
    await until(lambda: not sees("role.window"))


@pytest.mark.req("R-248", "L", "outside")
@pytest.mark.req("C-01")
async def test_a_second_administrator_is_refused_in_words(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-owner")
    choose(page, "m-clerk")
    driver.click("organization.change_role")
    await see("role.window")
    driver.choose("role.role", "Administrator")
    driver.click("role.confirm")
    await until(lambda: "one administrator only" in driver.see("role.window"))
    driver.click("role.cancel")
    await until(lambda: not sees("role.window"))


@pytest.mark.req("R-248", "L", "inside")
@pytest.mark.req("R-249", "F")
@pytest.mark.req("R-247", "F")
async def test_the_administrator_becomes_a_member_and_another_takes_his_place(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-owner")
    for whom, role in (("m-admin", "Member"), ("m-keeper2", "Administrator")):
        choose(page, whom)
        driver.click("organization.change_role")
        await see("role.window")
        driver.choose("role.role", role)
        driver.click("role.confirm")
        await until(lambda: not sees("role.window"))
    assert (await staff.member(page, "m-admin")).role is Role.MEMBER
    assert (await staff.member(page, "m-keeper2")).role is Role.ADMINISTRATOR


@pytest.mark.req("R-250", "F")
async def test_what_a_keeper_loses_is_said_before(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-admin")
    choose(page, "m-keeper2")
    driver.click("organization.change_role")
    await see("role.window", "he keeps no seal any more: 合同专用章（一）、财务专用章")
    assert isinstance(box := driver.find("role.role"), QComboBox)
    assert [box.itemText(at) for at in range(box.count())] == ["Member", "Seal keeper"]
    driver.choose("role.role", "Member")
    driver.click("role.confirm")
    await until(lambda: stage.said.told == ["顾予安 is now: Member"])
    await see("organization.kept", "only a seal keeper keeps seals")


@pytest.mark.req("R-233", "F")
async def test_a_member_is_renamed(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-admin")
    choose(page, "m-clerk")
    driver.click("organization.rename")
    await see("rename.window")
    driver.write("rename.name", "  ")
    driver.click("rename.confirm")
    await until(lambda: "Please give a name." in driver.see("rename.window"))
    driver.write("rename.name", "许砚青")
    driver.click("rename.confirm")
    await until(lambda: "许砚青" in driver.see("organization.tree"))


@pytest.mark.req("R-234", "F")
async def test_a_member_is_moved_without_a_mouse(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-admin")
    choose(page, "m-clerk")
    driver.choose("organization.department", "No department")
    driver.click("organization.move")
    await until(lambda: stage.said.told == ["许砚清 moved to No department"])
    assert (await staff.member(page, "m-clerk")).department is None


@pytest.mark.req("R-235", "U")
async def test_whether_a_fingerprint_is_recorded(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-admin")
    choose(page, "m-clerk")
    assert page._member._finger.text == "Fingerprint recorded"
    await see("organization.member", "合同专用章（一）")
    choose(page, "m-han")
    assert page._member._finger.text == "No fingerprint recorded"


@pytest.mark.req("R-242", "F")
@pytest.mark.req("R-244", "F")
@pytest.mark.req("R-245", "V", "inside")
async def test_a_seal_is_given_to_a_keeper_and_withdrawn(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-admin")
    choose(page, "m-keeper2")
    driver.choose("organization.seal", "合同专用章（二）  (1/3)")
    driver.click("organization.add_seal")
    await until(lambda: stage.said.told == ["Seal added"])
    await see(f"organization.withdraw.{world.SECOND}")
    driver.click(f"organization.withdraw.{world.SECOND}")
    await see("confirm.window")
    driver.click("confirm.yes")
    await until(lambda: stage.said.told == ["Seal added", "Seal withdrawn"])
    await until(lambda: not sees(f"organization.withdraw.{world.SECOND}"))


@pytest.mark.req("R-174", "L", "outside")
async def test_a_fourth_keeper_is_refused_in_words(stage: Stage) -> None:
    full = world.seal("GL2026000009", "满员章", keepers=["m-keeper", "m-clerk", "m-han"])
    page = await staff.open_page(stage, "m-admin", full)
    choose(page, "m-keeper2")
    driver.choose("organization.seal", "满员章  (3/3)")
    driver.click("organization.add_seal")
    await see("organization.member_message", "at most 3 keepers")


@pytest.mark.req("R-243")
@pytest.mark.req("R-245", "V", "outside")
async def test_owner_and_administrator_keep_all_by_role(stage: Stage) -> None:
    kept = world.seal("GL2026000009", "章", keepers=["m-admin"])
    page = await staff.open_page(stage, "m-owner", kept)
    choose(page, "m-admin")
    await see("organization.kept", "manages every seal by role")
    assert not sees("organization.withdraw.GL2026000009")


async def test_a_stand_in_for_a_time_and_back_again(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-clerk")
    choose(page, "m-approver")
    assert "韩子墨" in driver.see("organization.stand_in")
    assert not sees("organization.set_stand_in")
    choose(page, "m-clerk")
    assert driver.see("organization.stand_in") == "none: he decides himself"
    driver.click("organization.set_stand_in")
    await see("stand_in.window")
    driver.choose("stand_in.stand_in", "林知夏")
    driver.date("stand_in.end", stage.now - world.DAY)
    driver.click("stand_in.confirm")
    await until(lambda: "The end must come after the start." in driver.see("stand_in.window"))
    driver.date("stand_in.end", stage.now + 3 * world.DAY)
    driver.click("stand_in.confirm")
    await see("organization.stand_in", "林知夏")
    driver.click("organization.end_stand_in")
    await until(lambda: not sees("organization.end_stand_in"))
    assert (await staff.member(page, "m-clerk")).stand_in is None


@pytest.mark.req("C-33")
@pytest.mark.req("R-232", "F")
async def test_somebody_with_a_use_hands_over_first_and_then_leaves(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-owner")
    choose(page, "m-clerk")
    driver.click("organization.remove")
    await see("organization.member_message", "has a use that has not been ended")
    driver.click("organization.hand_over")
    await see("hand_over.facts", "合同专用章（一）")
    driver.choose("hand_over.to", "韩子墨")
    driver.click("hand_over.then_remove")
    await see("hand_over.yes", "Hand over and remove")
    driver.click("hand_over.yes")
    await until(lambda: stage.said.told == ["许砚清 was removed"])
    await until(lambda: "许砚清" not in driver.see("organization.tree"))
    names = [type(each).__name__ for each in await staff.pending(page)]
    assert names == ["HandOver", "RemoveMember"]


@pytest.mark.req("C-33")
async def test_a_keepers_seals_go_to_a_keeper(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-owner")
    choose(page, "m-keeper")
    driver.click("organization.hand_over")
    await see("hand_over.facts", "合同专用章（一）、合同专用章（二）")
    dialog = driver.find("hand_over.window")
    assert isinstance(dialog, HandOverDialog)
    assert [dialog._to.itemText(at) for at in range(dialog._to.count())] == ["陈佳宁", "周明远", "顾予安"]
    driver.choose("hand_over.to", "顾予安")
    driver.click("hand_over.yes")
    await until(lambda: stage.said.told == ["Handed over from 沈若溪"])
    seal = await page.room.store.run(lambda tx: fold.facts(tx, world.ORG).get(Seal, world.SECOND))
    assert seal is not None
    assert seal.keepers == ["m-keeper2"]
    await until(lambda: page._member._kept._note.text() == "none yet")


async def test_somebody_with_nothing_in_hand_leaves_at_once(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-owner")
    choose(page, "m-auditor")
    driver.click("organization.hand_over")
    await until(lambda: sees("hand_over.yes", "Remove"))
    assert "Nothing: he may leave" in driver.see("hand_over.window")
    driver.click("hand_over.cancel")
    await until(lambda: not sees("hand_over.window"))
    driver.click("organization.remove")
    await see("confirm.window", "records keep his name")
    driver.click("confirm.no")
    await until(lambda: not sees("confirm.window") and driver.find("organization.remove").isEnabled())
    driver.click("organization.remove")
    await see("confirm.window")
    driver.click("confirm.yes")
    await until(lambda: stage.said.told == ["欧阳娜娜·阿卜杜热依木 was removed"])


async def test_what_somebody_has_in_hand(stage: Stage) -> None:
    waiting = world.authorization("z-9", stage.now, member="m-han", stage=UseStage.WAITING, confirmed_at=None)
    page = await staff.open_page(stage, "m-owner", waiting)

    async def of(id: str) -> InHand:
        return await page.room.store.run(lambda tx: in_hand(id, fold.facts(tx, world.ORG)))

    approver, han = await of("m-approver"), await of("m-han")
    assert set(approver.steps) == {"苏州分公司银行询证函", "海关申报授权委托书"}
    assert approver.templates == ("合同用印", "财务用印")
    assert han.waiting == ("合同专用章（一）",)
    assert (await of("m-auditor")).nothing


@pytest.mark.req("R-014", "P", "refused")
@pytest.mark.req("C-14")
async def test_the_headquarters_approver_has_no_other_place_than_his_approvals(stage: Stage) -> None:
    outside = Member(
        id="m-hq", organization=world.ORG, user="u-hq", name="罗怀瑾", phone="19900000081", role=Role.HEADQUARTERS
    )
    room = await stage.room("m-hq", me=outside)
    assert [page.key for page in places(room, None)] == ["approvals", "messages", "settings"]  # type: ignore[arg-type]
