"""What becomes of an authorization after its issue: activated, extended, cancelled, ended (R-085, R-129, R-140)."""

from typing import Annotated

import msgspec

from domain import organization
from domain.applications import Application, approvers, needs_headquarters
from domain.authorizations import (
    Authorization,
    Stage,
    State,
    counted,
    demands_pictures,
    lacks_pictures,
    live,
    live_on,
    may_read,
    owes_pictures,
    place_of,
    state,
)
from domain.organization import Member, Permission, Role, may
from domain.rows import Act, IdText, Ms
from domain.seals import Seal, SealStatus, may_on
from domain.service import judge_use
from domain.uses import DAY_MS, MAX_COUNT, Method, judge_period
from domain.verdict import Allowed, Circumstances, Facts, OnlyCloud, Refused, Verdict, missing

CODE_DIGITS, CODE_TRIES = 8, 5  # of an activation code
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class Activate(Act, frozen=True, kw_only=True):
    """Activate a pre-authorization with the code that was sent to its user (R-081, R-129)."""

    authorization: IdText
    code: Annotated[str, msgspec.Meta(pattern=rf"^[0-9]{{{CODE_DIGITS}}}\Z")]


class RenewCode(Act, frozen=True, kw_only=True):
    """Send the user another activation code; the one before is void."""

    authorization: IdText


class CancelAuthorization(Act, frozen=True, kw_only=True):
    """Take back a pre-authorization that has not been activated (撤销)."""

    authorization: IdText


class EndUse(Act, frozen=True, kw_only=True):
    authorization: IdText


class ExtendUse(Act, frozen=True, kw_only=True):
    """More uses or more time for a live authorization: `count` (in all) and `end` of the one that takes its place."""

    id: IdText
    authorization: IdText
    count: Annotated[int, msgspec.Meta(ge=0, le=MAX_COUNT)]
    end: Ms


class WaiveUpload(Act, frozen=True, kw_only=True):
    """The owner no longer asks for the pictures that are missing (C-23)."""

    authorization: IdText
    reason: Reason


def _of(id: str, permission: Permission, at: Circumstances) -> Authorization | Verdict:
    """An authorization of a seal on which the actor has this right; who may not even read it does not hear of it."""
    authorization = at.facts.get(Authorization, id)
    place = place_of(authorization, at) if authorization else None
    if authorization is None or place is None:
        return missing(at.facts)
    if may_on(at.actor, permission, place[0]):
        return authorization
    return Refused("not_allowed") if _hears_of(authorization, place[0], at) else missing(at.facts)


def _hears_of(authorization: Authorization, seal: Seal, at: Circumstances) -> bool:
    """Whether it is shown to the actor: also who approved its application follows the use (R-084)."""
    application = at.facts.get(Application, authorization.application or "")
    approved = application is not None and at.actor.active and at.actor.id in approvers(application)
    return approved or may_read(at.actor, authorization, seal)


def decide_activate(act: Activate, at: Circumstances) -> Verdict:
    """R-129, I-19: by its user alone, while nobody else's is live (R-121, C-03). The code only the cloud can judge."""
    authorization = at.facts.get(Authorization, act.authorization)
    place = place_of(authorization, at) if authorization else None
    if authorization is None or place is None:
        return missing(at.facts)
    if authorization.member != at.actor.id or not may(at.actor, Permission.STAMP):
        return missing(at.facts)
    if not place[1].features:
        return Refused("free_use")
    if authorization.method is not Method.PRE or state(authorization, at.now) is not State.NOT_ACTIVATED:
        return Refused("not_to_activate", "authorization")
    if live_on(authorization.seal, at.facts) is not None:
        return Refused("former_use_not_ended", "authorization", place[0].name)
    if authorization.tries >= CODE_TRIES:
        return Refused("code_spent_at_seal", "code")
    if not at.facts.complete:
        return OnlyCloud()
    return Allowed((activated(authorization, at.now),))


