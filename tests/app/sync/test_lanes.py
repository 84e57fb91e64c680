"""Slices and files on their way up, beside the acts."""

import asyncio
from pathlib import Path

import pytest

from app.models import carried, files, replica, usage
from app.models.carried import SeenPress
from app.models.files import Blob
from app.models.replica import CLOCK_SET
from app.models.store import Tx
from app.services import pictures
from app.services.desk import Submitted
from app.sync import uploads
from domain.ids import new_id
from domain.templates import AddTemplate, Template
from domain.usage import CLOCK_LOST, AttachPhoto, Impression, Photo, impression_id
from protocol.cbor import unpack
from protocol.log import Clock, SealedSlice
from protocol.sync import Push, Pushed
from tests.app.console import Console, console, losing
from tests.app.sync.conftest import OWNER
from tests.cloud.seal import SERIAL, Seal, last_of
from tests.cloud.world import Cloud, Person
from tests.domain.test_picture_files import encoded

PICTURE = Blob("image/png", encoded("PNG", (300, 200)) + bytes(range(256)) * 40)


@pytest.fixture
async def seal(cloud: Cloud, owner: Person) -> Seal:
    """Bound, granted and in the owner's hand; the cloud holds its log so far."""
    seal = Seal(cloud, owner)
    await seal.bind()
    await owner.done(seal.authorize())
    await seal.contact()
    seal.take()
    await seal.drain()
    return seal


async def carry(pc: Console, seal: Seal, blob: bytes, *presses: SeenPress) -> None:
    cover = unpack(blob, SealedSlice)

    def work(tx: Tx) -> None:
        carried.put_slice(
            tx, seal.courier.organization, cover.serial, cover.binding, cover.first, cover.last, blob, 1, presses
        )

    await pc.store.run(work)


def seen(pc: Console, seal: Seal, number: int) -> SeenPress:
    return SeenPress(number, 1, None, seal.courier.member, pc.cloud.now, 0)


async def presses(pc: Console, owner: Person) -> list[usage.Press]:
    return await pc.store.run(lambda tx: usage.page(tx, owner.organization))


async def all_arrived(pc: Console, seal: Seal, number: int) -> None:
    await pc.until(
        lambda tx: (
            (press := usage.get(tx, seal.courier.organization, seal.serial, number)) is not None and not press.pending
        )
    )


async def test_a_press_shows_at_once_and_then_as_the_cloud_has_it(pc: Console, owner: Person, seal: Seal) -> None:
    before = last_of(seal.slices()[-1])
    seal.press()
    (blob,) = seal.slices(before + 1)
    await pc.client.close()
    await pc.cloud.stop()
    await carry(pc, seal, blob, seen(pc, seal, before + 1))
    (press,) = await presses(pc, owner)
    assert press.pending
    await pc.cloud.start()
    await all_arrived(pc, seal, before + 1)
    (press,) = await presses(pc, owner)
    assert press.impression.authorization is not None  # what the console was not told
    receipt = await pc.store.run(lambda tx: carried.receipt(tx, SERIAL))
    assert receipt is not None
    assert receipt.log_to == before + 1
    assert receipt.receipt is not None
    await pc.reached(lambda state: state.waiting_slices == 0)


@pytest.mark.rule(13)
async def test_a_lost_answer_and_slices_out_of_order_bring_each_press_once(
    pc: Console, owner: Person, seal: Seal
) -> None:
    before = last_of(seal.slices()[-1])
    seal.press()
    first = seal.slices(before + 1)
    seal.press()
    both, second = seal.slices(before + 1), seal.slices(before + 2)
    losing(pc.client, "send_slice")()
    for blob in (*second, *first, *both):
        await carry(pc, seal, blob)
    await all_arrived(pc, seal, before + 1)
    await all_arrived(pc, seal, before + 2)
    assert [press.impression.number for press in await presses(pc, owner)] == [before + 2, before + 1]


@pytest.mark.rule(13)
async def test_a_slice_that_the_cloud_cannot_take_is_told_and_holds_up_nobody(
    pc: Console, owner: Person, seal: Seal
) -> None:
    before = last_of(seal.slices()[-1])
    seal.press()
    (blob,) = seal.slices(before + 1)
    await pc.store.run(
        lambda tx: carried.put_slice(tx, owner.organization, SERIAL, 1, 900, 901, blob[:-1] + bytes([blob[-1] ^ 1]), 1)
    )
    await carry(pc, seal, blob)
    await all_arrived(pc, seal, before + 1)
    await pc.reached(lambda state: state.failed)
    ((serial, code),) = pc.engine.state.failed
    assert serial == SERIAL
    assert code in ("malformed", "untrusted")


