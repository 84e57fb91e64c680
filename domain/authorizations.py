"""Authorizations: issuing the right to press a seal, and ending it (R-020, R-022, R-100..R-111, R-138..R-145)."""

from enum import StrEnum
from typing import ClassVar

import msgspec

from domain.applications import Application, ApplicationState, Count, StepKind, current_step
from domain.approvals import pass_step
from domain.organization import Member, Permission, may
from domain.rows import Act, IdText, Ms, Row
from domain.seals import BindingState, Seal, manages
from domain.verdict import Allowed, Circumstances, Facts, Refused, Verdict, missing


class Mode(StrEnum):
    PHYSICAL = "physical"
    ELECTRONIC = "electronic"


class Method(StrEnum):
    DIRECT = "direct"
    PRE = "pre"


class State(StrEnum):
    NOT_STARTED = "not_started"
    IN_USE = "in_use"
    EXPIRED = "expired"
    ENDED = "ended"
    REFUSED = "refused"  # the seal would not take it


class Authorization(Row, frozen=True, kw_only=True):
    """`confirmed_at`: the seal's log says it holds the grant; `end_confirmed_at`: … that it is over (C-05)."""

    table: ClassVar[str] = "authorizations"
    seal: IdText
    binding: int
    member: IdText
    issued_by: IdText
    application: IdText | None
    start: Ms
    end: Ms
    mode: Mode
    method: Method
    count: Count
    photo_required: bool
    used: int = 0
    issued_at: Ms
    confirmed_at: Ms | None = None
    ended_at: Ms | None = None
    ended_by: IdText | None = None
    end_confirmed_at: Ms | None = None
    refused_at: Ms | None = None


class Authorize(Act, frozen=True, kw_only=True):
    """Issue: for an application (its authorizing step) or without one (R-101, R-103). `count` 0 = unlimited."""

    id: IdText
    application: IdText | None
    seal: IdText
    member: IdText
    start: Ms
    end: Ms
    mode: Mode
    method: Method
    count: Count
    photo_required: bool


class EndUse(Act, frozen=True, kw_only=True):
    authorization: IdText


def state(authorization: Authorization, now: int) -> State:
    """The state at a time (requirements 5.2)."""
    if authorization.refused_at is not None:
        return State.REFUSED
    if authorization.ended_at is not None:
        return State.ENDED
    if now < authorization.start:
        return State.NOT_STARTED
    used_up = 0 < authorization.count <= authorization.used
    return State.EXPIRED if now >= authorization.end or used_up else State.IN_USE


def live(authorization: Authorization) -> bool:
    """Not ended: it keeps others from the seal, also when expired (C-03, C-04)."""
    return authorization.ended_at is None and authorization.refused_at is None


def awaiting_seal(authorization: Authorization) -> bool:
    """Decided in the cloud, not yet in the seal's log (待设备确认)."""
    if authorization.ended_at is not None:
        return authorization.end_confirmed_at is None
    return authorization.refused_at is None and authorization.confirmed_at is None


def live_on(seal: str, facts: Facts) -> Authorization | None:
    """The one authorization that is not ended (I-03)."""
    return next((each for each in facts.all(Authorization, seal=seal) if live(each)), None)


def decide_authorize(act: Authorize, at: Circumstances) -> Verdict:
    """R-100: owner, administrator, this seal's keeper; the former use must have been ended (R-104)."""
    seal, member = at.facts.get(Seal, act.seal), at.facts.get(Member, act.member)
    if seal is None or member is None:
        return missing(at.facts)
    if not may(at.actor, Permission.AUTHORIZE) or not manages(at.actor, seal):
        return Refused("not_allowed")
    if seal.state is not BindingState.BOUND:
        return Refused("seal_not_bound", "seal", seal.name)
    if not may(member, Permission.STAMP):
        return Refused("member_may_not_stamp", "member", member.name)
    if act.mode is not Mode.PHYSICAL or act.method is not Method.DIRECT:
        return Refused("not_offered", "mode" if act.mode is not Mode.PHYSICAL else "method")
    if act.end <= act.start:
        return Refused("end_before_start", "end")
    if act.end <= at.now:
        return Refused("end_in_past", "end")
    if live_on(act.seal, at.facts) is not None:
        return Refused("former_use_not_ended", "seal", seal.name)
    rows: list[Row] = []
    if act.application is not None:
        application = _authorizable(act, at)
        if not isinstance(application, Application):
            return application
        rows.append(application)
    authorization = Authorization(
        id=act.id,
        organization=at.actor.organization,
        seal=act.seal,
        binding=seal.binding,
        member=act.member,
        issued_by=at.actor.id,
        application=act.application,
        start=act.start,
        end=act.end,
        mode=act.mode,
        method=act.method,
        count=act.count,
        photo_required=act.photo_required,
        issued_at=at.now,
    )
    return Allowed((authorization, *rows))


def _authorizable(act: Authorize, at: Circumstances) -> Application | Verdict:
    """The application after its authorizing step; the authorizer may narrow it, not widen it (C-28)."""
    application = at.facts.get(Application, act.application or "")
    if application is None:
        return missing(at.facts)
    step = current_step(application)
    if step is None:
        return Refused("already_decided")
    if step.kind is not StepKind.AUTHORIZE or at.actor.id not in step.candidates:
        return Refused("not_your_turn")
    if (application.seal, application.applicant) != (act.seal, act.member):
        return Refused("other_than_applied", "seal" if application.seal != act.seal else "member")
    if act.start < application.start or act.end > application.end:
        return Refused("wider_than_applied", "start" if act.start < application.start else "end")
    if application.count and not 0 < act.count <= application.count:
        return Refused("wider_than_applied", "count")
    passed = pass_step(application, at.actor.id, at.now)
    return msgspec.structs.replace(passed, state=ApplicationState.AUTHORIZED, authorization=act.id)


def decide_end_use(act: EndUse, at: Circumstances) -> Verdict:
    """R-140, R-141: a decision of the cloud at any time; the seal learns it with the next contact (C-05)."""
    authorization = at.facts.get(Authorization, act.authorization)
    seal = at.facts.get(Seal, authorization.seal) if authorization else None
    if authorization is None or seal is None:
        return missing(at.facts)
    if not may(at.actor, Permission.END_USE) or not manages(at.actor, seal):
        return Refused("not_allowed")
    if not live(authorization):
        return Refused("already_ended")
    return Allowed((msgspec.structs.replace(authorization, ended_at=at.now, ended_by=at.actor.id),))
