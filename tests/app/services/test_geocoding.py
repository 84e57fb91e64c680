"""The position of an address, from a provider on this computer that speaks as AMap or Tianditu do."""

from collections.abc import AsyncGenerator

import pytest

from app.services.addresses import (
    AMAP,
    AMAP_FINDER,
    TIANDITU,
    TIANDITU_FINDER,
    HttpAddresses,
    KeyRefused,
    NoAddress,
    NotReached,
    NotUnderstood,
    Setting,
    check,
)
from app.services.geocoding import HttpPlaces
from domain.datum import to_gcj
from domain.geo import Point, distance_m
from tests.app.provider import Provider, running

WEST_LAKE = Point(30.246, 120.14)


@pytest.fixture
async def provider() -> AsyncGenerator[Provider]:
    async with running() as made:
        yield made


def amap(provider: Provider) -> Setting:
    at = provider.base
    return Setting(*(each.replace("https://restapi.amap.com", at) for each in (AMAP,)), "k", finder(at), gcj=True)


def finder(base: str) -> str:
    return AMAP_FINDER.replace("https://restapi.amap.com", base)


def tianditu(provider: Provider) -> Setting:
    of = TIANDITU_FINDER.replace("https://api.tianditu.gov.cn", provider.base)
    return Setting(provider.template, "k", of)


def in_amap(place: Point, **more: object) -> dict[str, object]:
    """`city` is a list where there is none."""
    at = to_gcj(place)
    found = {"formatted_address": "浙江省杭州市西湖区示例路1号", "city": [], "location": f"{at.lon:.6f},{at.lat:.6f}"}
    return {"status": "1", "info": "OK", "infocode": "10000", "count": "1", "geocodes": [found], **more}


async def test_amap_speaks_gcj02_and_we_do_not(provider: Provider) -> None:
    provider.answer = provider.says(in_amap(WEST_LAKE))
    found = await HttpPlaces(amap(provider)).find(' 西湖区 示例路 "1" 号\u202e ')
    assert distance_m(found, WEST_LAKE) < 1
    (request,) = provider.asked
    assert (request.path, dict(request.query)) == ("/v3/geocode/geo", {"address": "西湖区 示例路 1 号", "key": "k"})
    provider.answer = provider.says({"status": "1", "regeocode": {"formatted_address": "示例路1号"}})
    assert await HttpAddresses(amap(provider)).address(WEST_LAKE.lat, WEST_LAKE.lon) == "示例路1号"
    lon, _, lat = provider.asked[-1].query["location"].partition(",")
    assert distance_m(Point(float(lat), float(lon)), to_gcj(WEST_LAKE)) < 2


async def test_tianditu_speaks_as_we_do(provider: Provider) -> None:
    provider.answer = provider.says({"status": "0", "msg": "ok", "location": {"lon": 120.14, "lat": "30.246"}})
    assert await HttpPlaces(tianditu(provider)).find('西湖区"}') == WEST_LAKE
    assert provider.asked[0].query["ds"] == '{"keyWord":"西湖区"}'


@pytest.mark.parametrize(
    ("told", "status", "error"),
    [
        (in_amap(WEST_LAKE, geocodes=[], count="0"), 200, NoAddress),
        (in_amap(WEST_LAKE, geocodes=[{"location": []}]), 200, NoAddress),
        (in_amap(WEST_LAKE, geocodes=[{"location": "0,0"}]), 200, NoAddress),
        (in_amap(WEST_LAKE, geocodes=[{"location": "nan,30"}]), 200, NoAddress),
        (in_amap(WEST_LAKE, geocodes=[{"location": "here"}]), 200, NoAddress),
        ({"status": "101", "msg": "无结果"}, 200, NoAddress),
        ({"status": "0", "info": "INVALID_USER_KEY", "infocode": "10001"}, 200, KeyRefused),
        ({"status": "0", "info": "ENGINE_RESPONSE_DATA_ERROR", "infocode": "30001"}, 200, NotUnderstood),
        ([], 200, NotUnderstood),
        ({"status": "1"}, 200, NotUnderstood),
        ({}, 500, NotReached),
    ],
)
async def test_whose_fault_it_is(provider: Provider, told: object, status: int, error: type[Exception]) -> None:
    provider.answer = provider.says(told, status)
    with pytest.raises(error) as raised:
        await HttpPlaces(amap(provider)).find("西湖区")
    assert type(raised.value) is error


async def test_what_is_nothing_is_not_asked(provider: Provider) -> None:
    with pytest.raises(NoAddress):
        await HttpPlaces(amap(provider)).find(' "\u202e" ')
    assert provider.asked == []


@pytest.mark.parametrize(
    "finder", ["https://maps.example.com/geo", "https://{address}.example.com/", "http://e.com/{address}"]
)
def test_what_cannot_be_used_is_refused(finder: str) -> None:
    with pytest.raises(ValueError):
        check(Setting(TIANDITU, "k", finder))
