"""Binding a seal over the virtual radio, with the cloud and the firmware as they are."""

import asyncio
import itertools

import pytest

from app.device import link
from app.device.seal import Seal as OpenSeal
from app.services.binding import Binding, Doing, Step
from app.services.ordering import have_done, is_near
from domain.seals import BindingState, Seal
from domain.unbinding import UnbindSeal
from domain.unfinished_binding import TakeBackBinding
from protocol.contact import Phase
from simulator.faults import Kind
from simulator.firmware.binding import PAUSE_MS
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import Console, Office
from tests.cloud.test_restored import begin_again
from tests.waiting import until

SERIAL = "GL2026000001"


async def picked(console: Console, host: Host) -> Binding:
    """The number is on the seal's screen."""
    await console.until(office.sees(console, host))
    binding = console.binding()
    await binding.pick(host.plate.address)
    assert (binding.state.step, binding.state.doing, binding.state.trouble) == (Step.NUMBER, Doing.NOTHING, None)
    return binding


def code(binding: Binding) -> str | None:
    return binding.state.trouble.code if binding.state.trouble else None


def wrong(host: Host) -> str:
    return f"{(int(host.seal.screen[-1]) + 1) % 10**6:06}"


async def bound(console: Console) -> None:
    async def known() -> bool:
        seal = await console.get(Seal, SERIAL)
        return seal is not None and seal.state is BindingState.BOUND

    await console.until(known)


@pytest.mark.req("R-055", "R-061", "R-062")
@pytest.mark.req("R-063", "V", "inside")
async def test_bound_with_the_number_on_the_screen(at: Office) -> None:
    owner, host = await at.owner(), await at.seal()
    await owner.until(office.sees(owner, host))
    assert [(seal.sighting.name, seal.unbound) for seal in owner.nearby.seals] == [(host.name, True)]
    binding = owner.binding()
    told: list[tuple[Step, Doing]] = []
    binding.subscribe(lambda: told.append((binding.state.step, binding.state.doing)))
    await binding.pick(host.plate.address)
    assert (binding.state.step, binding.state.serial, binding.state.model) == (Step.NUMBER, SERIAL, "GL")
    await binding.bind(host.seal.screen[-1], "合同章")
    assert (binding.state.step, binding.state.trouble) == (Step.DONE, None)
    assert (host.seal.screen, host.seal.phase) == (("请授权使用",), Phase.NEEDS_GRANT)
    await bound(owner)
    seal = await owner.get(Seal, SERIAL)
    assert seal is not None
    assert (seal.name, seal.binding, seal.organization) == ("合同章", 1, owner.organization)
    doings = [doing for doing, _ in itertools.groupby(doing for _, doing in told)]
    assert doings == [
        Doing.NOTHING, Doing.CONNECTING, Doing.NOTHING, Doing.DECIDING, Doing.BINDING, Doing.CARRYING, Doing.NOTHING
    ]  # fmt: skip


async def test_a_mistyped_number_may_be_typed_again(at: Office) -> None:
    owner, host = await at.owner(), await at.seal()
    binding = await picked(owner, host)
    await binding.bind(wrong(host), "合同章")
    assert (binding.state.step, code(binding)) == (Step.NUMBER, "wrong_number")
    await binding.bind(host.seal.screen[-1], "财务章")
    assert (binding.state.step, code(binding)) == (Step.DONE, None)
    await bound(owner)
    seal = await owner.get(Seal, SERIAL)
    assert seal is not None
    assert seal.name == "财务章"


async def test_another_seal_of_the_same_name_is_asked_for_itself(at: Office) -> None:
    owner, first, second = await at.owner(), await at.seal(), await at.seal("GL2026000002")
    binding = await picked(owner, first)
    await binding.bind(wrong(first), "公章")
    assert code(binding) == "wrong_number"
    await owner.until(office.sees(owner, second))
    await binding.pick(second.plate.address)
    await binding.bind(second.seal.screen[-1], "公章")
    assert (binding.state.step, code(binding), binding.state.serial) == (Step.DONE, None, "GL2026000002")


async def test_what_was_taken_back_meanwhile_is_asked_for_again(at: Office) -> None:
    owner, host = await at.owner(), await at.seal()
    binding = await picked(owner, host)
    await binding.bind(wrong(host), "公章")
    await owner.do(TakeBackBinding(seal=SERIAL))
    await binding.bind(host.seal.screen[-1], "公章")
    assert (binding.state.step, code(binding)) == (Step.NUMBER, "no_offer")
    await binding.bind(host.seal.screen[-1], "公章")
    assert (binding.state.step, code(binding)) == (Step.DONE, None)


