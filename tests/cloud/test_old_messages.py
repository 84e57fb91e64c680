"""Messages that were read half a year ago go, from the cloud and from every console; unread ones stay."""

import json
from typing import Any

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from cloud import messages, sweeps
from cloud.store import tables
from cloud.store.migrations.run import configuration, upgrade
from cloud.store.unit import Unit, View
from domain.messages import KEPT_MS, Message, ReadMessages, Subject
from domain.telling import Told
from tests.cloud.world import Cloud, Person, Replica, pull_all


def told(owner: Person, name: str, **changes: Any) -> Told:
    words = (name, owner.organization)
    return Told(owner.organization, owner.member, "owner_named", words, Subject.MEMBER, owner.member, **changes)


async def tell(cloud: Cloud, *some: Told) -> None:
    await cloud.service.database.write(lambda unit: messages.tell(cloud.service, unit, some, cloud.now))


async def later(cloud: Cloud, owner: Person, ms: int) -> None:
    cloud.now += ms
    await sweeps.sweep(cloud.service)
    await owner.enter()


async def shown(owner: Person, console: Replica) -> set[str]:
    """What his console has of them after its next pull, by the first word."""
    await pull_all(owner, console)
    return {row.words[0] for row in console.of(Message) if row.code == "owner_named" and row.words[1:]}


async def stored(cloud: Cloud) -> int:
    def work(view: View) -> int:
        return view.connection.execute(
            text("SELECT count(*) FROM messages WHERE body LIKE '%owner_named%'")
        ).scalar_one()

    return await cloud.service.database.read(work)


async def test_what_was_read_long_ago_goes_and_what_was_not_stays(cloud: Cloud, owner: Person) -> None:
    console = Replica()
    await tell(cloud, told(owner, "read"), told(owner, "unread"))
    assert await shown(owner, console) == {"read", "unread"}
    before = await stored(cloud)
    (read,) = [row for row in console.of(Message) if row.words[:1] == ["read"]]
    await owner.done(ReadMessages(messages=[read.id]))
    await later(cloud, owner, KEPT_MS - 1)
    assert await shown(owner, console) == {"read", "unread"}
    await later(cloud, owner, 1)
    assert await shown(owner, console) == {"unread"}
    assert await stored(cloud) == before - 1
    owner.cursors.clear()
    assert await shown(owner, Replica()) == {"unread"}  # nor does it come to a new console
    assert (await owner.do(ReadMessages(messages=[read.id]))).code == "not_found"
    await later(cloud, owner, 10 * KEPT_MS)
    assert await shown(owner, console) == {"unread"}


async def test_what_is_gone_keeps_nothing_else_unread(cloud: Cloud, owner: Person) -> None:
    """A console that was away names both."""
    console = Replica()
    await tell(cloud, told(owner, "old"), told(owner, "new"))
    await shown(owner, console)
    old, new = sorted((row for row in console.of(Message) if row.words[1:]), key=lambda row: row.words[0] == "new")
    await owner.done(ReadMessages(messages=[old.id]))
    await later(cloud, owner, KEPT_MS)
    both = ReadMessages(messages=[old.id, new.id])
    await owner.done(both)
    await shown(owner, console)
    assert [row.read_at for row in console.of(Message) if row.words[1:]] == [cloud.now]
    assert (await owner.do(both)).code == "read_already"


async def test_one_that_is_renewed_comes_again_under_its_id(cloud: Cloud, owner: Person) -> None:
    console = Replica()
    await tell(cloud, told(owner, "first", renews="name"))
    await shown(owner, console)
    (row,) = [each for each in console.of(Message) if each.words[:1] == ["first"]]
    await owner.done(ReadMessages(messages=[row.id]))
    await later(cloud, owner, KEPT_MS)
    assert await shown(owner, console) == set()
    await tell(cloud, told(owner, "second", renews="name"))
    assert await shown(owner, console) == {"second"}
    assert row.id in {each.id for each in console.of(Message)}


async def test_a_removal_that_is_taken_back_removes_nothing(cloud: Cloud, owner: Person) -> None:
    await tell(cloud, told(owner, "one"), told(owner, "two"))
    console = Replica()
    await shown(owner, console)
    rows = {each.words[0]: each for each in console.of(Message) if each.words}

    def work(unit: Unit) -> None:
        unit.remove(rows["one"])
        unit.put(rows["one"])
        with pytest.raises(KeyError), unit.savepoint():
            unit.remove(rows["two"])
            assert unit.get(Message, owner.organization, rows["two"].id) is None
            assert rows["two"] not in unit.facts(owner.organization).all(Message, member=owner.member)
            raise KeyError
        assert unit.get(Message, owner.organization, rows["two"].id) == rows["two"]

    await cloud.service.database.write(work)
    assert {"one", "two"} <= await shown(owner, console)
    owner.cursors.clear()
    assert {"one", "two"} <= await shown(owner, Replica())


def test_what_was_read_before_is_looked_at_as_well() -> None:
    """Migration 0011."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "0010")
        for id, body in (("read", {"read_at": 7}), ("unread", {})):
            values = {"id": id, "body": json.dumps(body)}
            columns = "(organization, id, member, body) VALUES ('o', :id, 'm', :body)"
            connection.execute(text(f"INSERT INTO messages {columns}"), values)
        upgrade(connection)
        found = {row.id: row.kept_until for row in connection.execute(tables.rows["messages"].select())}
    engine.dispose()
    assert found == {"read": 7 + KEPT_MS, "unread": None}
