"""The look, put on the one application of the tests: always light to begin with."""

from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.views.look import Look, Scheme
from tests.app.views.stage import Stage


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
