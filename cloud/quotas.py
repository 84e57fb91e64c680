"""How much an organization may have of each: what it has asked for, and what the operator decides (R-041)."""

from cloud import audit, consequences
from cloud.service import Service
from cloud.store.unit import Unit
from domain import quota_decisions
from domain.organization import Organization
from domain.quotas import Quota, QuotaRequest
from domain.verdict import Refused

GRANT, REFUSE, SET = "GrantQuota", "RefuseQuota", "SetQuota"


def grant(service: Service, unit: Unit, organization: str, id: str, now: int) -> QuotaRequest | Refused:
    """As much as was asked for; who has asked is told."""
    row = _waiting(unit, organization, id)
    if isinstance(row, Refused):
        return row
    of = _organization(unit, organization)
    if of is None:
        return Refused("not_found", "organization")
    decided, changed = quota_decisions.granted(row, of, now)
    consequences.put(service, unit, (decided, changed), now)
    audit.note_operator(service, unit, organization, GRANT, id, "", now)
    return decided


def refuse(service: Service, unit: Unit, organization: str, id: str, answer: str, now: int) -> QuotaRequest | Refused:
    """All stays as it is; who has asked is told why."""
    row = _waiting(unit, organization, id)
    decided = row if isinstance(row, Refused) else quota_decisions.refused(row, answer, now)
    if isinstance(decided, Refused):
        return decided
    consequences.put(service, unit, (decided,), now)
    audit.note_operator(service, unit, organization, REFUSE, id, answer, now)
    return decided


def set_quota(
    service: Service, unit: Unit, organization: str, quota: Quota, most: int, why: str, now: int
) -> Organization | Refused:
    """Without having been asked."""
    of = _organization(unit, organization)
    if of is None:
        return Refused("not_found", "organization")
    if not why.strip():
        return Refused("reason_missing", "reason")
    if getattr(of.quotas, quota.value) == most:
        return Refused("already_so", "most")
    changed = quota_decisions.with_quota(of, quota, most)
    consequences.put(service, unit, (changed,), now)
    audit.note_operator(service, unit, organization, SET, quota.value, why, now)
    return changed


def _waiting(unit: Unit, organization: str, id: str) -> QuotaRequest | Refused:
    row = unit.get(QuotaRequest, organization, id)
    refused = quota_decisions.judge_decision(row)
    return refused or row or Refused("not_found")


def _organization(unit: Unit, id: str) -> Organization | None:
    found = unit.get(Organization, id, id)
    return None if found is None or found.deleted_at is not None else found
