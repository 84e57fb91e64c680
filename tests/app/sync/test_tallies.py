"""A console that holds something else than the cloud counts finds it by itself, says so, and loads it again."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import delete, insert, select, update

from app.models import pages, replica, scopes
from app.models.store import Tx
from app.models.tables import row_scopes, rows, usage
from app.models.tallies import DAY_MS
from app.sync.pull import Puller
from app.sync.push import push
from cloud import sweeps
from cloud.store import changes, tables
from cloud.store.unit import Unit
from domain.acts import ROWS
from domain.ids import new_id
from domain.members import AddMember
from domain.organization import Member, Role
from domain.rows import Row
from domain.templates import AddTemplate, Template
from protocol.sync import Page
from tests.app.console import Console, console
from tests.app.sync.conftest import OWNER
from tests.cloud.act_table import APPLICATION, application, approved
from tests.cloud.company import SERIAL, found_company, uid
from tests.cloud.test_pull import impression, put, seal
from tests.cloud.test_tallies import agree
from tests.cloud.world import Cloud, Person, pull_all

Spoil = Callable[[Tx], object]


@dataclass(frozen=True)
class Asked:
    organization: str
    again: tuple[str, ...]
    tally: bool


class Following:
    """A console without its engine: it pulls and checks when it is told to, at a time of its own."""

    def __init__(self, pc: Console) -> None:
        self.pc, self.later = pc, 0
        self.puller = Puller(pc.store, pc.client, pc.account.sign, lambda: pc.cloud.now + self.later)
        self.asked: list[Asked] = []
        self.send: Callable[..., Awaitable[bytes]] = pc.client.pull
        pc.client.pull = self._noted  # type: ignore[method-assign]

    async def _noted(
        self, organization: str, stream: str, cursor: str, again: tuple[str, ...], *, tally: bool
    ) -> bytes:
        self.asked.append(Asked(organization, again, tally))
        return await self.send(organization, stream, cursor, again, tally=tally)

    async def follow(self) -> list[Asked]:
        """As the engine does; what was asked of the cloud."""
        self.asked.clear()
        self.puller.want_all()
        while self.puller.wanted:
            await self.puller.pull()
            await self.puller.check()
        return list(self.asked)

    async def a_day_later(self) -> list[Asked]:
        self.later += DAY_MS
        return await self.follow()


@pytest.fixture
async def here(tmp_path: Path, cloud: Cloud, owner: Person) -> AsyncIterator[Following]:
    """The owner's console, which has pulled everything and found that it agrees."""
    await put(cloud, seal(owner), *[impression(owner, number, owner.member, result=number % 2) for number in range(5)])
    await owner.done(AddMember(id=new_id(), name="周二", phone="19900000002", role=Role.MEMBER))
    await owner.done(AddTemplate(id=new_id(), name="合同", approvers=[owner.member]))
    async with console(tmp_path / "pc", cloud, OWNER, sync=False) as pc:
        following = Following(pc)
        await following.follow()
        yield following


async def held(pc: Console, owner: Person) -> dict[str, list[Row]]:
    """Everything this console shows of the organization."""
    found: dict[str, list[Row]] = {}
    for name, kind in ROWS.items():
        found[name] = await pc.store.run(lambda tx, kind=kind: replica.all(tx, kind, owner.organization))
    return found


async def agrees(pc: Console, owner: Person) -> bool:
    owner.cursors.clear()
    there = await pull_all(owner)
    shown = await held(pc, owner)
    return all(shown[name] == sorted(there.of(kind), key=lambda row: row.id) for name, kind in ROWS.items())


def lose(kind: type[Row]) -> Spoil:
    def spoil(tx: Tx) -> None:
        table = rows[kind.table]
        victim = tx.connection.execute(select(table.c.id).order_by(table.c.id.desc()).limit(1)).scalar_one()
        tx.connection.execute(delete(table).where(table.c.id == victim))

    return spoil


def age(tx: Tx) -> None:
    """A template's newer state was never taken in."""
    table = rows[Template.table]
    body = tx.connection.execute(select(table.c.body)).scalars().first()
    assert body is not None
    tx.connection.execute(update(table).values(body=body.replace("合同".encode(), "公函".encode())))


