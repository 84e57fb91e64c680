"""Where a person works: chosen after signing in, changed later; and signing out from the menu beside his name."""

from collections.abc import AsyncGenerator
from pathlib import Path

import msgspec
import pytest
from msgspec import Raw
from msgspec.structs import replace
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QWidget

from app.models import meta, outbox, pages, replica
from app.services.account import Account
from app.services.lock import Lock
from app.views.applications.page import ApplicationsPage
from app.views.features import FeaturesPage
from app.views.i18n import Language, Tongue
from app.views.look import Look
from app.views.map.ground import Ground
from app.views.notices import Waiting
from app.views.shell import Page, Shell
from app.views.tray import Tray
from app.views.work import Work
from demo import driver
from domain.applications import Step, StepKind, StepState
from domain.features import SetFeatures
from domain.ids import new_id
from domain.leaving import ChangeRole
from domain.messages import Message, ReadMessages, Subject
from domain.organization import ChangeOrganization, Member, Organization, Role
from domain.templates import AddTemplate
from protocol.sync import Change
from tests.app.examples import change, page
from tests.app.views import world
from tests.app.views.stage import chosen, records, see, sees
from tests.cloud.world import Cloud, running
from tests.waiting import until

OWNER, NEWCOMER = "19900000001", "19900000002"


class Desk:
    """One person's work in the window; its one page says where he is."""

    def __init__(self, folder: Path, app: QApplication, look: Look, cloud: Cloud) -> None:
        self.cloud, self.signed_out = cloud, 0
        self.reported: list[BaseException] = []
        self._app, self._look = app, look
        self.work: Work | None = None
        self.language = Language(app, Tongue.EN)
        self.account = Account(folder, cloud.address, "PC", lambda: None)

    async def enter(self, phone: str) -> None:
        await self.account.sign_in(phone, await self.cloud.code(phone))
        self.store = await self.account.open_store()
        self.shell = Shell(self._look, self._pages)
        self.work = Work(
            account=self.account,
            store=self.store,
            lock=Lock(self.store, self.account),
            radio="virtual:127.0.0.1:9",
            shell=self.shell,
            look=self._look,
            language=self.language,
            camera=None,
            ground=Ground,
            waiting=Waiting(Tray(self.shell, self.shell.user.lock), lambda: True),
            report=self.reported.append,
            signed_out=self._out,
        )
        await self.work.open()
        self.work._engine.start()
        self.shell.show()

    def _pages(self) -> list[Page]:
        if self.work is None or self.work.room is None:
            return []
        room = self.work.room
        return [
            Page("settings", "", "gear-six", "Settings", lambda: _named(room.organization.name)),
            Page("messages", "", "bell", "Messages", QWidget),
            Page("features", "", "sliders-horizontal", "Features", lambda: FeaturesPage(room, "Features")),
            Page("applications", "", "file-text", "Applications", lambda: ApplicationsPage(room, "Applications")),
        ]

    async def close_engine(self) -> None:
        """The cloud says nothing more: what is taken in now stays."""
        assert self.work is not None
        await self.work._engine.stop()

    async def epoch(self) -> str:
        return await self.store.run(lambda tx: meta.get(tx, meta.EPOCH)) or ""

    def _out(self) -> None:
        self.signed_out += 1

    @property
    def offered(self) -> list[str]:
        return [action.text() for action in self.shell.user.menu.actions() if action.text()]

    def pick(self, text: str) -> None:
        next(action for action in self.shell.user.menu.actions() if action.text() == text).trigger()

    async def close(self) -> None:
        assert self.work is not None
        await self.work.close()
        await self.account.close()
        self.language.choose(Tongue.EN)
        self.shell.close()
        self.shell.deleteLater()
        self._app.sendPostedEvents(self.shell, QEvent.Type.DeferredDelete)
        assert self.reported == []


def _named(name: str) -> QWidget:
    made = QLabel(name)
    made.setObjectName("page")
    return made


@pytest.fixture
async def cloud(tmp_path: Path) -> AsyncGenerator[Cloud]:
    async with running(tmp_path) as made:
        yield made


@pytest.fixture
async def desk(tmp_path: Path, qapp: QApplication, look: Look, cloud: Cloud) -> AsyncGenerator[Desk]:
    made = Desk(tmp_path / "pc", qapp, look, cloud)
    yield made
    await made.close()


