"""The first page of a new console: each of its three ways, with the real thing at its end."""

import sys
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from app.services.cloud_choice import Found, find
from app.services.local_cloud import LocalCloud
from app.services.own_program import OwnProgram
from app.views.first_start.page import FirstStartPage, Ways
from app.views.first_start.there import ThereForm
from app.views.i18n import Language, Tongue
from app.views.look import Look
from demo import driver
from protocol.pairing import pairing
from tests.app.services.test_local_cloud import DEMO, PHONE, PROGRAM, TRUSTED
from tests.app.sync.conftest import cloud, cloud_database
from tests.app.views.stage import see
from tests.cloud.world import Cloud
from tests.waiting import until

__all__ = ["cloud", "cloud_database"]


class Door:
    """The page. `demo`: the words that are started as one; `chosen`: addresses; `reported`: our own faults."""

    def __init__(self, folder: Path, app: QApplication) -> None:
        Language(app, Tongue.EN)
        self.folder = folder
        self.cloud = LocalCloud(folder / "cloud", PROGRAM)
        self.demo = [sys.executable, "-c", "import sys; sys.stdin.read()"]
        self.chosen: list[str] = []
        self.reported: list[BaseException] = []
        ways = Ways(find, self.cloud, lambda: OwnProgram(self.demo, folder / "demo.txt"), self.reported.append)
        self.page = FirstStartPage(ways, Tongue.EN)
        self.page.chosen.connect(self.chosen.append)
        self.page.resize(1366, 768)
        self.page.show()


async def reads(page: QWidget, text: str) -> None:
    """Wait until these words can be read on the page."""
    await until(lambda: any(text in each.text() and each.isVisible() for each in page.findChildren(QLabel)))


@pytest.fixture
async def door(tmp_path: Path, qapp: QApplication, look: Look) -> AsyncGenerator[Door]:
    made = Door(tmp_path, qapp)
    yield made
    await made.page.trial.stop()
    await made.cloud.stop()
    made.page.close()
    made.page.deleteLater()
    assert made.reported == []


async def test_an_existing_cloud_is_found_compared_and_used(door: Door, cloud: Cloud) -> None:
    driver.click("first_start.there")
    driver.write("first_start.there.address", cloud.address)
    driver.click("first_start.there.go")
    await see("first_start.there.go", "Use this cloud")
    await reads(door.page, "Compare the fingerprint")
    assert door.chosen == []
    driver.write("first_start.there.address", pairing(cloud.address, cloud.service.keys.platform.public))
    await see("first_start.there.go", "Continue")  # what was found was of another address
    driver.click("first_start.there.go")
    await reads(door.page, "whose fingerprint you were given")
    driver.click("first_start.there.go")
    assert door.chosen == [cloud.address]


async def test_sentences_follow_each_other_as_the_language_has_it(door: Door, qapp: QApplication) -> None:
    language = Language(qapp, Tongue.ZH_CN)
    page = FirstStartPage(Ways(find, door.cloud, lambda: OwnProgram([], door.folder / "demo.txt"), print), Tongue.ZH_CN)
    form = page._forms["there"]
    assert isinstance(form, ThereForm)
    form._show(Found("https://signet.example.com", "12AB-34CD-56EF-7890-12AB", compared=False, demo=True))
    assert "。这是演示用的云平台" in form._note.text()
    page.deleteLater()
    language.leave()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "no address of a cloud"),
        ("ftp://example.com", "no address of a cloud"),
        ("signet.example.com#12", "no address of a cloud"),
        ("http://signet.example.com", "only over https"),
        ("http://127.0.0.1:9", "Nobody answers"),
    ],
)
async def test_what_is_no_cloud_is_said_and_changes_nothing(door: Door, typed: str, sentence: str) -> None:
    driver.click("first_start.there")
    driver.write("first_start.there.address", typed)
    driver.click("first_start.there.go")
    await reads(door.page, sentence)
    await see("first_start.there.go", "Continue")
    driver.click("first_start.there.back")
    await see("first_start.here")
    assert door.chosen == []


async def test_another_cloud_than_was_said_is_refused(door: Door, cloud: Cloud) -> None:
    driver.click("first_start.there")
    driver.write("first_start.there.address", pairing(cloud.address, bytes(32)))
    driver.click("first_start.there.go")
    await reads(door.page, "Do not sign in")
    assert door.chosen == []


async def test_one_on_this_computer_is_set_up_and_found_again(door: Door, tmp_path: Path) -> None:
    driver.click("first_start.here")
    driver.press("first_start.here.organization", "Return")
    await reads(door.page, "Please fill this in.")
    (tmp_path / "demo.root").write_bytes(DEMO)
    for name, text in {"organization": "华东贸易有限公司", "owner": "王主任", "phone": "12"}.items():
        driver.write(f"first_start.here.{name}", text)
    driver.write("first_start.here.maker", str(tmp_path / "demo.root"))
    driver.click("first_start.here.go")
    await reads(door.page, "This is not a phone number.")
    await reads(door.page, "the certificate of a demo")
    assert not (tmp_path / "cloud").exists()
    (tmp_path / "maker.root").write_bytes(TRUSTED)
    driver.write("first_start.here.phone", PHONE)
    driver.click("first_start.here.browse")
    await until(lambda: door.page.findChildren(QFileDialog))
    door.page.findChildren(QFileDialog)[0].fileSelected.emit(str(tmp_path / "maker.root"))
    door.page.findChildren(QFileDialog)[0].close()
    driver.click("first_start.here.go")
    driver.click("first_start.here.go")  # as a double click does: it is set up once
    await until(lambda: door.chosen)
    assert door.chosen == [door.cloud.address]
    assert door.cloud.running
    door.page.go("here")
    await see("first_start.here.go", "Use it")
    driver.click("first_start.here.go")
    await until(lambda: len(door.chosen) == 2)


async def test_why_it_could_not_be_set_up_is_said(door: Door, tmp_path: Path) -> None:
    door.cloud._program = [sys.executable, "-c", "import sys; sys.exit('main.py cloud: the disk is full.')"]
    (tmp_path / "maker.root").write_bytes(TRUSTED)
    driver.click("first_start.here")
    for name, text in {"organization": "公司", "owner": "王主任", "phone": PHONE}.items():
        driver.write(f"first_start.here.{name}", text)
    driver.write("first_start.here.maker", str(tmp_path / "maker.root"))
    driver.click("first_start.here.go")
    await reads(door.page, "It could not be set up: the disk is full.")
    assert door.cloud.address == ""
    assert door.chosen == []


async def test_the_demo_runs_until_it_is_ended_from_here(door: Door) -> None:
    driver.click("first_start.trial")
    await see("first_start.trial.back", "End the demo")
    await until(lambda: door.page.trial._demo is not None and door.page.trial._demo.running)
    driver.click("first_start.trial.back")
    await see("first_start.trial.back", "Back")
    assert door.page.trial._demo is None
    driver.click("first_start.trial.go")
    await see("first_start.trial.back", "End the demo")
    driver.click("first_start.trial.back")
    await see("first_start.trial.back", "Back")
    driver.click("first_start.trial.back")
    await see("first_start.there")


@pytest.mark.skipif(sys.platform != "linux", reason="asks for a display")
async def test_a_demo_that_does_not_start_says_why(door: Door, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    door.demo = [*PROGRAM, "demo", "--profile", str(tmp_path / "demo"), "--with-parent"]
    driver.click("first_start.trial")
    await reads(door.page, "The demo could not start: There is no display here")
    await see("first_start.trial.go", "Start it again")
