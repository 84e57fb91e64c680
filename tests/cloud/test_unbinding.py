"""Unbinding, from the act to the seal's last word, to the next organization, and by force (R-055, R-194..R-197, I-11,
C-32)."""

import asyncio
from pathlib import Path

import pytest

from cloud import forced
from cloud.main import main
from cloud.store import audits
from cloud.store.unit import Unit, View
from cloud.verify import verify
from domain.audit import AuditEntry
from domain.authorizations import Authorization, Stage
from domain.commands import CommandRefusal, CommandState, SealCommand
from domain.ending import CancelAuthorization, EndUse
from domain.loss_lock import LockSeal, UnlockSeal
from domain.messages import Message
from domain.offline_use import IN_CONTACT_MS
from domain.seals import BindingState, BindSeal, Model, SealStatus
from domain.seals import Seal as SealRow
from domain.subsidiaries import DeleteOrganization
from domain.unbinding import UnbindSeal
from domain.usage import Impression
from domain.uses import Method
from domain.verdict import Refused
from protocol import sync
from protocol.envelopes import Kind
from protocol.log import EventKind, Outcome
from tests.cloud.company import SERIAL, Company, found_company, refused
from tests.cloud.voice import Voice
from tests.cloud.world import Cloud, Person, Problem, pull_all, running

UNBIND = UnbindSeal(seal=SERIAL)


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    return await found_company(cloud, sealed=False)


@pytest.fixture
async def voice(company: Company) -> Voice:
    """On, in contact, with nothing to carry."""
    voice = Voice(company.cloud, company.owner)
    await voice.bound()
    voice.event(EventKind.SWITCHED_ON)
    await voice.drain()
    await voice.ask()
    return voice


async def seal_row(company: Company) -> SealRow:
    return await company.row(SealRow, SERIAL)


async def told(person: Person, code: str) -> list[Message]:
    rows = [row for row in (await pull_all(person)).of(Message) if row.code == code]
    person.cursors.clear()
    return rows


@pytest.mark.req("R-194", "P", "allowed", "refused")
async def test_owner_and_administrator_unbind(company: Company, voice: Voice) -> None:
    for each in (company.keeper, company.other, company.member, company.approver, company.custom):
        assert await refused(each, UNBIND) == "not_allowed"
    await company.admin.done(UNBIND)
    assert (await seal_row(company)).state is BindingState.UNBINDING  # it is theirs until its own log says otherwise
    assert await refused(company.owner, UNBIND) == "seal_not_bound"
    assert await refused(company.owner, company.authorize("use")) == "seal_not_bound"
    assert await voice.hear() == [Kind.UNBIND]
    row = await seal_row(company)
    assert (row.state, row.unbound_by, row.unbound_at) == (
        BindingState.UNBOUND,
        company.admin.member,
        company.cloud.now,
    )
    assert len(await told(company.owner, "seal_unbound")) == 1


@pytest.mark.req("R-196", "V", "inside", "outside")
async def test_only_while_it_is_on_and_in_contact(company: Company, voice: Voice) -> None:
    company.cloud.now += IN_CONTACT_MS + 1
    for each in (company.owner, company.admin):
        await each.enter()
    assert await refused(company.admin, UNBIND) == "seal_not_in_contact"
    await voice.ask()
    company.cloud.now += IN_CONTACT_MS
    await company.admin.enter()
    await company.admin.done(UNBIND)


@pytest.mark.req("R-197", "V", "inside", "outside")
@pytest.mark.req("I-11", "I")
async def test_only_when_nothing_is_left_that_has_not_ended(company: Company, voice: Voice) -> None:
    await company.owner.done(live := company.authorize("live"))
    await company.owner.done(waiting := company.authorize("waiting", method=Method.PRE))
    assert await refused(company.admin, UNBIND) == "former_use_not_ended"
    await company.owner.done(EndUse(authorization=live.id))
    assert await refused(company.admin, UNBIND) == "uses_wait"
    await company.owner.done(CancelAuthorization(authorization=waiting.id))
    await company.admin.done(UNBIND)
    assert (await voice.hear())[-1] is Kind.UNBIND
    for each in (live, waiting):
        assert (await company.row(Authorization, each.id)).stage is Stage.OVER


