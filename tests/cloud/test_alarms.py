"""What befalls a seal reaches who manages it: a lock with its place, records that do not come, silence, forks, opened
cases (R-191, R-192, R-193, C-11, I-20)."""

import pytest

from cloud import sweeps
from domain.authorizations import Authorization
from domain.events import SealEvent, SealEventKind
from domain.loss_lock import LockSeal, UnlockSeal
from domain.messages import Channel, DeliveryState, Message
from domain.organization import ChangeOrganization
from domain.reckoning import reckon
from domain.seals import SealStatus
from domain.unbinding import UnbindSeal
from domain.usage import Impression
from protocol.contact import Phase
from protocol.log import EventKind
from tests.cloud.company import HOUR_MS, SERIAL, Company, found_company
from tests.cloud.voice import Voice
from tests.cloud.world import Cloud, Person, Problem, pull_all

DAY_MS = 24 * HOUR_MS


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    return await found_company(cloud, sealed=False)


@pytest.fixture
async def voice(company: Company) -> Voice:
    voice = Voice(company.cloud, company.owner)
    await voice.bound()
    await voice.ask()
    return voice


async def told(person: Person, code: str) -> list[Message]:
    await person.enter()
    person.cursors.clear()
    return [row for row in (await pull_all(person)).of(Message) if row.code == code]


async def pass_time(company: Company, voice: Voice, ms: int, *, contact: bool = True) -> None:
    company.cloud.now += ms
    await company.owner.enter()
    if contact:
        await voice.ask()
    await sweeps.sweep(company.cloud.service)


@pytest.mark.req("C-11", "C")
@pytest.mark.req("I-20", "I")
@pytest.mark.req("R-191", "R-192", "R-193")
async def test_a_lock_says_where_the_seal_is_once_the_seal_is_locked(company: Company, voice: Voice) -> None:
    await company.owner.done(LockSeal(seal=SERIAL))
    assert await told(company.owner, "seal_is_locked") == []  # it is off: nothing is known yet
    await voice.hear()
    (message,) = await told(company.owner, "seal_is_locked")
    assert message.words == ["合同章", "31.230400, 121.473700", str(company.cloud.now)]
    assert [each.channel for each in message.deliveries] == [Channel.SMS]
    await company.cloud.service.post.work()
    (message,) = await told(company.owner, "seal_is_locked")
    assert message.deliveries[0].state is DeliveryState.SENT
    sent = [each for each in await company.cloud.inbox() if "31.230400" in each["text"]]
    assert [(each["phone"], each["channel"]) for each in sent] == [(company.owner.phone, Channel.SMS)]
    assert await told(company.admin, "seal_is_locked") == []
    await company.owner.done(UnlockSeal(seal=SERIAL))
    await voice.hear()
    assert len(await told(company.owner, "seal_is_locked")) == 1


async def test_records_that_are_withheld_are_told_of_after_the_hours_that_were_set(
    company: Company, voice: Voice
) -> None:
    await company.owner.done(ChangeOrganization(name="云杉公司", withheld_alarm_h=2))
    voice.press()
    await voice.ask()  # the courier brings the question, and not the record
    await pass_time(company, voice, 2 * HOUR_MS - 1)
    assert await told(company.admin, "seal_withholds") == []
    await pass_time(company, voice, 1)
    for each in (company.owner, company.admin):
        assert [row.words[1] for row in await told(each, "seal_withholds")] == ["1"]
    assert await told(company.member, "seal_withholds") == []
    await pass_time(company, voice, HOUR_MS)
    assert len(await told(company.admin, "seal_withholds")) == 1  # once
    await voice.drain()
    assert (await company.row(SealStatus, SERIAL)).withheld_since is None


async def test_a_seal_that_is_silent_is_told_of_after_the_days_that_were_set(company: Company, voice: Voice) -> None:
    await company.owner.done(ChangeOrganization(name="云杉公司", silent_alarm_d=1))
    await pass_time(company, voice, DAY_MS - 1, contact=False)
    assert await told(company.admin, "seal_is_silent") == []
    await pass_time(company, voice, 1, contact=False)
    assert len(await told(company.admin, "seal_is_silent")) == 1
    await pass_time(company, voice, DAY_MS, contact=False)
    assert len(await told(company.admin, "seal_is_silent")) == 1
    await pass_time(company, voice, 0)  # it is back
    await pass_time(company, voice, DAY_MS, contact=False)
    found = await told(company.admin, "seal_is_silent")
    assert [row.words[1] for row in found] == [str(company.cloud.now - DAY_MS)]  # the newest silence


