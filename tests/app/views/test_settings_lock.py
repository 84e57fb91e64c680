"""The settings of a console: the lock and its PIN."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.services.lock import Lock
from app.services.pin import Answer
from app.views import kept
from app.views.kept import Kept
from app.views.look import Look
from app.views.settings.lock import LockCard
from demo import driver
from tests.app.console import Console
from tests.app.sync.conftest import OWNER, cloud, owner, pc
from tests.app.views.stage import see, sees
from tests.cloud.world import Cloud
from tests.waiting import until

__all__ = ["cloud", "owner", "pc"]
PIN = "270613"


@dataclass
class Card:
    """The card, and what came of it."""

    lock: Lock
    minutes: list[int] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


@pytest.fixture
async def card(qapp: QApplication, look: Look, pc: Console) -> AsyncIterator[Card]:
    from app.views.room import Tasks

    lock, reported = Lock(pc.store, pc.account), list[BaseException]()
    await lock.load()
    it, tasks = Card(lock), Tasks(reported.append)
    shown = LockCard(lock, 10, it.minutes.append, tasks.begin, it.told.append)
    shown.resize(900, 300)
    shown.show()
    await shown.look()
    yield it
    shown.close()
    shown.deleteLater()
    await lock.close()
    assert reported == []


async def save() -> None:
    driver.click("settings.save_pin")
    await until(lambda: not sees("settings.save_pin") or driver.find("settings.save_pin").isEnabled())


async def set_pin(pin: str = PIN) -> None:
    driver.click("settings.set_pin")
    driver.write("settings.new_pin", pin)
    driver.write("settings.pin_again", pin)
    await save()


@pytest.mark.req("C-37", "C")
async def test_after_how_long_it_locks(card: Card) -> None:
    assert driver.find("settings.lock_after").text() == "10 min"
    driver.write("settings.lock_after", "25")
    driver.write("settings.lock_after", "99")  # cannot be typed: the second digit is not taken
    driver.write("settings.lock_after", "0")
    assert driver.find("settings.lock_after").text() == "never"
    assert card.minutes == [25, 9, 0]


@pytest.mark.req("C-37", "C")
async def test_a_pin_is_set_changed_and_removed(card: Card) -> None:
    await see("settings.pin_words", "only with a new code")
    assert not sees("settings.remove_pin")
    await set_pin()
    await see("settings.pin_words", "opens with your PIN")
    assert card.told == ["The PIN is set"]
    driver.click("settings.set_pin")
    driver.write("settings.old_pin", PIN)
    driver.write("settings.new_pin", "11223344")
    driver.write("settings.pin_again", "11223344")
    QTest.keyClick(driver.find("settings.pin_again"), Qt.Key.Key_Return)
    await until(lambda: len(card.told) == 2)
    assert await card.lock.judge("11223344") is Answer.RIGHT
    await until(lambda: sees("settings.remove_pin"))
    driver.click("settings.remove_pin")
    assert not sees("settings.new_pin")
    driver.write("settings.old_pin", "11223344")
    await save()
    await see("settings.pin_words", "only with a new code")
    assert card.told[-1] == "The PIN is removed"
    assert await card.lock.tries_left() is None


async def test_what_does_not_fit_is_said_beside_it(card: Card) -> None:
    driver.click("settings.set_pin")
    driver.write("settings.new_pin", "12345")
    driver.write("settings.pin_again", "54321")
    await save()
    assert driver.find("settings.new_pin").accessibleDescription().startswith("A PIN has six digits")
    assert driver.find("settings.pin_again").accessibleDescription().startswith("This is not the same")
    driver.click("settings.cancel_pin")
    assert not sees("settings.new_pin")
    assert await card.lock.tries_left() is None


async def test_whoever_guesses_the_old_pin_here_locks_the_console(card: Card) -> None:
    await set_pin()
    driver.click("settings.remove_pin")
    for left in (4, 3, 2, 1):
        driver.write("settings.old_pin", "000000")
        await save()
        assert f"Tries left: {left}" in driver.find("settings.old_pin").accessibleDescription()
    driver.write("settings.old_pin", "000000")
    await save()
    await until(lambda: card.lock.locked)
    assert await card.lock.open_by_pin(PIN) is Answer.OVER


async def test_who_has_just_signed_in_may_forget_the_old_one(card: Card, cloud: Cloud) -> None:
    await set_pin()
    card.lock.lock()
    await card.lock.open_by_code(await cloud.code(OWNER))
    driver.click("settings.set_pin")
    assert not sees("settings.old_pin")
    driver.click("settings.cancel_pin")
    driver.click("settings.remove_pin")
    await until(lambda: card.told == ["The PIN is set", "The PIN is removed"])


def test_settings_out_of_range_are_as_good_as_none(tmp_path: Path) -> None:
    path = tmp_path / "here" / "settings.json"
    kept.write(path, Kept(lock_after_min=60))
    assert kept.read(path).lock_after_min == 60
    path.write_text('{"lock_after_min": 1000000}')
    assert kept.read(path) == Kept()
