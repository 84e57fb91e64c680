"""Pre-authorization by activation code, from its issue to the press (R-081, R-082, R-110, R-121, R-129, C-03, I-19)."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from cloud.store import audits, jobs, proofs, tables
from cloud.store.unit import View
from domain.authorizations import Authorization, Stage, State, awaiting_seal, state
from domain.codes import Purpose
from domain.ending import Activate, CancelAuthorization, EndUse, RenewCode
from domain.issuing import Authorize
from domain.messages import SMS_PER_DAY, Channel, DeliveryState
from domain.times import day_start
from domain.uses import DAY_MS, Method
from protocol.conversation import Code
from tests.cloud.company import HOUR_MS, SERIAL, Company, bound, found_company, refused
from tests.cloud.world import Cloud, Person, pull_all, running


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
    await seal.settle()
    await seal.connect(company.member)
    assert seal.take() is not Code.OK  # nothing of it is to be used before it is activated
    await seal.connect()
    row = await company.row(Authorization, act.id)
    assert state(row, company.cloud.now) is State.NOT_ACTIVATED
    code = await code_for(company)
    assert len(code) == 8
    await company.member.done(activate(act, code))
    assert awaiting_seal(await company.row(Authorization, act.id))  # 待设备确认
    await seal.settle()
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
    await company.seal.settle()
    await company.seal.connect(company.approver)
    assert company.seal.take() is Code.OK


async def test_who_takes_it_back(company: Company) -> None:
    act = await issue(company)
    code = await code_for(company)
    for each in (company.member, company.other, company.approver, company.custom):
        expected = "not_allowed" if each is company.member else "not_found"  # as if there were none
        assert await refused(each, CancelAuthorization(authorization=act.id)) == expected
        assert await refused(each, RenewCode(authorization=act.id)) == expected
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

    held = await everything(company)
    assert company.member.phone in held  # the notice is there
    assert code not in held


@pytest.mark.req("I-19")
async def test_a_code_that_was_typed_in_vain_is_kept_in_no_row_either(company: Company) -> None:
    """It is still good: who reads the database shall not read it in the act that was refused."""
    await company.keeper.done(company.authorize("direct"))
    act, cloud = await issue(company), company.cloud
    code = await code_for(company)
    assert await refused(company.member, activate(act, code)) == "former_use_not_ended"
    assert code not in await everything(company)

    def read(view: View) -> tuple[int | None, bytes]:
        vault = cloud.service.keys.vault
        kept = view.first(tables.acts, name="Activate")
        broken = audits.broken_at(view, company.owner.organization, vault)
        return broken, proofs.received(vault, kept.id, kept.name, kept.body)

    broken, body = await cloud.service.database.read(read)
    assert broken is None
    assert code in body.decode()  # and can be proved


async def everything(company: Company) -> str:
    """All that the cloud's database holds."""

    def read(view: View) -> str:
        return repr(
            [tuple(row) for table in tables.metadata.sorted_tables for row in view.connection.execute(select(table))]
        )

    return await company.cloud.service.database.read(read)


@pytest.mark.req("I-18", "I-19")
async def test_another_organization_with_the_same_id_has_a_code_of_its_own(company: Company) -> None:
    """Consoles choose the ids: neither takes the other's code, nor sends, tries or ends it."""
    act, cloud = await issue(company), company.cloud
    mine = await code_for(company)
    stranger = await cloud.organization("19900000091", "别家公司")
    await bound(cloud, stranger, "GL2026000099")
    await stranger.done(company.authorize("first", seal="GL2026000099", member=stranger.member, method=Method.PRE))
    his = (await cloud.delivered(stranger.phone, Purpose.ACTIVATE)).partition(" ")[0]
    if mine != his:
        assert await refused(company.member, activate(act, his)) == "activation_code_wrong"
    for _ in range(5):
        await stranger.do(activate(act, wrong(his)))
    await stranger.done(CancelAuthorization(authorization=act.id))
    await company.member.done(activate(act, mine))


@pytest.mark.req("I-18", "I-19")
async def test_a_code_on_its_way_stays_when_another_organization_sends_one_of_the_same_id(company: Company) -> None:
    act, cloud = company.authorize("first", method=Method.PRE), company.cloud
    stranger = await cloud.organization("19900000091", "别家公司")
    await bound(cloud, stranger, "GL2026000099")
    cloud.service.post.channels.clear()  # nobody carries them yet
    await company.keeper.done(act)
    await stranger.done(company.authorize("first", seal="GL2026000099", member=stranger.member, method=Method.PRE))
    waiting = await cloud.service.database.read(lambda view: jobs.all_of(view, DeliveryState.WAITING))
    codes = [job.recipient for job in waiting if job.topic == Purpose.ACTIVATE]
    assert codes == [company.member.phone, stranger.phone]


async def test_a_new_code_cannot_be_had_too_often(tmp_path: Path, database_url: str | None) -> None:
    async with running(tmp_path, database=database_url) as cloud:
        company = await found_company(cloud)
        cloud.service.settings.code_every_s, cloud.service.settings.codes_per_hour = 60, 3
        act = await issue(company)
        renew = RenewCode(authorization=act.id)
        assert await refused(company.keeper, renew) == "codes_too_often"
        for _ in range(2):
            cloud.now += 60_000
            await company.keeper.done(renew)
        code = await code_for(company)
        cloud.now += 60_000
        assert await refused(company.keeper, renew) == "codes_too_often"
        await issue(company, "second")  # another one is none of it
        await company.member.done(activate(act, code))


@pytest.mark.req("I-20", "I")
async def test_whoever_sends_codes_a_person_gets_no_more_sms_than_fifty_a_day(cloud: Cloud) -> None:
    company = await found_company(cloud)
    cloud.now = day_start(cloud.now) + DAY_MS + 1  # the codes with which they signed in were yesterday's
    for each in (company.keeper, company.member):
        await each.enter()
    acts = [company.authorize(f"{n}", method=Method.PRE, end=cloud.now + 2 * DAY_MS) for n in range(SMS_PER_DAY)]
    verdicts = (await company.keeper.push(*map(company.keeper.signed, acts))).verdicts
    assert [each.code for each in verdicts] == [""] * (SMS_PER_DAY - 1) + ["sms_full"]
    await cloud.service.post.work()
    assert await refused(company.keeper, RenewCode(authorization=acts[0].id)) == "sms_full"

    def handed(view: View) -> int:
        of = tables.sendings.c
        mine = (of.recipient == company.member.phone, of.channel == Channel.SMS.value, of.at >= day_start(cloud.now))
        return view.connection.execute(select(func.count()).where(*mine)).scalar_one()

    assert await cloud.service.database.read(handed) == SMS_PER_DAY
    cloud.now += DAY_MS
    await company.keeper.enter()
    await company.keeper.done(RenewCode(authorization=acts[0].id))
