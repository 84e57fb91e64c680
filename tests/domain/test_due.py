"""What time alone makes of things: uses that end by themselves, codes that lapse, absences, reminders."""

from typing import Any

import msgspec
import pytest

from domain.applications import Application
from domain.approvals import Approve, Transfer
from domain.authorizations import Authorization, Stage, State, state
from domain.ending import by_itself
from domain.members import SetStandIn, absence
from domain.messages import KEPT_MS, Message, Subject
from domain.organization import Member
from domain.reminders import due_reminders
from domain.seals import SealStatus
from domain.usage import Grade, Impression, Photo, without_picture
from domain.uses import DAY_MS, Method
from tests.domain.world import (
    ADMIN,
    APPLICANT,
    APPROVER,
    COMPANY,
    DIRECT,
    HOUR,
    KEEPER,
    NOW,
    ORG,
    SEAL,
    World,
)

END = NOW + HOUR


def issued(world: World, **changes: Any) -> Authorization:
    """An authorization of three uses until END that ends by itself."""
    world.do(KEEPER, msgspec.structs.replace(DIRECT, auto_end=True))
    row = world.book.get(Authorization, "auth")
    assert row is not None
    return msgspec.structs.replace(row, **changes)


def status(log_end: int, log_to: int) -> SealStatus:
    return SealStatus(
        id=SEAL.id,
        organization=ORG,
        phase="ready",
        battery=80,
        firmware="GYGL",
        place=None,
        at=NOW,
        log_end=log_end,
        log_to=log_to,
        used=0,
        count=3,
    )


@pytest.mark.parametrize(
    ("changes", "now", "ends"),
    [
        ({}, END - 1, False),
        ({}, END, True),
        ({"used": 2}, NOW, False),
        ({"used": 3}, NOW, True),
        ({"used": 3, "count": 0}, NOW, False),
        ({"used": 3, "count": 0}, END, True),
        ({"auto_end": False}, END, False),
        ({"upload_required": True, "pressed": 3, "pictured": 2}, END, False),
        ({"upload_required": True, "pressed": 3, "pictured": 3}, END, True),
        ({"upload_required": True, "pressed": 3, "waived_at": NOW}, END, True),
        ({"pressed": 3}, END, False),  # its photos are wished for, and not all declared
        ({"pressed": 3, "pictured": 3}, END, True),
        ({"pressed": 3, "photo_required": False}, END, True),
        ({"stage": Stage.OVER, "ended_at": NOW}, END, False),
        ({"stage": Stage.OVER, "refused_at": NOW}, END, False),
    ],
)
def test_a_use_ends_by_itself(world: World, changes: dict[str, Any], now: int, *, ends: bool) -> None:
    row = issued(world, **changes)
    after = by_itself(row, now, world.book)
    assert (after is not None) is ends
    assert (row.due_at is not None and row.due_at <= now) is ends
    if after is not None:
        assert (state(after, now), after.ended_by, after.due_at) == (State.ENDED, None, None)


@pytest.mark.parametrize(("log_to", "ends"), [(4, False), (5, True), (6, True)])
def test_not_while_records_lie_on_the_seal(world: World, log_to: int, *, ends: bool) -> None:
    world.book.put(status(5, log_to))
    assert (by_itself(issued(world), END, world.book) is not None) is ends


@pytest.mark.parametrize(("now", "lapses"), [(END - 1, False), (END, True)])
def test_a_code_that_nobody_used_lapses_with_its_end(world: World, now: int, *, lapses: bool) -> None:
    world.do(KEEPER, msgspec.structs.replace(DIRECT, method=Method.PRE))
    row = world.book.get(Authorization, "auth")
    assert row is not None
    assert row.due_at == END
    after = by_itself(row, now, world.book)
    assert (after is not None) is lapses
    if after is not None:
        assert (after.stage, after.cancelled_at, state(after, now)) == (Stage.OVER, now, State.CANCELLED)


@pytest.mark.parametrize(("now", "back"), [(NOW, False), (END - 1, False), (END, True)])
def test_an_absence_is_over_with_its_end(world: World, now: int, *, back: bool) -> None:
    world.do(ADMIN, SetStandIn(member="approver", stand_in="keeper", start=NOW, end=END))
    row = world.book.get(Member, "approver")
    assert row is not None
    assert row.away_until == END
    after = absence(row, now)
    assert (after is not None) is back
    if after is not None:
        assert (after.stand_in, after.away_until) == (None, None)
    assert absence(APPROVER, now) is None


@pytest.mark.parametrize(("now", "begins"), [(END - 1, False), (END, True), (END + HOUR - 1, True)])
def test_an_absence_begins_once(world: World, now: int, *, begins: bool) -> None:
    world.do(ADMIN, SetStandIn(member="approver", stand_in="keeper", start=END, end=END + HOUR))
    row = world.book.get(Member, "approver")
    assert row is not None
    assert row.away_from == END
    after = absence(row, now)
    assert (after is not None) is begins
    if after is not None:
        assert after.stand_in is not None
        assert (after.stand_in.begun, after.away_from) == (True, None)
        assert absence(after, now) is None


