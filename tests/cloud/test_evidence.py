"""What is said of records in the cloud: reviews, cases, who looked at photos, and pictures whose time is over."""

import hashlib
import struct
import time
from io import BytesIO
from typing import Any

import msgspec
import pytest
from PIL import Image

from cloud import files, retention, thumbs
from cloud.store import due
from cloud.store.unit import View
from cloud.uploads import small_key
from domain.audit import FETCH_EXPORT, REMOVE_PICTURES, VIEW_PHOTO, AuditEntry
from domain.cases import AssignCase, Case, CaseState, CaseVerdict, CloseCase, CommentCase, ReopenCase
from domain.exports import Format
from domain.files import Attachment, Purpose
from domain.keepers import AddKeeper
from domain.messages import Message
from domain.organization import Role
from domain.picture_files import MOST_SCANS
from domain.retention import LiftHold, PlaceHold, SetRetention
from domain.reviews import Review, ReviewRecord, ReviewVerdict
from domain.usage import AttachPhoto, Photo
from domain.uses import DAY_MS
from tests.cloud.company import uid
from tests.cloud.test_exports import asked, fetched, made, sent
from tests.cloud.test_pull import impression, put, seal
from tests.cloud.world import MORNING, Cloud, Person, Problem, pull_all

SERIAL = "GL0000000001"


@pytest.fixture
async def clerk(cloud: Cloud, owner: Person) -> Person:
    """Who has pressed once as he should and once abnormally."""
    clerk = await owner.add("张四", "19900000004")
    presses = [impression(owner, 1, clerk.member), impression(owner, 2, clerk.member, result=3)]
    await put(cloud, seal(owner), *presses)
    return clerk


async def keeper_of(owner: Person) -> Person:
    keeper = await owner.add("吴三", "19900000003", Role.KEEPER)
    await owner.done(AddKeeper(seal=SERIAL, member=keeper.member))
    return keeper


async def log(person: Person, *acts: str) -> list[AuditEntry]:
    person.cursors.clear()
    found = [each for each in (await pull_all(person)).of(AuditEntry) if each.act in acts]
    return sorted(found, key=lambda each: each.number)


async def test_a_review_is_for_those_who_manage_the_seal(owner: Person, clerk: Person) -> None:
    keeper = await keeper_of(owner)
    review = ReviewRecord(id=uid("r"), seal=SERIAL, number=1, verdict=ReviewVerdict.DOUBTFUL, note="签字缺失")
    assert (await clerk.do(review)).code == "not_found"
    await keeper.done(review)
    await owner.done(msgspec.structs.replace(review, id=uid("s"), verdict=ReviewVerdict.NORMAL, note=""))
    for person in (owner, keeper):
        rows = (await pull_all(person)).of(Review)
        assert [(each.member, each.verdict) for each in sorted(rows, key=lambda each: each.note, reverse=True)] == [
            (keeper.member, ReviewVerdict.DOUBTFUL),
            (owner.member, ReviewVerdict.NORMAL),
        ]
    assert (await pull_all(clerk)).of(Review) == []


@pytest.mark.req("R-154", "R-155")
async def test_a_case_goes_from_hand_to_hand(owner: Person, clerk: Person) -> None:
    keeper = await keeper_of(owner)
    other = await owner.add("周二", "19900000002", Role.KEEPER)
    give = AssignCase(seal=SERIAL, number=2, assignee=keeper.member)
    assert (await clerk.do(give)).code == "not_found"
    assert (await other.do(give)).code == "not_found"
    for somebody in (clerk, other):
        verdict = await owner.do(msgspec.structs.replace(give, assignee=somebody.member))
        assert verdict.code == "assignee_does_not_see"
    await owner.done(give)
    told = [each for each in (await pull_all(keeper)).of(Message) if each.code == "case_assigned"]
    assert [(each.subject_id, each.words[:2]) for each in told] == [(f"{SERIAL}-2", [SERIAL, "王主任"])]
    await keeper.done(CommentCase(seal=SERIAL, number=2, text="已联系"))
    await keeper.done(CloseCase(seal=SERIAL, number=2, verdict=CaseVerdict.EXPLAINED, reason="补签"))
    await owner.done(ReopenCase(seal=SERIAL, number=2, reason="补签无效"))
    for person in (owner, keeper):
        person.cursors.clear()
        (case,) = (await pull_all(person)).of(Case)
        assert (case.state, case.assignee, case.verdict) == (CaseState.ASSIGNED, keeper.member, None)
        assert [step.text for step in case.steps] == ["", "已联系", "补签", "补签无效"]
    for person in (clerk, other):
        assert (await pull_all(person)).of(Case) == []


