"""Seals over MQTT: what they say is stored once and answered, whichever broker carries it."""

import asyncio
import itertools
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cloud.gateway.queue import MOST_OF_ONE, Queue
from cloud.store import modems
from domain.authorizations import Authorization
from domain.locating import LocateSeal
from domain.seal_certificates import SealCertificate
from domain.seals import Position, SealStatus
from domain.usage import Impression
from protocol import log
from protocol.cbor import pack
from protocol.log import Place, Source
from protocol.modem import Down, DownKind, Up, UpKind, read_down, read_up
from simulator.modem import Modem
from tests.cloud.modems import BROKERS, Pass, attached, enrolled, gateway, with_broker
from tests.cloud.seal import Seal, board
from tests.cloud.world import Cloud, Person, pull_all
from tests.waiting import until, until_told


@pytest.fixture(params=BROKERS)
async def cloud(tmp_path: Path, database_url: str | None, request: pytest.FixtureRequest) -> AsyncIterator[Cloud]:
    async with with_broker(tmp_path, request.param, database=database_url) as cloud:
        yield cloud


@pytest.fixture
async def seal(cloud: Cloud, owner: Person) -> Seal:
    seal = Seal(cloud, owner)
    await seal.bind()
    seal.firmware.disconnect()  # nobody stands before it
    return seal


@pytest.fixture
async def own(seal: Seal) -> Pass:
    return await enrolled(seal)


async def records(owner: Person) -> list[int]:
    owner.cursors.clear()
    return sorted(row.number for row in (await pull_all(owner)).of(Impression))


def press(seal: Seal, times: int = 1) -> None:
    """Refused or not: a press is a record."""
    for _ in range(times):
        seal.press()
    seal.firmware.stand(out=False)


async def test_what_is_pressed_is_stored_and_receipted(owner: Person, seal: Seal, own: Pass) -> None:
    press(seal, 3)
    async with attached(seal, own) as aerial:
        await aerial.work(lambda: seal.firmware.stored == 0 and seal.firmware.live.lease_left_s > 0)
        assert len(await records(owner)) == 3
        press(seal, 2)
        await aerial.work(lambda: seal.firmware.stored == 0)
    assert len(await records(owner)) == 5
    assert gateway(seal.cloud).counted["untrusted"] == 0


async def test_what_is_said_with_a_revoked_certificate_is_not_taken(owner: Person, seal: Seal, own: Pass) -> None:
    """Its broker may not have heard of it yet."""
    press(seal)
    made = board(seal.cloud, seal.serial, seal.signing, seal.static)
    modem = Modem(seal.firmware, made, lambda: seal.cloud.now - seal.began)
    modem.attach()
    said = modem.due()
    answered = sum(read_up(data).kind is not UpKind.SEALING_KEY for data in said)
    assert answered > 1  # a question and its log
    await seal.cloud.service.database.write(lambda unit: modems.revoke(unit, seal.serial, seal.cloud.now, barred=True))
    at = gateway(seal.cloud)
    for data in said:
        at.hear(seal.serial, data)
    await until(lambda: at.counted["revoked"] == len(said))
    assert at.counted["answered"] == 0
    assert await records(owner) == []
    await seal.cloud.service.database.write(lambda unit: modems.allow(unit, seal.serial))
    await enrolled(seal)
    for data in said:
        at.hear(seal.serial, data)
    await until(lambda: at.counted["answered"] == answered)
    assert len(await records(owner)) == 1


@pytest.mark.req("C-26", "C")
async def test_its_key_for_documents_is_certified_once_whoever_brings_it(owner: Person, seal: Seal, own: Pass) -> None:
    async def certified() -> bool:
        owner.cursors.clear()
        return bool((await pull_all(owner)).of(SealCertificate))

    for _ in range(2):
        async with attached(seal, own) as aerial:
            await aerial.work(lambda: seal.firmware.live.lease_left_s > 0)
            await until_told(certified)
    owner.cursors.clear()
    (row,) = (await pull_all(owner)).of(SealCertificate)
    assert (row.seal, row.binding) == (seal.serial, 1)
    assert gateway(seal.cloud).counted["untrusted"] == 0
    gateway(seal.cloud).hear(seal.serial, pack(Up(UpKind.SEALING_KEY, b"noise")))
    await until(lambda: gateway(seal.cloud).counted["untrusted"] == 1)


async def test_an_order_reaches_an_attached_seal_at_once_and_is_acknowledged(
    owner: Person, seal: Seal, own: Pass
) -> None:
    async with attached(seal, own) as aerial:
        await aerial.work(lambda: seal.firmware.live.lease_left_s > 0)
        seal.cloud.now += 10_000
        order = seal.authorize()
        await owner.done(order)
        await aerial.work(lambda: seal.firmware.grant is not None)
        kinds = [read_down(each).kind for each in aerial.heard]
        assert DownKind.POKE in kinds
        assert kinds.index(DownKind.ENVELOPE) < len(kinds) - 1 - kinds[::-1].index(DownKind.ANSWER)

        async def confirmed() -> bool:
            owner.cursors.clear()
            (row,) = (await pull_all(owner)).of(Authorization)
            return row.confirmed_at is not None

        await aerial.work(confirmed)


async def test_twice_late_and_in_another_order_changes_nothing(owner: Person, seal: Seal, own: Pass) -> None:
    press(seal, 6)
    async with attached(seal, own) as aerial:
        await aerial.work(lambda: seal.firmware.stored == 0)
        before, said = await records(owner), list(aerial.said)
        for data in [*reversed(said), *said, *said]:
            await aerial.client.publish(f"seal/1/{seal.serial}/up", data)
        press(seal)
        await aerial.work(lambda: seal.firmware.stored == 0)
    assert await records(owner) == [*before, seal.firmware.live.log_to]


