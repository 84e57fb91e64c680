"""What the operator decides of quotas (R-041)."""

import msgspec
import pytest

from domain.organization import Organization, Quotas
from domain.quota_decisions import granted, judge_decision, refused, with_quota
from domain.quotas import Quota, QuotaRequest, QuotaState
from domain.verdict import Refused

NOW = 1000
ROW = QuotaRequest(
    id="r", organization="o", quota=Quota.PEOPLE, before=100, wanted=150, reason="新员工", member="m", at=1
)
ORGANIZATION = Organization(id="o", organization="o", name="云杉公司", created_at=0)


def test_a_request_is_decided_once() -> None:
    assert judge_decision(ROW) is None
    assert judge_decision(None) == Refused("not_found")
    for state in (QuotaState.GRANTED, QuotaState.REFUSED):
        assert judge_decision(msgspec.structs.replace(ROW, state=state)) == Refused("quota_decided")


@pytest.mark.req("R-041")
def test_what_is_granted_is_as_much_as_was_wanted_and_never_less_than_there_is() -> None:
    row, organization = granted(ROW, ORGANIZATION, NOW)
    assert (row.state, row.decided_at) == (QuotaState.GRANTED, NOW)
    assert organization.quotas == Quotas(people=150)
    _, more = granted(ROW, with_quota(ORGANIZATION, Quota.PEOPLE, 500), NOW)
    assert more.quotas.people == 500


def test_who_is_refused_is_told_why() -> None:
    for empty in ("", " \n"):
        assert refused(ROW, empty, NOW) == Refused("reason_missing", "answer")
    row = refused(ROW, "请先续费", NOW)
    assert isinstance(row, QuotaRequest)
    assert (row.state, row.answer, row.decided_at) == (QuotaState.REFUSED, "请先续费", NOW)


@pytest.mark.parametrize("quota", list(Quota))
def test_one_quota_is_set_and_no_other(quota: Quota) -> None:
    after = with_quota(ORGANIZATION, quota, 7).quotas
    assert {each: getattr(after, each.value) for each in Quota if getattr(after, each.value) == 7} == {quota: 7}
    assert with_quota(ORGANIZATION, quota, getattr(ORGANIZATION.quotas, quota.value)) == ORGANIZATION
