import pytest

from app.models import files, fold, outbox, pages
from app.models.files import Blob
from app.models.store import Store
from app.services.desk import Desk, Submitted
from domain.applications import Application
from domain.members import AddMember
from domain.organization import Role
from domain.usage import AttachPhoto, Photo
from domain.verdict import Allowed, OnlyCloud, Refused
from protocol.sync import ActVerdict, Pushed
from tests.app.examples import CLERK, NOW, ORG, ROWS, SERIAL, apply, change, page


class Signer:
    def sign(self, message: bytes) -> bytes:
        return message[-64:]


@pytest.fixture
async def desk(store: Store) -> Desk:
    some = page(*map(change, ROWS))
    await store.run(lambda tx: pages.apply(tx, ORG, pages.asking(tx, ORG), some, NOW, Signer().sign))
    return Desk(store, Signer(), lambda: NOW)


async def test_what_the_rule_allows_is_kept_and_shown(store: Store, desk: Desk) -> None:
    assert isinstance(await desk.verdict(ORG, apply()), Allowed)
    assert await desk.pending() == []
    done = await desk.submit(ORG, apply())
    assert isinstance(done, Submitted)
    assert not done.only_cloud
    assert [act.id for act in await desk.pending(ORG)] == [done.id]
    assert await desk.pending("another") == []
    (shown,) = await store.run(lambda tx: fold.folded(tx, ORG, Application))
    assert [act.id for act in shown.pending] == [done.id]


async def test_what_the_rule_refuses_is_not_kept(desk: Desk) -> None:
    assert await desk.submit(ORG, apply(document="")) == Refused("document_missing", "document")
    twice = AddMember(id="m-x", name="周二", phone=CLERK.phone, role=Role.MEMBER)
    assert await desk.submit(ORG, twice) == Refused("phone_already_member", "phone")
    assert await desk.pending() == []


async def test_an_act_is_judged_on_top_of_those_before_it(desk: Desk) -> None:
    new = AddMember(id="m-x", name="周二", phone="19900000007", role=Role.MEMBER)
    assert isinstance(await desk.submit(ORG, new), Submitted)
    again = AddMember(id="m-y", name="周二", phone="19900000007", role=Role.MEMBER)
    assert await desk.submit(ORG, again) == Refused("phone_already_member", "phone")


async def test_what_only_the_cloud_can_tell_is_kept_and_said(desk: Desk) -> None:
    assert await desk.verdict("another", apply()) == OnlyCloud()
    done = await desk.submit("another", apply())
    assert isinstance(done, Submitted)
    assert done.only_cloud


async def test_a_file_is_kept_with_the_act_it_belongs_to(store: Store, desk: Desk) -> None:
    blob = Blob("image/png", b"picture")
    act = AttachPhoto(id="p-1", seal=SERIAL, number=1, sha256=blob.sha256, bytes=7, media=blob.media, taken_at=NOW)
    await desk.submit(ORG, act, attach=[blob])
    assert await store.run(files.waiting) == 1
    (photo,) = await store.run(lambda tx: fold.folded(tx, ORG, Photo))
    assert await store.run(lambda tx: files.get(tx, ORG, photo.row.sha256)) == blob
    assert await desk.submit(ORG, apply(reason=""), attach=[Blob("image/png", b"other")]) == Refused(
        "reason_missing", "reason"
    )
    assert await store.run(files.waiting) == 1


async def test_an_act_that_no_push_can_hold_is_refused(desk: Desk) -> None:
    assert await desk.submit(ORG, apply(reason="长" * 60_000)) == Refused("too_large")


async def test_refusals_of_the_cloud_are_read_and_dismissed(store: Store, desk: Desk) -> None:
    done = await desk.submit(ORG, apply())
    assert isinstance(done, Submitted)
    verdict = ActVerdict(id=done.id, seq=1, done=False, code="not_allowed", sentence="不可以")
    await store.run(lambda tx: outbox.record(tx, Pushed(last_seq=1, verdicts=[verdict]), NOW))
    (refused,) = await desk.refused()
    assert (refused.sentence, refused.act) == ("不可以", apply())
    await desk.dismiss(done.id)
    assert await desk.refused() == []


async def test_acts_that_belong_together_are_all_kept_or_none(store: Store, desk: Desk) -> None:
    def new(id: str, phone: str) -> AddMember:
        return AddMember(id=id, name="周二", phone=phone, role=Role.MEMBER)

    blob = Blob("image/png", b"picture")
    twice = [new("m-x", "19900000007"), new("m-y", "19900000007")]
    assert await desk.submit_all(ORG, twice, attach=[blob]) == Refused("phone_already_member", "phone")
    assert await desk.pending() == []
    assert await store.run(files.waiting) == 0
    done = await desk.submit_all(ORG, [new("m-x", "19900000007"), new("m-y", "19900000008")], attach=[blob])
    assert not isinstance(done, Refused)
    assert [act.id for act in await desk.pending()] == [each.id for each in done]
    assert await store.run(files.waiting) == 1
