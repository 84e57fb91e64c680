"""Partial files: who writes to one."""

import asyncio
from pathlib import Path

from cloud.uploads import Uploads

SHA256 = "a" * 64


async def test_one_at_a_time_writes_to_a_file_also_when_others_come_while_some_wait(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "incoming", tmp_path / "stored")
    inside, most = 0, 0

    async def write(turns: int) -> None:
        nonlocal inside, most
        async with uploads.part("organization", "console", SHA256):
            inside += 1
            most = max(most, inside)
            for _ in range(turns):
                await asyncio.sleep(0)
            inside -= 1

    async with asyncio.TaskGroup() as group:
        for turns in (3, 30):
            group.create_task(write(turns))
        for _ in range(20):
            await asyncio.sleep(0)  # some come just when one has left and the next has not begun
            group.create_task(write(10))
    assert most == 1
