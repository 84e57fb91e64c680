"""A whole console in the tray: closing, quitting, beginning there, and what it tells from there."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from app.console import Console
from app.models import replica, scopes
from demo import driver
from domain.rows import Row
from protocol.sync import Change
from tests.app.living import living
from tests.app.sync.conftest import cloud, owner
from tests.app.test_console_lock import sign_in
from tests.app.views import world
from tests.app.views.stage import see, sees
from tests.cloud.world import Cloud, Person
from tests.waiting import until

__all__ = ["cloud", "owner"]


@pytest.fixture(autouse=True)
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Qt would show: the offscreen platform has no tray."""
    said: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _icon, title, text, *_: said.append(f"{title}: {text}"))
    return said


async def take(console: Console, owner: Person, row: Row) -> None:
    """What a pull would bring."""
    assert console._work is not None

    def put(tx: Any) -> None:
        held = scopes.held(tx, owner.organization)
        change = Change(
            table=row.table, id=row.id, rev=1, scopes=sorted(held), body=msgspec.Raw(msgspec.json.encode(row))
        )
        replica.put(tx, owner.organization, [change])

    await console._work._store.run(put)


def to_decide(owner: Person, id: str, now: int) -> Row:
    application = world.application(id, "采购框架协议", now)
    step = msgspec.structs.replace(application.steps[0], candidates=[owner.member])
    return msgspec.structs.replace(application, organization=owner.organization, steps=[step], applicant=owner.member)


async def test_closed_it_goes_on_in_the_tray(
    qapp: QApplication, tmp_path: Path, cloud: Cloud, owner: Person, shown: list[str]
) -> None:
    async with living(qapp, tmp_path / "pc", cloud) as console:
        await sign_in(cloud)
        for _ in range(2):
            console._shell.close()
            assert not console._shell.isVisible()
            assert not console._closed.is_set()
            console._tray.opened.emit("settings")
            await see("settings.keep_in_tray")
        assert shown == ["Signet: It goes on here. To end it, choose Quit from the menu of this icon."]
        driver.click("settings.keep_in_tray")
        console._shell.close()
        assert console._closed.is_set()


async def test_it_is_ended_from_its_menu(qapp: QApplication, tmp_path: Path, cloud: Cloud, owner: Person) -> None:
    async with living(qapp, tmp_path / "pc", cloud) as console:
        console._tray._quit.trigger()
        assert console._closed.is_set()


async def test_without_a_tray_closing_ends_it(qapp: QApplication, tmp_path: Path, cloud: Cloud, owner: Person) -> None:
    async with living(qapp, tmp_path / "pc", cloud, "--no-tray") as console:
        await sign_in(cloud)
        driver.click("rail.settings")
        await see("settings.lock_after")
        assert not sees("settings.keep_in_tray")
        console._shell.close()
        assert console._closed.is_set()


@pytest.mark.parametrize("there", [True, False])
async def test_it_begins_hidden(
    qapp: QApplication, tmp_path: Path, cloud: Cloud, owner: Person, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: there)
    async with living(qapp, tmp_path / "pc", cloud, "--hidden") as console:
        assert console._shell.isVisible() is not there
        assert console._shell.isMinimized() is not there
        console._tray.opened.emit("")
        await see("sign_in.enter")
        assert not console._shell.isMinimized()


@pytest.mark.req("C-37", "C")
async def test_what_comes_while_nobody_looks_is_told(
    qapp: QApplication, tmp_path: Path, cloud: Cloud, owner: Person, shown: list[str]
) -> None:
    async with living(qapp, tmp_path / "pc", cloud) as console:
        await sign_in(cloud)
        console._kept.told_of_tray = True
        console._shell.close()
        await take(console, owner, to_decide(owner, "a-1", cloud.now))
        await until(lambda: shown)
        assert shown == ["Waiting for your approval: Applications that wait for your approval: 1"]
        console._tray._icon.messageClicked.emit()
        await until(lambda: console._shell.current_key() == "approvals" and console._shell.isVisible())
        console._lock_now()
        console._shell.close()
        await take(console, owner, to_decide(owner, "a-2", cloud.now))
        await until(lambda: len(shown) == 2)
        assert shown[1] == "Signet: Something new in Signet"
        console._tray._icon.messageClicked.emit()
        await see("lock.screen")


async def test_the_start_with_the_system_is_a_setting(
    qapp: QApplication, tmp_path: Path, cloud: Cloud, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    entry = tmp_path / "config" / "autostart" / "signet.desktop"
    async with living(qapp, tmp_path / "pc", cloud):
        await sign_in(cloud)
        driver.click("rail.settings")
        await see("settings.autostart")
        driver.click("settings.autostart")
        await until(entry.exists)
        await until(lambda: driver.find("settings.autostart").isEnabled())
        driver.click("settings.autostart")
        await until(lambda: not entry.exists())
        entry.parent.rmdir()
        entry.parent.touch()  # no folder can be made there
        await until(lambda: driver.find("settings.autostart").isEnabled())
        driver.click("settings.autostart")
        await see("settings.autostart_fault", "The system did not take it")
