"""A binding that was asked for and that the seal has not confirmed: it keeps nobody from the seal, is taken back,
lapses, or turns out to have been done after all. With the seal's real firmware (decision 0048)."""

from collections.abc import Callable
from typing import TypeVar

import msgspec
import pytest

from cloud import forced, sweeps
from cloud.seals import stock
from cloud.store.unit import Unit
from domain.audit import AuditEntry
from domain.commands import CommandState, SealCommand
from domain.messages import Message
from domain.organization import Organization, Quotas, Role
from domain.seals import BindingState, BindSeal, Model
from domain.seals import Seal as SealRow
from domain.stock import StockedSeal
from domain.unfinished_binding import UNFINISHED_FOR_MS, TakeBackBinding
from domain.verdict import Refused
from protocol.cbor import pack
from protocol.contact import Phase
from protocol.conversation import BindRequest, Code, Op
from tests.cloud.seal import SERIAL, Seal
from tests.cloud.world import Cloud, Person, pull_all

T = TypeVar("T")
TAKE_BACK = TakeBackBinding(seal=SERIAL)


@pytest.fixture
def seal(cloud: Cloud, owner: Person) -> Seal:
    return Seal(cloud, owner)


@pytest.fixture
async def other(cloud: Cloud) -> Person:
    return await cloud.organization("19900000002", "别家公司")


def bind(seal: Seal, name: str = "公章") -> BindSeal:
    return BindSeal(serial=SERIAL, model=Model.GL, name=name, identity=seal.identity)


async def rows(person: Person, kind: type[T]) -> list[T]:
    person.cursors.clear()
    return (await pull_all(person)).of(kind)


async def row(person: Person) -> SealRow:
    (found,) = await rows(person, SealRow)
    return found


async def told(person: Person, code: str) -> int:
    return sum(each.code == code for each in await rows(person, Message))


async def operate(cloud: Cloud, work: Callable[[Unit], T]) -> T:
    return await cloud.service.database.write(work)


async def force(cloud: Cloud, why: str = "误绑") -> SealRow | Refused:
    return await operate(cloud, lambda unit: forced.unbind(cloud.service, unit, SERIAL, why, cloud.now))


async def offer(seal: Seal, person: Person) -> bytes:
    """In front of the seal: the bind envelope, with a number on the screen."""
    await seal.connect(person)
    await seal.ask(person)
    reply = await seal.ask(person)
    seal.must(Op.GIVE_ANSWER, reply.answer)
    seal.must(Op.SHOW_NUMBER)
    (envelope,) = reply.down
    return envelope


def typed(seal: Seal, envelope: bytes) -> Code:
    return seal.request(Op.BIND, pack(BindRequest(seal._random(16), seal.firmware.screen[-1], envelope)))[0]


async def carry(seal: Seal, person: Person) -> None:
    """The seal's word that it is bound, in the hands of its organization."""
    await seal.connect(person)
    assert await contact_of(seal, person) == []
    for part in seal.slices():
        await seal.give(part, person)


async def contact_of(seal: Seal, person: Person) -> list[bytes]:
    reply = await seal.ask(person)
    seal.must(Op.GIVE_ANSWER, reply.answer)
    return reply.down


# Nobody is kept from a seal


async def test_who_asks_and_never_comes_keeps_nobody_from_the_seal(owner: Person, other: Person, seal: Seal) -> None:
    await other.done(bind(seal, "抢注"))
    await seal.bind()  # the true owner, with the number on its screen
    assert ((await row(owner)).state, (await row(owner)).binding) == (BindingState.BOUND, 2)
    theirs = await row(other)
    assert (theirs.state, theirs.unbound_by) == (BindingState.UNBOUND, None)
    assert await told(other, "binding_overtaken") == 1
    assert (await other.do(bind(seal))).code == "seal_already_bound"


