"""What a seal is set to: how long its screen is lit, and when it switches itself off (R-177..R-179, C-17, C-18)."""

from typing import Annotated

import msgspec

from domain.organization import Permission, may
from domain.rows import Act, IdText
from domain.seals import BindingState, Seal, SealSettings
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing

MAX_BACKLIGHT_S = 180
# Beyond that it costs battery and screen: advice, no limit.
ADVISED_BACKLIGHT_S = 60
MAX_AUTO_OFF_MIN = 30


class SetSealSettings(Act, frozen=True, kw_only=True):
    """Backlight in seconds, 0: it stays on; power-off after minutes without use, 0: never."""

    seal: IdText
    backlight_s: Annotated[int, msgspec.Meta(ge=0, le=MAX_BACKLIGHT_S)]
    auto_off_min: Annotated[int, msgspec.Meta(ge=0, le=MAX_AUTO_OFF_MIN)]


def decide_set_seal_settings(act: SetSealSettings, at: Circumstances) -> Verdict:
    """R-168: whoever may bind it, at any time; a seal that is off hears of it when it is in contact again."""
    if not may(at.actor, Permission.BIND):
        return Refused("not_allowed")
    seal = at.facts.get(Seal, act.seal)
    if seal is None:
        return missing(at.facts)
    if seal.state is not BindingState.BOUND:
        return Refused("seal_not_bound", "seal", seal.name)
    before = seal.settings
    if before is not None and (before.backlight_s, before.auto_off_min) == (act.backlight_s, act.auto_off_min):
        return Refused("already_so", "seal")
    after = SealSettings(act.backlight_s, act.auto_off_min, at.actor.id, at.now)
    return Allowed((msgspec.structs.replace(seal, settings=after),))
