"""Seals that the operator delivers to an organization, and binding one of them over GPRS."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cloud.main import main
from cloud.seals import stock
from cloud.store.unit import Unit
from domain.audit import AuditEntry
from domain.commands import CommandKind, CommandState, SealCommand
from domain.organization import Role
from domain.seals import BindingState, BindSeal, Model
from domain.seals import Seal as SealRow
from domain.stock import HEARD_WITHIN_MS, BindOverGprs, StockedSeal, StockState
from domain.unbinding import UnbindSeal
from domain.verdict import Refused
from protocol.contact import Phase
from protocol.conversation import Op
from protocol.modem import DownKind, read_down
from tests.cloud.modems import BROKERS, Aerial, attached, enrolled, with_broker
from tests.cloud.seal import SERIAL, Seal
from tests.cloud.world import JSON, Cloud, Person, Problem, pull_all, running

BIND = BindOverGprs(seal=SERIAL, name="合同章")


@pytest.fixture(params=BROKERS)
async def cloud(tmp_path: Path, database_url: str | None, request: pytest.FixtureRequest) -> AsyncIterator[Cloud]:
    async with with_broker(tmp_path, request.param, database=database_url) as cloud:
        yield cloud


async def deliver(cloud: Cloud, to: str, serial: str = SERIAL, model: Model | None = Model.GL) -> StockedSeal | Refused:
    def work(unit: Unit) -> StockedSeal | Refused:
        return stock.deliver(cloud.service, unit, serial, to, model, cloud.now)

    return await cloud.service.database.write(work)


async def take_back(cloud: Cloud, serial: str = SERIAL) -> StockedSeal | Refused:
    return await cloud.service.database.write(lambda unit: stock.take_back(cloud.service, unit, serial, cloud.now))


async def stocked(person: Person) -> list[StockedSeal]:
    """What this person's console is told of."""
    person.cursors.clear()
    return (await pull_all(person)).of(StockedSeal)


async def row(person: Person) -> SealRow | None:
    person.cursors.clear()
    return next(iter((await pull_all(person)).of(SealRow)), None)


async def is_heard(owner: Person) -> bool:
    return any(each.heard_at is not None for each in await stocked(owner))


async def is_bound(owner: Person) -> bool:
    found = await row(owner)
    return found is not None and found.state is BindingState.BOUND


def envelopes(aerial: Aerial) -> int:
    return sum(read_down(each).kind is DownKind.ENVELOPE for each in aerial.heard)


# What is delivered, and who sees it


@pytest.mark.req("R-053")
async def test_what_is_delivered_is_listed_for_those_who_may_bind(cloud: Cloud, owner: Person) -> None:
    admin = await owner.add("李管理", "19900000002", Role.ADMINISTRATOR)
    others = [
        await owner.add("王管章", "19900000003", Role.KEEPER),
        await owner.add("张成员", "19900000004"),
        await cloud.organization("19900000005", "别家公司"),
    ]
    assert not isinstance(await deliver(cloud, owner.organization), Refused)
    for person in (owner, admin):
        (found,) = await stocked(person)
        assert (found.id, found.model, found.state, found.heard_at) == (SERIAL, Model.GL, StockState.UNDELIVERED, None)
    for person in others:
        assert await stocked(person) == []
    await enrolled(Seal(cloud, owner))  # its modem has shown the maker's word
    (found,) = await stocked(owner)
    assert (found.state, found.heard_at) == (StockState.UNBOUND, None)


async def test_what_cannot_be_delivered_or_taken_back_changes_nothing(cloud: Cloud, owner: Person) -> None:
    other = await cloud.organization("19900000005", "别家公司")
    assert await deliver(cloud, "nobody") == Refused("not_found", "organization")
    assert await deliver(cloud, owner.organization, model=None) == Refused("seal_never_met", "model", SERIAL)
    assert await take_back(cloud) == Refused("not_found")
    assert not isinstance(await deliver(cloud, owner.organization), Refused)
    for to in (owner, other):
        assert await deliver(cloud, to.organization) == Refused("seal_delivered_already", "serial", owner.organization)
    assert await stocked(other) == []
    assert not isinstance(await take_back(cloud), Refused)
    assert await stocked(owner) == []
    await Seal(cloud, owner).bind()
    assert await deliver(cloud, other.organization) == Refused("seal_already_bound", "serial")
    assert not isinstance(await deliver(cloud, owner.organization, model=None), Refused)  # its model is known now
    assert await take_back(cloud) == Refused("seal_already_bound", "serial")
    owner.cursors.clear()
    entries = sorted((await pull_all(owner)).of(AuditEntry), key=lambda each: each.number)
    assert [each.act for each in entries if each.member is None] == [stock.DELIVER, stock.TAKE_BACK, stock.DELIVER]


