"""Stamping: in hand, press by press, with pictures; and what happens when cloud, link, camera or authorization go."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from msgspec import structs

from app.models import usage
from app.models.files import Blob
from app.services.photos import CameraFailed, PhotoState
from app.services.stamping import Stamping
from app.services.stamping_state import StampingState, Step
from domain.authorizations import Authorization
from domain.ending import EndUse
from domain.usage import Abnormality, Impression, Photo
from protocol.contact import Phase
from simulator.faults import Kind
from simulator.firmware import Firmware
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import Console, Office
from tests.waiting import until

SERIAL = "GL2026000001"


class Desk:
    """A camera above the desk: it photographs at once, hangs, or fails."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.hangs = asyncio.Event()
        self.hangs.set()
        self.failures = 0

    async def take(self, number: int) -> Blob:
        self.asked.append(number)
        await self.hangs.wait()
        if self.failures:
            self.failures -= 1
            raise CameraFailed
        return Blob("image/png", b"page %d" % number)


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


@pytest.fixture
async def host(at: Office, owner: Console) -> Host:
    return await at.bound(owner, opened=True)


@pytest.fixture
async def begin(owner: Console, host: Host, request: pytest.FixtureRequest) -> Any:
    """An authorization of the owner himself, and its stamping, in hand."""
    running: list[Stamping] = []

    async def begin(camera: Desk | None = None, **changes: object) -> Stamping:
        authorization = await office.authorize(owner, host, await owner.me(), **changes)
        stamping = owner.stamping(authorization, camera.take if camera else None)
        running.append(stamping)
        stamping.start()
        await reached(stamping, lambda state: state.step is Step.IN_HAND and state.phase is Phase.USABLE)
        return stamping

    yield begin
    for stamping in running:
        await stamping.close()
        await stamping.photos_settled()


async def reached(stamping: Stamping, condition: Callable[[StampingState], object], within: float = 20) -> None:
    try:
        await until(lambda: condition(stamping.state), within=within)
    except AssertionError as error:
        raise AssertionError(stamping.state) from error


def press(host: Host) -> None:
    host.act(lambda firmware: firmware.press())


async def own(console: Console) -> list[int]:
    return sorted(impression.own for impression in await console.all(Impression))


@pytest.mark.req("R-126", "R-132")
@pytest.mark.req("R-128", "V", "inside")
async def test_each_press_is_a_record_with_its_photo(owner: Console, host: Host, begin: Any) -> None:
    camera = Desk()
    stamping = await begin(camera)
    assert (stamping.state.used, stamping.state.count, stamping.state.ready) == (0, 3, True)
    assert 590 < stamping.state.lease_left_s() <= 600
    for number in (1, 2, 3):
        press(host)
        await reached(stamping, lambda state, number=number: state.used == number)
    await reached(stamping, lambda state: [press.photo for press in state.presses] == [PhotoState.KEPT] * 3)
    assert [(press.own, press.result) for press in stamping.state.presses] == [(1, 0), (2, 0), (3, 0)]
    assert camera.asked == [press.number for press in stamping.state.presses]

    async def all_here() -> bool:
        photos = {photo.number for photo in await owner.all(Photo) if photo.stored_at is not None}
        return await own(owner) == [1, 2, 3] and photos == {press.number for press in stamping.state.presses}

    await owner.until(all_here)
    rows = await owner.all(Impression)
    assert {(row.authorization, row.grade.value) for row in rows} == {(stamping._authorization, "session")}


async def test_a_press_is_kept_before_its_photo_and_without_the_cloud(
    at: Office, owner: Console, host: Host, begin: Any
) -> None:
    camera = Desk()
    stamping = await begin(camera)
    await at.cloud.stop()
    camera.hangs.clear()
    press(host)
    await reached(stamping, lambda state: state.used == 1)
    (shown,) = await owner.store.run(lambda tx: usage.page(tx, owner.organization))
    assert (shown.pending, shown.impression.own, shown.impression.member) == (True, 1, (await owner.me()).id)
    assert shown.impression.authorization == stamping._authorization
    assert stamping.state.presses[0].photo is PhotoState.TAKING
    press(host)
    await reached(stamping, lambda state: state.used == 2)
    camera.hangs.set()
    await reached(stamping, lambda state: [press.photo for press in state.presses] == [PhotoState.KEPT] * 2)
    await at.cloud.start()

    async def all_here() -> bool:
        return await own(owner) == [1, 2] and len(await owner.all(Photo)) == 2

    await owner.until(all_here)


