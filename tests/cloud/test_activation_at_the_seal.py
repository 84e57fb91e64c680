"""Pre-authorizations that wait at the seal: it is the arbiter, and the cloud says 待设备确认 until its log has spoken
(R-129, I-03, I-19)."""

import pytest

from domain.authorizations import Authorization, Stage, State, awaiting_seal, state
from domain.codes import Purpose
from domain.ending import CODE_TRIES, Activate, CancelAuthorization, EndUse, RenewCode
from domain.ids import to_bytes
from domain.issuing import Authorize
from domain.messages import Message
from domain.uses import Method
from protocol import envelopes
from protocol.envelopes import Kind
from protocol.grants import Method as GrantMethod
from protocol.grants import code_mark
from protocol.log import EventKind, Outcome
from tests.cloud.company import Company, found_company, refused
from tests.cloud.voice import Voice
from tests.cloud.world import Cloud, Person, pull_all


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    return await found_company(cloud, sealed=False)


@pytest.fixture
async def voice(company: Company) -> Voice:
    voice = Voice(company.cloud, company.owner)
    await voice.bound()
    return voice


async def issue(company: Company, name: str = "first", to: Person | None = None) -> Authorize:
    act = company.authorize(name, member=(to or company.member).member, method=Method.PRE)
    await company.owner.done(act)
    return act


async def code_for(company: Company, person: Person | None = None) -> str:
    text = await company.cloud.delivered((person or company.member).phone, Purpose.ACTIVATE)
    return text.partition(" ")[0]


async def row_of(company: Company, act: Authorize) -> Authorization:
    return await company.row(Authorization, act.id)


async def told(person: Person, code: str) -> int:
    count = sum(row.code == code for row in (await pull_all(person)).of(Message))
    person.cursors.clear()
    return count


async def test_it_waits_at_the_seal_with_the_mark_of_its_code(company: Company, voice: Voice) -> None:
    act = await issue(company)
    code = await code_for(company)
    assert await voice.hear() == [Kind.GRANT]
    grant = voice.grant(voice.heard[-1])
    assert grant.method is GrantMethod.PRE
    assert grant.code == code_mark(voice.secret, to_bytes(act.id), code)
    row = await row_of(company, act)
    assert (row.stage, row.held_at, row.confirmed_at) == (Stage.WAITING, company.cloud.now, None)


@pytest.mark.req("R-129")
async def test_activated_in_the_cloud_it_awaits_the_seals_word(company: Company, voice: Voice) -> None:
    act = await issue(company)
    code = await code_for(company)
    await voice.hear()
    await company.member.done(Activate(authorization=act.id, code=code))
    assert awaiting_seal(await row_of(company, act))
    await voice.ask()
    body = envelopes.open_activation(voice.heard[-1].body, voice.secret)
    assert (body.grant, body.code) == (to_bytes(act.id), code)
    assert code.encode() not in voice.heard[-1].body  # who carries it reads nothing
    assert awaiting_seal(await row_of(company, act))
    voice.acknowledge(voice.heard[-1])
    await voice.drain()
    row = await row_of(company, act)
    assert (row.stage, awaiting_seal(row)) == (Stage.LIVE, False)


@pytest.mark.req("I-19", "I")
async def test_what_the_seal_refuses_waits_again_and_its_code_is_good(company: Company, voice: Voice) -> None:
    act = await issue(company)
    code = await code_for(company)
    await voice.hear()
    await company.member.done(Activate(authorization=act.id, code=code))
    assert await voice.hear(Outcome.REFUSED_OTHER_LIVE) == [Kind.ACTIVATE]
    row = await row_of(company, act)
    assert (state(row, company.cloud.now), row.activated_at) == (State.NOT_ACTIVATED, None)
    assert await told(company.member, "activation_put_back") == 1
    await company.member.done(Activate(authorization=act.id, code=code))  # the same one
    assert await voice.hear() == [Kind.ACTIVATE]
    assert await refused(company.member, Activate(authorization=act.id, code=code)) == "not_to_activate"
    assert (await row_of(company, act)).confirmed_at is not None


async def test_activated_at_the_seal(company: Company, voice: Voice) -> None:
    act = await issue(company)
    await voice.hear()
    voice.event(EventKind.ACTIVATED, grant=act.id)
    voice.press(act.id, company.member.member)
    await voice.drain()
    row = await row_of(company, act)
    assert (row.stage, row.used, row.activated_at, row.confirmed_at) == (
        Stage.LIVE,
        1,
        company.cloud.now,
        company.cloud.now,
    )
    code = await code_for(company)
    assert await refused(company.member, Activate(authorization=act.id, code=code)) == "not_to_activate"
    assert await told(company.owner, "authorization_activated") == 1


