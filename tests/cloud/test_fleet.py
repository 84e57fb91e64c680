"""Many virtual seals in one process, in front of a real cloud with its own broker."""

import asyncio
from pathlib import Path

import pytest

from simulator import factory
from simulator.fleet import Fleet
from tests.cloud.modems import gateway, with_broker
from tests.cloud.world import maker
from tests.waiting import until

SEALS = 25


@pytest.mark.slow
async def test_a_fleet_gets_its_certificates_attaches_and_is_answered(tmp_path: Path) -> None:
    home = tmp_path / "maker"
    factory.make_root(home)
    (home / factory.KEY_FILE).write_bytes(maker.secret)
    async with with_broker(tmp_path, "amqtt") as cloud:
        fleet = Fleet(home, cloud.service.keys.platform.public, cloud.address, SEALS)
        await fleet.make()
        running = asyncio.create_task(fleet.run(None))
        try:
            await asyncio.wait_for(fleet.all_attached(), 60)
            assert fleet.attached == SEALS
            await until(lambda: all(member.seal.live.clock is not None for member in fleet.members))
            assert gateway(cloud).counted["untrusted"] == 0
            fleet.members[0].seal.put_sim(False)
            fleet.members[0].line.wake()
            await until(lambda: fleet.attached == SEALS - 1)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