async def test_an_answer_that_came_by_the_modem_meanwhile_is_followed_by_another(
    at: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What that one offers counts for the seal, and it offers nothing: what is bound in hand is no modem's business."""
    owner, host = await at.owner(), await at.seal()
    binding = await picked(owner, host)
    bind, asked = OpenSeal.bind, 0

    async def bind_late(seal: OpenSeal, number: str, envelope: bytes, operation: bytes) -> None:
        nonlocal asked
        asked += 1
        if asked == 1:
            host.act(lambda firmware: setattr(firmware._core.v, "down_head", 0))
        await bind(seal, number, envelope, operation)

    monkeypatch.setattr(OpenSeal, "bind", bind_late)
    await binding.bind(host.seal.screen[-1], "合同章")
    assert (binding.state.step, code(binding), asked) == (Step.DONE, None, 2)
    await bound(owner)


async def test_after_too_many_tries_a_new_number_is_shown(at: Office) -> None:
    owner, host = await at.owner(), await at.seal()
    binding = await picked(owner, host)
    tried = wrong(host)
    for _ in range(3):
        await binding.bind(tried, "合同章")
    assert (binding.state.step, code(binding)) == (Step.NUMBER, "too_many_tries")
    await binding.show_again()
    assert (binding.state.step, code(binding)) == (Step.NUMBER, None)
    await binding.bind(host.seal.screen[-1], "合同章")
    assert binding.state.step is Step.DONE


async def test_a_seal_that_shows_no_number_is_let_go(at: Office) -> None:
    """After nine wrong ones it shows none for ten minutes; nobody else is connected to it."""
    owner, host = await at.owner(), await at.seal()
    await owner.until(office.sees(owner, host))
    host.act(lambda firmware: setattr(firmware._core.v, "numbers_from", firmware._core.ticks() + PAUSE_MS))
    binding = owner.binding()
    await binding.pick(host.plate.address)
    assert (binding.state.step, code(binding)) == (Step.PICK, "too_many_tries")
    await until(lambda: not host.linked)


@pytest.mark.req("R-063", "V", "outside")
async def test_a_seal_that_is_off_cannot_be_bound(at: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "CONNECT_WITHIN_S", 1.0)
    owner, host = await at.owner(), await at.seal()
    await owner.until(office.sees(owner, host))
    host.act(lambda firmware: firmware.hold())
    await until(lambda: not host.on_air)
    binding = owner.binding()
    await binding.pick(host.plate.address)
    assert binding.state.step is Step.PICK
    assert code(binding) in {"out_of_reach", "connect_failed"}


async def test_a_seal_that_goes_while_the_number_is_typed(at: Office) -> None:
    owner, host = await at.owner(), await at.seal()
    binding = await picked(owner, host)
    number = host.seal.screen[-1]
    host.act(lambda firmware: firmware.hold())
    await until(lambda: binding.state.step is Step.PICK)
    assert code(binding) == "link_lost"
    await binding.bind(number, "合同章")
    assert binding.state.step is Step.PICK


async def test_cancelled_at_each_step_nothing_is_half_done(at: Office) -> None:
    owner, host = await at.owner(), await at.seal()
    binding = await picked(owner, host)
    await binding.cancel()
    assert (binding.state.step, binding.state.seal) == (Step.PICK, None)
    await until(lambda: not host.linked)
    await owner.until(office.sees(owner, host))
    picking = asyncio.ensure_future(binding.pick(host.plate.address))
    await until(lambda: binding.state.doing is Doing.CONNECTING)
    picking.cancel()
    await asyncio.gather(picking, return_exceptions=True)
    await until(lambda: not host.linked)
    assert await owner.all(Seal) == []
    binding = await picked(owner, host)
    await binding.bind(host.seal.screen[-1], "合同章")
    assert binding.state.step is Step.DONE


@pytest.mark.req("R-063", "V", "outside")
async def test_while_the_cloud_is_away_nothing_is_bound(at: Office) -> None:
    owner, host = await at.owner(), await at.seal()
    await owner.until(office.sees(owner, host))
    await at.cloud.stop()
    binding = owner.binding()
    await binding.pick(host.plate.address)
    assert (binding.state.step, code(binding)) == (Step.PICK, "cloud_away")
    await at.cloud.start()
    binding = await picked(owner, host)
    await at.cloud.stop()
    await owner.until(lambda: said(owner, online=False))
    binding.decided_within_s = 0.3
    await binding.bind(host.seal.screen[-1], "合同章")
    assert (binding.state.step, code(binding)) == (Step.NUMBER, "cloud_away")
    binding.decided_within_s = 10
    await at.cloud.start()
    await binding.bind(host.seal.screen[-1], "合同章")
    assert (binding.state.step, code(binding)) == (Step.DONE, None)


async def said(console: Console, online: bool) -> bool:
    return console.engine.state.online is online


@pytest.mark.req("R-055")
async def test_a_member_may_not_bind(at: Office) -> None:
    owner, host = await at.owner(), await at.seal()
    member = await at.member(owner)
    await member.until(office.sees(member, host))
    binding = member.binding()
    await binding.pick(host.plate.address)
    assert (binding.state.step, code(binding)) == (Step.PICK, "not_allowed")
    await until(lambda: not host.linked)


async def test_a_bound_seal_is_not_bound_again(at: Office) -> None:
    owner, host = await at.owner(), await at.seal()
    await office.bind(owner, host)
    binding = owner.binding()
    await binding.pick(host.plate.address)
    assert (binding.state.step, code(binding)) == (Step.PICK, "already_bound")


async def test_a_seal_of_another_organization_is_bound_already(at: Office) -> None:
    owner, host = await at.owner(), await at.seal()
    await office.bind(owner, host)
    stranger = await at.stranger()
    await stranger.until(office.sees(stranger, host))
    binding = stranger.binding()
    await binding.pick(host.plate.address)
    assert (binding.state.step, code(binding)) == (Step.PICK, "already_bound")


async def test_a_seal_that_the_cloud_has_lost_with_its_backup_is_taken_in_again(at: Office) -> None:
    """It was bound after the backup: nobody knows but the seal, and whoever may bind stands before it."""
    before = await at.owner()
    host, kept = await at.seal(), await at.cloud.keep()
    await office.bind(before, host)
    await before.engine.stop()
    await before.nearby.stop()
    await begin_again(at.cloud, kept)
    owner = await at.console(office.OWNER)
    await owner.until(office.sees(owner, host))
    assert await owner.get(Seal, SERIAL) is None
    binding = owner.binding()
    await binding.pick(host.plate.address)
    assert (binding.state.step, binding.state.trouble, binding.state.serial) == (Step.DONE, None, SERIAL)
    await bound(owner)
    await owner.sent()


async def test_a_seal_that_was_bound_anew_after_the_backup_is_taken_in_again(at: Office) -> None:
    """What the backup says of the older binding is over, be it the organization's own."""
    before = await at.owner()
    host = await at.bound(before)
    kept = await at.cloud.keep()
    await until(lambda: is_near(before.tools(), SERIAL))  # it is not heard as an unbound one any more
    assert await have_done(before.tools(), before.organization, SERIAL, UnbindSeal(seal=SERIAL)) is None
    await until(lambda: any(seal.unbound for seal in before.nearby.seals))
    await office.bind(before, host)
    assert host.seal.binding == 2
    await before.engine.stop()
    await before.nearby.stop()
    await begin_again(at.cloud, kept)
    owner = await at.console(office.OWNER)
    await owner.until(office.sees(owner, host))
    await bound(owner)
    binding = owner.binding()
    await binding.pick(host.plate.address)
    assert (binding.state.step, binding.state.trouble) == (Step.DONE, None)
    seal = await owner.get(Seal, SERIAL)
    assert seal is not None
    assert (seal.state, seal.binding) == (BindingState.BOUND, 2)


async def test_a_seal_that_somebody_else_is_connected_to(at: Office) -> None:
    owner, host = await at.owner(), await at.seal()
    administrator = await at.console(office.OWNER)
    await picked(administrator, host)
    await owner.until(lambda: in_use(owner, host))
    binding = owner.binding()
    await binding.pick(host.plate.address)
    assert (binding.state.step, code(binding)) == (Step.PICK, "in_use")


async def in_use(console: Console, host: Host) -> bool:
    return any(seal.sighting.in_use for seal in console.nearby.seals if seal.address == host.plate.address)


@pytest.mark.parametrize("times", range(1, 8))
async def test_the_link_cut_at_any_answer_of_the_binding(at: Office, times: int) -> None:
    """Bound or not: the next attempt finds out, and ends with a seal that is bound once."""
    owner, host = await at.owner(), await at.seal()
    binding = await picked(owner, host)
    host.faults.set(Kind.CUT, "answer_before_send", times)
    for _ in range(4):
        if binding.state.step is Step.NUMBER:
            await binding.bind(host.seal.screen[-1], "合同章")
        if host.seal.binding or binding.state.step is Step.DONE:
            break
        await binding.pick(host.plate.address)
    assert host.seal.binding == 1
    if binding.state.step is not Step.DONE:  # whoever comes by next carries its word
        owner.rounds.start()
    await bound(owner)
