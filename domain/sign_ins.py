"""Who gets in by WeChat; and the log of a person's sign-ins: what was tried in his name, at which console, and what
came of it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from domain.organization import Member
from domain.rows import Ms, Name, Row
from domain.verdict import Refused

KEPT = 200
GOES_ON_MS = 5 * 60 * 1000  # as long as the code by SMS is good


class Outcome(StrEnum):
    OK = "ok"
    WRONG_CODE = "wrong_code"
    WECHAT = "wechat"  # signed in by it, in place of the code by SMS
    WECHAT_REFUSED = "wechat_refused"  # the account that confirmed is bound to the number, but that is no member's
    SECOND_FACTOR_MISSING = "second_factor_missing"  # the code by SMS or WeChat was right, and nothing followed
    SECOND_FACTOR_WRONG = "second_factor_wrong"
    RECOVERY_CODE = "recovery_code"  # signed in with one, in place of the authenticator app
    SIGNED_OUT = "signed_out"
    SIGNED_OUT_AFAR = "signed_out_afar"
    REUSED = "reused_token"  # somebody had copied what keeps a console signed in: it was signed out
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    NEW_RECOVERY_CODES = "new_recovery_codes"


class SignInAttempt(Row, frozen=True, kw_only=True):
    """One line of the log; `console` is the console's name, and `organization` the person's own space.

    The log is a ring: its ids are the places in it, and a new attempt takes the place of the oldest, so that the log
    stays as long as it is and nothing has to be removed anywhere.
    """

    table: ClassVar[str] = "sign_ins"
    at: Ms
    console: Name
    outcome: Outcome


def by_wechat(phone: str, members: Iterable[Member]) -> Refused | None:
    """R-049: the number bound to the WeChat account has to be that of an active member; `members`: of that number's
    person."""
    fits = any(member.active and member.phone == phone for member in members)
    return None if fits else Refused("wechat_no_member")


def place(number: int) -> str:
    """The id of the so-manieth attempt, counted from 1."""
    return f"{number % KEPT:03}"


def goes_on(before: SignInAttempt, attempt: SignInAttempt) -> bool:
    """Whether it is the same sign-in, which waited for the second factor: it takes that line's place."""
    waited = before.outcome is Outcome.SECOND_FACTOR_MISSING and before.console == attempt.console
    return waited and attempt.at - before.at <= GOES_ON_MS
