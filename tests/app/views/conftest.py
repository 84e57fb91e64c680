"""The look, put on the one application of the tests: always light to begin with."""

from collections.abc import Generator

import pytest
from PySide6.QtWidgets import QApplication

from app.views.look import Look, Scheme


@pytest.fixture
def look(qapp: QApplication) -> Generator[Look]:
    made = Look(qapp, Scheme.LIGHT)
    yield made
    made.choose(Scheme.LIGHT)
    made.deleteLater()
