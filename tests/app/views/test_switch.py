"""Several organizations: choosing one after signing in, switching in the menu, and being no member any more."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.models import meta, pages
from app.models.store import Store
from app.services.account import Account
from app.views import icons
from app.views.i18n import Language, Tongue
from app.views.look import Look
from app.views.places import places
from app.views.shell import Page, Shell
from app.views.work import Work
from demo import driver
from domain.applications import ApplicationState, Step, StepKind, StepState
from domain.organization import Member, Organization, Role
from domain.rows import Row
from tests.app.examples import NOW, change, page
from tests.app.views import world
from tests.app.views.stage import records, see, sees
from tests.waiting import until

FIRST, SECOND = world.ORG, "0190a000-0000-7000-8000-000000000002"
KEY = bytes(32)


class Desktop:
    """One person's window, opened as often as the test likes; the cloud is far away."""

    def __init__(self, folder: Path, app: QApplication, look: Look) -> None:
        self._folder, self._app = folder, app
        self._language = Language(app, Tongue.EN)
        self.signed_out: list[bool] = []
        self.reported: list[BaseException] = []
        self._work: Work | None = None
        self.shell = Shell(look, self._pages)
        self._look = look
        icons.load()

    def _pages(self) -> list[Page]:
        room = self._work.room if self._work else None
        return [] if room is None else [page for page in places(room, None) if page.key != "map"]  # type: ignore[arg-type]

    async def open(self, *, signed_in_now: bool = False) -> None:
        self.store = await Store.open(self._folder / "person.db", KEY)
        await self.store.run(lambda tx: meta.put(tx, meta.USER, "u-1"))
        account = Account(self._folder, "http://127.0.0.1:9", "PC", lambda: None)
        self._work = Work(
            account=account,
            store=self.store,
            radio="virtual:127.0.0.1:9",
            shell=self.shell,
            look=self._look,
            language=self._language,
            camera=None,
            report=self.reported.append,
            signed_out=lambda: self.signed_out.append(True),
            signed_in_now=signed_in_now,
        )
        await self._work.open()
        self.shell.show()

    @property
    def room(self) -> str:
        """The organization in which the person is now."""
        assert self._work is not None
        return self._work.room.id if self._work.room else ""

    @property
    def entries(self) -> list[str]:
        """Of the menu beside the name, where it is offered."""
        (place,) = [action for action in self.shell.user.menu.actions() if action.menu() is not None]
        menu = place.menu()
        return [action.text() for action in menu.actions()] if place.isVisible() else []  # type: ignore[union-attr]

    def pick(self, text: str) -> None:
        (place,) = [action for action in self.shell.user.menu.actions() if action.menu() is not None]
        menu = place.menu()
        next(action for action in menu.actions() if text in action.text()).trigger()  # type: ignore[union-attr]

    async def take(self, organization: str, *rows: Row, **other: Any) -> None:
        some = page(*map(change, rows), **other)
        await self.store.run(lambda tx: pages.apply(tx, organization, pages.asking(tx, organization), some, NOW, bytes))

    async def close(self) -> None:
        if self._work is not None:
            work, self._work = self._work, None
            await work.close()
        assert self.reported == []

    async def end(self) -> None:
        await self.close()
        self.shell.close()
        self.shell.deleteLater()
        self._app.sendPostedEvents(self.shell, QEvent.Type.DeferredDelete)


@pytest.fixture
async def desktop(tmp_path: Path, qapp: QApplication, look: Look) -> AsyncGenerator[Desktop]:
    made = Desktop(tmp_path, qapp, look)
    yield made
    await made.end()


def company(id: str, name: str) -> Organization:
    return Organization(id=id, organization=id, name=name, features=world.FEATURES, created_at=1)


def me(organization: str, role: Role = Role.MEMBER, **other: Any) -> Member:
    values = {"id": f"me-{organization[-1]}", "user": "u-1", "name": "陈佳宁", "phone": "19900000001"}
    return Member(organization=organization, role=role, **(values | other))


def waiting(organization: str, member: str) -> Row:
    steps = [Step(StepKind.HEADQUARTERS, [member], StepState.PENDING), Step(StepKind.AUTHORIZE, ["x"])]
    row = world.application("a-1", "采购合同", NOW, applicant="x", steps=steps, state=ApplicationState.IN_APPROVAL)
    return msgspec.structs.replace(row, organization=organization)


