"""Photos by their hash: whole or not at all, resumed where they were cut, read by who may see a row that names them."""

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import pytest

from cloud import files
from cloud.seals import entries
from domain.authorizations import Authorization, Mode, Stage
from domain.ids import new_id
from domain.keepers import RemoveKeeper
from domain.organization import Role
from domain.usage import MAX_PHOTO_BYTES, AttachPhoto, Impression, Photo
from domain.uses import Method
from protocol.sync import FileStored
from tests.cloud.test_pull import impression, put, seal
from tests.cloud.world import Cloud, Person, Problem, pull_all

CONTENT = bytes(range(256)) * 4096  # 1 MiB
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def attach(content: bytes = CONTENT, **changes: Any) -> AttachPhoto:
    fields: dict[str, Any] = {
        "id": new_id(),
        "seal": "GL0000000001",
        "number": 1,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "media": "image/png",
        "taken_at": 0,
    }
    return AttachPhoto(**{**fields, **changes})


def path(person: Person, sha256: str = SHA256) -> str:
    return f"/v1/files/{person.organization}/{sha256}"


async def held(cloud: Cloud, person: Person, sha256: str = SHA256) -> int:
    async with cloud.http.head(path(person, sha256), headers=person.headers) as answer:
        assert answer.status == 200
        return int(answer.headers["Upload-Offset"])


def used(owner: Person, person: Person) -> Authorization:
    """A use of the seal that was this person's: its records may come yet."""
    return Authorization(
        id=new_id(),
        organization=owner.organization,
        seal="GL0000000001",
        binding=1,
        member=person.member,
        issued_by=owner.member,
        application=None,
        start=0,
        end=1,
        mode=Mode.PHYSICAL,
        method=Method.DIRECT,
        count=1,
        photo_required=False,
        stage=Stage.OVER,
        issued_at=0,
        ended_at=1,
    )


def litter(cloud: Cloud) -> list[Path]:
    return list((cloud.settings.data / "incoming").iterdir())


async def stored_at(person: Person) -> list[int | None]:
    return [photo.stored_at for photo in (await pull_all(person)).of(Photo)]


async def test_a_file_is_stored_and_its_photo_says_so(cloud: Cloud, owner: Person) -> None:
    await put(cloud, seal(owner))
    await owner.done(attach())
    assert await stored_at(owner) == [None]
    with pytest.raises(Problem, match="404 not_found"):
        await owner.request("GET", path(owner))
    cloud.now += 5
    assert await owner.ask(FileStored, "PUT", path(owner), CONTENT) == FileStored(sha256=SHA256, bytes=len(CONTENT))
    assert [photo.stored_at for photo in (await pull_all(owner)).of(Photo)] == [cloud.now]
    async with cloud.http.get(path(owner), headers=owner.headers) as answer:
        assert await answer.read() == CONTENT
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert litter(cloud) == []


async def test_a_file_that_is_missing_is_not_found(cloud: Cloud, owner: Person) -> None:
    """A cloud that was restored with an older copy of its files, say."""
    await put(cloud, seal(owner))
    await owner.done(attach())
    await owner.request("PUT", path(owner), CONTENT)
    cloud.service.uploads.remove(owner.organization, SHA256)
    with pytest.raises(Problem, match="404 not_found"):
        await owner.request("GET", path(owner))


async def test_the_file_may_come_before_its_act(cloud: Cloud, owner: Person) -> None:
    await put(cloud, seal(owner))
    await owner.request("PUT", path(owner), CONTENT)
    with pytest.raises(Problem, match="404 not_found"):  # nothing names it yet
        await owner.request("GET", path(owner))
    arrived, cloud.now = cloud.now, cloud.now + 60_000
    await owner.done(attach())
    assert await stored_at(owner) == [arrived]
    assert await owner.request("GET", path(owner)) == CONTENT


async def test_a_file_of_another_hash_is_thrown_away(cloud: Cloud, owner: Person) -> None:
    await put(cloud, seal(owner))
    await owner.done(attach())
    with pytest.raises(Problem, match="422 file_does_not_match"):
        await owner.request("PUT", path(owner), CONTENT[:-1] + b"x")
    assert await stored_at(owner) == [None]
    assert litter(cloud) == []
    assert await held(cloud, owner) == 0
    await owner.request("PUT", path(owner), CONTENT)
    assert await owner.request("GET", path(owner)) == CONTENT


