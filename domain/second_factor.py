"""The second factor: a code of an authenticator app, asked for when somebody signs in, beside the one by SMS."""

from collections.abc import Iterable
from typing import ClassVar

from domain.organization import Member, manages_all
from domain.rows import Ms, Row

ID = "second_factor"  # the one row of its kind in a person's own space
RECOVERY_CODES = 10


class SecondFactor(Row, frozen=True, kw_only=True):
    """Whether a person has one (`since`), and how many of his recovery codes are left."""

    table: ClassVar[str] = "second_factor"
    since: Ms | None
    recovery_codes: int


def offered(memberships: Iterable[Member]) -> bool:
    """To whoever is owner or administrator anywhere: what they may do is worth stealing a phone number for."""
    return any(manages_all(member) for member in memberships)
