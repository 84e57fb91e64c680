"""The rail: what each role is shown, and what waits for this person at each place."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.models import meta
from app.models.store import Store
from app.services.current import choose_organization
from app.views.approvals.inbox import read_inbox
from app.views.places import places
from app.views.resources import resource
from app.views.shell import Shell
from app.views.work import Frame, read_frame
from domain.applications import Step, StepKind, StepState
from domain.organization import AUDITOR, Member, Permission, Role, StandIn
from tests.app.views import rooms, world
from tests.app.views.stage import Stage
from tests.waiting import until


async def keys(stage: Stage, me: Member) -> set[str]:
    room = await stage.room(me.id if me.id in world.PEOPLE else "m-han", me=me)
    console: Any = None  # only the settings ask for it, when they are opened
    return {page.key for page in places(room, console)}


@pytest.mark.req("R-014", "P", "allowed", "refused")
async def test_a_place_without_permission_is_not_shown(stage: Stage) -> None:
    work = {"applications", "approvals", "ready", "authorizations", "wallet"}
    people = {each.id: each for each in world.people()}
    for id in ("m-owner", "m-admin", "m-keeper"):
        assert work <= await keys(stage, people[id])
    assert work - await keys(stage, people["m-clerk"]) == {"authorizations", "wallet"}
    assert work & await keys(stage, world.custom("m-han", [Permission.APPLY])) == {"applications"}
    assert work & await keys(stage, world.custom("m-han", [Permission.PAY])) == {"wallet"}
    assert work & await keys(stage, world.custom("m-han", AUDITOR)) == {"authorizations"}
    headquarters = msgspec.structs.replace(people["m-han"], role=Role.HEADQUARTERS)
    assert work & await keys(stage, headquarters) == {"approvals"}


@pytest.mark.req("R-014", "P", "allowed", "refused")
@pytest.mark.req("C-40", "C")
async def test_no_place_has_a_name_that_the_manual_misprints(stage: Stage) -> None:
    console: Any = None
    titles = {page.key: page.title for page in places(await stage.room("m-owner"), console)}
    chinese = QTranslator()
    assert chinese.load("signet_zh_CN", str(resource("i18n")))
    named = {key: chinese.translate("places", title) for key, title in titles.items()}
    assert "模板" in named["templates"]
    assert not [name for name in named.values() if "模块" in name]


async def test_whoever_sees_records_of_uses_sees_them_counted(stage: Stage) -> None:
    people = {each.id: each for each in world.people()}
    for id in ("m-owner", "m-admin", "m-keeper", "m-clerk"):
        assert "overview" in await keys(stage, people[id])
    assert "overview" in await keys(stage, world.custom("m-han", AUDITOR))
    assert "overview" not in await keys(stage, world.custom("m-han", [Permission.APPLY]))
    headquarters = msgspec.structs.replace(people["m-han"], role=Role.HEADQUARTERS)
    assert "overview" not in await keys(stage, headquarters)


async def test_integrations_are_the_owners_and_the_administrators(stage: Stage) -> None:
    people = {each.id: each for each in world.people()}
    seen = {id: "integrations" in await keys(stage, people[id]) for id in ("m-owner", "m-admin", "m-keeper", "m-clerk")}
    assert seen == {"m-owner": True, "m-admin": True, "m-keeper": False, "m-clerk": False}
    everything = world.custom("m-han", list(Permission))
    assert "integrations" not in await keys(stage, everything)


@pytest.mark.parametrize("size", [(1366, 768), (1093, 614), (911, 512)], ids=["100 %", "125 %", "150 %"])
async def test_an_owner_sees_all_places_on_the_smallest_office_screen(stage: Stage, size: tuple[int, int]) -> None:
    room = await stage.room("m-owner")
    console: Any = None
    found = places(room, console)
    shell = Shell(stage.look, lambda: [replace(page, factory=QWidget) for page in found])
    shell.refresh()
    shell.resize(*size)
    shell.show()
    assert shell.rail.count() == len([page for page in found if not page.under])
    await until(lambda: shell._places.verticalScrollBar().maximum() == 0)
    shell.close()
    shell.deleteLater()


@pytest.mark.req("C-14")
async def test_whom_the_headquarters_asks_has_his_inbox_whatever_else_he_may(stage: Stage) -> None:
    """A custom role that was not given to approve: the subsidiary knows him as a member of its own."""
    me, console = world.custom("m-han", [Permission.STAMP]), Any
    asked = world.company(headquarters=me.id)
    room = await stage.room("m-han", me=me, organization=asked)
    assert "approvals" in {page.key for page in places(room, console)}  # type: ignore[arg-type]
    await room.store.run(lambda tx: choose_organization(tx, world.ORG))
    steps = [Step(StepKind.HEADQUARTERS, [me.id], StepState.PENDING, since=stage.now)]
    application = world.application("a-90", "担保合同", stage.now, steps=steps)
    other = world.application("a-91", "采购合同", stage.now, steps=[Step(StepKind.APPROVE, [me.id], StepState.PENDING)])
    await rooms.take(room.store, [asked, me, application, other], now=stage.now)
    inbox = await room.store.run(lambda tx: read_inbox(tx, room))
    assert [line.row.id for line in inbox.lines if line.waits] == ["a-90"]
    assert [line.row.id for line in inbox.lines if line.turn is not None] == ["a-90"]
    assert (await frame(room.store)).to_decide == 1


async def frame(store: Store) -> Frame:
    return await store.run(read_frame)


async def at_work(stage: Stage, who: str) -> Store:
    store = (await stage.room(who)).store
    await store.run(lambda tx: choose_organization(tx, world.ORG))
    assert await store.run(lambda tx: meta.get(tx, meta.USER)) == f"u-{who}"
    return store


@pytest.mark.req("R-094")
async def test_the_badge_counts_what_waits_for_me_and_for_whom_i_stand_in(stage: Stage) -> None:
    store = await at_work(stage, "m-han")
    assert (await frame(store)).to_decide == 0
    approver = next(each for each in world.people() if each.id == "m-approver")
    away = msgspec.structs.replace(approver, stand_in=StandIn("m-han", 1, stage.now + world.DAY))
    await rooms.take(store, [away], now=stage.now)
    assert (await frame(store)).to_decide == 2
    back = msgspec.structs.replace(approver, stand_in=StandIn("m-han", 1, 2))
    await rooms.take(store, [back], now=stage.now)
    assert (await frame(store)).to_decide == 0


@pytest.mark.req("C-04")
@pytest.mark.req("R-143")
async def test_what_has_expired_is_a_to_do_of_whoever_may_end_it(stage: Stage) -> None:
    keeper, clerk = await at_work(stage, "m-keeper"), await at_work(stage, "m-clerk")
    assert ((await frame(keeper)).to_end, (await frame(clerk)).to_end) == (1, 0)
    for store in (keeper, clerk):
        await rooms.take(store, [world.authorization("z-1", stage.now, used=3)], now=stage.now)
    assert ((await frame(keeper)).to_end, (await frame(clerk)).to_end) == (2, 0)
    assert ((await frame(keeper)).to_use, (await frame(clerk)).to_use) == (0, 0)


async def test_service_outlets_are_opened_from_about_and_left_by_it(stage: Stage) -> None:
    room = await stage.room("m-clerk")
    console: Any = None
    shell = Shell(stage.look, lambda: [replace(page, factory=QWidget) for page in places(room, console)])
    shell.refresh()
    shell.resize(1366, 768)
    shell.show()
    opened: list[str] = []
    shell.opened.connect(opened.append)
    assert shell.open("outlets") is not None
    assert shell.current_key() == "about"
    rail = shell.rail
    QTest.mouseClick(rail, Qt.MouseButton.LeftButton, pos=rail.tabRect(rail.currentIndex()).center())
    assert opened == ["outlets", "about"]
    assert shell.open("nowhere") is None
    shell.close()
    shell.deleteLater()