@pytest.mark.req("R-135")
async def test_a_missed_photo_is_taken_again_or_added_by_hand(owner: Console, host: Host, begin: Any) -> None:
    camera = Desk()
    stamping = await begin(camera)
    camera.failures = 2
    press(host)
    await reached(stamping, lambda state: state.presses and state.presses[0].photo is PhotoState.MISSED)
    camera.failures = 2
    press(host)
    await reached(stamping, lambda state: len(state.presses) == 2 and state.presses[1].photo is PhotoState.MISSED)
    first, second = (press.number for press in stamping.state.presses)
    stamping.camera_again(first)
    assert not await stamping.add_photo(second, Blob("text/plain", b"no picture"))
    assert stamping.state.presses[1].trouble is not None
    assert await stamping.add_photo(second, Blob("image/jpeg", b"by hand"))
    await reached(stamping, lambda state: [press.photo for press in state.presses] == [PhotoState.KEPT] * 2)

    async def both() -> bool:
        return {photo.number for photo in await owner.all(Photo)} == {first, second}

    await owner.until(both)


@pytest.mark.req("R-128", "V", "outside")
async def test_somebody_else_may_not_stamp(at: Office, owner: Console, host: Host) -> None:
    other = await at.member(owner)
    authorization = await office.authorize(owner, host, await owner.me())
    stamping = other.stamping(authorization)
    stamping.start()
    await reached(stamping, lambda state: state.step is Step.REFUSED)
    assert stamping.state.trouble is not None
    assert stamping.state.trouble.sentence() == "无权使用"
    await until(lambda: not host.linked)


@pytest.mark.req("R-133")
async def test_saved_the_seal_is_restricted_and_taken_again_it_goes_on(host: Host, begin: Any) -> None:
    stamping = await begin()
    press(host)
    await reached(stamping, lambda state: state.used == 1)
    await stamping.save()
    assert stamping.state.step is Step.SAVED
    assert host.seal.phase is Phase.RESTRICTED
    stamping.start()
    await reached(stamping, lambda state: state.step is Step.IN_HAND)
    press(host)
    await reached(stamping, lambda state: state.used == 2)
    assert host.seal.live.used == 2 or host.seal.impressions == 2


async def test_a_demanded_photo_unlocks_one_press_each(host: Host, begin: Any) -> None:
    camera = Desk()
    stamping = await begin(camera, photo_required=True)
    await reached(stamping, lambda state: state.ready)
    press(host)
    await reached(stamping, lambda state: state.used == 1 and state.ready)
    camera.failures = 2
    press(host)
    await reached(stamping, lambda state: len(state.presses) == 2 and state.presses[1].photo is PhotoState.MISSED)
    assert not stamping.state.ready
    assert not host.seal.unlocked
    stamping.camera_again(stamping.state.presses[1].number)
    await reached(stamping, lambda state: state.ready)
    assert host.seal.unlocked


async def test_a_count_that_is_told_before_its_entry_has_used_up_what_the_camera_unlocked(begin: Any) -> None:
    stamping = await begin(Desk(), photo_required=True)
    await reached(stamping, lambda state: state.ready)
    before = await stamping._seal.live()
    stamping._show(structs.replace(before, used=1))
    assert not stamping.state.ready
    stamping._show(before)  # read earlier, shown later
    assert stamping.state.used == 1


async def test_a_demanded_photo_without_a_camera(host: Host, begin: Any) -> None:
    stamping = await begin(None, photo_required=True)
    await reached(stamping, lambda state: state.trouble is not None)
    assert stamping.state.trouble.code == "camera_missing"
    assert not stamping.state.ready
    press(host)
    await reached(stamping, lambda state: state.presses)
    assert stamping.state.presses[0].result == Abnormality.NO_AUTHORIZATION
    assert stamping.state.used == 0


@pytest.mark.parametrize("point", ["notice_before_send", "notice_after_send", "answer_before_send"])
async def test_a_lost_link_is_taken_up_again_and_no_press_is_lost(
    owner: Console, host: Host, begin: Any, point: str
) -> None:
    stamping = await begin(count=0)
    host.faults.set(Kind.CUT, point)
    press(host)
    if point == "answer_before_send":
        stamping._news.set()  # the next question
    await reached(stamping, lambda state: state.step in {Step.LOST, Step.SEARCHING})
    press(host)  # in nobody's hand: recorded, as abnormal
    await reached(stamping, lambda state: state.step is Step.IN_HAND)
    press(host)
    await owner.until(lambda: has(owner, [1, 2, 3]))
    results = [row.result for row in sorted(await owner.all(Impression), key=lambda row: row.own)]
    assert results == [0, Abnormality.NO_AUTHORIZATION, 0]
    await reached(stamping, lambda state: state.used == 2)