async def test_two_ask_and_each_is_offered_his_own_the_seal_takes_one(owner: Person, other: Person, seal: Seal) -> None:
    await owner.done(bind(seal))
    first = await offer(seal, owner)
    await other.done(bind(seal))
    assert typed(seal, first) is Code.OK  # it was offered this, and nothing has come between
    await carry(seal, owner)
    assert ((await row(owner)).state, (await row(other)).state) == (BindingState.BOUND, BindingState.UNBOUND)


async def test_an_envelope_is_of_use_only_with_the_offer(owner: Person, other: Person, seal: Seal) -> None:
    """His own contact offers him his own; under another's, it is void."""
    await other.done(bind(seal))
    theirs = await offer(seal, other)
    await owner.done(bind(seal))
    ours = await offer(seal, owner)
    assert ours != theirs
    assert typed(seal, theirs) is Code.OTHER_SEAL
    assert typed(seal, ours) is Code.OK


async def test_who_asks_again_after_another_has_a_new_number(owner: Person, other: Person, seal: Seal) -> None:
    await owner.done(bind(seal))
    await other.done(bind(seal))
    await owner.done(bind(seal, "合同章"))
    assert ((await row(owner)).binding, (await row(other)).binding) == (3, 2)
    await seal.bind("合同章")
    assert (await row(owner)).state is BindingState.BOUND


# Taken back


async def test_the_person_who_asked_or_a_manager_takes_it_back(owner: Person, seal: Seal) -> None:
    admin = await owner.add("李管理", "19900000003", Role.ADMINISTRATOR)
    keeper = await owner.add("王管章", "19900000004", Role.KEEPER)
    await admin.done(bind(seal))
    assert (await keeper.do(TAKE_BACK)).code == "not_allowed"
    await owner.done(TAKE_BACK)
    found = await row(owner)
    assert (found.state, found.unbound_by) == (BindingState.UNBOUND, owner.member)
    (command,) = await rows(owner, SealCommand)
    assert command.state is CommandState.SUPERSEDED
    assert (await owner.do(TAKE_BACK)).code == "binding_not_open"
    await seal.bind()  # anew, under another number
    assert ((await row(owner)).state, seal.firmware.binding) == (BindingState.BOUND, 2)
    assert (await owner.do(TAKE_BACK)).code == "binding_not_open"


async def test_what_was_taken_back_takes_no_place(cloud: Cloud, owner: Person, seal: Seal) -> None:
    def one_seal(unit: Unit) -> None:
        of = unit.get(Organization, owner.organization, owner.organization)
        assert of is not None
        unit.put(msgspec.structs.replace(of, quotas=Quotas(seals=1)))

    await operate(cloud, one_seal)
    await owner.done(bind(seal))
    second = Seal(cloud, owner, serial="GL2026000002")
    act = BindSeal(serial=second.serial, model=Model.GL, name="二", identity=second.identity)
    assert (await owner.do(act)).code == "seals_full"
    await owner.done(TAKE_BACK)
    await owner.done(act)


async def test_an_envelope_that_is_carried_after_that_is_void(owner: Person, seal: Seal) -> None:
    await owner.done(bind(seal))
    envelope = await offer(seal, owner)
    await owner.done(TAKE_BACK)
    assert await contact_of(seal, owner) == []  # offered no more
    assert typed(seal, envelope) is Code.GAP
    assert seal.firmware.carry(Op.DELIVER, envelope)[0] is Code.GAP  # nor by a broker that has kept it
    assert seal.firmware.phase is Phase.UNBOUND


async def test_what_the_seal_had_taken_by_then_holds(owner: Person, seal: Seal) -> None:
    """Applied before it was taken back, or in the ten minutes of the offer after it: its log says so, and counts."""
    await owner.done(bind(seal))
    envelope = await offer(seal, owner)
    await owner.done(TAKE_BACK)
    assert typed(seal, envelope) is Code.OK  # the seal has heard nothing yet
    assert (await row(owner)).state is BindingState.UNBOUND
    await carry(seal, owner)
    found = await row(owner)
    assert (found.state, found.binding, found.unbound_at, found.unbound_by) == (BindingState.BOUND, 1, None, None)
    assert await told(owner, "bound_after_all") == 1
    await owner.done(seal.authorize())  # and it is bound like any other
    assert await seal.contact() == [Code.OK]


