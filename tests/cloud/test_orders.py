"""What a seal is told beside its grants, and what its answers bring about: settings, fingers, regime, revocation; and
what those who manage it see of that (R-102, R-141, R-177..R-179, R-235..R-241, R-294, C-02, C-27, I-14)."""

import msgspec
import pytest

from domain.authorizations import Authorization, Stage
from domain.commands import CommandKind, CommandRefusal, CommandState, SealCommand
from domain.consoles import Console
from domain.ending import EndUse
from domain.features import SetFeatures
from domain.fingers import DeleteFinger, EnrolFinger
from domain.ids import to_bytes
from domain.keepers import AddKeeper
from domain.leaving import ChangeRole, RemoveMember
from domain.loss_lock import LockSeal, UnlockSeal
from domain.organization import Feature, Permission, Role
from domain.seal_settings import SetSealSettings
from domain.seals import BindingState, Model, awaits_seal, unaware_of_regime
from domain.seals import Seal as SealRow
from domain.usage import Impression
from protocol import envelopes, sync
from protocol.contact import SealMode
from protocol.envelopes import Kind
from protocol.log import EventKind, Outcome
from tests.cloud.company import HOUR_MS, SERIAL, Company, found_company, own, refused
from tests.cloud.voice import Voice
from tests.cloud.world import Cloud, Person, pull_all


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    return await found_company(cloud, sealed=False)


@pytest.fixture
async def voice(company: Company) -> Voice:
    voice = Voice(company.cloud, company.owner)
    await voice.bound()
    await voice.ask()
    return voice


async def seal_row(company: Company) -> SealRow:
    return await company.row(SealRow, SERIAL)


async def commands(person: Person) -> list[SealCommand]:
    rows = (await pull_all(person)).of(SealCommand)
    person.cursors.clear()
    return sorted(rows, key=lambda row: row.number)


async def states(person: Person) -> list[tuple[CommandKind, CommandState]]:
    return [(row.kind, row.state) for row in await commands(person)]


@pytest.mark.req("C-17", "C-18", "C")
@pytest.mark.parametrize(("light", "off"), [(0, 0), (180, 30), (60, 5)])
async def test_settings_reach_the_seal_and_are_confirmed(company: Company, voice: Voice, light: int, off: int) -> None:
    await company.admin.done(SetSealSettings(seal=SERIAL, backlight_s=light, auto_off_min=off))
    row = await seal_row(company)
    assert row.settings is not None
    assert row.settings.confirmed_at is None
    assert await voice.hear() == [Kind.SETTINGS]
    assert envelopes.read_settings(voice.heard[-1].body) == envelopes.SettingsBody(light, off)
    row = await seal_row(company)
    assert row.settings is not None
    assert (row.settings.backlight_s, row.settings.auto_off_min, row.settings.confirmed_at) == (
        light,
        off,
        company.cloud.now,
    )
    again = SetSealSettings(seal=SERIAL, backlight_s=light, auto_off_min=off)
    assert await refused(company.admin, again) == "already_so"


@pytest.mark.req("R-177", "L", "inside", "at", "outside")
async def test_the_backlight_is_lit_up_to_180_seconds(company: Company, voice: Voice) -> None:
    for light in (179, 180):
        await company.admin.done(SetSealSettings(seal=SERIAL, backlight_s=light, auto_off_min=0))
    for light in (181, -1):
        unfit = SetSealSettings(seal=SERIAL, backlight_s=light, auto_off_min=0)
        assert await refused(company.admin, unfit) == "arguments_do_not_fit"
    row = await seal_row(company)
    assert row.settings is not None
    assert row.settings.backlight_s == 180
    assert await voice.hear() == [Kind.SETTINGS]  # the newest alone


