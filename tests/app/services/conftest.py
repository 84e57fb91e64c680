from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.app.models.conftest import store
from tests.app.services import office
from tests.app.services.office import Office
from tests.app.sync.conftest import cloud, owner, pc

__all__ = ["cloud", "owner", "pc", "store"]


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Office]:
    """A cloud, a virtual radio, nobody there yet."""
    async with office.opened(tmp_path) as opened:
        yield opened
