"""Exact addresses: what is asked of a provider, and whose fault it is when none comes. It is a real server."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from aiohttp import web

from app.models import meta
from app.models.store import Store
from app.services import addresses
from app.services.addresses import (
    TIANDITU,
    HttpAddresses,
    KeyRefused,
    NoAddress,
    NotReached,
    NotSecure,
    NotUnderstood,
    Setting,
    check,
    read_setting,
    write_setting,
)
from tests.app.provider import FOUND, Provider, running

WEST_LAKE = (30.246012345, 120.140012345)


@pytest.fixture
async def provider() -> AsyncGenerator[Provider]:
    async with running() as made:
        yield made


@pytest.fixture
def asked_of(provider: Provider) -> HttpAddresses:
    return HttpAddresses(Setting(provider.template, "k&y=1"))


async def test_the_position_and_the_key_are_asked_and_nothing_else(provider: Provider, asked_of: HttpAddresses) -> None:
    assert await asked_of.address(*WEST_LAKE) == "浙江省杭州市西湖区南山路1号"
    (request,) = provider.asked
    assert (request.method, request.path) == ("GET", "/geocoder")
    assert dict(request.query) == {
        "postStr": '{"lon":120.14001,"lat":30.24601,"ver":1}',
        "type": "geocode",
        "tk": "k&y=1",
    }
    assert set(request.headers) <= {"Host", "Accept", "Accept-Encoding", "User-Agent"}


@pytest.mark.parametrize(
    ("told", "status", "error", "said"),
    [
        ({"code": 301006, "msg": "权限类型错误", "resolve": "…"}, 403, KeyRefused, "权限类型错误"),
        ({"code": 301007, "msg": "key已用完"}, 200, KeyRefused, "key已用完"),
        ({"code": "301006"}, 200, KeyRefused, ""),
        ({}, 401, KeyRefused, ""),
        ({}, 429, KeyRefused, ""),
        ({}, 500, NotReached, "HTTP 500"),
        ({"msg": "maintenance\x00\u202e"}, 503, NotReached, "maintenance"),
        ({}, 404, NotUnderstood, "HTTP 404"),
        ({"status": "1", "msg": "参数错误"}, 200, NotUnderstood, "参数错误"),
        ([FOUND], 200, NotUnderstood, ""),
        ("x", 200, NotUnderstood, ""),
        (None, 200, NotUnderstood, "HTTP 200"),
        ({"result": {"formatted_address": ""}}, 200, NoAddress, ""),
        ({"regeocode": {"formatted_address": []}}, 200, NoAddress, ""),
        ({"a": {"b": {"c": {"d": {"e": {"formatted_address": "x"}}}}}}, 200, NotUnderstood, ""),
    ],
)
async def test_whose_fault_it_is(
    provider: Provider, asked_of: HttpAddresses, told: object, status: int, error: type[Exception], said: str
) -> None:
    provider.answer = provider.says(told, status)
    with pytest.raises(error) as raised:
        await asked_of.address(*WEST_LAKE)
    assert type(raised.value) is error
    assert str(raised.value) == said


async def test_an_answer_that_is_no_json_or_has_no_end(provider: Provider, asked_of: HttpAddresses) -> None:
    async def page(_: web.Request) -> web.Response:
        return web.Response(text="<html>Sign in to this hotel</html>", content_type="text/html")

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(b" " * 65536)
        except (ConnectionError, RuntimeError):
            return response

    for answer in (page, endless):
        provider.answer = answer
        with pytest.raises(NotUnderstood):
            await asked_of.address(*WEST_LAKE)


async def test_a_long_or_crooked_address_is_cut_and_cleaned(provider: Provider, asked_of: HttpAddresses) -> None:
    provider.answer = provider.says({"result": {"formatted_address": " 西湖区\n\u202e南山路\x00 1 号 " + "长" * 500}})
    text = await asked_of.address(*WEST_LAKE)
    assert text.startswith("西湖区 南山路 1 号 长")
    assert len(text) == addresses.LONGEST


async def test_the_key_follows_no_redirection(provider: Provider, asked_of: HttpAddresses) -> None:
    async def elsewhere(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(f"/elsewhere?{request.query_string}")

    provider.answer = elsewhere
    with pytest.raises(NotUnderstood, match="302"):
        await asked_of.address(*WEST_LAKE)
    assert [request.path for request in provider.asked] == ["/geocoder"]


async def test_a_provider_that_is_away_or_silent(
    provider: Provider, asked_of: HttpAddresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    hung = asyncio.Event()

    async def silent(_: web.Request) -> web.StreamResponse:
        await hung.wait()
        return web.Response()

    provider.answer = silent
    monkeypatch.setattr(addresses, "WITHIN_S", 0.2)
    with pytest.raises(NotReached):
        await asked_of.address(*WEST_LAKE)
    hung.set()
    await provider.stop()
    with pytest.raises(NotReached):
        await asked_of.address(*WEST_LAKE)


async def test_what_is_no_position_is_not_asked(provider: Provider, asked_of: HttpAddresses) -> None:
    for lat, lon in ((float("nan"), 1.0), (1.0, float("inf")), (91.0, 0.0), (0.0, 0.0)):
        with pytest.raises(NoAddress):
            await asked_of.address(lat, lon)
    assert provider.asked == []


@pytest.mark.parametrize(
    ("template", "key", "error"),
    [
        ("http://maps.example.com/?x={lat},{lon}", "", NotSecure),
        ("ftp://maps.example.com/?x={lat},{lon}", "", ValueError),
        ("maps.example.com/{lat}/{lon}", "", ValueError),
        ("https://maps.example.com/?x={lat}", "", ValueError),
        ("https://{lat}.example.com/{lon}", "", ValueError),
        ("https://{key}.example.com/{lat}/{lon}", "k", ValueError),
        (TIANDITU, "", ValueError),
    ],
)
async def test_what_cannot_be_used_is_refused_and_changes_nothing(
    store: Store, template: str, key: str, error: type[Exception]
) -> None:
    before = Setting("https://maps.example.com/{lat},{lon}", "old")
    await store.run(lambda tx: write_setting(tx, before))
    with pytest.raises(error):
        check(Setting(template, key))
    with pytest.raises(error):
        await store.run(lambda tx: write_setting(tx, Setting(template, key)))
    assert await store.run(read_setting) == before


async def test_nothing_is_chosen_at_first_and_a_choice_can_be_taken_back(store: Store) -> None:
    assert await store.run(read_setting) == Setting()
    assert not Setting().is_on
    await store.run(lambda tx: write_setting(tx, Setting(TIANDITU, "k")))
    assert (await store.run(read_setting)).is_on
    await store.run(lambda tx: write_setting(tx, Setting()))
    assert await store.run(read_setting) == Setting()
    assert await store.run(lambda tx: meta.get(tx, "addresses.key")) == ""