async def test_an_upload_goes_on_where_it_was_cut(cloud: Cloud, owner: Person) -> None:
    await put(cloud, seal(owner))
    await owner.done(attach())
    total, cut = len(CONTENT), 300_000
    for first, last in [(0, cut), (cut, cut * 2)]:
        async with cloud.http.put(
            path(owner), params={"offset": first, "total": total}, data=CONTENT[first:last], headers=owner.headers
        ) as answer:
            assert (answer.status, answer.headers["Upload-Offset"]) == (202, str(last))
        assert await held(cloud, owner) == last
    with pytest.raises(Problem, match="409 offset_wrong") as refused:
        await owner.request("PUT", path(owner), CONTENT[5:], params={"offset": 5, "total": total})
    assert refused.value.headers["Upload-Offset"] == str(cut * 2)
    await cloud.stop()
    await cloud.start()
    rest = CONTENT[await held(cloud, owner) :]
    await owner.request("PUT", path(owner), rest, params={"offset": cut * 2, "total": total})
    assert await owner.request("GET", path(owner)) == CONTENT
    assert litter(cloud) == []


async def test_what_arrived_before_the_line_was_cut_stays(cloud: Cloud, owner: Person) -> None:
    port = int(cloud.address.rpartition(":")[2])
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"PUT {path(owner)} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(CONTENT)}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in owner.headers.items())
    writer.write(head.encode() + b"\r\n" + CONTENT[:200_000])
    await writer.drain()
    async with asyncio.timeout(10):
        while sum(part.stat().st_size for part in litter(cloud)) < 200_000:
            await cloud.request("GET", "/healthz")
    writer.transport.abort()
    offset = await held(cloud, owner)
    assert offset == 200_000
    await owner.request("PUT", path(owner), CONTENT[offset:], params={"offset": offset, "total": len(CONTENT)})
    assert litter(cloud) == []


