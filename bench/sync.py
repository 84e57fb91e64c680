"""A first pull of 100,000 rows into a console's encrypted database, beside bare insertion of the same rows.

The cloud is a process of its own; the console is another, with Qt's loop, whose longest stall is measured meanwhile.
Bare: the very rows that the pull has left, into an empty database with the same tables and indexes, many at once.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from bench.figures import show, within
from domain.applications import Application, ApplicationState, Step, StepKind
from domain.rows import Row
from domain.usage import Grade, Impression, Photo
from tests.cloud.test_pull import put, seal
from tests.cloud.world import Cloud, Person, running

PHONE = "19900000001"
IMPRESSIONS, PHOTOS, APPLICATIONS = 70_000, 20_000, 10_000
AT_ONCE = 5_000
LIMIT_RATIO, LIMIT_STALL_MS = 0.6, 30


async def measure() -> int:
    """0 if it is as quick, and as little in the way, as it must be."""
    with tempfile.TemporaryDirectory(prefix="signet-bench-", ignore_cleanup_errors=True) as home:
        folder = Path(home)
        async with running(folder) as cloud:
            cloud.now = time.time_ns() // 1_000_000
            await _fill(cloud, await cloud.organization(PHONE))
            data, root = str(cloud.settings.data), str(cloud.settings.maker_root)
        program = [sys.executable, "main.py", "cloud", "--data", data, "--demo", "--maker-root", root]
        process = await asyncio.create_subprocess_exec(*program, stdout=asyncio.subprocess.PIPE)
        try:
            assert process.stdout is not None
            address = json.loads(await process.stdout.readline())["address"]
            found = await _console(address, folder / "profile")
        finally:
            process.terminate()
            await process.wait()
    rows, ratio = found["rows"], found["bare_s"] / found["pull_s"]
    print("# a first pull into an encrypted database, and bare insertion of the same rows with the same indexes")
    show("sync_rows", rows)
    show("sync_rows_per_s", rows / found["pull_s"])
    show("sync_bare_rows_per_s", rows / found["bare_s"])
    show("sync_ratio", ratio)
    show("sync_stall_ms", found["stall_ms"])
    print(f"# sync_ratio >= {LIMIT_RATIO}")
    return within(sync_stall_ms=(found["stall_ms"], LIMIT_STALL_MS)) or int(ratio < LIMIT_RATIO)


async def _console(address: str, profile: Path) -> dict[str, float]:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    words = ["-m", "bench.sync_console", address, PHONE, str(profile)]
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=asyncio.subprocess.PIPE, env=env)
    said, _ = await process.communicate()
    assert process.returncode == 0
    return msgspec.json.decode(said, type=dict[str, float])


async def _fill(cloud: Cloud, owner: Person) -> None:
    await put(cloud, seal(owner))
    makers = ((_impression, IMPRESSIONS), (_photo, PHOTOS), (_application, APPLICATIONS))
    for make, count in makers:
        for start in range(1, count + 1, AT_ONCE):
            rows: list[Row] = [make(owner, number) for number in range(start, start + AT_ONCE)]
            await put(cloud, *rows)


def _impression(owner: Person, number: int) -> Row:
    return Impression(
        id=f"GL0000000001-{number}",
        organization=owner.organization,
        seal="GL0000000001",
        binding=1,
        number=number,
        own=number,
        authorization=None,
        member=owner.member,
        grade=Grade.SESSION,
        at=owner.cloud.now - number * 1000,
        clock=1,
        received_at=owner.cloud.now,
        place=None,
        result=int(number % 97 == 0),
    )


def _photo(owner: Person, number: int) -> Row:
    return Photo(
        id=f"{number:032}",
        organization=owner.organization,
        seal="GL0000000001",
        number=number,
        sha256=f"{number:064x}",
        bytes=300_000,
        media="image/jpeg",
        taken_at=owner.cloud.now,
        member=owner.member,
    )


def _application(owner: Person, number: int) -> Row:
    return Application(
        id=f"a{number:031}",
        organization=owner.organization,
        number=f"SQ-20260101-{number}",
        applicant=owner.member,
        seal="GL0000000001",
        reason="与供应商续签年度采购框架协议，三方各执一份",
        document=f"云杉采购框架协议（{number}）",
        copies=3,
        count=3,
        start=owner.cloud.now,
        end=owner.cloud.now + 86_400_000,
        state=ApplicationState.REJECTED,
        steps=[Step(StepKind.AUTHORIZE, [owner.member])],
        created_at=owner.cloud.now,
    )