@pytest.mark.req("R-179", "L", "inside", "at", "outside")
async def test_a_seal_switches_itself_off_after_up_to_30_minutes(company: Company, voice: Voice) -> None:
    for off in (29, 30):
        await company.admin.done(SetSealSettings(seal=SERIAL, backlight_s=30, auto_off_min=off))
    for off in (31, -1):
        unfit = SetSealSettings(seal=SERIAL, backlight_s=30, auto_off_min=off)
        assert await refused(company.admin, unfit) == "arguments_do_not_fit"
    assert await voice.hear() == [Kind.SETTINGS]
    assert envelopes.read_settings(voice.heard[-1].body).auto_off_min == 30


async def test_what_is_superseded_refused_and_applied_is_shown(company: Company, voice: Voice) -> None:
    for light in (10, 20):
        await company.admin.done(SetSealSettings(seal=SERIAL, backlight_s=light, auto_off_min=0))
    await company.owner.done(LockSeal(seal=SERIAL))
    kinds = [CommandKind.SETTINGS, CommandKind.SETTINGS, CommandKind.LOSS_LOCK]
    assert await states(company.admin) == [(kind, CommandState.WAITING) for kind in kinds]
    await voice.ask()
    shown = await commands(company.admin)
    assert [row.state for row in shown] == [CommandState.SUPERSEDED, CommandState.SENT, CommandState.SENT]
    assert [row.by for row in shown] == [company.admin.member, company.admin.member, company.owner.member]
    voice.acknowledge(voice.heard[-2], Outcome.REFUSED_RANGE)
    voice.acknowledge(voice.heard[-1])
    await voice.drain()
    shown = await commands(company.admin)
    assert [row.state for row in shown] == [CommandState.SUPERSEDED, CommandState.REFUSED, CommandState.APPLIED]
    assert (shown[1].why, shown[2].on) == (CommandRefusal.RANGE, True)


@pytest.mark.req("R-102", "R-141")
async def test_commands_are_seen_by_who_manages_the_seal_alone(company: Company, voice: Voice) -> None:
    await company.owner.done(use := company.authorize("use"))
    await company.owner.done(EndUse(authorization=use.id))
    assert await states(company.keeper) == []  # he keeps no seal yet
    await company.owner.done(AddKeeper(seal=SERIAL, member=company.keeper.member))
    waiting = [(CommandKind.GRANT, CommandState.WAITING), (CommandKind.END, CommandState.WAITING)]
    for each in (company.owner, company.admin, company.keeper):
        assert await states(each) == waiting
    for each in (company.other, company.member, company.approver, company.custom):
        assert await states(each) == []
    assert await voice.hear() == [Kind.END]  # the grant is over before it was heard of
    assert [state for _, state in await states(company.keeper)] == [CommandState.SUPERSEDED, CommandState.APPLIED]


@pytest.mark.req("C-08", "C")
@pytest.mark.req("I-14", "I")
async def test_every_seal_hears_of_the_regime_and_is_named_until_it_has(company: Company, voice: Voice) -> None:
    second = Voice(company.cloud, company.owner, serial="GL2026000002")
    await second.bound("公章")

    async def unaware() -> list[str]:
        rows = await company.cloud.service.database.read(
            lambda view: unaware_of_regime(view.facts(company.owner.organization))
        )
        return [row.name for row in rows]

    assert await unaware() == []
    await company.owner.done(SetFeatures(items=[]))
    assert await unaware() == ["公章", "合同章"]
    assert await voice.hear() == [Kind.REGIME]
    assert envelopes.read_regime(voice.heard[-1].body).free is True
    assert await unaware() == ["公章"]
    await company.owner.done(SetFeatures(items=[Feature.COUNT]))
    assert await unaware() == ["公章", "合同章"]
    await company.owner.done(SetFeatures(items=list(Feature)))  # no other regime: nothing to hear
    assert await voice.hear() == [Kind.REGIME]
    assert await second.hear() == [Kind.REGIME]  # it never hears that it was free
    assert envelopes.read_regime(second.heard[-1].body).free is False
    assert await unaware() == []


