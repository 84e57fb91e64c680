"""The look, put on the one application of the tests: always light to begin with."""

from collections.abc import AsyncGenerator, AsyncIterator, Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

import gazetteer
from app.views.look import Look, Scheme
from tests.app.services import office
from tests.app.services.office import Office
from tests.app.views.stage import Stage


@pytest.fixture(scope="session", autouse=True)
def _names_are_read() -> None:
    """So that what a screen says does not hang on which screen came before it."""
    gazetteer.load()


@pytest.fixture(autouse=True)
def _numbers_are_english() -> None:
    """As texts are without a translation; whatever the system's language is, and the test before chose."""
    QLocale.setDefault(QLocale(QLocale.Language.English))


@pytest.fixture
def look(qapp: QApplication) -> Generator[Look]:
    made = Look(qapp, Scheme.LIGHT)
    yield made
    made.choose(Scheme.LIGHT)
    made.deleteLater()


@pytest.fixture
async def stage(tmp_path: Path, qapp: QApplication, look: Look) -> AsyncGenerator[Stage]:
    """The company of `world`, at the consoles of its people."""
    made = Stage(tmp_path, qapp, look)
    yield made
    await made.close()


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Office]:
    """A cloud, a virtual radio, nobody there yet."""
    async with office.opened(tmp_path) as opened:
        yield opened
