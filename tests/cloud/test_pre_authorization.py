"""Pre-authorization by activation code, from its issue to the press (R-081, R-082, R-110, R-121, R-129, C-03, I-19)."""

import pytest
from sqlalchemy import select

from cloud.store import tables
from cloud.store.unit import View
from domain.authorizations import Authorization, Stage, State, state
from domain.codes import Purpose
from domain.ending import Activate, CancelAuthorization, EndUse, RenewCode
from domain.issuing import Authorize
from domain.uses import Method
from protocol.conversation import Code
from tests.cloud.company import HOUR_MS, SERIAL, Company, found_company, refused
from tests.cloud.world import Cloud, Person, pull_all


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    return await found_company(cloud, real_seal=True)


async def issue(company: Company, name: str = "first", to: Person | None = None) -> Authorize:
    """A pre-authorization, by the keeper."""
    act = company.authorize(name, member=(to or company.member).member, method=Method.PRE)
    await company.keeper.done(act)
    return act


async def code_for(company: Company, person: Person | None = None) -> str:
    """The newest code that was sent to a person's phone."""
    text = await company.cloud.delivered((person or company.member).phone, Purpose.ACTIVATE)
    code, _, seal = text.partition(" ")
    assert seal == "(合同章)"
    return code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08}"


def activate(act: Authorize, code: str) -> Activate:
    return Activate(authorization=act.id, code=code)


@pytest.mark.req("R-081", "R-083", "R-129")
@pytest.mark.req("R-102")
async def test_from_the_code_to_the_press(company: Company) -> None:
    act, seal = await issue(company), company.seal
    assert await seal.contact() == []  # the seal hears nothing of it before it is activated
    row = await company.row(Authorization, act.id)
    assert state(row, company.cloud.now) is State.NOT_ACTIVATED
    code = await code_for(company)
    assert len(code) == 8
    await company.member.done(activate(act, code))
    assert await seal.contact() == [Code.OK]
    await seal.connect(company.member)
    assert seal.take() is Code.OK
    seal.press()
    await seal.drain()
    row = await company.row(Authorization, act.id)
    assert (row.stage, row.used, row.activated_at, row.confirmed_at) == (
        Stage.LIVE,
        1,
        company.cloud.now,
        company.cloud.now,
    )
    assert await refused(company.member, activate(act, code)) == "not_to_activate"  # a second time


async def test_the_code_goes_to_the_user_alone(company: Company) -> None:
    await issue(company)
    sent = [each for each in await company.cloud.inbox() if each["purpose"] == Purpose.ACTIVATE]
    assert [each["phone"] for each in sent] == [company.member.phone]


@pytest.mark.req("I-19")
async def test_wrong_codes_are_counted_and_the_fifth_ends_it(company: Company) -> None:
    act = await issue(company)
    code = await code_for(company)
    for left in "4321":
        verdict = await company.member.do(activate(act, wrong(code)))
        assert (verdict.code, verdict.field) == ("activation_code_wrong", "code")
        assert left in verdict.sentence
    assert await refused(company.member, activate(act, wrong(code))) == "activation_code_over"
    assert await refused(company.member, activate(act, code)) == "activation_code_over"
    assert (await company.row(Authorization, act.id)).stage is Stage.WAITING


async def test_a_new_code_takes_the_place_of_the_old_one(company: Company) -> None:
    act = await issue(company)
    old = await code_for(company)
    for _ in range(5):
        await company.member.do(activate(act, wrong(old)))
    await company.admin.done(RenewCode(authorization=act.id))
    new = await code_for(company)
    if new != old:
        assert await refused(company.member, activate(act, old)) == "activation_code_wrong"
    await company.member.done(activate(act, new))


@pytest.mark.parametrize("code", ["1234567", "123456789", "abcdefgh", "１２３４５６７８", ""])
async def test_what_is_no_code_costs_no_try(company: Company, code: str) -> None:
    act = await issue(company)
    for _ in range(6):
        assert await refused(company.member, activate(act, code)) == "arguments_do_not_fit"
    await company.member.done(activate(act, await code_for(company)))