async def test_in_hand_a_seal_is_bound_by_whoever_it_was_delivered_to_or_anybody(cloud: Cloud, owner: Person) -> None:
    """Not found, not allowed: of a seal that another organization was given, nobody is told anything."""
    other = await cloud.organization("19900000005", "别家公司")
    await deliver(cloud, other.organization)
    seal = Seal(cloud, owner)
    with pytest.raises(Problem, match="404 not_found"):
        await seal.connect()
    act = BindSeal(serial=SERIAL, model=Model.GL, name="公章", identity=seal.identity)
    assert (await owner.do(act)).code == (await owner.do(BIND)).code == "not_found"
    assert await row(owner) is None
    await take_back(cloud)
    await seal.bind()
    assert await is_bound(owner)


async def test_the_operators_commands(
    tmp_path: Path, database_url: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`main.py cloud --deliver` and `--take-back`, while the cloud is not running."""
    if database_url:
        monkeypatch.setenv("SIGNET_CLOUD_DATABASE", database_url)
    async with running(tmp_path, database=database_url) as cloud:
        owner = await cloud.organization("19900000001")
        words = ["--data", str(tmp_path / "cloud"), "--maker-root", str(cloud.settings.maker_root), "--demo"]
    give = [*words, "--deliver", SERIAL, owner.organization]
    assert await asyncio.to_thread(main, give) == 1
    assert "never met" in capsys.readouterr().err
    assert await asyncio.to_thread(main, [*give, "--model", "GL"]) == 0
    assert SERIAL in capsys.readouterr().out
    assert await asyncio.to_thread(main, [*give, "--model", "GL"]) == 1
    assert owner.organization in capsys.readouterr().err
    async with running(tmp_path, database=database_url) as cloud:
        row = await cloud.service.database.read(lambda view: view.get(StockedSeal, owner.organization, SERIAL))
        assert row is not None
        assert row.model is Model.GL
    assert await asyncio.to_thread(main, [*words, "--take-back", SERIAL]) == 0
    assert "no longer" in capsys.readouterr().out
    assert await asyncio.to_thread(main, [*words, "--take-back", SERIAL]) == 1


async def test_the_demo_delivers_as_the_operator_does(cloud: Cloud, owner: Person) -> None:
    body = {"serial": SERIAL, "model": "GL", "organization": owner.organization}
    await cloud.request("POST", "/demo/seals", body, headers=JSON)
    assert [each.id for each in await stocked(owner)] == [SERIAL]
    refused = [({}, "seal_delivered_already"), ({"organization": "x"}, "not_found"), ({"serial": "x"}, "malformed")]
    for changes, code in refused:
        with pytest.raises(Problem, match=code):
            await cloud.request("POST", "/demo/seals", {**body, **changes}, headers=JSON)


# Binding over GPRS


@pytest.mark.req("R-059", "R-060")
@pytest.mark.req("R-063", "V", "inside")
async def test_bound_by_its_modem(cloud: Cloud, owner: Person) -> None:
    seal = Seal(cloud, owner)
    await deliver(cloud, owner.organization)
    async with attached(seal, await enrolled(seal)) as aerial:
        await aerial.work(lambda: is_heard(owner))
        assert (seal.firmware.phase, envelopes(aerial)) == (Phase.UNBOUND, 0)
        cloud.now += 10_000
        await owner.done(BIND)
        found = await row(owner)
        assert found is not None
        assert (found.state, found.name, found.model) == (BindingState.AWAITING_SEAL, "合同章", Model.GL)
        await aerial.work(lambda: is_bound(owner))
        assert (seal.firmware.phase, seal.firmware.binding) == (Phase.NEEDS_GRANT, 1)
        assert envelopes(aerial) == 1
        owner.cursors.clear()
        (bind,) = [each for each in (await pull_all(owner)).of(SealCommand) if each.kind is CommandKind.BIND]
        assert (bind.state, bind.by) == (CommandState.APPLIED, owner.member)
        await aerial.work(lambda: seal.firmware.live.lease_left_s > 0)  # who speaks now was asked at once
    assert (await owner.do(BIND)).code == "seal_already_bound"


@pytest.mark.req("R-063", "V", "outside")
async def test_a_seal_that_is_off_or_away_from_the_server_is_not_bound(cloud: Cloud, owner: Person) -> None:
    seal = Seal(cloud, owner)
    await deliver(cloud, owner.organization)
    own = await enrolled(seal)
    refused = await owner.do(BIND)
    assert (refused.code, SERIAL in refused.sentence) == ("seal_not_online", True)
    async with attached(seal, own) as aerial:
        await aerial.work(lambda: is_heard(owner))
    cloud.now += HEARD_WITHIN_MS + 1  # switched off, say
    assert (await owner.do(BIND)).code == "seal_not_online"
    assert await row(owner) is None
    async with attached(seal, own) as aerial:
        await aerial.work(lambda: bool(aerial.heard))
        assert envelopes(aerial) == 0
    assert seal.firmware.phase is Phase.UNBOUND


async def test_a_seal_that_was_delivered_to_nobody_is_told_the_time_and_no_more(cloud: Cloud, owner: Person) -> None:
    """Nobody stands before its screen, so nobody is believed that it is his."""
    seal = Seal(cloud, owner)
    own = await enrolled(seal)
    assert (await owner.do(BIND)).code == "not_found"
    await seal.connect()
    await seal.contact()
    await owner.done(BindSeal(serial=SERIAL, model=Model.GL, name="公章", identity=seal.identity))
    seal.firmware.disconnect()
    cloud.now += 60_000
    async with attached(seal, own) as aerial:
        await aerial.work(lambda: bool(aerial.heard))
        assert envelopes(aerial) == 0
    assert seal.firmware.phase is Phase.UNBOUND


async def test_what_is_bound_in_hand_is_not_bound_by_the_modem_meanwhile(cloud: Cloud, owner: Person) -> None:
    """Else whoever types the number would be told that it is bound already."""
    seal = Seal(cloud, owner)
    await deliver(cloud, owner.organization)
    async with attached(seal, await enrolled(seal)) as aerial:
        await aerial.work(lambda: is_heard(owner))
        await owner.done(BindSeal(serial=SERIAL, model=Model.GL, name="公章", identity=seal.identity))
        cloud.now += 60_000
        heard = len(aerial.heard)
        await aerial.work(lambda: any(read_down(each).kind is DownKind.ANSWER for each in aerial.heard[heard:]))
        assert (envelopes(aerial), seal.firmware.phase) == (0, Phase.UNBOUND)
        await owner.done(BIND)  # and now so, under the same number
        cloud.now += 10_000
        await aerial.work(lambda: is_bound(owner))
    assert seal.firmware.binding == 1


async def test_unbound_it_is_in_the_list_again_and_bound_anew(cloud: Cloud, owner: Person) -> None:
    seal = Seal(cloud, owner)
    await deliver(cloud, owner.organization)
    async with attached(seal, await enrolled(seal)) as aerial:
        await aerial.work(lambda: is_heard(owner))
        await owner.done(BIND)
        cloud.now += 10_000
        await aerial.work(lambda: is_bound(owner))
        await aerial.work(lambda: seal.firmware.live.lease_left_s > 0)

        async def unbinds() -> bool:
            return (await owner.do(UnbindSeal(seal=SERIAL))).done

        await aerial.work(unbinds)
        cloud.now += 60_000
        await aerial.work(lambda: seal.firmware.phase is Phase.UNBOUND)
        cloud.now += HEARD_WITHIN_MS
        await aerial.work(lambda: is_online(owner))
        await owner.done(BIND)
        cloud.now += 10_000
        await aerial.work(lambda: is_bound(owner))
    assert seal.firmware.binding == 2


async def is_online(owner: Person) -> bool:
    (found,) = await stocked(owner)
    return found.heard_at == owner.cloud.now


# Who may


@pytest.mark.req("R-068", "P", "refused")
async def test_keepers_and_members_bind_nothing(cloud: Cloud, owner: Person) -> None:
    await deliver(cloud, owner.organization)
    seal = Seal(cloud, owner, model=Model.L)
    for number, role in enumerate((Role.KEEPER, Role.MEMBER)):
        person = await owner.add("某人", f"1990000001{number}", role)
        with pytest.raises(Problem, match="not_allowed"):
            await seal.connect(person)
        act = BindSeal(serial=SERIAL, model=Model.L, name="公章", identity=seal.identity)
        codes = {(await person.do(each)).code for each in (act, BIND)}
        assert codes == {"not_allowed"}
    await seal.bind()
    assert (await person.do(UnbindSeal(seal=SERIAL))).code == "not_allowed"


@pytest.mark.req("R-068", "P", "allowed")
async def test_owner_and_administrator_bind_and_unbind_an_l_seal(cloud: Cloud, owner: Person) -> None:
    admin = await owner.add("李管理", "19900000002", Role.ADMINISTRATOR)
    for at, person in enumerate((owner, admin)):
        seal = Seal(cloud, person, f"L202600000{at}", model=Model.L)
        await seal.bind()
        await seal.settle()
        await person.done(UnbindSeal(seal=seal.serial))
        reply = await seal.ask()
        seal.must(Op.GIVE_ANSWER, reply.answer)
        for order in reply.down:
            seal.must(Op.DELIVER, order)
        assert seal.firmware.phase is Phase.UNBOUND


@pytest.mark.req("R-063", "R-073", "V", "outside")
async def test_an_l_seal_has_no_modem_to_be_bound_by(cloud: Cloud, owner: Person) -> None:
    await deliver(cloud, owner.organization, "L2026000002", Model.L)
    (found,) = await stocked(owner)
    assert found.state is StockState.UNBOUND
    assert (await owner.do(BindOverGprs(seal="L2026000002", name="章"))).code == "seal_has_no_modem"