async def photo_of(person: Person, data: bytes, number: int = 1) -> Photo:
    """A photo that the person sent, of his press."""
    sha256 = await sent(person, data)
    act = AttachPhoto(
        id=uid(f"{person.phone} {number}"),
        seal=SERIAL,
        number=number,
        sha256=sha256,
        bytes=len(data),
        media="image/png",
        taken_at=0,
    )
    await person.done(act)
    return next(each for each in (await pull_all(person)).of(Photo) if each.id == act.id)


async def look(person: Person, sha256: str) -> bytes:
    return await person.request("GET", f"/v1/files/{person.organization}/{sha256}")


async def test_who_looks_at_a_photo_is_noted_once_a_day(cloud: Cloud, owner: Person, clerk: Person) -> None:
    photo = await photo_of(clerk, b"photo")
    for _ in range(3):
        assert await look(owner, photo.sha256) == b"photo"
    await look(clerk, photo.sha256)
    noted = await log(owner, VIEW_PHOTO)
    assert [(each.member, each.subject, each.code) for each in noted] == [
        (owner.member, photo.id, ""),
        (clerk.member, photo.id, ""),
    ]
    cloud.now += DAY_MS
    await owner.enter()
    await look(owner, photo.sha256)
    await look(owner, photo.sha256)
    assert [each.member for each in await log(owner, VIEW_PHOTO)] == [owner.member, clerk.member, owner.member]
    assert await cloud.service.database.read(lambda view: broken(cloud, view, owner.organization)) is None


async def small(person: Person, sha256: str) -> bytes:
    return await person.request("GET", f"/v1/files/{person.organization}/{sha256}/small")


def picture(side: tuple[int, int]) -> bytes:
    held = BytesIO()
    Image.effect_noise(side, 90).save(held, "JPEG")
    return held.getvalue()


async def test_a_list_shows_small_pictures_and_only_the_photo_itself_is_a_look(
    cloud: Cloud, owner: Person, clerk: Person
) -> None:
    data = picture((1200, 900))
    photo = await photo_of(clerk, data)
    seen = [await small(owner, photo.sha256) for _ in range(2)]
    with Image.open(BytesIO(seen[0])) as opened:
        assert (opened.format, opened.size) == ("JPEG", (192, 144))
    assert seen[0] == seen[1]
    assert len(seen[0]) < len(data) / 10
    assert await log(owner, VIEW_PHOTO) == []
    await look(owner, photo.sha256)
    assert [each.subject for each in await log(owner, VIEW_PHOTO)] == [photo.id]
    stranger = await owner.add("周二", "19900000002")
    with pytest.raises(Problem, match="404"):
        await small(stranger, photo.sha256)
    kept = cloud.service.uploads.files.folder / small_key(owner.organization, photo.sha256)
    assert kept.exists()
    cloud.service.uploads.remove(owner.organization, photo.sha256)
    assert not kept.exists()
    with pytest.raises(Problem, match="404"):
        await small(owner, photo.sha256)
    assert not kept.exists()


async def test_a_small_picture_is_made_in_bounds_of_pixels_and_time(cloud: Cloud, owner: Person, clerk: Person) -> None:
    """As large as may be, in the most scans, turned by its EXIF; and larger than may be."""
    turned = Image.Exif()
    turned[0x0112] = 6
    held = BytesIO()
    Image.new("L", (10_000, 5_900)).save(held, "JPEG", progressive=True, exif=turned)
    data = held.getvalue()
    last = data.rindex(b"\xff\xda")
    scan = data[last : last + 2 + int.from_bytes(data[last + 2 : last + 4])]
    slow = data[:-2] + scan * (MOST_SCANS - data.count(b"\xff\xda")) + data[-2:]
    photo = await photo_of(clerk, slow)
    began = time.process_time()
    with Image.open(BytesIO(await small(owner, photo.sha256))) as opened:
        assert opened.size == (113, 192)
    assert time.process_time() - began < 20
    claims = data.replace(struct.pack(">HH", 5_900, 10_000), struct.pack(">HH", 6_001, 10_000))
    too_large = await photo_of(clerk, claims, 2)
    with pytest.raises(Problem, match="404"):
        await small(owner, too_large.sha256)


async def test_what_has_been_made_waits_for_nothing_that_is_being_made(
    cloud: Cloud, owner: Person, clerk: Person
) -> None:
    photo, uploads = await photo_of(clerk, picture((300, 200))), cloud.service.uploads
    made = await small(owner, photo.sha256)
    async with uploads.one_small:
        assert await thumbs.small(uploads, owner.organization, photo.sha256) == made


async def test_of_what_is_no_picture_there_is_no_small_one(cloud: Cloud, owner: Person, clerk: Person) -> None:
    strange = [picture((90, 90))[:300], b"\x89PNG\r\n\x1a\n" + bytes(40)]
    for number, data in enumerate(strange, 1):
        photo = await photo_of(clerk, data, number)
        for _ in range(2):
            with pytest.raises(Problem, match="404"):
                await small(owner, photo.sha256)
    assert await log(owner, VIEW_PHOTO) == []