async def two(desktop: Desktop) -> None:
    """A member here, and the headquarters' approver of a subsidiary, where something waits for him."""
    first, below = company(FIRST, "云杉精密仪器有限公司"), company(SECOND, "云杉精密仪器（苏州）有限公司")
    await desktop.take("", first, me(FIRST), below, me(SECOND, Role.HEADQUARTERS))  # his own rows come together
    await desktop.take(SECOND, waiting(SECOND, "me-2"))


@pytest.mark.req("R-045", "F")
async def test_whoever_has_signed_in_and_belongs_to_several_chooses(desktop: Desktop) -> None:
    await desktop.open(signed_in_now=True)
    await two(desktop)
    await until(lambda: [record.pill for record in records("choose.list")] == ["", "1 waiting for you"])
    assert desktop.room == ""
    shown = {record.title: (record.subtitle, record.pill) for record in records("choose.list")}
    assert shown == {
        "云杉精密仪器有限公司": ("Member", ""),
        "云杉精密仪器（苏州）有限公司": ("Headquarters' approval", "1 waiting for you"),
    }
    driver.choose("choose.list", "苏州")
    driver.click("choose.enter")
    await until(lambda: desktop.room == SECOND)
    assert not sees("choose.list")
    assert [driver.see(f"rail.{key}") for key in ("approvals", "settings")] == ["Approvals", "Settings"]
    with pytest.raises(driver.NotThere):
        driver.see("rail.applications")


@pytest.mark.req("R-045", "F")
@pytest.mark.req("R-296", "F")
async def test_the_last_one_is_remembered_and_offered_first_at_the_next_sign_in(desktop: Desktop) -> None:
    await desktop.open(signed_in_now=True)
    await two(desktop)
    await see("choose.list")
    driver.choose("choose.list", "苏州")
    driver.click("choose.enter")
    await until(lambda: desktop.room == SECOND)
    await desktop.close()
    await desktop.open()  # a restart: nobody is asked
    await until(lambda: desktop.room == SECOND)
    await desktop.close()
    await desktop.open(signed_in_now=True)
    await see("choose.list")
    view = driver.find("choose.list")
    assert "苏州" in view.currentIndex().data()  # type: ignore[attr-defined]
    driver.press("choose.list", "Return")
    await until(lambda: desktop.room == SECOND)


@pytest.mark.req("R-296", "F")
async def test_switching_in_the_menu_with_what_waits_in_each(desktop: Desktop) -> None:
    await desktop.open()
    await desktop.take(FIRST, company(FIRST, "云杉精密仪器有限公司"), me(FIRST))
    await until(lambda: desktop.room == FIRST)
    assert desktop.entries == []
    await two(desktop)  # added to another one while at work: he stays where he is
    await until(lambda: len(desktop.entries) == 2)
    assert desktop.room == FIRST
    first, below = desktop.entries
    assert below == "云杉精密仪器（苏州）有限公司 · Headquarters' approval · 1 waiting for you"
    assert first == "云杉精密仪器有限公司 · Member"
    desktop.pick("苏州")
    await until(lambda: desktop.room == SECOND)
    await see("status.line", "You are in 云杉精密仪器（苏州）有限公司 now")
    desktop.pick("云杉精密仪器有限公司")
    await until(lambda: desktop.room == FIRST)


async def test_no_member_any_more_where_he_was(desktop: Desktop) -> None:
    third = SECOND.replace("2", "3")
    await desktop.open()
    await desktop.take(FIRST, company(FIRST, "云杉精密仪器有限公司"), me(FIRST))
    await until(lambda: desktop.room == FIRST)
    await two(desktop)
    await desktop.take(third, company(third, "第三家"), me(third))
    await until(lambda: len(desktop.entries) == 3)
    await desktop.take("", me(FIRST, active=False))
    await see("choose.list")
    assert len(records("choose.list")) == 2
    assert desktop.room == ""
    driver.click("choose.sign_out")
    assert desktop.signed_out == [True]
    await desktop.take("", me(SECOND, active=False))
    await until(lambda: desktop.room == third)  # there is only one left
