"""Usage records: who reads them and adds pictures."""

import pytest

import domain.acts
from domain.organization import Member
from domain.seals import SealStatus
from domain.usage import AttachPhoto, Grade, Impression, Photo, impression_id, may_read
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


@pytest.mark.parametrize(
    ("actor", "reads"),
    [(OWNER, True), (ADMIN, True), (KEEPER, True), (APPLICANT, True), (OTHER_KEEPER, False), (APPROVER, False)],
)
def test_who_reads_a_record_and_adds_pictures(world: World, actor: Member, reads: bool) -> None:
    """R-148, R-149; a picture may come before its record."""
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


def test_every_row_kind_knows_its_name() -> None:
    assert set(domain.acts.ROWS) == {kind.table for kind in domain.acts.ROWS.values()}
    assert SealStatus.table in domain.acts.ROWS
