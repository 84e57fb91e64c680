"""Asking for more than a quota allows (R-041). The operator decides; quotas are data of the organization."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from domain.organization import Permission, may, of
from domain.rows import Act, IdText, Ms, Row, Sentence
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing


class Quota(StrEnum):
    SEALS = "seals"
    PEOPLE = "people"
    DEPARTMENTS = "departments"


class QuotaState(StrEnum):
    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"


class QuotaRequest(Row, frozen=True, kw_only=True):
    """`wanted` in all, where there are `before`; `answer`: the operator's word to a refusal."""

    table: ClassVar[str] = "quota_requests"
    quota: Quota
    before: int
    wanted: int
    reason: Sentence
    state: QuotaState = QuotaState.WAITING
    member: IdText
    at: Ms
    decided_at: Ms | None = None
    answer: Sentence = ""


MOST = 100_000  # of anything in one organization


class RequestQuota(Act, frozen=True, kw_only=True):
    id: IdText
    quota: Quota
    wanted: Annotated[int, msgspec.Meta(ge=1, le=MOST)]
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


def decide_request_quota(act: RequestQuota, at: Circumstances) -> Verdict:
    """By whoever adds people or binds seals; one request for each quota waits at a time."""
    if not may(at.actor, Permission.ADD_ROLE):
        return Refused("not_allowed")
    organization = of(at)
    if organization is None:
        return missing(at.facts)
    before: int = getattr(organization.quotas, act.quota.value)
    if act.wanted <= before:
        return Refused("quota_not_more", "wanted", str(before))
    if not act.reason.strip():
        return Refused("reason_missing", "reason")
    if any(each.quota is act.quota and each.state is QuotaState.WAITING for each in at.facts.all(QuotaRequest)):
        return Refused("quota_asked_already", "quota")
    row = QuotaRequest(
        id=act.id,
        organization=at.actor.organization,
        quota=act.quota,
        before=before,
        wanted=act.wanted,
        reason=act.reason,
        member=at.actor.id,
        at=at.now,
    )
    return Allowed((row,))
