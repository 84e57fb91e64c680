"""What an operator may deliver and take back."""

import pytest

from domain.delivering import judge_delivery, judge_taking_back
from domain.seals import BindingState, Model, Seal
from domain.verdict import Refused
from tests.domain.world import SEAL, but

BOUND = Refused("seal_already_bound", "serial")
MINE, OTHERS = SEAL.organization, "org-9"


@pytest.mark.parametrize(
    ("organization", "model", "elsewhere", "row", "refused"),
    [
        (MINE, Model.GL, None, None, None),
        (MINE, None, None, None, Refused("seal_never_met", "model", SEAL.id)),
        (MINE, Model.GL, OTHERS, None, Refused("seal_delivered_already", "serial", OTHERS)),
        (MINE, Model.GL, MINE, None, Refused("seal_delivered_already", "serial", MINE)),
        (MINE, Model.GL, None, SEAL, None),
        *(
            (OTHERS, Model.GL, None, but(SEAL, state=state), BOUND)
            for state in (BindingState.BOUND, BindingState.UNBINDING)
        ),
        (OTHERS, Model.GL, None, but(SEAL, state=BindingState.UNBOUND), None),
        (OTHERS, Model.GL, None, but(SEAL, state=BindingState.AWAITING_SEAL), None),
    ],
)
def test_what_is_delivered(
    organization: str, model: Model | None, elsewhere: str | None, row: Seal | None, refused: Refused | None
) -> None:
    assert judge_delivery(SEAL.id, organization, model, elsewhere, row) == refused


@pytest.mark.parametrize("state", BindingState)
def test_what_is_taken_back(state: BindingState) -> None:
    """What only waits for its seal gives way to the operator's word."""
    bound = state in (BindingState.BOUND, BindingState.UNBINDING)
    assert judge_taking_back(but(SEAL, state=state)) == (BOUND if bound else None)
    assert judge_taking_back(None) is None
