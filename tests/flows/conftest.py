"""The whole product as processes, in a folder of its own; whatever a test leaves running is killed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from demo.seed import ADMINISTRATOR
from demo.story import Story
from demo.world import World


@asynccontextmanager
async def playing(world: World) -> AsyncIterator[Story]:
    """Everything runs, the seal is on, and the administrator has signed in at the office."""
    try:
        await world.start(lambda _: None)
        story = Story(world, "zh_CN")
        await story.sign_in(story.office, ADMINISTRATOR)
        await story.switch_on()
        yield story
    finally:
        for hands in world.hands.values():
            await hands.close()
        for program in world.programs.values():
            await program.kill()


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    async with playing(World(tmp_path, headless=True)) as made:
        yield made