async def test_a_seal_that_is_bound_in_free_use_hears_of_it(company: Company) -> None:
    await company.owner.done(SetFeatures(items=[]))
    voice = Voice(company.cloud, company.owner)
    await voice.bound()
    assert await voice.hear() == [Kind.REGIME]
    assert await voice.hear() == []
    row = await seal_row(company)
    assert row.free_use is not None
    assert row.free_use.on
    assert not awaits_seal(row.free_use)


async def test_a_seal_that_was_to_be_bound_when_use_became_free_hears_of_it(company: Company) -> None:
    voice = Voice(company.cloud, company.owner)
    await voice.bound()
    row = await seal_row(company)

    async def be(state: BindingState) -> None:
        await company.cloud.service.database.write(lambda unit: unit.put(msgspec.structs.replace(row, state=state)))

    await be(BindingState.AWAITING_SEAL)
    await company.owner.done(SetFeatures(items=[]))
    assert (await seal_row(company)).free_use is None
    await be(BindingState.BOUND)
    assert await voice.hear() == [Kind.REGIME]
    assert not awaits_seal((await seal_row(company)).free_use)


@pytest.mark.req("R-294")
async def test_free_impressions_carry_their_person_or_nobody(company: Company, voice: Voice) -> None:
    await company.owner.done(SetFeatures(items=[]))
    await voice.hear()
    voice.press(member=company.member.member)
    voice.press()
    await voice.drain()
    rows = sorted((await pull_all(company.admin)).of(Impression), key=lambda row: row.number)
    assert [(row.member, row.authorization, row.result) for row in rows] == [
        (company.member.member, None, 0),
        (None, None, 0),
    ]
    assert [row.number for row in (await pull_all(company.member)).of(Impression)] == [rows[0].number]


@pytest.mark.req("R-237", "P", "allowed", "refused")
@pytest.mark.req("C-02", "C")
async def test_a_finger_from_its_enrolment_to_the_grant_and_away(company: Company, voice: Voice) -> None:
    enrol = EnrolFinger(seal=SERIAL, member=company.member.member)
    for each in (company.keeper, company.member, company.approver, company.custom):
        assert await refused(each, enrol) == "not_allowed"
    demanding = company.authorize("use", fingerprint_required=True)
    assert await refused(company.owner, demanding) == "finger_missing"
    await company.admin.done(enrol)
    assert await voice.hear() == [Kind.FINGER_ENROL]
    body = envelopes.read_finger_enrol(voice.heard[-1].body)
    assert (body.slot, body.member) == (1, to_bytes(company.member.member))
    assert (await seal_row(company)).fingers == []  # it waits for six touches
    assert await refused(company.owner, demanding) == "finger_missing"
    voice.event(EventKind.FINGER_ENROLLED, 1)
    await voice.drain()
    assert (await seal_row(company)).fingers == [company.member.member]
    await company.owner.done(demanding)
    assert await voice.hear() == [Kind.GRANT]
    assert voice.grant(voice.heard[-1]).finger == 1
    forget = DeleteFinger(seal=SERIAL, member=company.member.member)
    assert await refused(company.keeper, forget) == "not_allowed"
    assert await refused(company.admin, forget) == "finger_in_use"
    await company.owner.done(EndUse(authorization=demanding.id))
    await company.admin.done(forget)
    assert (await seal_row(company)).fingers == []
    assert await voice.hear() == [Kind.END, Kind.FINGER_DELETE]
    assert (await seal_row(company)).slots == []