def activated(authorization: Authorization, now: int) -> Authorization:
    """In use from now on: decided in the cloud, or said by the seal, which is the arbiter."""
    return msgspec.structs.replace(authorization, stage=Stage.LIVE, activated_at=now)


def put_back(authorization: Authorization) -> Authorization:
    """The seal would not activate it, for another one is live there: it waits again, and its code is good."""
    return msgspec.structs.replace(authorization, stage=Stage.WAITING, activated_at=None, confirmed_at=None)


def decide_renew_code(act: RenewCode, at: Circumstances) -> Verdict:
    """By whoever may issue for the seal."""
    authorization = _of(act.authorization, Permission.AUTHORIZE, at)
    if not isinstance(authorization, Authorization):
        return authorization
    of = organization.of(at)
    if of is not None and not of.features:
        return Refused("free_use")
    if state(authorization, at.now) is not State.NOT_ACTIVATED:
        return Refused("not_to_activate", "authorization")
    if authorization.tries >= CODE_TRIES:  # to the seal such a grant is over, whatever code comes now
        return Refused("code_spent_at_seal", "authorization")
    return Allowed((msgspec.structs.replace(authorization, held_at=None, tries=0),))


def decide_cancel(act: CancelAuthorization, at: Circumstances) -> Verdict:
    """未激活 -> 撤销, by whoever may issue for the seal."""
    authorization = _of(act.authorization, Permission.AUTHORIZE, at)
    if not isinstance(authorization, Authorization):
        return authorization
    if authorization.stage is not Stage.WAITING:
        return Refused("not_to_cancel", "authorization")
    return Allowed((msgspec.structs.replace(authorization, stage=Stage.OVER, cancelled_at=at.now),))


def decide_end_use(act: EndUse, at: Circumstances) -> Verdict:
    """R-140, R-141: a decision of the cloud at any time; the seal learns it with the next contact (C-05)."""
    authorization = _of(act.authorization, Permission.END_USE, at)
    if not isinstance(authorization, Authorization):
        return authorization
    if not live(authorization):
        return Refused("already_ended")
    return judge_end(authorization, at.facts) or Allowed((ended(authorization, at.actor.id, at.now),))


def judge_end(authorization: Authorization, facts: Facts) -> Refused | None:
    """Where pictures are demanded, not before each record has one (R-117, I-09), nor while records lie on the seal."""
    if owes_pictures(authorization):
        return Refused("pictures_missing", "authorization", str(authorization.pressed - authorization.pictured))
    lying = records_on_seal(authorization.seal, facts)
    if lying and demands_pictures(authorization):
        return Refused("records_missing", "authorization", str(lying))
    return None


def records_on_seal(seal: str, facts: Facts) -> int:
    """How many entries of its log a seal is known to hold that the cloud does not."""
    status = facts.get(SealStatus, seal)
    return 0 if status is None else max(0, status.log_end - status.log_to)


def by_itself(authorization: Authorization, now: int, facts: Facts) -> Authorization | None:
    """What time alone has made of an authorization; none: nothing.

    One that nobody activated lapses with its end. One that ends by itself does so when its period or its count is over,
    its pictures are declared and no records lie on the seal.
    """
    if authorization.stage is Stage.WAITING and state(authorization, now) is State.CANCELLED:
        return msgspec.structs.replace(authorization, stage=Stage.OVER, cancelled_at=now)
    if not authorization.auto_end or state(authorization, now) is not State.EXPIRED:
        return None
    if lacks_pictures(authorization) or records_on_seal(authorization.seal, facts):
        return None
    return ended(authorization, None, now)


def ended(authorization: Authorization, by: str | None, now: int) -> Authorization:
    """Ended by a member, or (none) by itself."""
    return msgspec.structs.replace(authorization, stage=Stage.OVER, ended_at=now, ended_by=by)