def application(world: World) -> Application:
    row = world.book.get(Application, "app")
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("hours", "waited", "due"),
    [
        (24, DAY_MS - 1, False),
        (24, DAY_MS, True),
        (1, HOUR, True),
        (1, HOUR - 1, False),
        (720, DAY_MS, False),
        (0, 10 * DAY_MS, False),
    ],
)
def test_a_step_that_waits_too_long_is_called_to_mind(applied: World, hours: int, waited: int, *, due: bool) -> None:
    of = msgspec.structs.replace(COMPANY, remind_after_h=hours)
    found = due_reminders([application(applied)], of, NOW + waited)
    assert [row.id for row in found] == (["app"] if due else [])
    assert [row.reminded_at for row in found] == ([NOW + waited] if due else [])


def test_once_a_day_as_long_as_it_waits(applied: World) -> None:
    of, now = msgspec.structs.replace(COMPANY, remind_after_h=1), NOW + HOUR
    (row,) = due_reminders([application(applied)], of, now)
    for later, due in ((1, False), (DAY_MS - 1, False), (DAY_MS, True), (3 * DAY_MS, True)):
        assert bool(due_reminders([row], of, now + later)) is due


def test_the_next_step_and_the_next_person_begin_anew(applied: World) -> None:
    of = msgspec.structs.replace(COMPANY, remind_after_h=1)
    applied.book.put(*due_reminders([application(applied)], of, NOW + HOUR))
    applied.now = NOW + 2 * HOUR
    applied.do(APPROVER, Transfer(application="app", member="admin"))
    row = application(applied)
    assert (row.waits_since, row.reminded_at) == (applied.now, None)
    applied.now += HOUR
    applied.do(ADMIN, Approve(application="app"))
    row = application(applied)
    assert (row.waits_since, row.reminded_at) == (applied.now, None)
    assert [each.id for each in due_reminders([row], of, applied.now + HOUR)] == ["app"]


def test_what_is_decided_or_in_no_organization_any_more_reminds_nobody(applied: World) -> None:
    gone = msgspec.structs.replace(COMPANY, deleted_at=NOW)
    assert due_reminders([application(applied)], gone, NOW + 30 * DAY_MS) == []
    applied.do(APPROVER, Approve(application="app"))
    applied.do(KEEPER, msgspec.structs.replace(DIRECT, application="app"))
    row = application(applied)
    assert (row.waits_since, row.reminded_at) == (None, None)
    assert due_reminders([row], COMPANY, NOW + 30 * DAY_MS) == []
    assert APPLICANT.away_until is None


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({}, END + DAY_MS),
        ({"ended_at": NOW + 5}, NOW + 5 + DAY_MS),
        ({"pressed": 0}, None),
        ({"upload_required": False}, None),
        ({"waived_at": NOW}, None),
        ({"pictures_told_at": NOW}, None),
        ({"pictured": 3}, END + DAY_MS),  # declared, and perhaps not here
    ],
)
def test_missing_pictures_are_called_to_mind_a_day_after_the_end(
    world: World, changes: dict[str, Any], due: int | None
) -> None:
    row = issued(world, upload_required=True, pressed=3)
    assert msgspec.structs.replace(row, **changes).pictures_due_at == due


def test_a_record_without_a_picture_that_is_here_counts(world: World) -> None:
    def photo(id: str, number: int, stored_at: int | None) -> Photo:
        told: dict[str, Any] = {"sha256": "0" * 64, "bytes": 1, "media": "image/png", "taken_at": NOW}
        return Photo(id=id, organization=ORG, seal=SEAL.id, number=number, member="m", stored_at=stored_at, **told)

    for number in (1, 2, 3):
        world.book.put(
            Impression(
                id=f"i{number}",
                organization=ORG,
                seal=SEAL.id,
                binding=1,
                number=number,
                own=number,
                authorization="auth" if number < 3 else "another",
                member="m",
                grade=Grade.SESSION,
                at=NOW,
                clock=1,
                received_at=NOW,
                place=None,
                result=0,
            )
        )
    assert without_picture("auth", world.book) == 2
    world.book.put(photo("a", 1, None), photo("b", 1, NOW), photo("c", 2, None))
    assert without_picture("auth", world.book) == 1


@pytest.mark.parametrize(("read_at", "until"), [(None, None), (NOW, NOW + KEPT_MS)])
def test_a_message_is_kept_for_half_a_year_after_it_was_read(read_at: int | None, until: int | None) -> None:
    row = Message(
        id="m", organization=ORG, member="a", code="use", subject=Subject.SEAL, subject_id="s", at=NOW, read_at=read_at
    )
    assert row.kept_until == until
    assert KEPT_MS == 183 * DAY_MS