@pytest.mark.req("I-03", "I", "cloud")
@pytest.mark.parametrize("order", ["event first", "refusal first"])
async def test_two_activated_at_once_the_seals_own_is_the_one(company: Company, voice: Voice, order: str) -> None:
    """One at the seal, the other in the cloud: at no time are two live."""
    mine, his = await issue(company, "mine"), await issue(company, "his", company.approver)
    his_code = await code_for(company, company.approver)
    await voice.hear()
    voice.event(EventKind.ACTIVATED, grant=mine.id)  # nobody knows it yet
    activated = len(voice.entries)
    await company.approver.done(Activate(authorization=his.id, code=his_code))
    await voice.ask()
    voice.acknowledge(voice.heard[-1], Outcome.REFUSED_OTHER_LIVE)
    parts = [(activated, activated), (activated + 1, activated + 1)]
    for first, last in parts if order == "event first" else reversed(parts):
        await voice.give(first, last)
        rows = [await row_of(company, each) for each in (mine, his)]
        assert sum(row.stage is Stage.LIVE for row in rows) <= 1
    assert [(await row_of(company, each)).stage for each in (mine, his)] == [Stage.LIVE, Stage.WAITING]
    await company.owner.done(EndUse(authorization=mine.id))
    await company.approver.done(Activate(authorization=his.id, code=his_code))
    assert await voice.hear() == [Kind.END, Kind.ACTIVATE]
    assert (await row_of(company, his)).confirmed_at is not None


@pytest.mark.req("I-03", "I", "cloud")
async def test_a_direct_one_that_was_issued_meanwhile_is_refused(company: Company, voice: Voice) -> None:
    act = await issue(company)
    await voice.hear()
    voice.event(EventKind.ACTIVATED, grant=act.id)
    await company.owner.done(direct := company.authorize("direct", member=company.approver.member))
    await voice.drain()
    assert (await row_of(company, act)).stage is Stage.LIVE
    assert state(await row_of(company, direct), company.cloud.now) is State.REFUSED
    await voice.hear(Outcome.REFUSED_OTHER_LIVE)
    assert await told(company.approver, "authorization_refused") == 1


@pytest.mark.req("I-19", "I")
async def test_wrong_codes_at_the_seal_are_shown_and_the_fifth_ends_it(company: Company, voice: Voice) -> None:
    act = await issue(company)
    code = await code_for(company)
    await voice.hear()
    for tries in range(1, CODE_TRIES):
        voice.event(EventKind.CODE_WRONG, tries, act.id)
        await voice.drain()
        assert (await row_of(company, act)).tries == tries
    voice.event(EventKind.CODE_SPENT, CODE_TRIES, act.id)
    await voice.drain()
    assert (await row_of(company, act)).tries == CODE_TRIES
    assert await told(company.owner, "code_spent") == await told(company.member, "code_spent") == 1
    assert await refused(company.member, Activate(authorization=act.id, code=code)) == "code_spent_at_seal"
    assert await refused(company.owner, RenewCode(authorization=act.id)) == "code_spent_at_seal"
    await company.owner.done(CancelAuthorization(authorization=act.id))
    assert await voice.hear() == [Kind.END]


async def test_a_new_code_takes_the_place_of_the_old_one_at_the_seal(company: Company, voice: Voice) -> None:
    act = await issue(company)
    await voice.hear()
    voice.event(EventKind.CODE_WRONG, 3, act.id)
    await voice.drain()
    await company.owner.done(RenewCode(authorization=act.id))
    new = await code_for(company)
    row = await row_of(company, act)
    assert (row.tries, row.held_at) == (0, None)
    assert await voice.hear() == [Kind.GRANT]  # with the mark of the new one
    assert voice.grant(voice.heard[-1]).code == code_mark(voice.secret, to_bytes(act.id), new)
    await company.member.done(Activate(authorization=act.id, code=new))


async def test_what_the_seal_has_no_room_for_goes_to_it_when_it_is_activated(company: Company, voice: Voice) -> None:
    act = await issue(company)
    code = await code_for(company)
    assert await voice.hear(Outcome.REFUSED_FULL) == [Kind.GRANT]
    row = await row_of(company, act)
    assert (row.stage, row.held_at) == (Stage.WAITING, None)
    await company.member.done(Activate(authorization=act.id, code=code))
    assert await voice.hear() == [Kind.GRANT]
    assert voice.grant(voice.heard[-1]).method is GrantMethod.DIRECT
    assert (await row_of(company, act)).confirmed_at is not None


async def test_activated_before_the_seal_says_that_it_has_no_room(company: Company, voice: Voice) -> None:
    act = await issue(company)
    await company.member.done(Activate(authorization=act.id, code=await code_for(company)))
    assert await voice.hear(Outcome.REFUSED_FULL, Outcome.REFUSED_UNKNOWN) == [Kind.GRANT, Kind.ACTIVATE]
    row = await row_of(company, act)
    assert (row.stage, awaiting_seal(row)) == (Stage.LIVE, True)
    assert await voice.hear() == [Kind.GRANT]
    assert not awaiting_seal(await row_of(company, act))


async def test_taken_back_it_leaves_the_seal_as_well(company: Company, voice: Voice) -> None:
    act, never = await issue(company), await issue(company, "never heard of", company.approver)
    await company.owner.done(CancelAuthorization(authorization=never.id))
    assert await voice.hear() == [Kind.GRANT, Kind.END]
    await company.owner.done(CancelAuthorization(authorization=act.id))
    assert await voice.hear() == [Kind.END]
    assert envelopes.read_end(voice.heard[-1].body).grant == to_bytes(act.id)
