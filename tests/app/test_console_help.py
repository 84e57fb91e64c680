"""The user guide at a whole console: before and after signing in, beside an open form, and gone with the console."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.console import Console
from app.views.help.window import HelpWindow
from demo import driver
from tests.app.living import living
from tests.app.sync.conftest import OWNER, cloud, owner
from tests.app.views.stage import see
from tests.cloud.world import Cloud, Person
from tests.waiting import until

__all__ = ["cloud", "owner"]


async def _f1(window: QWidget) -> HelpWindow:
    window.activateWindow()
    await until(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F1)
    await see("help.text")
    found = driver.find("help.window")
    assert isinstance(found, HelpWindow)
    return found


async def _enter(console: Console, cloud: Cloud) -> None:
    console._shell.activateWindow()
    driver.write("sign_in.phone", OWNER)
    driver.write("sign_in.code", await cloud.code(OWNER))
    driver.click("sign_in.enter")
    await see("rail.settings")


async def test_f1_opens_the_guide_wherever_one_is(
    qapp: QApplication, tmp_path: Path, cloud: Cloud, owner: Person
) -> None:
    async with living(qapp, tmp_path / "pc", cloud) as console:
        await see("sign_in.enter")
        assert (await _f1(console._shell)).current() == "start"
        await _enter(console, cloud)
        driver.click("rail.templates")
        await see("templates.new")
        assert (await _f1(console._shell)).current() == "templates"
        driver.click("rail.organization")
        await see("organization.counts", "1")
        driver.click("organization.add")
        await see("member.window")
        form = driver.find("member.window")
        guide = await _f1(form)
        assert guide.current() == "organization"
        assert form.isVisible()
        driver.write("help.search", "XLSX")
        guide.rail.choose("keeping")
        driver.see("help.text", "The cloud writes the files")
        form.close()
        driver.click("rail.about")
        await see("about.guide")
        driver.click("about.guide")
        assert guide.current() == "outlets"
    # `living` waits until no window is there any more, nor the guide's
