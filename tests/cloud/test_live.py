"""Pokes: after the commit, to those who may see it, the newest version only."""

import asyncio

import aiohttp
import msgspec
import pytest

from cloud.live import Connection, Hub
from cloud.tokens import ACCESS_MS, Speaker
from domain.ids import new_id
from domain.members import AddMember
from domain.organization import Role
from domain.templates import AddTemplate
from protocol.sync import Poke
from tests.cloud.world import Cloud, Person


def template(owner: Person, name: str) -> AddTemplate:
    return AddTemplate(id=new_id(), name=name, approvers=[owner.member])


async def poke(channel: "aiohttp.ClientWebSocketResponse") -> Poke:
    return msgspec.json.decode(await asyncio.wait_for(channel.receive_bytes(), 5), type=Poke)


async def first(channel: "aiohttp.ClientWebSocketResponse", count: int) -> dict[str, int]:
    """Where the spaces stand, said at the beginning."""
    pokes = [await poke(channel) for _ in range(count)]
    return {each.organization: each.rev for each in pokes}


async def test_it_begins_with_where_my_spaces_stand_and_goes_on_with_what_changes(cloud: Cloud, owner: Person) -> None:
    page = await owner.pull()
    async with cloud.http.ws_connect("/v1/live", headers=owner.headers) as channel:
        assert (await first(channel, 2))[owner.organization] == page.rev
        await owner.done(template(owner, "a"))
        said = await poke(channel)
        assert (said.organization, said.rev) == (owner.organization, page.rev + 2)  # the template, and the audit log
        assert (await owner.pull()).rev == said.rev


async def test_nobody_hears_of_another_organization(cloud: Cloud, owner: Person) -> None:
    other = await cloud.organization("19900000002", "别家公司")
    async with cloud.http.ws_connect("/v1/live", headers=other.headers) as channel:
        assert owner.organization not in await first(channel, 2)
        await owner.done(template(owner, "a"))
        await other.done(template(other, "b"))
        assert (await poke(channel)).organization == other.organization


async def test_who_joins_an_organization_hears_of_it_on_the_open_channel(cloud: Cloud, owner: Person) -> None:
    newcomer = await Person.sign_in(cloud, "19900000009")
    async with cloud.http.ws_connect("/v1/live", headers=newcomer.headers) as channel:
        assert set(await first(channel, 1)) == {""}
        await owner.done(AddMember(id=new_id(), name="新人", phone=newcomer.phone, role=Role.MEMBER))
        said = {each.organization for each in [await poke(channel), await poke(channel)]}
        assert said == {"", owner.organization}
        await owner.done(template(owner, "a"))
        assert (await poke(channel)).organization == owner.organization


async def test_a_refused_push_pokes_nobody(cloud: Cloud, owner: Person) -> None:
    async with cloud.http.ws_connect("/v1/live", headers=owner.headers) as channel:
        before = await first(channel, 2)
        await owner.do(AddTemplate(id="x", name="a", approvers=[]))
        await owner.done(template(owner, "a"))
        assert (await poke(channel)).rev == before[owner.organization] + 1


async def test_what_a_console_says_is_not_listened_to(cloud: Cloud, owner: Person) -> None:
    async with cloud.http.ws_connect("/v1/live", headers=owner.headers) as channel:
        await first(channel, 2)
        await channel.send_str("hello")
        await channel.send_bytes(b"\x00" * 1000)
        await owner.done(template(owner, "a"))
        assert (await poke(channel)).organization == owner.organization


@pytest.mark.parametrize("header", ["", "Bearer x", "Basic x"])
async def test_without_a_token_there_is_no_channel(cloud: Cloud, header: str) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await cloud.http.ws_connect("/v1/live", headers={"Authorization": header})


async def test_an_old_token_opens_no_channel(cloud: Cloud, owner: Person) -> None:
    cloud.now += ACCESS_MS
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await cloud.http.ws_connect("/v1/live", headers=owner.headers)


async def test_a_console_that_left_is_forgotten(cloud: Cloud, owner: Person) -> None:
    hub = cloud.service.hub
    async with cloud.http.ws_connect("/v1/live", headers=owner.headers) as channel:
        await first(channel, 2)
        assert len(hub.connections) == 1
    async with asyncio.timeout(5):
        while hub.connections:
            await cloud.request("GET", "/healthz")


async def test_channels_close_when_the_cloud_ends(cloud: Cloud, owner: Person) -> None:
    async with cloud.http.ws_connect("/v1/live", headers=owner.headers) as channel:
        await first(channel, 2)
        cloud._server.end()
        async with asyncio.timeout(10):
            message = await channel.receive()
        assert message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)


async def test_pokes_that_nobody_has_read_melt_into_one() -> None:
    hub, connection = Hub(), Connection(Speaker("user", "console"))
    connection.spaces = {"mine"}
    hub.connections.add(connection)
    for rev in (1, 2, 3):
        hub.tell({"mine": rev, "other": rev})
    assert connection.news == {"mine": 3}
    assert connection.awake.is_set()
