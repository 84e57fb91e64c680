"""The same story as the tour's on the production set-up, one process of the cloud killed on the way, twice."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from demo import tour
from demo.seed import STAFF
from demo.tour import Tour
from demo.world import World
from tests import mosquitto, nginx
from tests.cloud.test_turn import on_postgresql
from tests.flows.production import Production
from tests.seaweedfs import SeaweedFS

pytestmark = [
    pytest.mark.flow,
    pytest.mark.slow,
    pytest.mark.skipif(nginx.program() is None, reason=nginx.MISSING),
    pytest.mark.skipif(mosquitto.program() is None, reason=mosquitto.MISSING),
]


@pytest.fixture
async def s3(tmp_path: Path) -> AsyncIterator[SeaweedFS]:
    s3 = SeaweedFS(tmp_path / "s3")
    await s3.start()
    yield s3
    s3.stop()


async def one_dies(story: Tour) -> None:
    """While all are at work; the one that is gone is started again, as whoever watches over it does."""
    async with story.step("the process that writes is killed; the other one goes on, and nobody has to know"):
        assert isinstance(story.world, Production)
        gone = await story.world.kill_writer()
        for hands in (story.office, story.desk):
            await story.until_online(hands)
        await story.world.start_one(gone)


@on_postgresql
async def test_every_step_of_the_tour_is_seen_and_nobody_stands_in_the_logs(
    tmp_path: Path, database_url: str, s3: SeaweedFS
) -> None:
    worlds: list[Production] = []
    said: list[str] = []

    def make(home: Path, language: str) -> World:
        worlds.append(Production(home, language, database_url, s3))
        return worlds[-1]

    async def read_logs(_story: Tour) -> None:
        said.append(worlds[0].logs())

    parts = [*tour.STORY, read_logs]
    for before in (tour.end, tour.stamp):
        parts.insert(parts.index(before), one_dies)
    pictures = tmp_path / "tour"
    assert await tour.play(pictures, "zh_CN", tuple(parts), make) == 0
    transcript = json.loads((pictures / "transcript.json").read_text("utf-8"))
    assert not [step for step in transcript if "failed" in step]
    assert sum("is killed" in step["step"] for step in transcript) == 2
    names = "|".join(f"{person.name}|{person.phone}" for person in STAFF)
    assert re.findall(rf"{names}|Bearer|eyJ[\w-]+\.", said[0]) == []
    assert all(json.loads(line)["message"] for line in said[0].splitlines() if line)
    assert not list((worlds[0].folder / "cloud").glob("files/*/*"))
