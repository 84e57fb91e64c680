"""Mailboxes, what a hold covers and what outlives its time, and who is told of a case."""

from collections.abc import Sequence

import pytest

from domain.cases import Case, CaseState
from domain.exports import is_mailbox, volumes
from domain.files import Attachment, Purpose
from domain.organization import Organization
from domain.retention import LEAST_DAYS, Hold, SetRetention, covers, outlived, seal_of
from domain.reviews import Review, ReviewVerdict, in_order
from domain.rows import Act
from domain.telling import News, told
from domain.usage import Photo
from domain.uses import DAY_MS
from tests.domain.refused_evidence import ABNORMAL, ASSIGN, CLOSE, COMMENT, HELD, REOPEN, REVIEW
from tests.domain.refused_records import PRESS, taken
from tests.domain.world import ADMIN, COMPANY, ISSUED, KEEPER, LATER, NOW, OWNER, SEAL, World, but, code

GOT = NOW - 40 * DAY_MS
PHOTO = but(taken(1)[0], stored_at=GOT)
KEPT_40 = but(COMPANY, pictures_kept_d=40)
USE = ISSUED
AFTER_USE = Attachment(
    id="page",
    organization=COMPANY.id,
    purpose=Purpose.AFTER_USE,
    authorization=USE.id,
    name="page.png",
    sha256="0" * 64,
    bytes=4,
    media="image/png",
    member=KEEPER.id,
    at=NOW,
)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("a@example.com", True),
        ("first.last+seal@mail.example.com.cn", True),
        ("a@example", False),
        ("a..b@example.com", False),
        ("a@b@example.com", False),
        ("甲@example.com", False),
        ("a@example.com\n", False),
        ("a@example.com,b@example.com", False),
        ("<a@example.com>", False),
    ],
)
def test_what_is_a_mailbox(text: str, fits: bool) -> None:
    assert is_mailbox(text) is fits


@pytest.mark.parametrize(
    ("records", "needed"), [(0, 1), (1, 1), (2000, 1), (2001, 2), (4000, 2), (20_000, 10), (20_001, None)]
)
def test_how_many_volumes_a_report_has(records: int, needed: int | None) -> None:
    assert volumes(records) == needed


@pytest.mark.parametrize(
    ("picture", "of", "removed"),
    [
        (PHOTO, KEPT_40, True),
        (but(PHOTO, stored_at=GOT + 1), KEPT_40, False),
        (but(PHOTO, taken_at=0, stored_at=NOW), KEPT_40, False),  # what a camera's clock says does not count
        (but(PHOTO, stored_at=None), KEPT_40, False),
        (but(PHOTO, removed_at=NOW), KEPT_40, False),
        (PHOTO, COMPANY, False),
        (PHOTO, but(KEPT_40, deleted_at=NOW), False),
    ],
)
def test_what_outlives_its_time(picture: Photo, of: Organization, removed: bool) -> None:
    after = outlived(picture, SEAL.id, of, [], NOW)
    assert after == (but(picture, removed_at=NOW, removed_after_d=40) if removed else None)


@pytest.mark.parametrize(
    ("hold", "held"),
    [
        (HELD, True),
        (but(HELD, seal=SEAL.id), True),
        (but(HELD, seal="GL9"), False),
        (but(HELD, lifted_at=NOW), False),
        (but(HELD, start=GOT), True),
        (but(HELD, start=GOT + 1), False),
        (but(HELD, end=GOT + 1), True),
        (but(HELD, end=GOT), False),
    ],
)
def test_what_is_held_stays(hold: Hold, held: bool) -> None:
    assert covers(hold, SEAL.id, GOT) is held
    assert (outlived(PHOTO, SEAL.id, KEPT_40, [hold], NOW) is None) is held


@pytest.mark.parametrize(("days", "refused"), [(0, False), (1, True), (LEAST_DAYS - 1, True), (LEAST_DAYS, False)])
def test_how_short_pictures_may_be_kept(world: World, days: int, refused: bool) -> None:
    world.book.put(KEPT_40)
    assert (code(world.judge(OWNER, SetRetention(days=days))) == "retention_too_short") is refused


@pytest.mark.parametrize(
    ("picture", "seal"),
    [
        (PHOTO, PHOTO.seal),
        (AFTER_USE, USE.seal),
        (but(AFTER_USE, authorization=None), None),
        (but(AFTER_USE, authorization="elsewhere"), None),
        (but(AFTER_USE, purpose=Purpose.ATTACHMENT), None),
    ],
)
def test_of_which_seals_use_a_picture_is(world: World, picture: Photo | Attachment, seal: str | None) -> None:
    world.book.put(USE)
    assert seal_of(picture, world.book) == seal


def _told(world: World, actor: str, before: Case | None, after: Case, act: Act) -> Sequence[tuple[str, str]]:
    news = News(COMPANY.id, [(before, after)], world.book, NOW, actor, act)
    return [(each.member, each.code) for each in told(news)]


def _done(world: World, act: Act) -> Case:
    rows = world.after(KEEPER, act)
    world.book.put(*rows.values())
    (row,) = rows.values()
    assert isinstance(row, Case)
    return row


@pytest.mark.req("R-154")
def test_a_case_from_its_assignment_to_its_end(world: World) -> None:
    """Who is to clear it up is told; whoever does it himself is not."""
    world.book.put(ABNORMAL)
    given = _done(world, ASSIGN)
    assert (given.state, given.assignee) == (CaseState.ASSIGNED, ADMIN.id)
    assert (given.id, given.organization, given.seal, given.number) == (
        ABNORMAL.id,
        COMPANY.id,
        ABNORMAL.seal,
        ABNORMAL.number,
    )
    assert _told(world, KEEPER.id, None, given, ASSIGN) == [(ADMIN.id, "case_assigned")]
    said = _done(world, COMMENT)
    assert _told(world, KEEPER.id, given, said, COMMENT) == []
    closed = _done(world, CLOSE)
    assert (closed.state, closed.verdict) == (CaseState.CLOSED, CLOSE.verdict)
    assert _told(world, OWNER.id, said, closed, CLOSE) == [(ADMIN.id, "case_closed")]
    assert _told(world, ADMIN.id, said, closed, CLOSE) == []
    again = _done(world, REOPEN)
    assert (again.state, again.verdict, again.assignee) == (CaseState.ASSIGNED, None, ADMIN.id)
    assert _told(world, KEEPER.id, closed, again, REOPEN) == [(ADMIN.id, "case_reopened")]
    assert [(step.kind.value, step.by, step.at) for step in again.steps] == [
        (kind, KEEPER.id, LATER) for kind in ("assigned", "comment", "closed", "reopened")
    ]


def test_one_that_nobody_had_is_nobodys_again(world: World) -> None:
    world.book.put(ABNORMAL)
    _done(world, CLOSE)
    assert _done(world, REOPEN).state is CaseState.OPEN


def test_each_review_stays_and_the_newest_counts(world: World) -> None:
    world.book.put(PRESS)
    first = world.after(KEEPER, REVIEW)
    world.book.put(*first.values())
    second = world.after(OWNER, but(REVIEW, id="a", verdict=ReviewVerdict.NORMAL, note=""))
    rows = [row for row in (*second.values(), *first.values()) if isinstance(row, Review)]
    world.now += 1
    assert [each.id for each in in_order([but(rows[0], at=LATER + 1), rows[1]])] == ["r", "a"]
    assert (rows[1].member, rows[1].at, rows[1].note) == (KEEPER.id, LATER, REVIEW.note)