@pytest.mark.req("R-045", "F")
@pytest.mark.req("R-296", "F")
async def test_one_of_two_organizations_is_chosen_and_changed_later(desk: Desk, cloud: Cloud) -> None:
    await cloud.organization(OWNER)
    await cloud.organization(OWNER, "别家公司")
    await desk.enter(OWNER)
    await see("organizations.list", "示例公司")
    assert desk.offered == [
        "Switch organization",
        "别家公司",
        "示例公司",
        "Settings",
        "Check a document …",
        "User guide",
        "Lock now",
        "Sign out",
    ]
    driver.choose("organizations.list", "示例公司")
    driver.click("organizations.enter")
    await see("page", "示例公司")
    assert not sees("organizations.choose")
    await until(lambda: [each.text() for each in desk.shell.user.menu.actions() if each.isChecked()] == ["示例公司"])
    desk.pick("别家公司")
    await see("page", "别家公司")


@pytest.mark.req("R-294", "R-295", "S")
@pytest.mark.req("C-08", "C")
async def test_free_use_is_said_above_every_page_until_something_is_configured(desk: Desk, cloud: Cloud) -> None:
    owner = await cloud.organization(OWNER)
    await owner.done(SetFeatures(items=[]))
    await owner.add("周二", NEWCOMER)
    await desk.enter(OWNER)
    await see("shell.banner", "Free use: whoever is connected stamps without limit")
    desk.shell.banner.action.click()
    await see("features.way")
    assert [box.isChecked() for box in driver.find("features.card").findChildren(QCheckBox)] == [True] * 14
    driver.click("features.save")
    await until(lambda: not sees("shell.banner"))
    await until(lambda: desk.shell.current_key() == "features" and sees("features.card", "Controlled use · 14 items"))


async def test_unread_messages_are_counted_beside_their_place(desk: Desk, cloud: Cloud) -> None:
    await cloud.organization(OWNER)
    await desk.enter(OWNER)
    await see("page")
    assert desk.work is not None
    room = desk.work.room
    assert room is not None
    await cloud.stop()  # which knows nothing of this message
    told = Message(
        id="n-1",
        organization=room.id,
        member=room.me.id,
        code="owner_named",
        words=["示例公司"],
        subject=Subject.ORGANIZATION,
        subject_id=room.id,
        at=1,
    )
    changed = Change(table="messages", id="n-1", rev=1, scopes=["org"], body=Raw(msgspec.json.encode(told)))
    await desk.store.run(lambda tx: replica.put(tx, room.id, [changed]))
    await until(lambda: desk.shell.rail.accessibleTabName(1) == "Messages (1)")
    await room.submit(ReadMessages(messages=["n-1"]))
    await until(lambda: desk.shell.rail.count_of(1) == 0)


@pytest.mark.req("R-295", "S")
async def test_who_may_not_configure_is_told_of_free_use_all_the_same(desk: Desk, cloud: Cloud) -> None:
    owner = await cloud.organization(OWNER)
    await owner.done(SetFeatures(items=[]))
    await owner.add("周二", NEWCOMER)
    await desk.enter(NEWCOMER)
    await see("shell.banner", "Free use")
    assert not desk.shell.banner.action.isVisible()


async def test_a_half_filled_form_outlives_a_change_of_the_organization_but_not_of_the_rights(
    desk: Desk, cloud: Cloud
) -> None:
    owner = await cloud.organization(OWNER)
    await owner.add("周二", NEWCOMER)
    await desk.enter(NEWCOMER)
    await see("page", "示例公司")
    form = desk.shell.open("applications")
    await see("page.state")
    driver.click("applications.new")
    await see("applications.document")
    driver.write("applications.document", "写到一半的采购合同")
    await owner.done(ChangeOrganization(name="示例公司（已更名）"))
    await until(lambda: "（已更名）" in desk.shell.user.more.toolTip())
    assert desk.work is not None
    assert desk.work.room is not None
    assert desk.work.room.organization.name == "示例公司（已更名）"
    assert desk.shell.page("applications") is form
    assert driver.see("applications.document") == "写到一半的采购合同"
    await owner.done(ChangeRole(member=desk.work.room.me.id, role=Role.KEEPER))
    await until(lambda: desk.shell.page("applications") is not form)
    assert not sees("applications.document")


