"""Reading messages, and what SMS are good for."""

import msgspec
import pytest

from domain.messages import Message, ReadMessages, SeeAbnormal, Seen, Subject, too_many_for_sms
from domain.verdict import Allowed, Refused
from tests.domain.world import APPLICANT, APPROVER, NOW, ORG, SEAL, World, code


def message(member: str, id: str = "m") -> Message:
    return Message(
        id=id, organization=ORG, member=member, code="use", subject=Subject.AUTHORIZATION, subject_id="a", at=NOW
    )


@pytest.mark.parametrize(
    ("count", "too_many"),
    [
        pytest.param(49, False, marks=pytest.mark.req("R-119", "L", "inside")),
        pytest.param(50, False, marks=pytest.mark.req("R-119", "L", "at")),
        pytest.param(51, True, marks=pytest.mark.req("R-119", "L", "outside")),
        (500, True),
        (1, False),
        (0, True),  # unlimited
    ],
)
def test_more_uses_than_sms_in_a_day(count: int, too_many: bool) -> None:
    assert too_many_for_sms(count) is too_many


def test_everybody_reads_his_own(world: World) -> None:
    world.book.put(message("applicant"), message("approver", "n"))
    read = ReadMessages(messages=["m"])
    assert code(world.judge(APPROVER, read)) == "not_found"
    world.do(APPLICANT, read)
    assert world.book.get(Message, "m") == msgspec.structs.replace(message("applicant"), read_at=NOW)
    assert world.judge(APPLICANT, read) == Refused("read_already")


@pytest.mark.parametrize("complete", [True, False])
def test_what_was_removed_meanwhile_keeps_no_other_message_back(world: World, complete: bool) -> None:
    """Nor is anybody else's read with one's own."""
    world.book.complete = complete
    world.book.put(message("applicant"), message("approver", "n"), message("applicant", "o"))
    every = ReadMessages(messages=["gone", "m", "n", "o"])
    verdict = world.judge(APPLICANT, every)
    read = [msgspec.structs.replace(message("applicant", id), read_at=NOW) for id in ("m", "o")]
    assert verdict == Allowed(tuple(read))
    world.book.put(*read)
    assert world.judge(APPLICANT, every) == Refused("read_already")
    none = ReadMessages(messages=["gone", "n"])
    assert code(world.judge(APPLICANT, none)) == ("not_found" if complete else "OnlyCloud")


def test_what_is_seen_stays_seen(world: World) -> None:
    world.book.put(msgspec.structs.replace(SEAL, id="other"))
    for number in (5, 3):
        world.do(APPLICANT, SeeAbnormal(seal=SEAL.id, number=number))
    world.do(APPLICANT, SeeAbnormal(seal="other", number=1))
    seen = world.book.get(Seen, APPLICANT.id)
    assert seen is not None
    assert seen.abnormal == {SEAL.id: 5, "other": 1}
