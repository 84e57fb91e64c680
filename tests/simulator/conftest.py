"""A window for the tests that look at one."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.simulator.shown import Shown
from tests.simulator.world import World


@pytest.fixture
def show(qapp: QApplication) -> Iterator[Callable[[World], Shown]]:
    made: list[Shown] = []

    def show(world: World) -> Shown:
        made.append(Shown(world))
        return made[-1]

    yield show
    for each in made:
        each.window.close()
        each.window.deleteLater()
    qapp.processEvents()


@pytest.fixture
def shown(show: Callable[[World], Shown]) -> Shown:
    return show(World())