@pytest.mark.parametrize("clock", [True, False])
async def test_an_old_question_that_is_shown_again_does_not_end_the_silence(
    company: Company, voice: Voice, clock: bool
) -> None:
    """Whoever keeps the seal away could else keep it quiet with one word of it."""
    await company.owner.done(ChangeOrganization(name="云杉公司", silent_alarm_d=1))
    voice.event(EventKind.SWITCHED_ON)
    await voice.ask(**({} if clock else {"at": None}))
    heard = await company.row(SealStatus, SERIAL)
    assert heard.heard_at == heard.at == company.cloud.now
    await pass_time(company, voice, DAY_MS - 1, contact=False)
    await voice.repeat(voice.asked)
    again = await company.row(SealStatus, SERIAL)
    assert (again.heard_at, again.at) == (heard.heard_at, heard.at)
    await pass_time(company, voice, 1, contact=False)
    assert len(await told(company.admin, "seal_is_silent")) == 1


async def test_no_alarm_where_none_is_wanted_nor_of_a_seal_that_is_gone(company: Company, voice: Voice) -> None:
    await company.owner.done(ChangeOrganization(name="云杉公司", silent_alarm_d=0, withheld_alarm_h=0))
    voice.press()
    await voice.ask()
    await pass_time(company, voice, 30 * DAY_MS, contact=False)
    assert await told(company.admin, "seal_is_silent") == await told(company.admin, "seal_withholds") == []
    await voice.drain()
    await voice.ask()
    await company.admin.done(UnbindSeal(seal=SERIAL))
    await voice.hear()
    await company.owner.done(ChangeOrganization(name="云杉公司", silent_alarm_d=1, withheld_alarm_h=1))
    await pass_time(company, voice, 30 * DAY_MS, contact=False)
    assert await told(company.admin, "seal_is_silent") == []


async def test_a_log_that_goes_on_otherwise_is_told_of(company: Company, voice: Voice) -> None:
    copy = Voice(company.cloud, company.owner, signing=voice.signing, static=voice.static)
    voice.press()
    await voice.drain()
    copy.press(result=3)
    with pytest.raises(Problem, match="log_forked"):
        await copy.drain()
    with pytest.raises(Problem, match="log_forked"):
        await copy.give(1, 1)
    assert [row.words[1] for row in await told(company.admin, "seal_log_forked")] == ["1"]


async def test_old_storage_and_an_opened_case_are_told_of(company: Company, voice: Voice) -> None:
    company.cloud.now += 1
    await voice.ask(phase=Phase.ROLLED_BACK)
    company.cloud.now += 1
    await voice.ask(phase=Phase.ROLLED_BACK)  # and says it again
    assert len(await told(company.admin, "seal_rolled_back")) == 1
    voice.event(EventKind.TAMPER)
    await voice.drain()
    assert len(await told(company.admin, "seal_tampered")) == 1


async def test_a_reckoning_from_the_rows_of_a_console(company: Company, voice: Voice) -> None:
    """7 granted = 3 stamped + 4 left; 1 time unlocked and not pressed."""
    await company.owner.done(use := company.authorize("use", count=7))
    await voice.hear()
    voice.event(EventKind.TAKEN, grant=use.id)
    for _ in range(2):
        voice.press(use.id, company.member.member)
    voice.event(EventKind.ABORTED, grant=use.id)
    voice.press(use.id, company.member.member)
    voice.press(use.id, company.member.member, result=2)
    voice.event(EventKind.BATTERY_LOW, 9)
    await voice.drain()
    for each in (company.member, company.admin):
        seen = await pull_all(each)
        (row,) = seen.of(Authorization)
        found = reckon(row, seen.of(Impression), seen.of(SealEvent))
        assert (found.granted, found.stamped, found.left, found.adds_up) == (7, 3, 4, True)
        assert [len(part) for part in (found.impressions, found.abnormal, found.aborted)] == [3, 1, 1]
    kinds = {event.kind for event in (await pull_all(company.admin)).of(SealEvent)}
    company.admin.cursors.clear()
    events = (await pull_all(company.admin)).of(SealEvent)
    assert {(event.kind, event.detail) for event in events} >= {(SealEventKind.BATTERY_LOW, 9)}
    assert kinds == set()  # everything was pulled before
    company.member.cursors.clear()
    mine = {event.kind for event in (await pull_all(company.member)).of(SealEvent)}
    assert mine == {SealEventKind.TAKEN, SealEventKind.ABORTED}  # the battery is the managers' affair
    company.other.cursors.clear()
    assert (await pull_all(company.other)).of(SealEvent) == []
