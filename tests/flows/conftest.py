"""The whole product as processes, in a folder of its own; whatever a test leaves running is killed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from demo.seed import ADMINISTRATOR
from demo.story import Story
from demo.world import World


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    """Everything runs, the seal is on, and the administrator has signed in at the office."""
    world = World(tmp_path, headless=True)
    try:
        await world.start(lambda _: None)
        made = Story(world, "zh_CN")
        await made.sign_in(made.office, ADMINISTRATOR)
        await made.switch_on()
        yield made
    finally:
        for hands in world.hands.values():
            await hands.close()
        for program in world.programs.values():
            await program.kill()
