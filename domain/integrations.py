"""A company's own systems: tokens with which they read (owner and administrator give them out), and of what.

Whoever has a token reads all of the organization that its readings name, and nothing else. It changes nothing: what is
done is signed by the console of a person.
"""

from enum import StrEnum
from typing import Annotated, ClassVar, Final

import msgspec

from domain.organization import manages_all
from domain.rows import Act, IdText, Ms, Name, Row, Sha256
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing

MOST_TOKENS: Final = 20  # in force in an organization
PREFIX: Final = "signet_"  # and 32 random bytes in base64url: what searches for leaked secrets look for
HINT: Final = 4  # the last characters of a token, by which people tell it from others
USED_EVERY_MS: Final = 3600 * 1000  # so coarsely is it known when a token was last used
Hint = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{4}\Z")]


class Reading(StrEnum):
    """What a token may read, each a right of its own."""

    ORGANIZATION = "organization"
    MEMBERS = "members"
    SEALS = "seals"
    APPLICATIONS = "applications"
    AUTHORIZATIONS = "authorizations"
    USAGE = "usage"
    PHOTOS = "photos"
    AUDIT = "audit"


# The kinds of rows that each of them opens, by their names on the wire. What is one person's own (messages, consoles,
# second factors), secrets of codes and the tokens themselves stand in none.
KINDS: dict[Reading, tuple[str, ...]] = {
    Reading.ORGANIZATION: ("organizations", "departments", "subsidiaries", "categories", "templates", "named_areas"),
    Reading.MEMBERS: ("members",),
    Reading.SEALS: ("seals", "seal_status", "events"),
    Reading.APPLICATIONS: ("applications", "comments", "attachments"),
    Reading.AUTHORIZATIONS: ("authorizations",),
    Reading.USAGE: ("usage", "reviews", "cases"),
    Reading.PHOTOS: ("photos",),
    Reading.AUDIT: ("audit",),
}


class ApiToken(Row, frozen=True, kw_only=True):
    """`sha256` of the token, which nobody but its maker has seen; `hint`: how it ends; `last_used_at`: to the hour.

    It is the organization's: it stays in force when `by` leaves.
    """

    table: ClassVar[str] = "api_tokens"
    name: Name
    sha256: Sha256
    hint: Hint
    readings: list[Reading]
    by: IdText
    made_at: Ms
    expires_at: Ms | None = None
    last_used_at: Ms | None = None
    revoked_at: Ms | None = None
    revoked_by: IdText | None = None

    def is_good(self, now: int) -> bool:
        """Whether it opens anything at that time (milliseconds)."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class AddToken(Act, frozen=True, kw_only=True):
    """The console makes the token and shows it once; the cloud hears its hash alone."""

    id: IdText
    name: Name
    sha256: Sha256
    hint: Hint
    readings: Annotated[list[Reading], msgspec.Meta(min_length=1, max_length=len(Reading))]
    expires_at: Ms | None = None


class RevokeToken(Act, frozen=True, kw_only=True):
    token: IdText


def kinds_of(readings: list[Reading]) -> frozenset[str]:
    """The kinds of rows that these open."""
    return frozenset(kind for reading in readings for kind in KINDS[reading])


def decide_add_token(act: AddToken, at: Circumstances) -> Verdict:
    """Owner and administrator: a token reads what they read."""
    if not manages_all(at.actor):
        return Refused("not_allowed")
    if not act.name.strip():
        return Refused("name_missing", "name")
    if act.expires_at is not None and act.expires_at <= at.now:
        return Refused("end_in_past", "expires_at")
    tokens = at.facts.all(ApiToken)
    if any(each.sha256 == act.sha256 for each in tokens):
        return Refused("token_known", "sha256")
    if sum(each.is_good(at.now) for each in tokens) >= MOST_TOKENS:
        return Refused("tokens_full", None, str(MOST_TOKENS))
    row = ApiToken(
        id=act.id,
        organization=at.actor.organization,
        name=act.name,
        sha256=act.sha256,
        hint=act.hint,
        readings=[reading for reading in Reading if reading in act.readings],
        by=at.actor.id,
        made_at=at.now,
        expires_at=act.expires_at,
    )
    return Allowed((row,))


def decide_revoke_token(act: RevokeToken, at: Circumstances) -> Verdict:
    """By whoever may give them out; at once, and for good."""
    if not manages_all(at.actor):
        return Refused("not_allowed")
    token = at.facts.get(ApiToken, act.token)
    if token is None:
        return missing(at.facts)
    if token.revoked_at is not None:
        return Refused("token_revoked")
    return Allowed((msgspec.structs.replace(token, revoked_at=at.now, revoked_by=at.actor.id),))
