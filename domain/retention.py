"""How long pictures of uses are kept, and what keeps them longer: a legal hold, which names its reason.

What is removed is the picture; its row stays, with the hash and the day, so that whoever has a copy can still prove it.
"""

from collections.abc import Iterable
from typing import Annotated, ClassVar

import msgspec

from domain import organization
from domain.authorizations import Authorization
from domain.files import Attachment, Purpose
from domain.organization import Organization, Permission, manages_all, may
from domain.rows import Act, IdText, Ms, Row, Sentence
from domain.seals import Seal
from domain.usage import Photo
from domain.verdict import Allowed, Circumstances, Facts, Refused, Verdict, missing

LEAST_DAYS = 30  # less is a slip of the hand, and what it removes nobody brings back
MOST_HOLDS = 100  # in force in an organization
Picture = Photo | Attachment


class Hold(Row, frozen=True, kw_only=True):
    """Nothing is removed of `seal` (none: of any) that the cloud got from `start` until before `end` (none: ever)."""

    table: ClassVar[str] = "holds"
    reason: Sentence
    seal: IdText | None = None
    start: Ms | None = None
    end: Ms | None = None
    member: IdText
    at: Ms
    lifted_by: IdText | None = None
    lifted_at: Ms | None = None
    lift_reason: Sentence = ""


class SetRetention(Act, frozen=True, kw_only=True):
    """Remove pictures of uses so many days after the cloud got them; 0: never."""

    days: Annotated[int, msgspec.Meta(ge=0, le=36500)]


class PlaceHold(Act, frozen=True, kw_only=True):
    id: IdText
    reason: Sentence
    seal: IdText | None = None
    start: Ms | None = None
    end: Ms | None = None


class LiftHold(Act, frozen=True, kw_only=True):
    hold: IdText
    reason: Sentence


def decide_set_retention(act: SetRetention, at: Circumstances) -> Verdict:
    """The owner: what is removed is gone."""
    if not may(at.actor, Permission.CHANGE_ORGANIZATION):
        return Refused("not_allowed")
    of = organization.of(at)
    if of is None:
        return missing(at.facts)
    if 0 < act.days < LEAST_DAYS:
        return Refused("retention_too_short", "days", str(LEAST_DAYS))
    if act.days == of.pictures_kept_d:
        return Refused("already_so")
    return Allowed((msgspec.structs.replace(of, pictures_kept_d=act.days),))


def decide_place_hold(act: PlaceHold, at: Circumstances) -> Verdict:
    """Owner and administrator: to keep something longer spoils nothing."""
    if not manages_all(at.actor):
        return Refused("not_allowed")
    if act.seal is not None and at.facts.get(Seal, act.seal) is None:
        return missing(at.facts)
    if not act.reason.strip():
        return Refused("reason_missing", "reason")
    if act.start is not None and act.end is not None and act.end <= act.start:
        return Refused("end_before_start", "end")
    if sum(in_force(each) for each in at.facts.all(Hold)) >= MOST_HOLDS:
        return Refused("holds_full", None, str(MOST_HOLDS))
    row = Hold(
        id=act.id,
        organization=at.actor.organization,
        reason=act.reason,
        seal=act.seal,
        start=act.start,
        end=act.end,
        member=at.actor.id,
        at=at.now,
    )
    return Allowed((row,))


def decide_lift_hold(act: LiftHold, at: Circumstances) -> Verdict:
    """The owner: what was held may be removed from then on."""
    if not may(at.actor, Permission.CHANGE_ORGANIZATION):
        return Refused("not_allowed")
    row = at.facts.get(Hold, act.hold)
    if row is None:
        return missing(at.facts)
    if not in_force(row):
        return Refused("hold_lifted")
    if not act.reason.strip():
        return Refused("reason_missing", "reason")
    return Allowed((msgspec.structs.replace(row, lifted_by=at.actor.id, lifted_at=at.now, lift_reason=act.reason),))


def in_force(hold: Hold) -> bool:
    return hold.lifted_at is None


def covers(hold: Hold, seal: str, at: int) -> bool:
    """Whether what the cloud got of a seal at that time is held."""
    begun = hold.start is None or hold.start <= at
    return in_force(hold) and hold.seal in (None, seal) and begun and (hold.end is None or at < hold.end)


def seal_of(picture: Picture, facts: Facts) -> str | None:
    """The seal of whose use it is a picture; none: it is of an application, or a file."""
    if isinstance(picture, Photo):
        return picture.seal
    if picture.purpose is not Purpose.AFTER_USE or picture.authorization is None:
        return None
    use = facts.get(Authorization, picture.authorization)
    return None if use is None else use.seal


def outlived(picture: Picture, seal: str, of: Organization, holds: Iterable[Hold], now: int) -> Picture | None:
    """The picture of a use of `seal`, removed by its organization's rule; none: it stays. What counts is when the cloud
    got it: the clock of whoever took it may say anything."""
    got, kept_ms = picture.stored_at, of.pictures_kept_ms
    if got is None or kept_ms is None or picture.removed_at is not None or now < got + kept_ms:
        return None
    if any(covers(hold, seal, got) for hold in holds):
        return None
    return msgspec.structs.replace(picture, removed_at=now, removed_after_d=of.pictures_kept_d)