def broken(cloud: Cloud, view, organization: str) -> int | None:
    from cloud.store.audits import broken_at

    return broken_at(view, organization, cloud.service.keys.vault)


async def test_who_may_not_look_leaves_no_note(cloud: Cloud, owner: Person, clerk: Person) -> None:
    photo = await photo_of(clerk, b"photo")
    stranger = await owner.add("周二", "19900000002")
    with pytest.raises(Problem, match="404"):
        await look(stranger, photo.sha256)
    assert await log(owner, VIEW_PHOTO) == []


async def test_who_fetches_an_export_is_noted(cloud: Cloud, owner: Person, clerk: Person) -> None:
    row = await made(owner, asked())
    for _ in range(2):
        await fetched(owner, row, Format.CSV)
    assert [(each.member, each.subject) for each in await log(owner, FETCH_EXPORT)] == [(owner.member, row.id)]
    assert [each.act for each in await log(owner, "ExportUsage")] == ["ExportUsage"]


async def test_pictures_go_when_their_time_is_over(
    cloud: Cloud, owner: Person, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record and the hash stay; what is held is never removed; another's same picture keeps its file."""
    photo, kept = await photo_of(clerk, b"photo"), await photo_of(owner, b"kept", 2)
    after = Attachment(
        id=uid("after"),
        organization=owner.organization,
        purpose=Purpose.PICTURE,  # of an application: no picture of a use
        application="x",
        name="page.png",
        sha256=await sent(owner, b"page"),
        bytes=4,
        media="image/png",
        member=owner.member,
        at=MORNING,
        stored_at=MORNING,
    )
    await put(cloud, after)
    cloud.now += 10 * DAY_MS
    await clerk.enter()
    await owner.enter()
    young = await photo_of(clerk, b"young", 2)
    await owner.done(SetRetention(days=30))
    hold = PlaceHold(id=uid("hold"), reason="诉讼", seal=SERIAL)
    await owner.done(hold)

    cloud.now = MORNING + 30 * DAY_MS
    await clerk.enter()
    await owner.enter()
    with monkeypatch.context() as patched:  # what is held is read, a million of them: nobody's writing waits for that
        patched.setattr(cloud.service.database, "write", None)
        await retention.sweep(cloud.service)
    assert await look(owner, photo.sha256) == b"photo"

    await owner.done(LiftHold(hold=hold.id, reason="结案"))
    await put(cloud, msgspec.structs.replace(kept, sha256=young.sha256, bytes=5))  # the same picture, twice
    await sweep(cloud)
    clerk.cursors.clear()
    rows = {each.id: each for each in (await pull_all(clerk)).of(Photo)}
    assert (rows[photo.id].sha256, rows[photo.id].removed_at, rows[photo.id].removed_after_d) == (
        photo.sha256,
        cloud.now,
        30,
    )
    for person in (owner, clerk):
        with pytest.raises(Problem, match="410 picture_removed"):
            await small(owner, photo.sha256)
        with pytest.raises(Problem, match="410 picture_removed"):
            await look(person, photo.sha256)
    assert rows[young.id].removed_at is None
    assert await look(clerk, young.sha256) == b"young"
    held = {path.name for path in (cloud.settings.data / "files").rglob("*") if path.is_file()}
    assert held == {young.sha256, after.sha256}
    noted = await log(owner, REMOVE_PICTURES)
    assert [(each.member, each.code) for each in noted] == [(None, "")]


async def sweep(cloud: Cloud) -> None:
    await retention.sweep(cloud.service)
    await files.clear(cloud.service)


async def test_one_organizations_trouble_keeps_no_others_pictures(
    cloud: Cloud, owner: Person, clerk: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    other = await cloud.organization("19900000009")
    photo = await photo_of(clerk, b"photo")
    for each in (owner, other):
        await each.done(SetRetention(days=30))
    cloud.now = MORNING + 31 * DAY_MS
    look_at = due.pictures_outlived

    def fails_for_other(view: View, organization: str, *rest: Any) -> Any:
        if organization == other.organization:
            raise OSError("a page of the database cannot be read")
        return look_at(view, organization, *rest)

    monkeypatch.setattr(due, "pictures_outlived", fails_for_other)
    monkeypatch.setattr(due, "with_retention", lambda _: [other.organization, owner.organization])
    await retention.sweep(cloud.service)
    assert "retention: OSError" in caplog.text
    await clerk.enter()
    clerk.cursors.clear()
    rows = {each.id: each for each in (await pull_all(clerk)).of(Photo)}
    assert rows[photo.id].removed_at == cloud.now


async def test_without_a_rule_everything_stays(cloud: Cloud, owner: Person, clerk: Person) -> None:
    photo = await photo_of(clerk, b"photo")
    cloud.now += 4000 * DAY_MS
    await owner.enter()
    await sweep(cloud)
    assert hashlib.sha256(await look(owner, photo.sha256)).hexdigest() == photo.sha256
