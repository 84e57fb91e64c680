"""How often, until when and by which way a seal is used: what applications and authorizations both speak of."""

from enum import StrEnum
from typing import Annotated

import msgspec

from domain.verdict import Refused

MAX_COUNT = 500
Count = Annotated[int, msgspec.Meta(ge=0, le=MAX_COUNT)]
DAY_MS = 24 * 3600 * 1000
# What nobody can mean: a use that begins more than a year ago, or ends in more than ten.
LONGEST_AGO_MS, LONGEST_AHEAD_MS = 366 * DAY_MS, 3653 * DAY_MS


class Method(StrEnum):
    DIRECT = "direct"
    PRE = "pre"  # by activation code


def judge_period(start: int, end: int, now: int) -> Refused | None:
    """R-283, R-284: start < end, end > now, and neither absurd."""
    if end <= start:
        return Refused("end_before_start", "end")
    if end <= now:
        return Refused("end_in_past", "end")
    if start < now - LONGEST_AGO_MS:
        return Refused("date_absurd", "start")
    return Refused("date_absurd", "end") if end > now + LONGEST_AHEAD_MS else None