async def test_a_courier_and_the_modem_at_the_same_time_make_no_difference(
    owner: Person, seal: Seal, own: Pass
) -> None:
    press(seal, 20)
    await seal.connect()
    parts = seal.slices()
    seal.firmware.disconnect()
    async with attached(seal, own) as aerial:
        given = asyncio.gather(*(seal.give(part) for part in parts))
        await aerial.work(lambda: seal.firmware.stored == 0)
        await given
    assert len(await records(owner)) == 20
    assert max(taken.log_to for taken in seal.taken) == seal.firmware.live.log_to


async def test_what_cannot_be_read_or_believed_is_passed_over(owner: Person, seal: Seal, own: Pass) -> None:
    press(seal)
    foreign = Seal(seal.cloud, owner, serial="GL2026000002")
    async with attached(seal, own) as aerial:
        await aerial.work(lambda: seal.firmware.stored == 0)
        good = next(data for data in aerial.said if data[1] == UpKind.SLICE)
        asked = pack(Up(UpKind.QUESTION, foreign.question() if foreign.firmware.connected else b"x"))
        bent = [good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :] for at in range(0, len(good), 29)]
        bad = [b"", b"\xff" * 50, os.urandom(200), pack([9, b""]), pack(Down(DownKind.POKE, b"")), asked, *bent]
        for data in bad:
            await aerial.client.publish(f"seal/1/{seal.serial}/up", data)
        counted = gateway(seal.cloud).counted
        await until(lambda: counted["malformed"] + counted["untrusted"] >= len(bad))
        press(seal)
        await aerial.work(lambda: seal.firmware.stored == 0)
    assert len(await records(owner)) == 2
    assert counted["failed"] == 0


async def test_a_receipt_is_the_authoritys_and_comes_after_the_commit(owner: Person, seal: Seal, own: Pass) -> None:
    press(seal)
    key = seal.cloud.service.keys.signing(owner.organization).public
    async with attached(seal, own) as aerial:
        await aerial.work(lambda: seal.firmware.stored == 0)
    receipts = [read_down(each).body for each in aerial.heard if read_down(each).kind is DownKind.RECEIPT]
    assert log.open_receipt(receipts[-1], key).up_to == seal.firmware.live.log_to


async def test_who_floods_keeps_nobody_waiting(owner: Person, seal: Seal, own: Pass) -> None:
    other = Seal(seal.cloud, owner, serial="GL2026000002")
    await other.bind("合同章")
    other.firmware.disconnect()
    others = await enrolled(other)
    press(other)
    async with attached(seal, own) as noisy, attached(other, others) as quiet:
        press(seal)
        await noisy.work(lambda: seal.firmware.stored == 0)
        data, up = noisy.said[-1], f"seal/1/{seal.serial}/up"

        async def flood() -> None:
            for last in itertools.cycle(range(256)):  # the same once more would not be taken in
                await noisy.client.publish(up, data[:-1] + bytes([last]))

        flooding = [asyncio.create_task(flood())]
        try:
            await quiet.work(lambda: other.firmware.stored == 0)
        finally:
            for task in flooding:
                task.cancel()
            await asyncio.gather(*flooding, return_exceptions=True)
    assert len(await records(owner)) == 2


async def test_in_the_queue_everybody_has_his_turn() -> None:
    queue = Queue()
    for number in range(MOST_OF_ONE + 5):
        queue.put("LOUD01", bytes([number]))
    queue.put("QUIET1", b"q")
    assert queue.dropped == 5
    assert await queue.take(3) == [("LOUD01", b"\0"), ("QUIET1", b"q"), ("LOUD01", b"\1")]
    queue.put("QUIET2", b"r")
    assert await queue.take(2) == [("LOUD01", b"\2"), ("QUIET2", b"r")]
    assert len(await queue.take(1000)) == MOST_OF_ONE - 3
    assert len(queue) == 0


async def test_what_a_seal_says_again_while_it_waits_is_in_the_queue_once() -> None:
    queue = Queue()
    for _ in range(3):
        queue.put("SEAL01", b"a")
        queue.put("SEAL01", b"b")
        queue.put("SEAL02", b"a")
    assert await queue.take(1000) == [("SEAL01", b"a"), ("SEAL02", b"a"), ("SEAL01", b"b")]
    queue.put("SEAL01", b"a")
    assert await queue.take(1000) == [("SEAL01", b"a")]
    assert (len(queue), queue.dropped) == (0, 0)


@pytest.mark.req("R-215")
async def test_a_seal_that_is_asked_where_it_is_says_so(owner: Person, seal: Seal, own: Pass) -> None:
    async def place() -> Position | None:
        owner.cursors.clear()
        (status,) = (await pull_all(owner)).of(SealStatus)
        return status.place

    async with attached(seal, own) as aerial:
        await aerial.work(lambda: seal.firmware.live.lease_left_s > 0)
        seal.place = Place(302_741_500, 1_201_551_500, Source.GNSS, 3, 8)
        assert await place() is None
        seal.cloud.now += 10_000
        await owner.done(LocateSeal(seal=seal.serial))

        async def located() -> bool:
            return await place() == Position(30.27415, 120.15515, "gnss", 3, 8)

        await aerial.work(located)
        assert DownKind.POKE in [read_down(each).kind for each in aerial.heard]