async def has(console: Console, wanted: list[int]) -> bool:
    return await own(console) == wanted


async def test_the_end_reaches_the_seal_in_hand(owner: Console, host: Host, begin: Any) -> None:
    stamping = await begin()
    press(host)
    await reached(stamping, lambda state: state.used == 1)
    await owner.do(EndUse(authorization=stamping._authorization))
    await reached(stamping, lambda state: state.step is Step.OVER)
    assert stamping.state.trouble.code == "no_grant"
    press(host)

    async def abnormal() -> bool:
        owner.rounds.start() if owner.rounds._work is None else None
        rows = {row.own: row.result for row in await owner.all(Impression)}
        return rows == {1: 0, 2: Abnormality.JUST_ENDED}

    await owner.until(abnormal)
    row = await owner.get(Authorization, stamping._authorization)
    assert row is not None
    assert row.end_confirmed_at is not None


async def test_a_grant_still_on_its_way_is_waited_for(at: Office, owner: Console, host: Host) -> None:
    me = await owner.me()
    authorization = await office.authorize(owner, host, me)
    await at.cloud.stop()
    stamping = owner.stamping(authorization)
    stamping.start()
    await reached(stamping, lambda state: state.step is Step.CONTACT and state.trouble is not None)
    assert stamping.state.trouble is not None
    assert (stamping.state.trouble.code, stamping.state.online) == ("no_grant", False)
    await at.cloud.start()
    await reached(stamping, lambda state: state.step is Step.IN_HAND)
    await stamping.close()


async def test_a_use_is_never_counted_on_another_authorization(at: Office, owner: Console, host: Host) -> None:
    me = await owner.me()
    first = await office.authorize(owner, host, me)
    held = owner.stamping(first)
    held.start()
    await reached(held, lambda state: state.step is Step.IN_HAND)
    await held.save()
    await owner.do(EndUse(authorization=first.id))
    second = await office.authorize(owner, host, me)
    await at.cloud.stop()  # neither the end nor the second grant reaches the seal
    stamping = owner.stamping(second)
    stamping.start()
    await reached(stamping, lambda state: state.trouble is not None and state.step is Step.CONTACT)
    assert stamping.state.trouble is not None
    assert stamping.state.trouble.code == "other_grant"
    assert not host.seal.unlocked
    await at.cloud.start()
    await reached(stamping, lambda state: state.step is Step.IN_HAND)
    press(host)
    await owner.until(lambda: has(owner, [1]))
    assert {row.authorization for row in await owner.all(Impression)} == {second.id}
    await stamping.close()


async def test_a_seal_that_is_not_there_is_looked_for(owner: Console, host: Host, begin: Any) -> None:
    stamping = await begin()
    host.act(lambda firmware: firmware.hold())
    await reached(stamping, lambda state: state.step in {Step.LOST, Step.SEARCHING})
    await until(lambda: not host.on_air)
    host.act(lambda firmware: firmware.hold())
    await reached(stamping, lambda state: state.step is Step.IN_HAND, within=40)


def is_restricted(firmware: Firmware) -> bool:
    return firmware.phase is Phase.RESTRICTED


class TestShortLease:
    """A cloud that gives three seconds."""

    @pytest.fixture
    async def at(self, tmp_path: Any) -> Any:
        async with office.opened(tmp_path, lease_s=3) as opened:
            yield opened

    async def test_the_lease_is_renewed_as_long_as_the_cloud_is_there_and_then_ends(
        self, at: Office, owner: Console, host: Host, begin: Any
    ) -> None:
        stamping = await begin(count=0)
        renewed = host.seal.live.clock or 0
        await until(lambda: (host.seal.live.clock or 0) > renewed + 4000)
        assert stamping.state.ready
        await at.cloud.stop()
        press(host)
        await reached(stamping, lambda state: state.used == 1)
        await reached(stamping, lambda state: state.phase is Phase.RESTRICTED)
        assert stamping.state.step is Step.IN_HAND
        assert stamping.state.online is False
        assert stamping.state.lease_left_s() == 0
        press(host)
        await reached(stamping, lambda state: len(state.presses) == 2)
        assert stamping.state.presses[1].result == Abnormality.NO_AUTHORIZATION
        await at.cloud.start()
        await reached(stamping, lambda state: state.ready)
        press(host)
        await owner.until(lambda: has(owner, [1, 2, 3]))
        assert stamping.state.used == 2
