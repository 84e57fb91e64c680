"""Usage records: who reads them and adds pictures."""

from typing import Any

import msgspec
import pytest

import domain.acts
from domain.authorizations import Authorization, Stage
from domain.organization import Member
from domain.seals import Seal, SealStatus
from domain.usage import (
    MAX_ENTRIES_AHEAD,
    MAX_PHOTOS,
    AttachPhoto,
    Photo,
    foreign_pictures,
    impression_id,
    may_read,
    pictures_of,
)
from tests.domain.refused_records import PRESS
from tests.domain.world import (
    ADMIN,
    APPLICANT,
    APPROVER,
    COMPANY,
    DIRECT,
    KEEPER,
    NOW,
    ORG,
    OTHER_KEEPER,
    OWNER,
    SEAL,
    World,
    code,
)


@pytest.mark.req("R-148", "R-149")
@pytest.mark.parametrize(
    ("actor", "reads"),
    [(OWNER, True), (ADMIN, True), (KEEPER, True), (APPLICANT, True), (OTHER_KEEPER, False), (APPROVER, False)],
)
def test_who_reads_a_record_and_adds_pictures(world: World, actor: Member, reads: bool) -> None:
    """A picture may come before its record, from who has used the seal, or manages it."""
    assert may_read(actor, PRESS, SEAL) is reads
    photo = AttachPhoto(id="p", seal=SEAL.id, number=7, sha256="0" * 64, bytes=10, media="image/png", taken_at=NOW)
    world.book.complete = False
    assert code(world.judge(actor, photo)) == "Allowed"  # a console does not know all uses
    world.book.complete = True
    assert code(world.judge(actor, photo)) == ("Allowed" if reads and actor != APPLICANT else "not_found")
    world.do(KEEPER, DIRECT)
    assert code(world.judge(actor, photo)) == ("Allowed" if reads else "not_found")
    world.book.put(PRESS)
    assert code(world.judge(actor, photo)) == ("Allowed" if reads else "not_found")


@pytest.mark.parametrize(
    ("change", "result"),
    [
        ({"stage": Stage.WAITING}, "not_found"),
        ({"stage": Stage.OVER, "cancelled_at": NOW}, "not_found"),
        ({"stage": Stage.OVER, "refused_at": NOW}, "not_found"),
        ({"stage": Stage.OVER, "ended_at": NOW}, "Allowed"),
        ({"stage": Stage.LIVE}, "Allowed"),
    ],
)
def test_before_its_record_a_picture_is_taken_from_who_may_have_pressed(
    world: World, change: dict[str, Any], result: str
) -> None:
    world.do(KEEPER, DIRECT)
    use = world.book.get(Authorization, DIRECT.id)
    assert use is not None
    world.book.put(msgspec.structs.replace(use, **change))
    photo = AttachPhoto(id="p", seal=SEAL.id, number=7, sha256="0" * 64, bytes=10, media="image/png", taken_at=NOW)
    assert code(world.judge(APPLICANT, photo)) == result


def test_where_seals_are_used_freely_everybody_may_have_pressed(world: World) -> None:
    photo = AttachPhoto(id="p", seal=SEAL.id, number=7, sha256="0" * 64, bytes=10, media="image/png", taken_at=NOW)
    world.book.put(msgspec.structs.replace(COMPANY, features=[]))
    assert code(world.judge(APPROVER, photo)) == "Allowed"


@pytest.mark.parametrize(
    ("by", "more", "result"), [(KEEPER, 0, "Allowed"), (KEEPER, 1, "photos_full"), (OWNER, 1, "Allowed")]
)
def test_how_many_pictures_of_an_impression_one_member_adds(world: World, by: Member, more: int, result: str) -> None:
    for count in range(MAX_PHOTOS - 1 + more):
        world.book.put(picture(f"x{count}", KEEPER))
    photo = AttachPhoto(id="p", seal=SEAL.id, number=7, sha256="0" * 64, bytes=10, media="image/png", taken_at=NOW)
    assert code(world.judge(by, photo)) == result


def picture(id: str, by: Member, **changes: Any) -> Photo:
    fields: dict[str, Any] = {"sha256": "0" * 64, "bytes": 1, "media": "image/png", "taken_at": NOW}
    return Photo(id=id, organization=ORG, seal=SEAL.id, number=7, member=by.id, **{**fields, **changes})


def test_a_strangers_picture_does_not_count(world: World) -> None:
    for each in (KEEPER, APPLICANT, APPROVER, OTHER_KEEPER):
        world.book.put(picture(each.id, each))
    strange = foreign_pictures(PRESS, world.book)
    assert {photo.member for photo in strange} == {APPROVER.id, OTHER_KEEPER.id}
    world.book.put(*strange)
    assert {photo.member for photo in pictures_of(PRESS, world.book)} == {KEEPER.id, APPLICANT.id}


def test_a_picture_of_somebody_or_of_a_seal_that_is_not_known_does_not_count(world: World) -> None:
    world.book.put(picture("p", KEEPER), picture("q", msgspec.structs.replace(KEEPER, id="unknown")))
    assert {photo.id for photo in foreign_pictures(PRESS, world.book)} == {"q"}
    del world.book.rows[Seal, SEAL.id]
    assert {photo.id for photo in foreign_pictures(PRESS, world.book)} == {"p", "q"}


@pytest.mark.parametrize("log_end", [None, 5])
@pytest.mark.parametrize(
    ("beyond", "complete", "result"),
    [
        (1, True, "Allowed"),
        (MAX_ENTRIES_AHEAD - 1, True, "Allowed"),
        (MAX_ENTRIES_AHEAD, True, "Allowed"),
        (MAX_ENTRIES_AHEAD + 1, True, "photo_too_early"),
        (2**47, True, "photo_too_early"),
        (MAX_ENTRIES_AHEAD + 1, False, "Allowed"),
    ],
)
def test_how_far_ahead_of_the_log_a_picture_may_be(
    world: World, log_end: int | None, beyond: int, complete: bool, result: str
) -> None:
    """The cloud judges by the end of the log that it knows; a console may know an old one."""
    if log_end is not None:
        world.book.put(
            SealStatus(
                id=SEAL.id,
                organization=ORG,
                phase="usable",
                battery=80,
                firmware="1",
                place=None,
                at=NOW,
                log_end=log_end,
                log_to=log_end,
                used=0,
                count=None,
            )
        )
    world.book.complete = complete
    number = (log_end or 0) + beyond
    photo = AttachPhoto(id="p", seal=SEAL.id, number=number, sha256="0" * 64, bytes=10, media="image/png", taken_at=NOW)
    assert code(world.judge(KEEPER, photo)) == result
    world.book.put(msgspec.structs.replace(PRESS, id=impression_id(SEAL.id, number), number=number))
    assert code(world.judge(KEEPER, photo)) == "Allowed"


def test_every_row_kind_knows_its_name() -> None:
    assert set(domain.acts.ROWS) == {kind.table for kind in domain.acts.ROWS.values()}
    assert SealStatus.table in domain.acts.ROWS