def most_of(applied: Application) -> tuple[int, int]:
    """Up to how many uses (0 = unlimited), and until when, the use of an application may be extended: as much again as
    its approvers have seen, and a day at least. More is applied for (C-28)."""
    longer = max(applied.end - applied.start, DAY_MS)
    return min(2 * applied.count, MAX_COUNT), applied.end + longer


def _beyond(act: ExtendUse, applied: Application) -> str | None:
    count, end = most_of(applied)
    if count and not 0 < act.count <= count:
        return "count"
    return "end" if act.end > end else None


def _judge_extension(before: Authorization, at: Circumstances) -> Verdict | None:
    """Whether its user may have more at all, and it may end for it."""
    user, of = at.facts.get(Member, before.member), organization.of(at)
    if user is None or of is None:
        return missing(at.facts)
    if not of.features:
        return Refused("free_use")
    if not may(user, Permission.STAMP):
        return Refused("member_may_not_stamp", "authorization", user.name)
    if (why := judge_end(before, at.facts)) is not None:
        return why
    asks = needs_headquarters(of, at.actor, before.member, at.facts)
    return Refused("headquarters_must_approve") if asks else None


def _judge_more(act: ExtendUse, before: Authorization, at: Circumstances) -> Verdict | None:
    """More than before, and not beyond what may be had of it."""
    applied = None if before.application is None else at.facts.get(Application, before.application)
    if before.application is not None and applied is None:
        return missing(at.facts)
    if applied is not None and (field := _beyond(act, applied)) is not None:
        return Refused("beyond_applied_again", field)
    seal = at.facts.get(Seal, before.seal)
    if seal is None:
        return missing(at.facts)
    if (why := judge_period(before.start, act.end, at.now) or judge_use(seal, act.end, at.facts, at.now)) is not None:
        return why
    if act.end < before.end:
        return Refused("not_more", "end")
    fewer = 0 < act.count < before.count or (before.count == 0 and act.count)
    same = (act.count, act.end) == (before.count, before.end)
    return Refused("not_more", "count") if fewer or same else None


def decide_extend(act: ExtendUse, at: Circumstances) -> Verdict:
    """More uses for a live authorization: a new grant takes its place, and goes on counting where it stood. Its own
    records are to have pictures again, whatever was waived or given to an heir.

    What needs the headquarters' consent is applied for, more of it as well (C-14).
    """
    before = _of(act.authorization, Permission.AUTHORIZE, at)
    if not isinstance(before, Authorization):
        return before
    if not live(before):
        return Refused("already_ended")
    if (why := _judge_extension(before, at) or _judge_more(act, before, at)) is not None:
        return why
    after = msgspec.structs.replace(
        before,
        id=act.id,
        count=act.count,
        end=act.end,
        continues=before.id,
        carried=before.used,
        pressed=0,
        pictured=0,
        issued_by=at.actor.id,
        issued_at=at.now,
        confirmed_at=None,
        owed_by=None,
        heir=None,
        waived_at=None,
        waived_by=None,
        waived_why="",
        pictures_told_at=None,
    )
    return Allowed((after, ended(before, at.actor.id, at.now)))


def decide_waive(act: WaiveUpload, at: Circumstances) -> Verdict:
    """C-23: the owner alone, with a reason."""
    authorization = at.facts.get(Authorization, act.authorization)
    place = place_of(authorization, at) if authorization else None
    if authorization is None or place is None or not _hears_of(authorization, place[0], at):
        return missing(at.facts)
    if at.actor.role is not Role.OWNER or not at.actor.active:
        return Refused("not_allowed")
    if not act.reason.strip():
        return Refused("reason_missing", "reason")
    if not authorization.upload_required or authorization.waived_at is not None:
        return Refused("nothing_owed", "authorization")
    row = msgspec.structs.replace(authorization, waived_at=at.now, waived_by=at.actor.id, waived_why=act.reason)
    return Allowed((counted(row, at.facts),))
