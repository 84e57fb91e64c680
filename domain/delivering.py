"""What the operator may deliver to an organization, and take back (R-053, R-059)."""

from domain.seals import BindingState, Model, Seal
from domain.verdict import Refused

# A binding that the seal has not confirmed gives way to the operator's word.
BOUND = (BindingState.BOUND, BindingState.UNBINDING)


def judge_delivery(
    serial: str, organization: str, model: Model | None, elsewhere: str | None, row: Seal | None
) -> Refused | None:
    """Why it cannot be delivered to that organization; none: it can. `model` none: nobody has said it; `elsewhere`: to
    whom it is delivered now, `row`: the seal of whoever bound it last."""
    if elsewhere is not None:
        return Refused("seal_delivered_already", "serial", elsewhere)
    if row is not None and row.organization != organization and row.state in BOUND:
        return Refused("seal_already_bound", "serial")
    return Refused("seal_never_met", "model", serial) if model is None else None


def judge_taking_back(row: Seal | None) -> Refused | None:
    """What is bound is not taken back; `row`: the seal of whom it was delivered to."""
    if row is not None and row.state in BOUND:
        return Refused("seal_already_bound", "serial")
    return None
