"""How long each step of an application was waited for."""

from dataclasses import dataclass

import pytest

from domain.applications import StepState
from domain.decisions import Decision, decisions

BEGUN = 1_000


@dataclass(frozen=True)
class Step:
    state: StepState
    since: int | None = None
    decided_at: int | None = None


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([Step(StepState.PENDING, 1_500)], [Decision(0, 1_500, None)]),
        ([Step(StepState.PENDING)], [Decision(0, BEGUN, None)]),
        ([Step(StepState.PASSED, 1_500, 1_600)], [Decision(0, 1_500, 1_600)]),
        ([Step(StepState.PASSED, 0, 1_600)], [Decision(0, 0, 1_600)]),
        ([Step(StepState.REJECTED, None, 1_600)], [Decision(0, BEGUN, 1_600)]),
        # Before it was kept when a step's turn came: it waited since the one before was decided.
        (
            [Step(StepState.PASSED, None, 1_600), Step(StepState.PASSED, None, 1_900), Step(StepState.PENDING)],
            [Decision(0, BEGUN, 1_600), Decision(1, 1_600, 1_900), Decision(2, 1_900, None)],
        ),
        ([Step(StepState.WAITING), Step(StepState.WAITING, None, 1_600)], []),
        ([Step(StepState.PASSED), Step(StepState.PENDING)], [Decision(1, BEGUN, None)]),
    ],
)
def test_who_waited_since_when_and_until_when(steps: list[Step], told: list[Decision]) -> None:
    assert list(decisions(BEGUN, steps)) == told
