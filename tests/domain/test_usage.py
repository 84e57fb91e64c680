"""Usage records: who reads them and adds pictures."""

import msgspec
import pytest

import domain.acts
from domain.organization import Member
from domain.seals import SealStatus
from domain.usage import MAX_ENTRIES_AHEAD, AttachPhoto, Grade, Impression, Photo, impression_id, may_read
from tests.domain.world import (
    ADMIN,
    APPLICANT,
    APPROVER,
    KEEPER,
    NOW,
    ORG,
    OTHER_KEEPER,
    OWNER,
    SEAL,
    World,
    code,
)

IMPRESSION = Impression(
    id=impression_id(SEAL.id, 7),
    organization=ORG,
    seal=SEAL.id,
    binding=1,
    number=7,
    own=2,
    authorization="auth",
    member="applicant",
    grade=Grade.SESSION,
    at=NOW,
    clock=1,
    received_at=NOW,
    place=None,
    result=0,
)


@pytest.mark.req("R-148", "R-149")
@pytest.mark.parametrize(
    ("actor", "reads"),
    [(OWNER, True), (ADMIN, True), (KEEPER, True), (APPLICANT, True), (OTHER_KEEPER, False), (APPROVER, False)],
)
def test_who_reads_a_record_and_adds_pictures(world: World, actor: Member, reads: bool) -> None:
    """A picture may come before its record."""
    assert may_read(actor, IMPRESSION, SEAL) is reads
    photo = AttachPhoto(id="p", seal=SEAL.id, number=7, sha256="0" * 64, bytes=10, media="image/png", taken_at=NOW)
    assert code(world.judge(actor, photo)) == "Allowed"
    world.book.put(IMPRESSION)
    assert code(world.judge(actor, photo)) == ("Allowed" if reads else "not_found")
    world.book.put(
        Photo(
            id="x",
            organization=ORG,
            seal=SEAL.id,
            number=7,
            sha256="0" * 64,
            bytes=1,
            media="image/png",
            taken_at=NOW,
            member="applicant",
        )
    )


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
    world.book.put(msgspec.structs.replace(IMPRESSION, id=impression_id(SEAL.id, number), number=number))
    assert code(world.judge(KEEPER, photo)) == "Allowed"


def test_every_row_kind_knows_its_name() -> None:
    assert set(domain.acts.ROWS) == {kind.table for kind in domain.acts.ROWS.values()}
    assert SealStatus.table in domain.acts.ROWS