async def test_not_while_records_lie_on_it_nor_while_it_is_locked(company: Company, voice: Voice) -> None:
    voice.event(EventKind.RESTRICTED)
    await voice.ask()
    verdict = await company.admin.do(UNBIND)
    assert verdict.code == "seal_holds_records"
    assert "1" in verdict.sentence
    await voice.drain()
    await company.owner.done(LockSeal(seal=SERIAL))
    assert await refused(company.admin, UNBIND) == "seal_locked"  # he could not unlock it either
    await company.owner.done(UnlockSeal(seal=SERIAL))
    await company.admin.done(UNBIND)


async def test_what_the_seal_refuses_stays_bound(company: Company, voice: Voice) -> None:
    await company.admin.done(UNBIND)
    assert await voice.hear(Outcome.REFUSED_STORE) == [Kind.UNBIND]
    row = await seal_row(company)
    assert (row.state, row.unbound_by) == (BindingState.BOUND, None)
    (command,) = (await pull_all(company.owner)).of(SealCommand)
    assert (command.state, command.why) == (CommandState.REFUSED, CommandRefusal.STORE)
    assert len(await told(company.admin, "seal_stays_bound")) == 1
    await company.admin.done(UNBIND)  # once more
    assert await voice.hear() == [Kind.UNBIND]
    assert (await seal_row(company)).state is BindingState.UNBOUND


async def test_the_next_organization_binds_it_and_what_was_before_stays_before(company: Company, voice: Voice) -> None:
    """A slice of the old binding that somebody carries late opens with the old secret, and is the old owner's."""
    stranger = await company.cloud.organization("19900000091", "别家公司")
    bind = BindSeal(serial=SERIAL, model=Model.GL, name="他们的章", identity=voice.identity)
    assert (await stranger.do(bind)).code == "seal_already_bound"
    await company.admin.done(UNBIND)
    assert (await stranger.do(bind)).code == "seal_already_bound"  # it has not let go yet
    await voice.ask()
    voice.acknowledge(voice.heard[-1])
    last = len(voice.entries)
    await voice.give(last, last)
    late = Voice(company.cloud, company.owner, signing=voice.signing, static=voice.static)
    late.heads, late.entries = list(voice.heads), list(voice.entries)
    late.press(member=company.member.member)  # as if it were in the hands of a courier since then
    await stranger.done(bind)
    theirs = Voice(company.cloud, stranger, signing=voice.signing, static=voice.static, binding=2)
    theirs.heads, theirs.entries, theirs.given = list(late.heads), list(late.entries), len(late.entries)
    theirs.event(EventKind.TAKEN)
    await theirs.drain()
    await late.give(len(late.entries), len(late.entries))
    assert [row.member for row in (await pull_all(company.owner)).of(Impression)] == [company.member.member]
    assert (await pull_all(stranger)).of(Impression) == []
    with pytest.raises(Problem, match="404 not_found"):
        await late.give(len(late.entries), len(late.entries), stranger)


async def test_the_same_organization_binds_it_again(company: Company, voice: Voice) -> None:
    await company.admin.done(UNBIND)
    await voice.hear()
    bind = BindSeal(serial=SERIAL, model=Model.GL, name="公章", identity=voice.identity)
    await company.admin.done(bind)
    row = await seal_row(company)
    assert (row.state, row.binding, row.name, row.unbound_at) == (BindingState.AWAITING_SEAL, 2, "公章", None)


async def test_an_unbound_seal_takes_no_place(company: Company, voice: Voice) -> None:
    """Neither of the quota, nor does it keep the organization from being deleted."""
    await company.admin.done(UNBIND)
    gone = DeleteOrganization(name="云杉公司")
    assert await refused(company.owner, gone) == "seals_still_bound"
    await voice.hear()
    await company.owner.done(gone)


async def test_a_word_that_got_lost_is_made_up_for_by_the_next_question(company: Company, voice: Voice) -> None:
    """The console died with the seal's last word: the seal asks as an unbound one, and has the log to show for it."""
    await company.admin.done(UNBIND)
    fresh = Voice(company.cloud, company.admin, signing=voice.signing, static=voice.static, binding=0)
    await fresh.ask()  # a question from before it was bound, repeated: proves nothing
    assert (await seal_row(company)).state is BindingState.UNBINDING
    await voice.ask()
    voice.acknowledge(voice.heard[-1])
    voice.binding = 0
    await voice.ask(company.admin)
    assert (await seal_row(company)).state is BindingState.UNBOUND


