"""A seal that is lost or dead is taken from its organization by the operator, for nobody can switch it on (C-32)."""

import msgspec

from domain.authorizations import Authorization, Stage
from domain.ending import ended
from domain.rows import Row
from domain.seals import BindingState, Seal, is_on, is_ours
from domain.unbinding import unbound
from domain.verdict import Facts, Refused


def judge_forced(seal: Seal | None, why: str) -> Refused | None:
    """C-32: the operator unbinds only what is in loss lock, or was never bound in the end, and says why."""
    if seal is None or not is_ours(seal):
        return Refused("not_found")
    if seal.state is not BindingState.AWAITING_SEAL and not is_on(seal.loss_lock):
        return Refused("seal_not_locked", "seal", seal.name)
    return None if why.strip() else Refused("reason_missing", "reason")


def forced(seal: Seal, facts: Facts, why: str, now: int) -> tuple[Row, ...]:
    """The seal as somebody else's, and its authorizations as over (I-11)."""
    return (*over(seal.id, facts, now), msgspec.structs.replace(unbound(seal, now), unbound_by=None, unbound_why=why))


def over(seal: str, facts: Facts, now: int) -> list[Authorization]:
    """The authorizations of a seal that is bound no more and could not be asked before: each that was not over yet."""
    rows: list[Authorization] = []
    for use in facts.all(Authorization, seal=seal):
        if use.stage is Stage.LIVE:
            rows.append(ended(use, None, now))
        elif use.stage is Stage.WAITING:
            rows.append(msgspec.structs.replace(use, stage=Stage.OVER, cancelled_at=now))
    return rows