def invent(tx: Tx) -> None:
    """A member is here whom the cloud does not know (any more)."""
    table, of = rows[Member.table], row_scopes
    member = tx.connection.execute(select(table)).mappings().first()
    place = tx.connection.execute(select(of).where(of.c.kind == Member.table, of.c.scope == "org")).mappings().first()
    assert member is not None
    assert place is not None
    body = member["body"].replace(member["id"].encode(), b"nobody")
    tx.connection.execute(insert(table).values({**member, "id": "nobody", "body": body}))
    tx.connection.execute(insert(of).values({**place, "id": "nobody"}))


def double(tx: Tx) -> None:
    """A press is here twice."""
    press = dict(tx.connection.execute(select(usage)).mappings().first() or {})
    press.pop("n")
    tx.connection.execute(insert(usage).values({**press, "id": "again"}))


SPOILT: dict[str, tuple[Spoil, set[str]]] = {
    "a lost row": (lose(Template), {"org"}),
    "a lost press": (lose(ROWS["usage"]), {"usage", "member"}),
    "a stale row": (age, {"org"}),
    "an invented row": (invent, {"org"}),
    "a press twice": (double, {"usage", "member"}),
}


@pytest.mark.parametrize("what", SPOILT)
@pytest.mark.rule(9)
async def test_what_is_wrong_here_is_found_within_a_day_and_mended(
    here: Following, owner: Person, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    spoil, expected = SPOILT[what]
    await here.pc.store.run(spoil)
    here.pc.store._memory.clear()  # as after a restart
    await here.follow()
    assert not await agrees(here.pc, owner)
    with caplog.at_level(logging.WARNING, "app.sync.pull"):
        asked = await here.a_day_later()
    assert {scope.partition(":")[0] for each in asked for scope in each.again} == expected
    assert await agrees(here.pc, owner)
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == len(expected)
    assert all("rows here" in each and "loaded again" in each for each in said)
    assert not [each for each in await here.a_day_later() if each.again]


@pytest.mark.rule(9)
async def test_it_is_asked_after_a_first_load_and_daily_and_not_each_time(here: Following, owner: Person) -> None:
    assert not [each for each in await here.follow() if each.tally]
    await owner.done(AddTemplate(id=new_id(), name="公函", approvers=[owner.member]))
    assert not [each for each in await here.follow() if each.tally]
    asked = await here.a_day_later()
    assert [each.organization for each in asked if each.tally] == ["", owner.organization]
    assert not [each for each in await here.follow() if each.tally]


@pytest.mark.rule(9)
async def test_a_scope_that_is_new_is_compared_when_it_has_come(
    tmp_path: Path, cloud: Cloud, owner: Person, caplog: pytest.LogCaptureFixture
) -> None:
    keeper = await owner.add("李管章", "19900000003", Role.KEEPER)
    await put(cloud, seal(owner), *[impression(owner, number, owner.member) for number in range(5)])
    async with console(tmp_path / "keeper", cloud, "19900000003", sync=False) as pc:
        here = Following(pc)
        await here.follow()
        assert not [each for each in await here.follow() if each.tally]
        await put(cloud, seal(owner, keepers=[keeper.member]))
        asked = await here.follow()
        assert [each.organization for each in asked if each.tally] == [owner.organization]
        assert await agrees(pc, keeper)
    assert not caplog.records


@pytest.mark.rule(9)
async def test_a_cloud_that_miscounted_costs_one_load_and_says_so(
    here: Following, cloud: Cloud, owner: Person, caplog: pytest.LogCaptureFixture
) -> None:
    def miscount(unit: Unit) -> None:
        table = tables.tallies
        unit.connection.execute(update(table).where(table.c.scope == "org").values(count=table.c.count + 1))

    await cloud.service.database.write(miscount)
    with caplog.at_level(logging.WARNING):
        asked = await here.a_day_later()
        assert [each.again for each in asked if each.again] == [("org",)]
        await here.follow()
        assert [record.name for record in caplog.records] == ["app.sync.pull", "cloud.store.tallies"]
        assert not [each for each in await here.a_day_later() if each.again]
    assert len(caplog.records) == 2
    assert await agrees(here.pc, owner)
    assert await here.pc.store.run(scopes.lost) == []
    await agree(cloud.service.database)


@pytest.mark.rule(6, 9)
async def test_what_is_to_be_loaded_again_outlives_a_restart(here: Following, owner: Person) -> None:
    await here.pc.store.run(lose(Template))
    send = here.send

    async def dying(*asked: Any, tally: bool) -> bytes:
        if asked[3]:
            raise KeyError("killed")
        return await send(*asked, tally=tally)

    here.send = dying
    with pytest.raises(KeyError):
        await here.a_day_later()
    await here.pc.close()
    await here.pc.open(sync=False)
    back = Following(here.pc)
    asked = await back.follow()
    assert [each.again for each in asked if each.again] == [("org",)]
    assert await agrees(here.pc, owner)


@pytest.mark.parametrize("pieces", [1, 2, 4])
@pytest.mark.rule(5, 6, 9)
async def test_a_console_that_dies_while_it_makes_room_goes_on(
    here: Following, owner: Person, pieces: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scopes, "PIECE", 1)
    await here.pc.store.run(lose(Template))
    await here.pc.store.run(lose(ROWS["usage"]))
    left = pieces
    make_room = pages.make_room

    def dying(tx: Tx, pull: str, asked: pages.Asking, page: Page) -> bool:
        nonlocal left
        if asked.again and (left := left - 1) < 0:
            raise KeyError("killed")
        return make_room(tx, pull, asked, page)

    monkeypatch.setattr(pages, "make_room", dying)
    with pytest.raises(KeyError):
        await here.a_day_later()
    assert not await agrees(here.pc, owner)
    await here.pc.close()
    monkeypatch.setattr(pages, "make_room", make_room)
    await here.pc.open(sync=False)
    back = Following(here.pc)
    await back.follow()
    assert await agrees(here.pc, owner)
    assert not [each for each in await back.a_day_later() if each.again]


@pytest.mark.req("R-084")
@pytest.mark.rule(9)
async def test_the_presses_of_a_use_that_one_approved_are_compared_as_well(
    tmp_path: Path, cloud: Cloud, caplog: pytest.LogCaptureFixture
) -> None:
    company = await found_company(cloud)
    await company.member.done(application(company))
    await company.approver.done(approved(company))
    await company.keeper.done(company.authorize("use", application=APPLICATION))
    member = company.member
    used = [replace(impression(member, number, member.member, SERIAL), authorization=uid("use")) for number in range(4)]
    await put(cloud, *used)
    async with console(tmp_path / "approver", cloud, company.approver.phone, sync=False) as pc:
        here = Following(pc)
        await here.follow()
        assert not caplog.records
        await pc.store.run(lose(ROWS["usage"]))
        with caplog.at_level(logging.WARNING):
            asked = await here.a_day_later()
        assert [each.again for each in asked if each.again] == [(f"approved:{company.approver.member}",)]
        assert ["4 rows here, 5 in the cloud" in record.getMessage() for record in caplog.records] == [True]
        assert not [each for each in await here.a_day_later() if each.again]
        assert await pc.store.run(lambda tx: len(tx.connection.execute(select(usage.c.id)).all())) == 4


@pytest.mark.rule(5, 8)
async def test_a_console_that_was_away_for_years_begins_anew(
    here: Following, cloud: Cloud, owner: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """What left its sight meanwhile is told no more; what it did itself waits until it is covered, as ever."""
    (template,) = await here.pc.store.run(lambda tx: replica.all(tx, Template, owner.organization))
    await cloud.service.database.write(lambda unit: unit.remove(template))
    for _ in range(3):
        cloud.now += changes.KEPT_MS
        await sweeps.sweep(cloud.service)
    await owner.enter()
    assert await here.pc.enter(OWNER)
    act = await here.pc.desk.submit(owner.organization, AddTemplate(id=new_id(), name="公函", approvers=[owner.member]))
    assert act is not None
    await push(here.pc.store, here.pc.client, here.pc.account.sign, lambda: cloud.now, lambda _: None)
    await here.follow()
    assert await agrees(here.pc, owner)
    assert [row.name for row in await here.pc.store.run(lambda tx: replica.all(tx, Template, owner.organization))] == [
        "公函"
    ]
    assert await here.pc.desk.pending() == []
    assert await here.pc.store.run(scopes.lost) == []
    assert not caplog.records