@pytest.mark.req("R-239", "L", "inside", "at", "outside")
async def test_five_fingers_and_no_sixth(company: Company, voice: Voice) -> None:
    people = [company.owner, company.admin, company.keeper, company.other, company.member, company.approver]
    for slot, each in enumerate(people[:5], 1):
        await company.admin.done(EnrolFinger(seal=SERIAL, member=each.member))
        assert await voice.hear() == [Kind.FINGER_ENROL]
        voice.event(EventKind.FINGER_ENROLLED, slot)
        await voice.drain()
    verdict = await company.admin.do(EnrolFinger(seal=SERIAL, member=people[5].member))
    assert verdict.code == "fingers_full"
    assert verdict.sentence.startswith("存储已满")
    await company.admin.done(DeleteFinger(seal=SERIAL, member=people[2].member))
    assert await refused(company.admin, EnrolFinger(seal=SERIAL, member=people[5].member)) == "fingers_full"
    assert await voice.hear() == [Kind.FINGER_DELETE]
    await company.admin.done(EnrolFinger(seal=SERIAL, member=people[5].member))
    assert await voice.hear() == [Kind.FINGER_ENROL]
    assert envelopes.read_finger_enrol(voice.heard[-1].body).slot == 3


async def test_an_enrolment_that_fails_or_that_nobody_comes_to_leaves_its_slot(company: Company, voice: Voice) -> None:
    enrol = EnrolFinger(seal=SERIAL, member=company.member.member)
    await company.admin.done(enrol)
    assert await refused(company.admin, EnrolFinger(seal=SERIAL, member=company.other.member)) == "finger_awaited"
    await voice.hear()
    voice.event(EventKind.FINGER_FAILED, 1)
    await voice.drain()
    (slot,) = (await seal_row(company)).slots
    assert slot.failed_at is not None
    await company.admin.done(enrol)  # once more
    await company.admin.done(DeleteFinger(seal=SERIAL, member=company.member.member))
    assert await voice.hear() == [Kind.FINGER_DELETE]  # it hears nothing of what was given up
    assert (await seal_row(company)).slots == []
    await company.admin.done(enrol)
    await voice.hear(Outcome.REFUSED_BUSY)
    (slot,) = (await seal_row(company)).slots
    assert slot.failed_at is not None
    assert (await commands(company.admin))[-1].why is CommandRefusal.BUSY


@pytest.mark.req("C-27", "C")
@pytest.mark.req("R-114", "V", "inside", "outside")
@pytest.mark.req("R-137", "V", "inside", "outside")
async def test_a_finger_is_asked_for_over_gprs_only_and_of_who_has_one(company: Company, voice: Voice) -> None:
    await company.admin.done(EnrolFinger(seal=SERIAL, member=company.member.member))
    await voice.hear()
    voice.event(EventKind.FINGER_ENROLLED, 1)
    await voice.drain()
    demanding = company.authorize("use", fingerprint_required=True)
    assert await refused(company.owner, company.authorize("o", member=company.other.member, fingerprint_required=True))
    company.cloud.now += 1000
    await voice.ask(mode=SealMode.BLUETOOTH)
    verdict = await company.owner.do(demanding)
    assert (verdict.code, verdict.field) == ("finger_over_bluetooth", "fingerprint_required")
    assert verdict.sentence.startswith("蓝牙不支持指纹校验")
    assert (
        await refused(company.admin, EnrolFinger(seal=SERIAL, member=company.other.member)) == "finger_over_bluetooth"
    )
    company.cloud.now += 1000
    await voice.ask(mode=SealMode.GPRS)
    await company.owner.done(demanding)
    small = Voice(company.cloud, company.owner, serial="L20260000003", model=Model.L)
    await small.bound("小章")
    await small.ask(mode=SealMode.BLUETOOTH)
    assert await refused(company.admin, EnrolFinger(seal=small.serial, member=company.other.member)) == (
        "finger_over_bluetooth"
    )


async def test_a_finger_needs_the_seal_in_contact(company: Company, voice: Voice) -> None:
    company.cloud.now += HOUR_MS // 4
    for each in (company.owner, company.admin):
        await each.enter()
    assert await refused(company.admin, EnrolFinger(seal=SERIAL, member=company.other.member)) == "seal_not_in_contact"
    await voice.ask()
    await company.admin.done(EnrolFinger(seal=SERIAL, member=company.other.member))