async def test_whoever_belongs_to_the_organization_may_bring_that_word(company: Company, voice: Voice) -> None:
    stranger = await company.cloud.organization("19900000091", "别家公司")
    await company.admin.done(UNBIND)
    await voice.ask()
    voice.acknowledge(voice.heard[-1])
    voice.binding = 0
    path, his = f"/v1/seals/{SERIAL}/claim", company.member
    claim = sync.AskClaim(organization=his.organization)
    with pytest.raises(Problem, match="404 not_found"):
        await stranger.ask(sync.Claim, "POST", path, claim)
    await his.ask(sync.Claim, "POST", path, claim)
    assert (await voice.ask(his)).down == []
    assert (await seal_row(company)).state is BindingState.UNBOUND
    with pytest.raises(Problem, match="403 not_allowed"):  # as before: he binds nothing
        await his.ask(sync.Claim, "POST", path, claim)
    with pytest.raises(Problem, match="404 not_found"):
        await voice.ask(his)


async def test_storage_from_before_the_unbinding_gets_no_lease(company: Company, voice: Voice) -> None:
    await company.admin.done(UNBIND)
    await voice.hear()
    with pytest.raises(Problem, match="404 not_found"):
        await voice.ask()
    assert len(await told(company.owner, "seal_rolled_back")) == 1


async def force(company: Company, why: str = "印章已毁") -> SealRow | Refused:
    service = company.cloud.service

    def work(unit: Unit) -> SealRow | Refused:
        return forced.unbind(service, unit, SERIAL, why, company.cloud.now)

    return await service.database.write(work)


@pytest.mark.req("C-32", "C")
async def test_the_operator_unbinds_what_is_lost_and_the_log_says_why(company: Company, voice: Voice) -> None:
    await company.owner.done(live := company.authorize("live"))
    assert await force(company) == Refused("seal_not_locked", "seal", "合同章")
    await company.owner.done(LockSeal(seal=SERIAL))
    assert await force(company, " ") == Refused("reason_missing", "reason")
    assert isinstance(await force(company), SealRow)
    row = await seal_row(company)
    assert (row.state, row.unbound_by, row.unbound_why) == (BindingState.UNBOUND, None, "印章已毁")
    assert (await company.row(Authorization, live.id)).stage is Stage.OVER  # I-11
    assert await force(company) == Refused("not_found")
    entry = max((await pull_all(company.owner)).of(AuditEntry), key=lambda each: each.number)
    assert (entry.act, entry.subject, entry.member, entry.code) == (forced.ACT, SERIAL, None, "")

    def check(view: View) -> object:
        organization, keys = company.owner.organization, company.cloud.service.keys
        assert audits.broken_at(view, organization, keys.vault) is None
        return verify(view, organization, keys).broken_at

    assert await company.cloud.service.database.read(check) is None
    stranger = await company.cloud.organization("19900000091", "别家公司")
    await stranger.done(BindSeal(serial=SERIAL, model=Model.GL, name="章", identity=voice.identity))


async def test_what_was_unbound_by_force_is_locked_and_let_go_should_it_be_found(
    company: Company, voice: Voice
) -> None:
    await company.owner.done(LockSeal(seal=SERIAL))
    await force(company)
    voice.press(result=4)
    await voice.drain()
    assert await voice.hear() == [Kind.LOSS_LOCK, Kind.UNBIND]
    assert (await seal_row(company)).unbound_why == "印章已毁"
    assert [row.result for row in (await pull_all(company.owner)).of(Impression)] == [4]
    assert (await company.row(SealStatus, SERIAL)).phase == "usable"


@pytest.mark.req("C-32", "C")
async def test_the_operators_command(
    tmp_path: Path, database_url: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`main.py cloud --force-unbind`, while the cloud is not running."""
    if database_url:
        monkeypatch.setenv("SIGNET_CLOUD_DATABASE", database_url)
    async with running(tmp_path, database=database_url) as cloud:
        company = await found_company(cloud, sealed=False)
        await Voice(cloud, company.owner).bound()
        await company.owner.done(LockSeal(seal=SERIAL))
        words = ["--data", str(tmp_path / "cloud"), "--maker-root", str(cloud.settings.maker_root), "--demo"]
    words += ["--force-unbind", SERIAL]
    assert await asyncio.to_thread(main, words) == 1
    assert "reason" in capsys.readouterr().err
    assert await asyncio.to_thread(main, [*words, "--reason", "印章已毁"]) == 0
    assert SERIAL in capsys.readouterr().out
    async with running(tmp_path, database=database_url) as cloud:
        row = await cloud.service.database.read(lambda view: view.get(SealRow, company.owner.organization, SERIAL))
        assert row is not None
        assert (row.state, row.unbound_why) == (BindingState.UNBOUND, "印章已毁")
