"""More uses for a use that is under way: the seal goes on counting, and so does the cloud, however late it hears."""

import pytest

from domain.authorizations import Authorization, Stage
from domain.ending import EndUse, ExtendUse
from domain.issuing import Authorize
from protocol.conversation import Code
from tests.cloud.company import HOUR_MS, Company, found_company, refused, uid
from tests.cloud.world import Cloud


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    return await found_company(cloud, real_seal=True)


def extending(act: Authorize, count: int = 5, name: str = "more", of: str | None = None) -> ExtendUse:
    return ExtendUse(id=uid(name), authorization=of or act.id, count=count, end=act.end)


async def pressed(company: Company, times: int) -> None:
    """The member's, on the seal."""
    await company.seal.contact()
    await company.seal.connect(company.member)
    assert company.seal.take() is Code.OK
    for _ in range(times):
        company.seal.press()


async def used(company: Company, name: str) -> tuple[int, int, Stage]:
    row = await company.row(Authorization, uid(name))
    return row.carried, row.used, row.stage


async def test_the_seal_takes_it_and_goes_on_counting(company: Company) -> None:
    await company.keeper.done(act := company.authorize(count=2))
    await pressed(company, 2)
    await company.seal.drain()
    company.seal.press()  # one too many
    await company.seal.drain()
    await company.keeper.done(extending(act))
    assert await used(company, "more") == (2, 2, Stage.LIVE)
    assert await used(company, "authorization") == (0, 2, Stage.OVER)
    await company.seal.contact()
    row = await company.row(Authorization, uid("authorization"))
    assert row.ended_by == company.keeper.member
    await pressed(company, 2)
    await company.seal.drain()
    assert await used(company, "more") == (2, 4, Stage.LIVE)
    assert (await company.row(Authorization, uid("more"))).confirmed_at == company.cloud.now
    assert (await company.row(Authorization, act.id)).end_confirmed_at == company.cloud.now


async def test_records_that_come_later_are_counted_on(company: Company) -> None:
    """Two presses lie on the seal while it is extended twice."""
    await company.keeper.done(act := company.authorize(count=4))
    await pressed(company, 1)
    await company.seal.drain()
    for _ in range(2):
        company.seal.press()
    await company.keeper.done(extending(act, 5))
    await company.keeper.done(extending(act, 6, "most", uid("more")))
    assert await used(company, "most") == (1, 1, Stage.LIVE)
    await company.seal.drain()
    assert await used(company, "authorization") == (0, 3, Stage.OVER)
    assert await used(company, "more") == (3, 3, Stage.OVER)
    assert await used(company, "most") == (3, 3, Stage.LIVE)
    await company.seal.contact()
    await pressed(company, 3)
    company.seal.press()  # one too many
    await company.seal.drain()
    assert await used(company, "most") == (3, 6, Stage.LIVE)


async def test_a_seal_that_never_heard_of_the_first_gets_the_last(company: Company) -> None:
    await company.keeper.done(act := company.authorize(count=1))
    await company.keeper.done(extending(act, 2))
    await company.keeper.done(extending(act, 3, "most", uid("more")))
    await pressed(company, 3)
    await company.seal.drain()
    assert await used(company, "most") == (0, 3, Stage.LIVE)


async def test_who_may_and_what_is_no_more(company: Company) -> None:
    await company.keeper.done(act := company.authorize())
    assert await refused(company.member, extending(act)) == "not_allowed"
    for each in (company.other, company.approver, company.custom):  # who may not even know of it
        assert await refused(each, extending(act)) == "not_found"
    assert await refused(company.keeper, extending(act, 3)) == "not_more"
    assert await refused(company.keeper, extending(act, 2)) == "not_more"
    sooner = ExtendUse(id=uid("more"), authorization=act.id, count=5, end=act.end - 1)
    assert await refused(company.keeper, sooner) == "not_more"
    longer = ExtendUse(id=uid("more"), authorization=act.id, count=3, end=act.end + HOUR_MS)
    await company.admin.done(longer)
    assert await refused(company.keeper, extending(act, 9, "again")) == "already_ended"
    await company.keeper.done(EndUse(authorization=longer.id))
    assert await refused(company.keeper, extending(act, 9, "again", longer.id)) == "already_ended"
