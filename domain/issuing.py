"""Issuing an authorization: for an application or without one, at once or by activation code (R-100..R-121)."""

import msgspec

from domain import documents, geo, organization
from domain.applications import (
    Application,
    ApplicationState,
    StepKind,
    current_step,
    needs_headquarters,
)
from domain.approvals import may_read, pass_step, turn
from domain.authorizations import Authorization, Mode, Stage, live_on
from domain.features import judge_area, off
from domain.fingers import over_bluetooth
from domain.geo import Area
from domain.organization import Feature, Member, Organization, Permission, may
from domain.rows import Act, IdText, Ms, Row
from domain.seals import BindingState, Seal, SealStatus, may_on
from domain.service import judge_use
from domain.subsidiaries import headquarters_asked
from domain.uses import Count, Method, judge_period
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing


class Authorize(Act, frozen=True, kw_only=True):
    """Issue: for an application (its authorizing step) or without one (R-101, R-103). `count` 0 = unlimited.

    `any_document`: in mode electronic, also others than those of the application.
    """

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
    area: Area | None = None
    fingerprint_required: bool = False
    upload_required: bool = False
    wechat: bool = True
    sms: bool = False
    auto_end: bool = False
    any_document: bool = False


def decide_authorize(act: Authorize, at: Circumstances) -> Verdict:
    """R-100: owner, administrator, this seal's keeper. Direct: the former use must have been ended (R-104, C-03)."""
    seal, member, of = at.facts.get(Seal, act.seal), at.facts.get(Member, act.member), organization.of(at)
    if seal is None or member is None or of is None:
        return missing(at.facts)
    if not may_on(at.actor, Permission.AUTHORIZE, seal):
        return Refused("not_allowed")
    if not of.features:
        return Refused("free_use")
    if (why := _judge(act, seal, member, of, at)) is not None:
        return why
    rows: list[Row] = []
    if act.application is not None:
        application = _authorizable(act, at)
        if not isinstance(application, Application):
            return application
        rows.append(application)
    elif needs_headquarters(of, at.actor, act.member, at.facts):
        return Refused("headquarters_must_approve")
    return Allowed((_row(act, seal, at), *rows))


def _judge(act: Authorize, seal: Seal, member: Member, of: Organization, at: Circumstances) -> Refused | None:
    if seal.state is not BindingState.BOUND:
        return Refused("seal_not_bound", "seal", seal.name)
    if not may(member, Permission.STAMP):
        return Refused("member_may_not_stamp", "member", member.name)
    return (
        judge_period(act.start, act.end, at.now)
        or judge_use(seal, act.end, at.facts, at.now)
        or _judge_mode(act, at)
        or _judge_area(act, of.features, at)
        or _judge_demands(act, of.features)
        or _judge_finger(act, seal, member, at)
        or _judge_former(act, seal, at)
    )


def _judge_mode(act: Authorize, at: Circumstances) -> Refused | None:
    """R-108: a document is watched in no way, and there is one."""
    demands = ("photo_required", "fingerprint_required", "upload_required")
    return documents.judge_demands(act.mode, act, demands) or documents.judge_documents(
        act.mode, act.application, at.facts, any_document=act.any_document
    )


def _judge_area(act: Authorize, features: list[Feature], at: Circumstances) -> Refused | None:
    """An area that was applied for binds, also when areas are no longer asked for: that is about what is filed now."""
    application = at.facts.get(Application, act.application) if act.application is not None else None
    asked = application is not None and application.area is not None
    return judge_area(act.area, [*features, Feature.AREA] if asked else features)


def _judge_demands(act: Authorize, features: list[Feature]) -> Refused | None:
    """Nothing is demanded that the organization has not checked."""
    demanded = {
        Feature.PHOTO: (act.photo_required, "photo_required"),
        Feature.FINGERPRINT: (act.fingerprint_required, "fingerprint_required"),
        Feature.UPLOAD_REQUIRED: (act.upload_required, "upload_required"),
        Feature.SMS: (act.sms, "sms"),
        Feature.PRE_AUTHORIZATION: (act.method is Method.PRE, "method"),
    }
    return off(demanded, features)


