"""A seal whose modem is at a broker, while consoles come by with Bluetooth: its records are as by either way alone."""

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.device.seal import Seal as Verbs
from app.services.courier import Courier
from app.sync.pull import Puller
from app.sync.slices import send_slices
from domain.authorizations import Authorization
from domain.events import SealEvent
from domain.reckoning import reckon
from domain.usage import Impression
from protocol.contact import SealMode
from protocol.keys import AgreementKey, SigningKey
from protocol.session import ConsoleHello
from simulator.firmware.key import PAUSE_MS
from tests.app.console import Console
from tests.cloud.modems import BROKERS, Aerial, attached, enrolled, with_broker
from tests.cloud.seal import Seal, board
from tests.cloud.world import Cloud, Person, pull_all
from tests.faults.wire import Wire

PHONE = "19900000001"
ROUNDS, PRESSES_EACH = 4, 3


class _Standing:
    """What a wire wants to know of the seal at its end."""

    def __init__(self, seal: Seal) -> None:
        self.firmware, self.wire = seal.firmware, None
        self.board = board(seal.cloud, seal.serial, seal.signing, seal.static)
        self.ticks = lambda: seal.cloud.now - seal.began


class Office:
    """A seal in GPRS mode, bound and granted, and a console beside it."""

    def __init__(self, cloud: Cloud, profile: Path) -> None:
        self.cloud, self.console = cloud, Console(profile, cloud)

    async def begin(self) -> None:
        self.owner: Person = await self.cloud.organization(PHONE)
        keys = SigningKey(bytes([41]) * 32), AgreementKey(bytes([42]) * 32)
        self.seal = Seal(self.cloud, self.owner, signing=keys[0], static=keys[1])
        await self.seal.bind()
        for _ in range(2):  # the mode of its old firmware
            self.seal.firmware.key_down()
            self.cloud.now += 100
            self.seal.firmware.key_up()
            self.cloud.now += 100
        self.cloud.now += PAUSE_MS
        self.seal.firmware.tick()
        assert self.seal.firmware.icons.mode is SealMode.GPRS
        await self.owner.done(use := self.seal.authorize(count=0))
        self.use = use.id
        await self.seal.settle()
        self.seal.firmware.disconnect()
        self.began = self.cloud.now
        await self.console.enter(PHONE)
        await self.console.open(sync=False)
        await Puller(self.console.store, self.console.client, self.console.account.sign, lambda: self.cloud.now).pull()
        await self.console.certificates.renew()

    def press(self) -> None:
        for _ in range(PRESSES_EACH):
            self.cloud.now += 1000
            self.seal.press()

    async def visit(self) -> None:
        """A console comes by."""
        word = await self.console.certificates.certificate(self.owner.organization)

        async def choose(_identity: object, _binding: int) -> ConsoleHello:
            return ConsoleHello(None, word)

        courier = Courier(self.console.store, self.console.client, lambda: self.cloud.now)
        wire = Wire(_Standing(self.seal), 182)  # type: ignore[arg-type]
        verbs = await Verbs.open(wire, self.console.certificates.trust, choose)
        try:
            await courier.visit(verbs, self.owner.organization)
            await send_slices(self.console.store, self.console.client, lambda: self.cloud.now)
            await courier.visit(verbs, self.owner.organization)
        finally:
            await verbs.close()

    async def records(self) -> tuple[list[Any], list[Any], tuple[int, bool]]:
        """As whoever may see all of them sees them, but for when the cloud heard of each, and for names."""
        seen = await pull_all(self.owner)
        presses = sorted(seen.of(Impression), key=lambda row: row.number)
        events = sorted(seen.of(SealEvent), key=lambda row: row.number)
        (use,) = seen.of(Authorization)
        told = reckon(use, presses, events)
        return (
            [self._plain(row) for row in presses],
            [self._plain(row) for row in events if row.at >= self.began],
            (told.stamped, told.adds_up),
        )

    def _plain(self, row: Impression | SealEvent) -> object:
        there = None if row.authorization is None else "the use"
        mine = None if row.member is None else "its member"
        return msgspec.structs.replace(
            row, organization="", authorization=there, member=mine, at=row.at - self.began, received_at=0
        )


async def played(folder: Path, broker: str, way: str) -> tuple[list[Any], list[Any], tuple[int, bool]]:
    async with with_broker(folder, broker) as cloud:
        office = Office(cloud, folder / "console")
        await office.begin()
        try:
            if way == "bluetooth":
                for _ in range(ROUNDS):
                    office.press()
                    await office.visit()
            else:
                async with attached(office.seal, await enrolled(office.seal)) as aerial:
                    for _ in range(ROUNDS):
                        await _by_modem(office, aerial, visited=way == "both")
            assert office.seal.firmware.stored == 0
            return await office.records()
        finally:
            await office.console.close()


async def _by_modem(office: Office, aerial: Aerial, *, visited: bool) -> None:
    office.press()
    working = asyncio.create_task(aerial.work(lambda: office.seal.firmware.stored == 0))
    if visited:
        await office.visit()
    await working


@pytest.mark.req("I-05", "I", "cloud")
@pytest.mark.req("I-06", "I")
@pytest.mark.parametrize("broker", BROKERS)
async def test_both_ways_at_once_make_no_difference(tmp_path: Path, broker: str) -> None:
    found = {}
    for way in ("gprs", "bluetooth", "both"):
        (tmp_path / way).mkdir()
        found[way] = await played(tmp_path / way, broker, way)
    assert found["both"] == found["gprs"] == found["bluetooth"]
    presses, _, told = found["both"]
    assert len(presses) == ROUNDS * PRESSES_EACH == told[0]
    assert told[1]
