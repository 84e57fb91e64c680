"""Names of consoles, and the ring of a person's sign-ins."""

import pytest

from domain.consoles import MAX_NAME, console_name
from domain.sign_ins import GOES_ON_MS, KEPT, Outcome, SignInAttempt, by_wechat, goes_on, place
from domain.verdict import Refused
from tests.domain.world import APPLICANT, APPROVER, but

SPACE = "user:u"


def attempt(at: int, outcome: Outcome, console: str = "PC") -> SignInAttempt:
    return SignInAttempt(id="000", organization=SPACE, at=at, console=console, outcome=outcome)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("PC", "PC"),
        ("  前台 电脑  ", "前台 电脑"),
        ("", None),
        (" \t ", None),
        ("a\nb", None),
        ("x" * 200, "x" * MAX_NAME),
        ("x" * (MAX_NAME - 1) + "  y", "x" * (MAX_NAME - 1)),
    ],
)
def test_a_name_of_a_console(text: str, name: str | None) -> None:
    assert console_name(text) == name


def test_the_ring_has_as_many_places_as_are_kept() -> None:
    places = [place(number) for number in range(1, 2 * KEPT + 1)]
    assert len(set(places)) == KEPT
    assert places[:KEPT] == places[KEPT:]


@pytest.mark.parametrize(
    ("before", "after", "console", "result"),
    [
        (Outcome.SECOND_FACTOR_MISSING, GOES_ON_MS, "PC", True),
        (Outcome.SECOND_FACTOR_MISSING, GOES_ON_MS + 1, "PC", False),
        (Outcome.SECOND_FACTOR_MISSING, 0, "other", False),
        (Outcome.WRONG_CODE, 0, "PC", False),
        (Outcome.OK, 0, "PC", False),
    ],
)
def test_only_a_sign_in_that_waited_for_its_second_factor_goes_on(
    before: Outcome, after: int, console: str, result: bool
) -> None:
    assert goes_on(attempt(1, before), attempt(1 + after, Outcome.OK, console)) is result


def test_by_wechat_only_active_members_of_that_number_get_in() -> None:
    refused, left = Refused("wechat_no_member"), but(APPLICANT, active=False)
    assert by_wechat(APPLICANT.phone, [APPROVER, APPLICANT]) is None
    assert by_wechat(APPLICANT.phone, [left, APPLICANT]) is None
    for members in ([], [APPROVER], [left], [left, APPROVER]):
        assert by_wechat(APPLICANT.phone, members) == refused
