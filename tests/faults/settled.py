"""How every schedule ends: everybody is online, everything is carried, and each press of it is accounted for."""

from collections import Counter

import pytest
from sqlalchemy import select

from app.models import carried
from app.sync.errors import ProblemError
from cloud.store import tables
from domain import reckoning
from domain.authorizations import Authorization, Stage
from domain.commands import CommandState, SealCommand
from domain.events import SealEvent, SealEventKind
from domain.ids import to_bytes
from domain.seals import BindingState
from domain.usage import Impression
from protocol.contact import Phase
from protocol.log import ImpressionEntry, OverflowEntry, next_head, read_entry
from simulator.firmware.core import STATE
from simulator.firmware.state import restore
from tests.faults.attacks import Attacks
from tests.faults.play import CLOCK_BACK_MS
from tests.faults.replay import Replay

ROUNDS = 8


async def settle(play: Attacks) -> None:
    """Until nothing is left to carry in either direction."""
    play.killed_at = ""
    device = play.device
    device.storage.load()  # no cut is waiting any more
    play.cloud.now += CLOCK_BACK_MS  # certificates of a time to come are valid when it has come
    for place in play.places.values():
        place.online = True
    device.do("charge", plugged=True)
    if not device.firmware.on:
        device.do("hold")
    for _ in range(2 if play.restored else 0):  # a cloud that was restored is offered again what it may have forgotten
        for place in play.places.values():
            await place.sync()
    for _ in range(ROUNDS):
        await play.bind_again(clean=True)
        for name in ("keeper", "a", "b", "owner"):
            await play.send(play.places[name], clean=True)
        said = await play.visit(play.places["keeper"], clean=True)
        play.note(f"    settling: {said}")
        await play.pump(3, clean=True)
        if await is_settled(play):
            return
    raise AssertionError(f"not settled after {ROUNDS} visits: {device.firmware.live}")


async def is_settled(play: Attacks) -> bool:
    device = play.device
    state = device.state
    found = await play.cloud.service.database.read(lambda view: view.first(tables.devices, serial=play.serial))
    waiting = [await place.read(carried.waiting) for place in play.places.values()]
    return (state.receipted, found.log_to, sum(waiting)) == (len(device.archive), len(device.archive), 0)


async def accounted(play: Attacks) -> Counter[str]:
    """Every press exactly one record in the cloud, or counted in the one stated exception; the chain unbroken; granted
    = normal impressions + left; everything receipted; cloud and seal agree on what is live. What there was of each."""
    device, service = play.device, play.cloud.service
    assert device.firmware.phase is not Phase.ROLLED_BACK
    keys = service.keys
    organization = play.built.organization
    replay = Replay(device, keys.signing(organization).public, keys.agreement(organization))
    replay.tell()
    held = await service.database.read(
        lambda view: view.connection.execute(
            select(tables.log_entries).where(tables.log_entries.c.serial == play.serial).order_by("number")
        ).all()
    )
    head = device.heads[0]
    for row in held:
        head = next_head(head, bytes(row.entry))
        assert bytes(row.head) == head, "the cloud's chain is unbroken"
    assert {row.number: bytes(row.entry) for row in held} == device.archive, "the cloud holds what the seal wrote"
    assert not await service.database.read(lambda view: view.connection.execute(select(tables.log_forks)).all())
    await presses(play)
    if not play.restored:  # who tells it again of the uses that it has forgotten is not settled yet
        await uses(play, replay)
        await orders(play)
    return replay.seen + Counter({"schedules": 1, "power cuts": device.cuts - 1, "deeds": play.deeds_done})


async def presses(play: Attacks) -> None:
    rows: list[Impression] = await play.rows(Impression, seal=play.serial)
    entries = [read_entry(data) for data in play.device.archive.values()]
    written = [entry for entry in entries if isinstance(entry, ImpressionEntry)]
    assert sorted((row.number, row.own, row.result) for row in rows) == [
        (entry.number, entry.own, entry.result) for entry in written
    ]
    counted = sum(entry.count for entry in entries if isinstance(entry, OverflowEntry))
    assert len(rows) + counted == play.device.pressed, "every press is one record, or counted"


async def uses(play: Attacks, replay: Replay) -> None:
    found: list[Authorization] = await play.rows(Authorization, seal=play.serial)
    rows: list[Impression] = await play.rows(Impression, seal=play.serial)
    events: list[SealEvent] = await play.rows(SealEvent, seal=play.serial)
    normal = Counter(row.authorization for row in rows if row.result == 0)
    for use in found:
        told = reckoning.reckon(use, rows, events)
        assert told.adds_up, use
        assert len(told.impressions) == normal[use.id] == replay.normal[to_bytes(use.id)]
        assert use.count == 0 or use.count == told.stamped + (told.left or 0), "granted = stamped + left"
        assert all(each.kind is SealEventKind.ABORTED for each in told.aborted)
    grant = play.device.state.grant
    live = [use for use in found if use.stage is Stage.LIVE]
    assert len(live) <= 1
    if grant is not None:
        use = next(use for use in found if to_bytes(use.id) == grant.id)
        assert (use.used, use.stage) == (grant.used, Stage.LIVE), "seal and cloud agree (I-06)"
    for use in live:
        assert grant is not None, ("it is live in the cloud and not at the seal", use)
        assert grant.id == to_bytes(use.id)


async def orders(play: Attacks) -> None:
    """Nothing hangs: each order was applied, refused or superseded."""
    row = await play.seal_row()
    assert row is not None
    if row.state is not BindingState.BOUND:
        return
    commands: list[SealCommand] = await play.rows(SealCommand, seal=play.serial)
    open_ones = [each for each in commands if each.state in (CommandState.WAITING, CommandState.SENT)]
    assert not open_ones, open_ones
    waits = {to_bytes(use.id) for use in await play.uses(Stage.WAITING) if use.held_at is not None}
    assert {each.grant.id for each in play.device.state.waiting} >= waits - replay_spent(play)


def replay_spent(play: Attacks) -> set[bytes]:
    """Waiting ones whose code was guessed at too often: over at the seal."""
    return {past.id for past in play.device.state.past}


async def put_back(play: Attacks) -> bool:
    """Last week's storage, after all this: from its first contact on the seal is shut and says so, whatever it holds,
    and the cloud takes nothing of what it says. Whether there was such a storage, of the same binding."""
    device = play.device
    old = restore(play.remembered.get(STATE), play.serial)
    last = max((int(key[4:]) for key in play.remembered if key.startswith("log/")), default=0)
    if not play.remembered or old.bound is None or old.binding != device.state.binding or last >= len(device.archive):
        return False
    held = await play.held()
    play.cloud.now += 1000  # in the same millisecond it would write the same
    device.put_back(play.remembered)
    if not device.firmware.on:
        device.do("hold")
    play.note(f"    put back: {await play.visit(play.places['keeper'], clean=True)}")
    assert device.firmware.phase is Phase.ROLLED_BACK or device.state.locked
    device.open()
    device.press()
    assert device.firmware.last_result != 0
    console = await play.places["keeper"].console()
    async with play.session(play.places["keeper"]) as seal:
        part = await seal.read_log(max(1, last))
    assert part is not None
    with pytest.raises(ProblemError, match="log_forked"):
        await console.client.send_slice(play.serial, part.blob)
    assert await play.held() == held
    return True
