"""The exact address of a position, from a provider that the person has chosen: asked on a click, never by itself.

A provider is an address on the web with `{lat}`, `{lon}` and `{key}` in it. It gets the position (in degrees of the
datum that it speaks), the key and nothing else, and answers with JSON in which somewhere a `formatted_address` stands:
the geocoders of Tianditu and AMap do, and whoever builds one for himself can. The other way, from an address to a
position, `geocoding` asks.
"""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

import msgspec

from app.models import meta
from app.models.store import Tx
from app.sync.address import NotSecure, check_address
from domain.datum import to_gcj
from domain.geo import Point
from domain.texts import cleaned
from domain.track import is_place

TIANDITU = 'https://api.tianditu.gov.cn/geocoder?postStr={"lon":{lon},"lat":{lat},"ver":1}&type=geocode&tk={key}'
WITHIN_S = 10.0
MOST_BYTES = 64 * 1024  # of an answer
AMAP = "https://restapi.amap.com/v3/geocode/regeo?location={lon},{lat}&key={key}"
TIANDITU_FINDER = 'https://api.tianditu.gov.cn/geocoder?ds={"keyWord":"{address}"}&tk={key}'
AMAP_FINDER = "https://restapi.amap.com/v3/geocode/geo?address={address}&key={key}"
LONGEST = 200  # characters of an address that is shown
UNAUTHORIZED, FORBIDDEN, TOO_OFTEN, NOT_DONE, SERVER_FAULT = 401, 403, 429, 300, 500
# Codes for a key that is wrong, of another kind, or used up: Tianditu's, AMap's.
KEY_REFUSED = (*range(301_000, 302_000), *range(10_001, 10_100))
_TEMPLATE, _KEY, _FINDER, _GCJ = "addresses.template", "addresses.key", "addresses.finder", "addresses.gcj"


class AddressError(Exception):
    """No address. The text is what the provider said of it, if anything."""


class NotReached(AddressError):
    """The network, or the provider is away: later it may answer."""


class KeyRefused(AddressError):
    """The key of the settings is not taken, or its number of questions is used up."""


class NotUnderstood(AddressError):
    """The provider answers something else: it is not one, or it is at fault."""


class NoAddress(AddressError):
    """It knows of no address there."""


class Setting(msgspec.Struct, frozen=True):
    """What the person has chosen; without a template nobody is asked.

    `finder`: where the same provider tells the position of an `{address}`; empty: it does not. `gcj`: it speaks GCJ-02.
    """

    template: str = ""
    key: str = ""
    finder: str = ""
    gcj: bool = False

    @property
    def is_on(self) -> bool:
        return bool(self.template)


class AddressProvider(Protocol):
    """Whoever knows addresses."""

    async def address(self, lat: float, lon: float) -> str:
        """Of a position in WGS-84 degrees; raises `AddressError`."""
        ...


def read_setting(tx: Tx) -> Setting:
    template, key, finder = (meta.get(tx, name) or "" for name in (_TEMPLATE, _KEY, _FINDER))
    if template == TIANDITU:  # chosen before it was asked for positions as well
        finder = TIANDITU_FINDER
    return Setting(template, key, finder, bool(meta.get(tx, _GCJ)))


def write_setting(tx: Tx, setting: Setting) -> None:
    """ValueError if it cannot be used: nothing is changed then."""
    if setting.is_on:
        check(setting)
    meta.put(tx, _TEMPLATE, setting.template)
    meta.put(tx, _KEY, setting.key)
    meta.put(tx, _FINDER, setting.finder)
    meta.put(tx, _GCJ, "1" if setting.gcj else "")


def check(setting: Setting) -> None:
    """`NotSecure`: not over TLS, and not of this computer; ValueError: no address of a provider, or no key for it."""
    _check(setting.template, "{lat}", "{lon}")
    if setting.finder:
        _check(setting.finder, "{address}")
    if "{key}" in setting.template + setting.finder and not setting.key:
        raise ValueError("the key is missing")


def _check(template: str, *needed: str) -> None:
    check_address(template)
    if "{" in urlsplit(template).netloc or not all(name in template for name in needed):
        raise ValueError("an address of a provider has what is asked behind its host")


