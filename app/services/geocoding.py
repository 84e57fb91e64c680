"""The position of an address, from the provider of addresses that the settings name: asked for what somebody has typed
and sent off, never while he types.

The same provider as in `addresses`, at another address on the web, with `{address}` and `{key}` in it. It answers with
JSON in which somewhere a `location` stands: a text "longitude,latitude" (AMap) or {lon, lat} (Tianditu).
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from app.services.addresses import NoAddress, NotUnderstood, Setting, ask, check, filled, said
from domain.datum import to_wgs
from domain.geo import Point
from domain.texts import cleaned
from domain.track import is_place

LONGEST = 100  # characters of an address that is asked for
NOTHING_FOUND = "101"  # Tianditu's status
_UNSAID = str.maketrans("", "", '"\\{}')  # what would end the text in a provider's JSON


class HttpPlaces:
    """A provider by its address."""

    def __init__(self, setting: Setting) -> None:
        check(setting)
        self._setting = setting

    async def find(self, text: str) -> Point:
        """Where it is, in WGS-84 degrees; raises `AddressError`."""
        wanted = " ".join(cleaned(text).translate(_UNSAID).split())[:LONGEST]
        if not wanted:
            raise NoAddress
        given = {"{address}": quote(wanted, safe=""), "{key}": quote(self._setting.key, safe="")}
        found = _place(await ask(filled(self._setting.finder, given)))
        return to_wgs(found) if self._setting.gcj else found


def _place(told: Any) -> Point:
    for each in _locations(told):
        lon, lat = _degrees(each)
        if lon is not None and lat is not None and is_place(lat, lon):
            return Point(lat, lon)
        raise NoAddress  # some send an empty list where they know none
    if isinstance(told, dict) and (told.get("geocodes") == [] or str(told.get("status")) == NOTHING_FOUND):
        raise NoAddress
    raise NotUnderstood(said(told))


def _locations(told: Any, depth: int = 4) -> Iterator[Any]:
    """Each `location` in it, the outermost first."""
    if depth == 0:
        return
    if isinstance(told, dict):
        if "location" in told:
            yield told["location"]
        for each in told.values():
            yield from _locations(each, depth - 1)
    elif isinstance(told, list):
        for each in told:
            yield from _locations(each, depth - 1)


def _degrees(location: Any) -> tuple[float | None, float | None]:
    """Longitude and latitude."""
    if isinstance(location, str):
        lon, _, lat = location.partition(",")
        return _number(lon), _number(lat)
    if isinstance(location, dict):
        return _number(location.get("lon")), _number(location.get("lat"))
    return None, None


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