async def test_its_late_word_ends_what_another_waits_for(owner: Person, other: Person, seal: Seal) -> None:
    await owner.done(bind(seal))
    envelope = await offer(seal, owner)
    await owner.done(TAKE_BACK)
    await other.done(bind(seal))
    assert typed(seal, envelope) is Code.OK
    await carry(seal, owner)
    assert ((await row(owner)).state, (await row(other)).state) == (BindingState.BOUND, BindingState.UNBOUND)
    assert await told(other, "binding_overtaken") == 1


async def test_asked_again_before_the_late_word_of_the_first(owner: Person, seal: Seal) -> None:
    await owner.done(bind(seal))
    envelope = await offer(seal, owner)
    assert typed(seal, envelope) is Code.OK
    await owner.done(TAKE_BACK)
    await owner.done(bind(seal, "再来"))
    assert (await row(owner)).binding == 2
    await carry(seal, owner)
    found = await row(owner)
    assert (found.state, found.binding, found.name) == (BindingState.BOUND, 1, "再来")
    assert await told(owner, "bound_after_all") == 0


# Lapsed


async def test_it_lapses_after_a_day(cloud: Cloud, owner: Person, seal: Seal) -> None:
    await owner.done(bind(seal))
    cloud.now += UNFINISHED_FOR_MS - 1
    await sweeps.sweep(cloud.service)
    await owner.enter()
    assert (await row(owner)).state is BindingState.AWAITING_SEAL
    cloud.now += 1
    await sweeps.sweep(cloud.service)
    found = await row(owner)
    assert (found.state, found.unbound_by) == (BindingState.UNBOUND, None)
    assert await told(owner, "binding_lapsed") == 1
    await sweeps.sweep(cloud.service)
    assert await told(owner, "binding_lapsed") == 1
    await seal.bind()
    cloud.now += UNFINISHED_FOR_MS
    await sweeps.sweep(cloud.service)
    await owner.enter()
    assert (await row(owner)).state is BindingState.BOUND


# The operator


async def test_the_operators_word_frees_it_from_all_who_wait(
    cloud: Cloud, owner: Person, other: Person, seal: Seal
) -> None:
    for person in (owner, other):
        await person.done(bind(seal))
    assert await force(cloud, " ") == Refused("reason_missing", "reason")
    assert isinstance(await force(cloud), SealRow)
    for person in (owner, other):
        found = await row(person)
        assert (found.state, found.unbound_by, found.unbound_why) == (BindingState.UNBOUND, None, "误绑")
        entry = max(await rows(person, AuditEntry), key=lambda each: each.number)
        assert (entry.act, entry.subject, entry.member) == (forced.ACT, SERIAL, None)
    assert await force(cloud) == Refused("not_found")
    await seal.bind()
    assert (await row(owner)).binding == 3


async def test_delivering_it_to_its_owner_ends_what_others_wait_for(
    cloud: Cloud, owner: Person, other: Person, seal: Seal
) -> None:
    await other.done(bind(seal))

    def deliver(unit: Unit) -> StockedSeal | Refused:
        return stock.deliver(cloud.service, unit, SERIAL, owner.organization, None, cloud.now)

    assert isinstance(await operate(cloud, deliver), StockedSeal)
    assert (await row(other)).state is BindingState.UNBOUND
    assert (await told(other, "binding_delivered_elsewhere"), await told(other, "binding_overtaken")) == (1, 0)
    assert (await other.do(bind(seal))).code == "not_found"
    await owner.done(bind(seal))

    def take_back(unit: Unit) -> StockedSeal | Refused:
        return stock.take_back(cloud.service, unit, SERIAL, cloud.now)

    assert isinstance(await operate(cloud, take_back), StockedSeal)
    assert (await row(owner)).state is BindingState.UNBOUND
    assert await told(owner, "binding_called_off") == 1
    await seal.bind()
    assert (await row(owner)).state is BindingState.BOUND
