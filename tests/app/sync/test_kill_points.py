"""A console that dies at the worst moments: what was done is there when it comes back, and is done once."""

import asyncio
import os
import subprocess
import sys

import pytest

from app.models import carried, faults, files, outbox, replica, usage
from domain.templates import Template
from tests.app.console import Console
from tests.cloud.world import Person, pull_all

# A console of its own process: opens the account of the profile, does one thing, and would say that it came through.
PROGRAM = """
import asyncio, sys
from pathlib import Path
from app.models import carried
from app.models.carried import SeenPress
from app.models.files import Blob
from app.services.account import Account
from app.services.desk import Desk
from app.sync.push import push
from domain.ids import new_id
from domain.templates import AddTemplate
from domain.usage import AttachPhoto

profile, cloud, now, organization, member, what = sys.argv[1:]

async def main():
    account = Account(Path(profile), cloud, "PC", lambda: None, lambda: int(now))
    store = await account.open_store()
    desk = Desk(store, account, lambda: int(now))
    blob = Blob("image/png", b"picture")
    if what == "slice":
        seen = [SeenPress(1, 1, None, member, int(now), 0)]
        await store.run(lambda tx: carried.put_slice(tx, organization, "GL26A00017", 1, 1, 1, b"s", int(now), seen))
    elif what == "photo":
        act = AttachPhoto(id=new_id(), seal="GL26A00017", number=1, sha256=blob.sha256, bytes=7, media=blob.media,
                          taken_at=int(now))
        await desk.submit(organization, act, attach=[blob])
    else:
        await desk.submit(organization, AddTemplate(id=new_id(), name="合同", approvers=[member]))
    if what == "push":
        await push(store, account.client, account.sign, lambda: int(now), lambda _: None)
    print("came through")

asyncio.run(main())
"""


def die(pc: Console, owner: Person, point: str, what: str) -> None:
    """Another process with this profile dies at the point; the test's own is closed meanwhile."""
    words = [pc.profile, pc.cloud.address, pc.cloud.now, owner.organization, owner.member, what]
    env = os.environ | {"SIGNET_KILL": point}
    command = [sys.executable, "-c", PROGRAM, *map(str, words)]
    done = subprocess.run(command, check=False, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 9, done.stderr
    assert "came through" not in done.stdout


@pytest.fixture
async def closed(pc: Console, owner: Person) -> Console:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    await pc.close()
    return pc


async def run(pc: Console, owner: Person, point: str, what: str) -> None:
    await asyncio.to_thread(die, pc, owner, point, what)
    await pc.open(sync=False)


async def test_after_an_act_is_kept(closed: Console, owner: Person) -> None:
    await run(closed, owner, "act_after_commit", "act")
    assert len(await closed.desk.pending()) == 1
    closed.start()
    await closed.settled()
    assert [row.name for row in (await pull_all(owner)).of(Template)] == ["合同"]


async def test_after_the_cloud_has_answered(closed: Console, owner: Person) -> None:
    await run(closed, owner, "push_before_settle", "push")
    assert (await closed.store.run(outbox.counts)).waiting == 1
    assert [row.name for row in (await pull_all(owner)).of(Template)] == ["合同"]
    owner.cursors.clear()
    closed.start()
    await closed.settled()
    assert await closed.desk.refused() == []
    assert [row.name for row in (await pull_all(owner)).of(Template)] == ["合同"]


async def test_after_a_slice_is_kept(closed: Console, owner: Person) -> None:
    await run(closed, owner, "slice_after_commit", "slice")
    assert await closed.store.run(carried.waiting) == 1
    (press,) = await closed.store.run(lambda tx: usage.page(tx, owner.organization))
    assert press.pending


async def test_after_a_photo_is_kept(closed: Console, owner: Person) -> None:
    await run(closed, owner, "photo_after_commit", "photo")
    assert await closed.store.run(files.waiting) == 1
    assert [act.name for act in await closed.desk.pending()] == ["AttachPhoto"]


def test_a_point_is_passed_as_often_as_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    died: list[int] = []
    monkeypatch.setattr(faults.os, "_exit", died.append)
    monkeypatch.setattr(faults, "_wanted", "here")
    monkeypatch.setattr(faults, "_left", 2)
    for _ in range(3):
        faults.point("here")
        faults.point("elsewhere")
    assert died == [9]
