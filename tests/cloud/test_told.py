"""What a seal is told to be, from the act to the seal's own word that it is so (R-025, R-027, R-182, R-183)."""

import pytest

from cloud.store import devices
from domain.codes import Purpose
from domain.loss_lock import LockSeal, UnlockSeal
from domain.offline_use import IN_CONTACT_MS, LONGEST_MS, CloseOfflineUse, OpenOfflineUse
from domain.seals import RenameSeal, awaits_seal
from domain.seals import Seal as SealRow
from protocol import sync
from protocol.contact import Phase
from protocol.conversation import Code
from protocol.envelopes import Kind
from protocol.log import Outcome
from tests.cloud.company import SERIAL, Company, found_company, refused, uid
from tests.cloud.test_sign_in import other as other_code
from tests.cloud.world import Cloud, Person, pull_all

LOCK, UNLOCK = LockSeal(seal=SERIAL), UnlockSeal(seal=SERIAL)


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    """With a real seal."""
    return await found_company(cloud, real_seal=True)


async def row(company: Company) -> SealRow:
    return await company.row(SealRow, SERIAL)


async def code(who: Person) -> str:
    """The owner's phone is sent one, and it is read there."""
    ask = sync.AskPurposeCode(purpose=Purpose.OFFLINE_USE, organization=who.organization)
    await who.request("POST", "/v1/codes", ask)
    return await who.cloud.delivered("19900000001", Purpose.OFFLINE_USE)


async def orders(company: Company) -> list[tuple[Kind, int | None]]:
    """Kind and outcome of all that the seal was ordered after its binding."""

    def work(view: devices.View) -> list[tuple[Kind, int | None]]:
        of = devices.generation(view)
        return [(each.kind, each.outcome) for each in devices.orders_after(view, SERIAL, 1, of, 1)]

    return await company.cloud.service.database.read(work)


@pytest.mark.req("R-190", "R-193")
async def test_a_lock_is_waited_for_until_the_seals_log_has_it(company: Company) -> None:
    for act, on, phase in ((LOCK, True, Phase.LOCKED), (UNLOCK, False, Phase.NEEDS_GRANT)):
        await company.owner.done(act)
        told = (await row(company)).loss_lock
        assert told is not None
        assert (told.on, told.by, told.confirmed_at) == (on, company.owner.member, None)
        assert await company.seal.contact() == [Code.OK]
        assert company.seal.firmware.phase is phase
        assert awaits_seal((await row(company)).loss_lock)
        await company.seal.drain()
        told = (await row(company)).loss_lock
        assert told is not None
        assert (told.on, told.confirmed_at) == (on, company.cloud.now)
        assert await company.seal.contact() == []
    rows = await pull_all(company.member)
    assert [each.loss_lock for each in rows.of(SealRow)] == [(await row(company)).loss_lock]


async def test_only_the_last_word_goes_to_a_seal_that_was_off(company: Company) -> None:
    """And it is said only of what the seal was last told that it is so."""
    await company.owner.done(LOCK)
    await company.seal.contact()
    await company.owner.done(UNLOCK)
    await company.owner.done(LOCK)
    await company.owner.done(UNLOCK)
    await company.seal.drain()  # its word on the first lock, which is no longer wanted
    assert awaits_seal((await row(company)).loss_lock)
    assert await company.seal.contact() == [Code.OK]
    await company.seal.drain()
    told = (await row(company)).loss_lock
    assert told is not None
    assert (told.on, told.confirmed_at) == (False, company.cloud.now)
    assert await orders(company) == [
        (Kind.LOSS_LOCK, Outcome.APPLIED),
        (Kind.LOSS_LOCK, None),
        (Kind.LOSS_LOCK, None),
        (Kind.LOSS_LOCK, Outcome.APPLIED),
    ]


async def test_the_same_word_again_waits_for_its_own_answer(company: Company) -> None:
    """What was said in between may still be on its way in somebody's hands."""
    await company.owner.done(LOCK)
    await company.seal.contact()
    await company.owner.done(UNLOCK)
    await company.owner.done(LOCK)
    await company.seal.drain()  # its word on the first
    assert awaits_seal((await row(company)).loss_lock)
    await company.seal.contact()
    await company.seal.drain()
    assert not awaits_seal((await row(company)).loss_lock)