@pytest.mark.rule(13)
async def test_lanes_never_wait_for_one_another(pc: Console, owner: Person, seal: Seal) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    send, go_on = pc.client.push, asyncio.Event()

    async def slow(push: Push) -> Pushed:
        await go_on.wait()
        return await send(push)

    pc.client.push = slow  # type: ignore[method-assign]
    await pc.do(owner.organization, AddTemplate(id=new_id(), name="合同", approvers=[owner.member]))
    before = last_of(seal.slices()[-1])
    seal.press()
    (blob,) = seal.slices(before + 1)
    await carry(pc, seal, blob, seen(pc, seal, before + 1))
    await pc.store.run(lambda tx: files.put(tx, owner.organization, PICTURE, 1, outgoing=True))
    await all_arrived(pc, seal, before + 1)
    await pc.reached(lambda state: not state.waiting_files and not state.waiting_slices and state.waiting_acts == 1)
    go_on.set()
    await pc.until(lambda tx: replica.all(tx, Template, owner.organization))


async def test_a_photo_reaches_the_other_console(
    tmp_path: Path, pc: Console, cloud: Cloud, owner: Person, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "PART_BYTES", 4000)
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    number = last_of(seal.slices()[-1]) + 1
    seal.press()
    for blob in seal.slices(number):
        await carry(pc, seal, blob)
    losing(pc.client, "put_part")()
    act = AttachPhoto(
        id=new_id(),
        seal=SERIAL,
        number=number,
        sha256=PICTURE.sha256,
        bytes=len(PICTURE.content),
        media=PICTURE.media,
        taken_at=cloud.now,
    )
    assert isinstance(await pc.desk.submit(owner.organization, act, attach=[PICTURE]), Submitted)
    async with console(tmp_path / "other", cloud, OWNER) as other:
        (photo,) = await other.until(
            lambda tx: [each for each in replica.all(tx, Photo, owner.organization) if each.stored_at]
        )
        where = (other.store, other.client, owner.organization, photo.sha256)
        small = await pictures.fetch_small(*where)
        assert small is not None
        assert PICTURE.content != small != b""
        none = await other.store.run(lambda tx: files.get(tx, owner.organization, photo.sha256))
        assert none is None  # a list has not looked at the photo
        await cloud.stop()
        assert await pictures.fetch_small(*where) == small
        assert await pictures.fetch(*where) is None
        await cloud.start()
        assert await pictures.fetch(*where) == PICTURE.content
        assert await pictures.fetch(other.store, other.client, owner.organization, "0" * 64) is None
        await cloud.stop()
        assert await pictures.fetch(*where) == PICTURE.content
    await cloud.start()


@pytest.mark.rule(13)
async def test_an_upload_goes_on_after_a_restart_where_it_was(
    pc: Console, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "PART_BYTES", 1000)
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    put, sent, stuck = pc.client.put_part, list[int](), asyncio.Event()

    async def cut(organization: str, sha256: str, offset: int, total: int, part: bytes) -> int:
        if len(sent) == 3:
            stuck.set()
            await asyncio.Event().wait()
        sent.append(offset)
        return await put(organization, sha256, offset, total, part)

    pc.client.put_part = cut  # type: ignore[method-assign]
    await pc.store.run(lambda tx: files.put(tx, owner.organization, PICTURE, 1, outgoing=True))
    await asyncio.wait_for(stuck.wait(), 10)
    await pc.close()
    await pc.open(sync=False)
    assert await pc.client.put_part(owner.organization, PICTURE.sha256, 5, len(PICTURE.content), b"x") == 3000
    pc.start()
    await pc.until(lambda tx: files.next_upload(tx) is None)
    assert await pc.store.run(files.failed) == []


async def test_a_file_that_is_not_what_its_address_says_is_told(
    pc: Console, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    wrong = Blob("image/png", b"one thing")
    monkeypatch.setattr(Blob, "sha256", "0" * 64)
    await pc.store.run(lambda tx: files.put(tx, owner.organization, wrong, 1, outgoing=True))
    await pc.reached(lambda state: state.failed == (("0" * 64, "file_does_not_match"),))


def test_the_clock_of_a_press_is_the_protocols() -> None:
    assert (CLOCK_LOST, CLOCK_SET) == (Clock.LOST, Clock.SET)
    assert impression_id("GL26A00017", 4) == "GL26A00017-4"
    assert Impression.table == "usage"