async def test_who_has_yet_to_choose_reads_it_in_the_language_of_the_moment(desk: Desk, cloud: Cloud) -> None:
    await cloud.organization(OWNER)
    await cloud.organization(OWNER, "别家公司")
    await desk.enter(OWNER)
    await see("organizations.choose", "Choose an organization")
    driver.choose("organizations.list", "示例公司")
    desk.language.choose(Tongue.ZH_CN)
    await see("organizations.choose", "选择单位")
    assert chosen("organizations.list") == "示例公司"


async def test_who_does_not_want_to_choose_signs_out(desk: Desk, cloud: Cloud) -> None:
    for name in ("示例公司", "别家公司"):
        await cloud.organization(OWNER, name)
    await desk.enter(OWNER)
    await see("organizations.list", "示例公司")
    driver.click("organizations.sign_out")
    await until(lambda: desk.signed_out == 1)


async def test_who_works_in_one_organization_is_not_asked_when_he_joins_another(desk: Desk, cloud: Cloud) -> None:
    owner = await cloud.organization(OWNER)
    await owner.add("周二", NEWCOMER)
    await desk.enter(NEWCOMER)
    await see("page", "示例公司")
    assert desk.offered == ["Settings", "Check a document …", "User guide", "Lock now", "Sign out"]
    other = await cloud.organization("19900000003", "别家公司")
    await other.add("周二", NEWCOMER)
    await until(lambda: "别家公司" in desk.offered)
    assert sees("page", "示例公司")


@pytest.mark.req("R-297", "F")
async def test_signing_out_tells_of_what_was_not_sent(desk: Desk, cloud: Cloud) -> None:
    owner = await cloud.organization(OWNER)
    await desk.enter(OWNER)
    await see("page")
    assert desk.work is not None
    await cloud.stop()
    room = desk.work.room
    assert room is not None
    await room.submit(AddTemplate(id=new_id(), name="合同", approvers=[owner.member]))
    assert (await desk.store.run(outbox.counts)).waiting == 1
    desk.pick("Sign out")
    await see("confirm.yes")
    driver.click("confirm.no")
    await until(lambda: not sees("confirm.yes"))
    assert desk.signed_out == 0
    desk.pick("Sign out")
    await see("confirm.yes")
    driver.click("confirm.yes")
    await until(lambda: desk.signed_out == 1)
    await cloud.start()


@pytest.mark.req("R-296", "F")
@pytest.mark.req("C-14")
async def test_what_waits_elsewhere_and_whom_the_headquarters_sent(desk: Desk, cloud: Cloud) -> None:
    await cloud.organization(OWNER)
    await cloud.organization(OWNER, "别家公司")
    await desk.enter(OWNER)
    await see("organizations.list", "示例公司")
    below = Organization(id="o-3", organization="o-3", name="云杉精密仪器（苏州）有限公司", created_at=1)
    assert desk.account.known is not None
    me = Member(
        id="m-hq",
        organization="o-3",
        user=desk.account.known.user,
        name="王主任",
        phone=OWNER,
        role=Role.HEADQUARTERS,
    )
    steps = [Step(StepKind.HEADQUARTERS, ["m-hq"], StepState.PENDING)]
    waiting = replace(world.application("a-1", "采购合同", 10**12, steps=steps), organization="o-3")
    await desk.close_engine()
    some = page(*map(change, (below, me, waiting)), epoch=await desk.epoch(), scopes=["org"])
    await desk.store.run(lambda tx: pages.apply(tx, "o-3", pages.asking(tx, "o-3"), some, 0, bytes))
    await until(lambda: len(records("organizations.list")) == 3)
    shown = {record.title: (record.subtitle, record.pill) for record in records("organizations.list")}
    assert shown["云杉精密仪器（苏州）有限公司"] == ("Headquarters' approval", "1 waiting for you")
    assert shown["示例公司"] == ("Owner", "")
    named = "云杉精密仪器（苏州）有限公司 · Headquarters' approval · 1 waiting for you"
    assert named in desk.offered
    driver.choose("organizations.list", "苏州")
    driver.click("organizations.enter")
    await see("page", "云杉精密仪器（苏州）有限公司")
