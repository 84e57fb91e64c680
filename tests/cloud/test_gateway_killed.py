"""The cloud dies, as by `kill -9`, between what a seal says and its answer; and the checkers die with it."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from domain.usage import Impression
from tests.cloud import mqtt
from tests.cloud.modems import Aerial, Pass, enrolled, with_broker
from tests.cloud.seal import Seal
from tests.cloud.test_gateway import press
from tests.cloud.world import Cloud, pull_all
from tests.waiting import until

pytestmark = [pytest.mark.flow, pytest.mark.slow]


@asynccontextmanager
async def program(cloud: Cloud, dies_at: str = "") -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The cloud as a program, and where its broker is."""
    data, root = cloud.settings.data, cloud.settings.maker_root
    words = ["main.py", "cloud", "--data", str(data), "--maker-root", str(root), "--demo", "--mqtt-port", "0"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *words, stdout=asyncio.subprocess.PIPE, env={**os.environ, "SIGNET_KILL": dies_at}
    )
    assert process.stdout is not None
    try:
        yield process, json.loads(await process.stdout.readline())["broker"]
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@asynccontextmanager
async def aerial(seal: Seal, own: Pass, broker: str) -> AsyncIterator[Aerial]:
    async with mqtt.connected(broker, own.root, own.own) as client:
        assert await client.attach(seal.serial) == 1
        made = Aerial(seal, client)
        made.modem.attach()
        yield made


@pytest.mark.parametrize("dies_at", ["gateway_before_commit", "gateway_stored"])
async def test_a_gateway_that_dies_loses_nothing_and_doubles_nothing(tmp_path: Path, dies_at: str) -> None:
    async with with_broker(tmp_path, "amqtt") as cloud:
        owner = await cloud.organization("19900000001")
        seal = Seal(cloud, owner)
        await seal.bind()
        seal.firmware.disconnect()
        own = await enrolled(seal)
    press(seal, 5)
    async with program(cloud, dies_at) as (process, broker), aerial(seal, own, broker) as modem:
        checkers = psutil.Process(process.pid).children(recursive=True)
        with pytest.raises((ConnectionError, TimeoutError)):
            await modem.work(lambda: _gone(process), within=30)
        assert await process.wait() == 9
        assert seal.firmware.stored == 5
        assert checkers
        await until(lambda: not any(_runs(each) for each in checkers))
    async with program(cloud) as (_, broker), aerial(seal, own, broker) as modem:
        await modem.work(lambda: seal.firmware.stored == 0, within=60)
    await cloud.start()
    try:
        await owner.enter()
        assert len((await pull_all(owner)).of(Impression)) == 5
    finally:
        await cloud.stop()


def _gone(process: asyncio.subprocess.Process) -> Any:
    if process.returncode is not None:
        raise ConnectionError
    return False


def _runs(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