@pytest.mark.req("R-190", "R-193")
async def test_a_word_that_comes_late_undoes_nothing_that_was_said_since(company: Company) -> None:
    """Signed at a notebook without the cloud, and sent when the seal was found, lost and locked once more."""
    owner, notebook = company.owner, await Person.sign_in(company.cloud, company.owner.phone)
    notebook.organization, notebook.member = owner.organization, owner.member
    await owner.done(LockSeal(seal=SERIAL, id=uid("lost"), of=""))
    found = notebook.signed(UnlockSeal(seal=SERIAL, id=uid("found at the notebook"), of=uid("lost")))
    lost = notebook.signed(LockSeal(seal=SERIAL, id=uid("and lost"), of=uid("found at the notebook")))
    await owner.done(UnlockSeal(seal=SERIAL, id=uid("found"), of=uid("lost")))
    await owner.done(LockSeal(seal=SERIAL, id=uid("lost again"), of=uid("found")))
    ordered = await orders(company)
    verdicts = (await notebook.push(found, lost)).verdicts
    assert [(each.code, each.field) for each in verdicts] == [("lock_changed_since", "seal"), ("already_so", "seal")]
    assert "合同章" in verdicts[0].sentence
    told = (await row(company)).loss_lock
    assert told is not None
    assert (told.on, told.id) == (True, uid("lost again"))
    assert await orders(company) == ordered
    assert await refused(owner, LockSeal(seal=SERIAL, id="of its own making")) == "arguments_do_not_fit"
    await owner.done(UNLOCK)  # an older console says of no word
    told = (await row(company)).loss_lock
    assert told is not None
    assert (told.on, told.id) == (False, None)
    assert await refused(owner, LockSeal(seal=SERIAL, of=uid("found"))) == "lock_changed_since"


async def test_what_was_said_without_the_cloud_is_done_in_its_order(company: Company) -> None:
    names = ["", *map(uid, "abc")]
    acts = [
        kind(seal=SERIAL, id=id, of=of)
        for kind, of, id in zip((LockSeal, UnlockSeal, LockSeal), names, names[1:], strict=False)
    ]
    verdicts = (await company.owner.push(*map(company.owner.signed, acts))).verdicts
    assert [each.code for each in verdicts] == ["", "", ""]
    told = (await row(company)).loss_lock
    assert told is not None
    assert (told.on, told.id) == (True, uid("c"))


async def test_what_else_is_changed_of_a_seal_orders_nothing(company: Company) -> None:
    await company.owner.done(LOCK)
    await company.owner.done(RenameSeal(seal=SERIAL, name="新名"))
    assert [kind for kind, _ in await orders(company)] == [Kind.LOSS_LOCK]


@pytest.mark.req("R-025", "P", "allowed", "refused")
@pytest.mark.req("R-182", "V", "inside", "outside")
@pytest.mark.req("C-10", "C")
@pytest.mark.req("I-13", "I")
async def test_offline_use_is_opened_and_closed_by_a_code_of_the_owners_phone(company: Company) -> None:
    await company.keeper.done(company.authorize("use"))
    await company.seal.contact()
    for kind, on in ((OpenOfflineUse, True), (CloseOfflineUse, False)):
        sent = await code(company.keeper)
        for who in (company.other, company.member, company.custom):
            assert await refused(who, kind(seal=SERIAL, code=sent)) == "not_allowed"
        assert await refused(company.keeper, kind(seal=SERIAL, code=other_code(sent))) == "code_wrong"
        await company.keeper.done(kind(seal=SERIAL, code=sent))
        told = (await row(company)).offline_use
        assert told is not None
        assert (told.on, told.by) == (on, company.keeper.member)
        await company.seal.contact()
        await company.seal.drain()
        assert not awaits_seal((await row(company)).offline_use)
        until = company.seal.firmware._core.state.offline_until
        assert until == ((company.cloud.now + LONGEST_MS) // 1000 if on else None)
    reopened = OpenOfflineUse(seal=SERIAL, code=sent)
    assert await refused(company.keeper, reopened) == "code_over"  # it was good once


@pytest.mark.req("R-182")
async def test_a_code_for_something_else_opens_nothing(company: Company) -> None:
    await company.keeper.done(company.authorize("use"))
    await company.seal.contact()
    sign_in = await company.cloud.code("19900000001")
    assert await refused(company.keeper, OpenOfflineUse(seal=SERIAL, code=sign_in)) == "code_over"


@pytest.mark.req("R-183", "V", "inside", "outside")
@pytest.mark.req("I-13", "I")
async def test_offline_use_changes_only_while_the_seal_is_on(company: Company) -> None:
    await company.keeper.done(company.authorize("use"))
    await company.seal.contact()
    company.cloud.now += IN_CONTACT_MS + 1
    await company.keeper.enter()
    sent = await code(company.keeper)
    assert await refused(company.keeper, OpenOfflineUse(seal=SERIAL, code=sent)) == "seal_not_in_contact"
    await company.seal.contact()
    await company.keeper.done(OpenOfflineUse(seal=SERIAL, code=sent))  # no try was spent on it