async def test_a_whole_file_that_was_not_put_away_is_finished_without_sending_it_again(
    cloud: Cloud, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a power cut between the last byte and the rename."""
    from cloud import faults

    def die(name: str) -> None:
        if name == "file_before_rename":
            raise OSError(name)

    monkeypatch.setattr(faults, "point", die)
    with pytest.raises(Problem, match="500 internal"):
        await owner.request("PUT", path(owner), CONTENT)
    monkeypatch.undo()
    offset = await held(cloud, owner)
    assert offset == len(CONTENT)
    await owner.request("PUT", path(owner), b"", params={"offset": offset, "total": offset})
    assert litter(cloud) == []


async def test_the_same_file_again_is_taken_again(cloud: Cloud, owner: Person) -> None:
    for _ in range(2):
        assert (await owner.ask(FileStored, "PUT", path(owner), CONTENT)).bytes == len(CONTENT)
    assert await held(cloud, owner) == 0  # it does not tell what is there


async def test_two_at_once_do_not_mix(cloud: Cloud, owner: Person) -> None:
    async with asyncio.TaskGroup() as tasks:
        for _ in range(3):
            tasks.create_task(owner.request("PUT", path(owner), CONTENT))
    assert litter(cloud) == []


async def test_too_large_or_longer_than_said_is_refused(cloud: Cloud, owner: Person) -> None:
    with pytest.raises(Problem, match="413 too_large"):
        await owner.request("PUT", path(owner), b"x", params={"total": MAX_PHOTO_BYTES + 1})
    with pytest.raises(Problem, match="413 too_large"):
        await owner.request("PUT", path(owner), CONTENT, params={"total": 1000})
    assert litter(cloud) == []


@pytest.mark.parametrize("params", [{"offset": "x"}, {"offset": "-1"}, {"total": "1e3"}, {"total": ""}])
async def test_numbers_that_are_none_are_malformed(owner: Person, params: dict[str, str]) -> None:
    with pytest.raises(Problem, match="400 malformed"):
        await owner.request("PUT", path(owner), CONTENT, params=params)


@pytest.mark.parametrize("sha256", ["x", "A" * 64, "..%2F..%2Fcloud.keys", SHA256 + "0"])
async def test_an_address_that_is_no_hash_is_not_found(owner: Person, sha256: str) -> None:
    for method in ("PUT", "GET"):
        with pytest.raises(Problem, match="404 not_found"):
            await owner.request(method, path(owner, sha256), b"x" if method == "PUT" else None)


async def record(cloud: Cloud, row: Impression) -> None:
    """A press, as a slice brings it."""
    await cloud.service.database.write(lambda unit: entries.take(unit, row))


@pytest.mark.rule(14)
async def test_only_who_may_see_the_photo_reads_the_file(cloud: Cloud, owner: Person) -> None:
    presser = await owner.add("张三", "19900000004")
    keeper = await owner.add("李管章", "19900000003", Role.KEEPER)
    other_keeper = await owner.add("钱七", "19900000005", Role.KEEPER)
    stranger = await cloud.organization("19900000002", "别家公司")
    await put(cloud, seal(owner, keepers=[keeper.member]), seal(owner, "L00000000002", keepers=[other_keeper.member]))
    await keeper.done(attach())  # before the record is known
    await keeper.request("PUT", path(keeper), CONTENT)
    for reader in (owner, keeper):
        assert await reader.request("GET", path(owner)) == CONTENT
    for nobody in (presser, other_keeper, stranger):
        with pytest.raises(Problem, match="404 not_found"):
            await nobody.request("GET", path(owner))
    await put(cloud, impression(owner, 1, presser.member))
    assert await presser.request("GET", path(owner)) == CONTENT
    assert len((await pull_all(presser)).of(Photo)) == 1
    with pytest.raises(Problem, match="404 not_found"):
        await other_keeper.request("GET", path(owner))


async def test_a_picture_declared_for_somebody_elses_press_is_shown_to_nobody(cloud: Cloud, owner: Person) -> None:
    presser = await owner.add("张三", "19900000004")
    intruder = await owner.add("钱七", "19900000005")
    await put(cloud, seal(owner))
    await put(cloud, used(owner, intruder))
    await intruder.done(attach())  # nobody knows yet whose press it will be
    await intruder.request("PUT", path(intruder), CONTENT)
    await record(cloud, impression(owner, 1, presser.member))
    for misled in (presser, owner):
        assert (await pull_all(misled)).of(Photo) == []
        with pytest.raises(Problem, match="404 not_found"):
            await misled.request("GET", path(owner))
    assert (await intruder.do(attach())).code == "not_found"  # now it is known
    await presser.done(attach())
    assert [photo.member for photo in (await pull_all(owner)).of(Photo)] == [presser.member]


@pytest.mark.req("I-18")
async def test_whose_a_picture_is_was_settled_when_its_record_came(cloud: Cloud, owner: Person) -> None:
    """A keeper's picture of another's press stays what it is, though he keeps the seal no more when its file comes."""
    presser = await owner.add("张三", "19900000004")
    keeper = await owner.add("李管章", "19900000003", Role.KEEPER)
    await put(cloud, seal(owner, keepers=[keeper.member]))
    await record(cloud, impression(owner, 1, presser.member))
    await keeper.done(attach())
    await owner.done(RemoveKeeper(seal="GL0000000001", member=keeper.member))
    await keeper.request("PUT", path(keeper), CONTENT)
    for reader in (owner, presser):
        assert await reader.request("GET", path(owner)) == CONTENT


@pytest.mark.parametrize("declared_first", [True, False])
@pytest.mark.rule(14)
async def test_to_know_the_hash_is_not_to_have_the_file(cloud: Cloud, owner: Person, declared_first: bool) -> None:
    """Neither before nor after another's upload; a PUT of somebody who has not the bytes is like that of a new file."""
    intruder = await owner.add("钱七", "19900000005")
    await put(cloud, seal(owner), used(owner, intruder))
    if declared_first:
        await intruder.done(attach(number=2))
    await owner.done(attach())
    await owner.request("PUT", path(owner), CONTENT)
    if not declared_first:
        await intruder.done(attach(number=2))
    await put(cloud, impression(owner, 2, intruder.member))
    assert await stored_at(intruder) == [None]
    assert await held(cloud, intruder) == 0
    for guess in (b"", b"x" * len(CONTENT)):
        with pytest.raises(Problem, match="422 file_does_not_match"):
            await intruder.request("PUT", path(intruder), guess, params={"total": len(guess)})
    with pytest.raises(Problem, match="404 not_found"):
        await intruder.request("GET", path(intruder))
    await intruder.request("PUT", path(intruder), CONTENT)
    assert await intruder.request("GET", path(intruder)) == CONTENT
    assert await owner.request("GET", path(owner)) == CONTENT


@pytest.mark.rule(14)
async def test_a_stranger_cannot_upload_and_does_not_learn_what_is_there(cloud: Cloud, owner: Person) -> None:
    stranger = await cloud.organization("19900000002", "别家公司")
    await owner.request("PUT", path(owner), CONTENT)
    for method in ("PUT", "GET"):
        with pytest.raises(Problem, match="404 not_found"):
            await stranger.request(method, path(owner), CONTENT if method == "PUT" else None)
    await stranger.request("PUT", path(stranger), CONTENT)


async def test_partial_files_are_cleared_away_after_a_day(cloud: Cloud, owner: Person) -> None:
    await owner.request("PUT", path(owner), CONTENT[:10], params={"total": 100})
    assert len(litter(cloud)) == 1
    cloud.service.uploads.clear(older_than_s=3600)
    assert len(litter(cloud)) == 1
    cloud.service.uploads.clear(older_than_s=-1)
    assert litter(cloud) == []


async def put_away(cloud: Cloud) -> list[str]:
    return sorted(each.name for each in (cloud.settings.data / "files").rglob("*") if each.is_file())


async def test_a_file_of_another_size_than_declared_is_not_that_file(cloud: Cloud, owner: Person) -> None:
    await put(cloud, seal(owner))
    await owner.done(attach(bytes=len(CONTENT) - 1))
    await owner.request("PUT", path(owner), CONTENT)
    assert await stored_at(owner) == [None]
    await owner.done(attach(bytes=len(CONTENT) + 1))  # nor when it was there before
    await owner.done(attach(bytes=len(CONTENT)))
    assert {photo.bytes: photo.stored_at for photo in (await pull_all(owner)).of(Photo)} == {
        len(CONTENT) + 1: None,
        len(CONTENT): cloud.now,
    }


async def test_a_file_that_no_row_names_goes_after_a_day(cloud: Cloud, owner: Person) -> None:
    await put(cloud, seal(owner))
    other = b"another"
    for content in (CONTENT, other):
        await owner.request("PUT", path(owner, hashlib.sha256(content).hexdigest()), content)
    await owner.done(attach())
    cloud.now += cloud.settings.upload_kept_s * 1000 - 1
    await files.clear(cloud.service)
    assert len(await put_away(cloud)) == 2
    cloud.now += 1
    await files.clear(cloud.service)
    assert await put_away(cloud) == [SHA256]
    await owner.enter()
    await owner.done(attach(other))
    assert None in await stored_at(owner)  # it is not there any more
    await owner.request("PUT", path(owner, hashlib.sha256(other).hexdigest()), other)
    assert len(await put_away(cloud)) == 2


async def test_what_another_has_sent_later_stays(cloud: Cloud, owner: Person) -> None:
    colleague = await owner.add("张三", "19900000004")
    await owner.request("PUT", path(owner), CONTENT)
    cloud.now += cloud.settings.upload_kept_s * 1000
    await colleague.enter()
    await colleague.request("PUT", path(owner), CONTENT)
    await files.clear(cloud.service)
    assert await put_away(cloud) == [SHA256]


@pytest.mark.parametrize(("more", "refused"), [(0, False), (1, True)])
async def test_a_member_sends_so_much_in_a_day(cloud: Cloud, owner: Person, more: int, refused: bool) -> None:
    cloud.service.settings.upload_bytes_per_day = 2 * len(CONTENT) - more
    await owner.request("PUT", path(owner), CONTENT)
    rest = bytes(len(CONTENT))
    where = path(owner, hashlib.sha256(rest).hexdigest())
    if refused:
        with pytest.raises(Problem, match="429 uploads_full"):
            await owner.request("PUT", where, rest)
        assert litter(cloud) == []
        cloud.now += 24 * 3600 * 1000
        await owner.enter()
    await owner.request("PUT", where, rest)