class HttpAddresses:
    """A provider by its address."""

    def __init__(self, setting: Setting) -> None:
        check(setting)
        self._setting = setting

    def url(self, lat: float, lon: float) -> str:
        """What is asked; a position to a metre, no closer than receivers know."""
        at = to_gcj(Point(lat, lon)) if self._setting.gcj else Point(lat, lon)
        given = {"{lat}": f"{at.lat:.5f}", "{lon}": f"{at.lon:.5f}", "{key}": quote(self._setting.key, safe="")}
        return filled(self._setting.template, given)

    async def address(self, lat: float, lon: float) -> str:
        """Raises `AddressError`."""
        if not is_place(lat, lon):
            raise NoAddress
        told = await ask(self.url(lat, lon))
        texts = list(_addresses(told))
        if not texts:
            raise NotUnderstood(said(told))
        if not (text := _short(texts[0])):
            raise NoAddress
        return text


def filled(template: str, given: Mapping[str, str]) -> str:
    """The address on the web that is asked, with this put into its places."""
    for name, value in given.items():
        template = template.replace(name, value)
    return quote(template, safe="%/:=&?~#+!$,;'@()*[]-._")


async def ask(url: str) -> Any:
    """What the provider answers, as JSON; raises `AddressError`. Nothing is kept, no redirection followed: it would
    take the key elsewhere."""
    # Loading it takes a third of a second: not on the loop, on which a window lives.
    aiohttp = await asyncio.to_thread(_load)
    timeout = aiohttp.ClientTimeout(WITHIN_S)
    try:
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), timeout=timeout) as session,
            session.get(_encoded(url), allow_redirects=False) as answer,
        ):
            content = await answer.content.read(MOST_BYTES + 1)
            while len(content) <= MOST_BYTES and not answer.content.at_eof():
                content += await answer.content.read(MOST_BYTES + 1 - len(content))
            return _read(answer.status, content)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise NotReached from error


def _read(status: int, content: bytes) -> Any:
    """An answer of that status."""
    told: Any = None
    if len(content) <= MOST_BYTES:
        try:
            told = msgspec.json.decode(content)
        except msgspec.MsgspecError:
            told = None
    why = said(told)
    if status in (UNAUTHORIZED, FORBIDDEN, TOO_OFTEN) or _code(told) in KEY_REFUSED:
        raise KeyRefused(why)
    if status >= SERVER_FAULT:
        raise NotReached(why or f"HTTP {status}")
    if status >= NOT_DONE or told is None:
        raise NotUnderstood(why or f"HTTP {status}")
    return told


def _addresses(told: Any, depth: int = 4) -> Iterator[str]:
    """Each `formatted_address` in it, the outermost first; some send an empty list where they know none."""
    if not isinstance(told, dict) or depth == 0:
        return
    if "formatted_address" in told:
        found = told["formatted_address"]
        yield found if isinstance(found, str) else ""
    for each in told.values():
        yield from _addresses(each, depth - 1)


def _code(told: Any) -> int:
    code = told.get("code", told.get("infocode")) if isinstance(told, dict) else None
    return int(code) if isinstance(code, int) or (isinstance(code, str) and code.isdecimal()) else 0


def said(told: Any) -> str:
    """What the provider says of a failure."""
    found = (told.get(name) for name in ("msg", "message", "info")) if isinstance(told, dict) else ()
    return next((_short(each) for each in found if isinstance(each, str)), "")


def _short(text: str) -> str:
    return " ".join(cleaned(text).split())[:LONGEST]


def _encoded(url: str) -> Any:
    from yarl import URL

    return URL(url, encoded=True)


def _load() -> Any:
    import aiohttp

    return aiohttp


__all__ = [
    "AMAP",
    "AMAP_FINDER",
    "TIANDITU",
    "TIANDITU_FINDER",
    "AddressError",
    "AddressProvider",
    "HttpAddresses",
    "KeyRefused",
    "NoAddress",
    "NotReached",
    "NotSecure",
    "NotUnderstood",
    "Setting",
    "ask",
    "check",
    "filled",
    "read_setting",
    "said",
    "write_setting",
]
