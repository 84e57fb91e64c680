"""A whole console that is new: a cloud is chosen, then another; or one of this computer is its own."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import patch

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.console import _until_ended, local_cloud, parse
from app.views import kept
from app.views.first_start.window import FirstStart
from app.views.help.window import HelpWindow
from app.views.shell import Shell
from demo import driver
from tests.app.living import NOWHERE
from tests.app.services.test_local_cloud import PHONE, TRUSTED
from tests.app.sync.conftest import cloud, cloud_database, owner
from tests.app.views.stage import see
from tests.cloud.world import Cloud, Person
from tests.waiting import until

__all__ = ["cloud", "cloud_database", "owner"]


@asynccontextmanager
async def started(app: QApplication, profile: Path, language: str = "en") -> AsyncIterator["asyncio.Task[None]"]:
    """As from its icon; to be ended by the test."""
    loop = asyncio.get_running_loop()
    handler, asked_to_end = loop.get_exception_handler(), signal.getsignal(signal.SIGTERM)
    options = parse(
        ["--profile", str(profile), "--radio", NOWHERE, "--camera", "none", "--language", "en", "--no-tray"]
    )
    with patch.object(sys, "excepthook"):
        running = asyncio.create_task(_until_ended(app, options, None))
        try:
            yield running
            await asyncio.wait_for(running, 30)
        finally:
            loop.set_exception_handler(handler)
            signal.signal(signal.SIGTERM, asked_to_end)
    await until(lambda: not [each for each in app.topLevelWidgets() if each.isVisible()])


def window(app: QApplication, kind: type[FirstStart] | type[Shell]) -> FirstStart | Shell | None:
    return next((each for each in app.topLevelWidgets() if isinstance(each, kind) and each.isVisible()), None)


def address(profile: Path) -> str:
    return kept.read(profile / kept.FILE).cloud


async def choose(cloud: Cloud) -> None:
    await see("first_start.there")
    driver.click("first_start.there")
    driver.write("first_start.there.address", cloud.address)
    driver.click("first_start.there.go")
    await see("first_start.there.go", "Use this cloud")
    driver.click("first_start.there.go")


async def test_a_cloud_is_chosen_remembered_and_changed(
    qapp: QApplication, tmp_path: Path, cloud: Cloud, owner: Person
) -> None:
    async with started(qapp, tmp_path / "pc"):
        await choose(cloud)
        await see("sign_in.elsewhere")
        assert address(tmp_path / "pc") == cloud.address
        driver.click("sign_in.elsewhere")
        await choose(cloud)
        await see("sign_in.enter")
        shell = window(qapp, Shell)
        assert shell is not None
        shell.close()
    async with started(qapp, tmp_path / "pc"):
        await see("sign_in.enter")
        driver.click("sign_in.elsewhere")
        await see("first_start.there")
        assert address(tmp_path / "pc") == ""
        first = window(qapp, FirstStart)
        assert first is not None
        first.close()


async def test_the_guide_opens_before_there_is_a_cloud_and_goes_with_that_window(
    qapp: QApplication, tmp_path: Path, cloud: Cloud, owner: Person
) -> None:
    async with started(qapp, tmp_path / "pc"):
        await see("first_start.there")
        first = window(qapp, FirstStart)
        assert first is not None
        first.activateWindow()
        await until(first.isActiveWindow)
        QTest.keyClick(first, Qt.Key.Key_F1)
        await see("help.text")
        driver.find("help.window").close()
        driver.click("first_start.guide")
        guide = driver.find("help.window")
        assert isinstance(guide, HelpWindow)
        assert guide.current() == "start"
        await choose(cloud)
        await see("sign_in.enter")
        with pytest.raises(driver.NotThere):
            driver.find("help.window")
        driver.click("sign_in.guide")
        await see("help.text")
        shell = window(qapp, Shell)
        assert shell is not None
        shell.close()


async def test_one_of_this_computer_runs_with_its_console_which_shows_the_codes(
    qapp: QApplication, tmp_path: Path, owner: Person
) -> None:
    profile = tmp_path / "pc"
    profile.mkdir()
    here = local_cloud(profile)
    await here.make(TRUSTED, "华东贸易有限公司", "王主任", PHONE)
    await here.stop()
    (profile / kept.FILE).write_bytes(msgspec.json.encode(kept.Kept(cloud=here.address)))
    async with started(qapp, profile):
        await see("sign_in.enter")
        driver.write("sign_in.phone", PHONE)
        await until((profile / "cloud" / "data" / "operator.json").exists)
        driver.click("sign_in.send_code")
        await see("sign_in.letter")
        found = re.search(r"\d{6}", driver.words(driver.find("sign_in.letter")))
        assert found is not None
        driver.write("sign_in.code", found[0])
        driver.click("sign_in.enter")
        await see("rail.settings")
        shell = window(qapp, Shell)
        assert shell is not None
        shell.close()
    await until(lambda: not (profile / "cloud" / "data" / "operator.json").exists())


async def test_the_language_of_the_first_page_stays(qapp: QApplication, tmp_path: Path) -> None:
    async with started(qapp, tmp_path / "pc", ""):
        await see("first_start.language")
        page = driver.find("first_start.language")
        page.setCurrentIndex(0)  # type: ignore[attr-defined]
        await see("first_start.there", "输入地址")
        first = window(qapp, FirstStart)
        assert first is not None
        first.close()
    assert kept.read(tmp_path / "pc" / kept.FILE).tongue == "zh_CN"


@pytest.mark.parametrize("link", ["", "signet://seal/GL2026000001"])
def test_without_a_cloud_on_the_command_line_there_is_one_to_choose(link: str, tmp_path: Path) -> None:
    assert parse(["--profile", str(tmp_path), *([link] if link else [])]).cloud == ""