@pytest.mark.req("I-10", "I")
async def test_who_may_stamp_no_more_leaves_neither_finger_nor_key(company: Company, voice: Voice) -> None:
    await company.admin.done(EnrolFinger(seal=SERIAL, member=company.member.member))
    await voice.hear()
    voice.event(EventKind.FINGER_ENROLLED, 1)
    await voice.drain()
    ask = sync.AskCertificate(organization=company.owner.organization)
    word = await company.member.ask(sync.Certificate, "POST", "/v1/certificates", ask)
    await company.admin.done(RemoveMember(member=company.member.member))
    assert await voice.hear() == [Kind.REVOKE, Kind.FINGER_DELETE]
    body = envelopes.read_revoke(voice.heard[-2].body)
    assert (body.console, body.expires) == (company.member.static.public, word.expires // 1000)
    assert (await seal_row(company)).slots == []


async def test_a_lost_right_revokes_and_another_role_does_not(company: Company, voice: Voice) -> None:
    ask = sync.AskCertificate(organization=company.owner.organization)
    await company.member.ask(sync.Certificate, "POST", "/v1/certificates", ask)
    await company.owner.done(ChangeRole(member=company.member.member, role=Role.KEEPER))
    assert await voice.hear() == []
    await company.owner.done(
        ChangeRole(member=company.member.member, role=Role.CUSTOM, permissions=[Permission.VIEW_USAGE])
    )
    assert await voice.hear() == [Kind.REVOKE]
    (row,) = await commands(company.admin)
    assert (row.kind, row.member) == (CommandKind.REVOKE, company.member.member)


async def test_a_console_that_is_signed_out_from_afar_opens_no_seal(company: Company, voice: Voice) -> None:
    company.cloud.now += 1000
    member = company.member
    second = await Person.sign_in(company.cloud, member.phone, member.organization, member.member)
    ask = sync.AskCertificate(organization=company.owner.organization)
    await second.ask(sync.Certificate, "POST", "/v1/certificates", ask)
    newest = max((await own(member)).of(Console), key=lambda row: row.created_at)
    await company.member.request("POST", f"/v1/consoles/{newest.id}/sign-out")
    assert await voice.hear() == [Kind.REVOKE]
    assert envelopes.read_revoke(voice.heard[-1].body).console == second.static.public


async def test_one_that_never_had_a_certificate_needs_no_word(company: Company, voice: Voice) -> None:
    await company.admin.done(RemoveMember(member=company.member.member))
    assert await voice.hear() == []


async def test_revocations_of_two_consoles_are_both_heard(company: Company, voice: Voice) -> None:
    ask = sync.AskCertificate(organization=company.owner.organization)
    for each in (company.member, company.approver):
        await each.ask(sync.Certificate, "POST", "/v1/certificates", ask)
        await company.admin.done(RemoveMember(member=each.member))
    assert await voice.hear() == [Kind.REVOKE, Kind.REVOKE]


async def test_a_lock_that_was_taken_back_in_time_is_never_heard(company: Company, voice: Voice) -> None:
    await company.owner.done(LockSeal(seal=SERIAL))
    await company.owner.done(UnlockSeal(seal=SERIAL))
    await company.owner.done(use := company.authorize("use"))
    assert await voice.hear() == [Kind.LOSS_LOCK, Kind.GRANT]
    assert envelopes.read_loss_lock(voice.heard[-2].body).on is False
    assert (await company.row(Authorization, use.id)).stage is Stage.LIVE


async def test_a_slot_that_the_seal_says_it_uses_is_left_alone(company: Company, voice: Voice) -> None:
    """A cloud that was restored does not know of that finger; asked for that slot, the seal would refuse each time."""
    await voice.ask(mode=SealMode.GPRS, fingers=[1, 2])
    await company.owner.done(EnrolFinger(seal=SERIAL, member=company.member.member))
    assert await voice.hear(mode=SealMode.GPRS, fingers=[1, 2]) == [Kind.FINGER_ENROL]
    assert envelopes.read_finger_enrol(voice.heard[-1].body).slot == 3
