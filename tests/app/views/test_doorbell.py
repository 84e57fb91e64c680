"""One console a profile."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.views import doorbell
from app.views.doorbell import Doorbell, ring, take, take_or_ring
from tests.waiting import until


@pytest.fixture
def home(qapp: QApplication) -> Iterator[QObject]:
    made = QObject()
    yield made
    made.deleteLater()


async def test_a_second_one_rings_and_goes(home: QObject, tmp_path: Path) -> None:
    first = take_or_ring(tmp_path)
    assert first is not None
    rung: list[str] = []
    bell = Doorbell(home, tmp_path)
    bell.rung.connect(rung.append)
    assert await asyncio.to_thread(take_or_ring, tmp_path) is None
    await until(lambda: rung == [""])
    assert await asyncio.to_thread(take_or_ring, tmp_path, "signet://seal/GL2026000001") is None
    await until(lambda: rung == ["", "signet://seal/GL2026000001"])
    assert await asyncio.to_thread(lambda: take_or_ring(tmp_path, quietly=True)) is None
    assert await asyncio.to_thread(take_or_ring, tmp_path / "other") is not None
    assert len(rung) == 2
    bell.close()
    first.unlock()
    assert take(tmp_path) is not None


async def test_one_that_does_not_answer_is_waited_for(
    home: QObject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorbell, "LOOK_AGAIN_MS", 1)
    first = take(tmp_path)
    assert first is not None
    assert not ring(tmp_path)
    with pytest.raises(TimeoutError, match="does not answer"):
        take_or_ring(tmp_path)
    monkeypatch.setattr(doorbell, "LOOK_AGAIN_MS", 500)
    waiting = asyncio.create_task(asyncio.to_thread(take_or_ring, tmp_path))
    await asyncio.sleep(0)
    first.unlock()
    assert await waiting is not None


async def test_the_bell_of_one_that_was_killed_is_no_hindrance(home: QObject, tmp_path: Path) -> None:
    left = Doorbell(home, tmp_path)
    again = Doorbell(home, tmp_path)
    rung: list[str] = []
    again.rung.connect(rung.append)
    assert await asyncio.to_thread(ring, tmp_path)
    await until(lambda: rung == [""])
    left.close()
    again.close()


@pytest.mark.parametrize(
    ("left", "heard"),
    [
        ("signet://seal/GL2026000001", "signet://seal/GL2026000001"),
        ("印\nsignet://seal/GL2026000001", "印 signet://seal/GL2026000001"),  # one line, so that it stays one link
        ("x" * 10_000, "x" * doorbell.LONGEST),
        ("\udcff", "?"),
    ],
)
async def test_a_link_is_left_with_whoever_answers(home: QObject, tmp_path: Path, left: str, heard: str) -> None:
    bell = Doorbell(home, tmp_path)
    rung: list[str] = []
    bell.rung.connect(rung.append)
    assert await asyncio.to_thread(ring, tmp_path, left)
    await until(lambda: rung == [heard])
    bell.close()
