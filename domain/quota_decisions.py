"""What the operator decides of quotas, asked for or not (R-041)."""

import msgspec

from domain.organization import Organization
from domain.quotas import Quota, QuotaRequest, QuotaState
from domain.verdict import Refused


def judge_decision(row: QuotaRequest | None) -> Refused | None:
    """A request is decided once."""
    if row is None:
        return Refused("not_found")
    return None if row.state is QuotaState.WAITING else Refused("quota_decided")


def granted(row: QuotaRequest, organization: Organization, now: int) -> tuple[QuotaRequest, Organization]:
    """As wanted; a quota that is larger by now stays so."""
    most = max(row.wanted, getattr(organization.quotas, row.quota.value))
    return msgspec.structs.replace(row, state=QuotaState.GRANTED, decided_at=now), with_quota(
        organization, row.quota, most
    )


def refused(row: QuotaRequest, answer: str, now: int) -> QuotaRequest | Refused:
    """Who has asked is told why."""
    if not answer.strip():
        return Refused("reason_missing", "answer")
    return msgspec.structs.replace(row, state=QuotaState.REFUSED, decided_at=now, answer=answer)


def with_quota(organization: Organization, quota: Quota, most: int) -> Organization:
    """What is there beyond a quota that is made smaller stays; nothing is added to it."""
    return msgspec.structs.replace(
        organization, quotas=msgspec.structs.replace(organization.quotas, **{quota.value: most})
    )
