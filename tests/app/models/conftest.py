from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.models import meta
from app.models.store import Store
from tests.app.examples import KEY, USER


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(tmp_path / "console.db", KEY)
    await opened.run(lambda tx: meta.put(tx, meta.USER, USER))
    yield opened
    await opened.close()