async def test_nobody_elses_code_and_nobody_elses_authorization(company: Company) -> None:
    mine, his = await issue(company, "first"), await issue(company, "second", company.approver)
    my_code, his_code = await code_for(company), await code_for(company, company.approver)
    for each in (company.approver, company.keeper, company.admin, company.owner):
        assert await refused(each, activate(mine, my_code)) == "not_found"
    stranger = await company.cloud.organization("19900000008", "别家公司")
    assert await refused(stranger, activate(mine, my_code)) == "not_found"
    if my_code != his_code:
        assert await refused(company.approver, activate(his, my_code)) == "activation_code_wrong"
    await company.approver.done(activate(his, his_code))


@pytest.mark.req("R-120")
@pytest.mark.req("R-121", "V", "inside", "outside")
@pytest.mark.req("R-086", "V", "inside", "outside")
@pytest.mark.req("C-03", "C")
async def test_several_wait_and_one_at_a_time_is_live(company: Company) -> None:
    await company.keeper.done(direct := company.authorize("direct"))
    first, second = await issue(company, "first"), await issue(company, "second", company.approver)
    codes = await code_for(company), await code_for(company, company.approver)
    assert await refused(company.member, activate(first, codes[0])) == "former_use_not_ended"
    await company.keeper.done(EndUse(authorization=direct.id))
    await company.member.done(activate(first, codes[0]))
    assert await refused(company.approver, activate(second, codes[1])) == "former_use_not_ended"
    assert await refused(company.keeper, company.authorize("another")) == "former_use_not_ended"
    await company.keeper.done(EndUse(authorization=first.id))
    await company.approver.done(activate(second, codes[1]))  # a refusal for another reason costs no try
    assert await company.seal.contact() == [Code.OK, Code.OK, Code.OK]
    await company.seal.connect(company.approver)
    assert company.seal.take() is Code.OK


async def test_who_takes_it_back(company: Company) -> None:
    act = await issue(company)
    code = await code_for(company)
    for each in (company.member, company.other, company.approver, company.custom):
        told = "not_allowed" if each is company.member else "not_found"  # it is his, and none of the others' business
        assert await refused(each, CancelAuthorization(authorization=act.id)) == told
        assert await refused(each, RenewCode(authorization=act.id)) == told
    await company.keeper.done(CancelAuthorization(authorization=act.id))
    assert await refused(company.member, activate(act, code)) == "not_to_activate"
    assert await refused(company.keeper, RenewCode(authorization=act.id)) == "not_to_activate"
    assert await refused(company.keeper, CancelAuthorization(authorization=act.id)) == "not_to_cancel"
    assert [row.stage for row in (await pull_all(company.member)).of(Authorization)] == [Stage.OVER]


async def test_not_after_its_end(company: Company) -> None:
    act = await issue(company)
    code = await code_for(company)
    company.cloud.now += HOUR_MS
    await company.member.enter()
    assert await refused(company.member, activate(act, code)) == "not_to_activate"


async def test_a_code_for_a_direct_authorization_is_none(company: Company) -> None:
    await company.keeper.done(act := company.authorize("direct"))
    assert await refused(company.keeper, RenewCode(authorization=act.id)) == "not_to_activate"
    assert await refused(company.member, activate(act, "12345678")) == "not_to_activate"
    assert (await company.row(Authorization, act.id)).seal == SERIAL


@pytest.mark.req("I-19")
async def test_no_row_of_the_cloud_holds_a_code(company: Company) -> None:
    await issue(company)
    code = await code_for(company)

    def everything(view: View) -> str:
        return repr(
            [tuple(row) for table in tables.metadata.sorted_tables for row in view.connection.execute(select(table))]
        )

    held = await company.cloud.service.database.read(everything)
    assert company.member.phone in held  # the notice is there
    assert code not in held