def _judge_finger(act: Authorize, seal: Seal, member: Member, at: Circumstances) -> Refused | None:
    """R-114, R-137, C-27: not over Bluetooth, and not without a fingerprint of this person in this seal."""
    if not act.fingerprint_required:
        return None
    if over_bluetooth(seal, at.facts.get(SealStatus, seal.id)):
        return Refused("finger_over_bluetooth", "fingerprint_required", seal.name)
    return None if member.id in seal.fingers else Refused("finger_missing", "fingerprint_required", member.name)


def _judge_former(act: Authorize, seal: Seal, at: Circumstances) -> Refused | None:
    if act.method is Method.DIRECT and live_on(act.seal, at.facts) is not None:
        return Refused("former_use_not_ended", "seal", seal.name)
    return None


def _row(act: Authorize, seal: Seal, at: Circumstances) -> Authorization:
    return Authorization(
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
        area=act.area,
        photo_required=act.photo_required,
        fingerprint_required=act.fingerprint_required,
        upload_required=act.upload_required,
        wechat=act.wechat,
        sms=act.sms,
        auto_end=act.auto_end,
        any_document=act.any_document,
        stage=Stage.WAITING if act.method is Method.PRE else Stage.LIVE,
        issued_at=at.now,
    )


def _authorizable(act: Authorize, at: Circumstances) -> Application | Verdict:
    """The application after its authorizing step; the authorizer may narrow it, not widen it (C-28)."""
    application = at.facts.get(Application, act.application or "")
    mine = turn(application, at) if application else None
    if application is None or not (mine or may_read(application, at)):
        return missing(at.facts)
    step = current_step(application)
    if step is None:
        return Refused("already_decided")
    if step.kind is not StepKind.AUTHORIZE or mine is None:
        return Refused("not_your_turn")
    if (field := _other(act, application)) is not None:
        return Refused("other_than_applied", field)
    if not headquarters_asked(application, at):  # filed before it was to be asked
        return Refused("headquarters_must_approve")
    if (field := _wider(act, application)) is not None:
        return Refused("wider_than_applied", field)
    of = organization.of(at)
    if of is not None and (field := _laxer(act, application, of.features)) is not None:
        return Refused("demand_dropped", field)
    passed = pass_step(mine, at.actor.id, at.now)
    return msgspec.structs.replace(passed, state=ApplicationState.AUTHORIZED, authorization=act.id)


def _other(act: Authorize, applied: Application) -> str | None:
    """The field in which it is another use than the one applied for."""
    same = {
        "seal": act.seal == applied.seal,
        "member": act.member == applied.applicant,
        "mode": act.mode is applied.mode,
    }
    return next((field for field, is_same in same.items() if not is_same), None)


def _wider(act: Authorize, applied: Application) -> str | None:
    """The field in which more would be given than was applied for."""
    if act.start < applied.start:
        return "start"
    if act.end > applied.end:
        return "end"
    if applied.count and not 0 < act.count <= applied.count:
        return "count"
    inside = applied.area is None or (act.area is not None and geo.within(act.area, applied.area))
    return None if inside else "area"


def _laxer(act: Authorize, applied: Application, features: list[Feature]) -> str | None:
    """The field of a demand that the approvers have seen, that is still one of the organization's, and that would go.

    The way of issue is the authorizer's to choose.
    """
    asked = applied.options
    demanded = {
        Feature.PHOTO: (asked.photo and not act.photo_required, "photo_required"),
        Feature.FINGERPRINT: (asked.fingerprint and not act.fingerprint_required, "fingerprint_required"),
        Feature.UPLOAD_REQUIRED: (asked.upload_required and not act.upload_required, "upload_required"),
    }
    return next((field for feature, (gone, field) in demanded.items() if gone and feature in features), None)
