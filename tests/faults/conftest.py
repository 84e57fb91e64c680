import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.faults import stage
from tests.faults.attacks import Attacks
from tests.faults.stage import Stage

GL_SEED = 0


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    loop = asyncio.new_event_loop()
    yield loop.run_until_complete(stage.build(tmp_path_factory.mktemp("stage")))
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


@pytest.fixture
async def play(built: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Attacks]:
    """A stage on which nothing happens by itself, with a GL seal."""
    made = Attacks(GL_SEED, built, tmp_path, monkeypatch)
    await made.begin()
    try:
        assert made.serial == stage.GL
        yield made
    finally:
        await made.end()
