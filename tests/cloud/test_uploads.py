"""Partial files: who writes to one."""

import asyncio
import os
from pathlib import Path

import pytest

from cloud.stored import Stored
from cloud.uploads import Uploads

SHA256 = "a" * 64


async def test_one_at_a_time_writes_to_a_file_also_when_others_come_while_some_wait(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "incoming", Stored(tmp_path / "stored"))
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


def test_a_file_that_is_finished_while_old_ones_are_cleared_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = Uploads(tmp_path / "incoming", Stored(tmp_path / "stored"))
    for name in ("a", "b", "c"):
        (tmp_path / "incoming" / name).write_bytes(b"")
        os.utime(tmp_path / "incoming" / name, (0, 0))
    listed = list((tmp_path / "incoming").iterdir())
    listed[1].unlink()
    monkeypatch.setattr(Path, "iterdir", lambda _folder: iter(listed))
    uploads.clear(older_than_s=1)
    assert not any(path.exists() for path in listed)
