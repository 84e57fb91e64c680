"""The exact address of a position, from a provider that the person has chosen: asked on a click, never by itself.

A provider is an address on the web with `{lat}`, `{lon}` and `{key}` in it. It gets the position (WGS-84 degrees), the
key and nothing else, and answers with JSON in which somewhere a `formatted_address` stands: Tianditu's geocoder does,
and whoever builds one for himself can.
"""

import asyncio
from collections.abc import Iterator
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

import msgspec

from app.models import meta
from app.models.store import Tx
from app.sync.address import NotSecure, check_address
from domain.texts import cleaned
from domain.track import is_place

TIANDITU = 'https://api.tianditu.gov.cn/geocoder?postStr={"lon":{lon},"lat":{lat},"ver":1}&type=geocode&tk={key}'
WITHIN_S = 10.0
MOST_BYTES = 64 * 1024  # of an answer
LONGEST = 200  # characters of an address that is shown
UNAUTHORIZED, FORBIDDEN, TOO_OFTEN, NOT_DONE, SERVER_FAULT = 401, 403, 429, 300, 500
KEY_REFUSED = range(301_000, 302_000)  # Tianditu's codes for a key that is wrong, of another kind, or used up
_TEMPLATE, _KEY = "addresses.template", "addresses.key"


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
    """What the person has chosen; without a template nobody is asked."""

    template: str = ""
    key: str = ""

    @property
    def is_on(self) -> bool:
        return bool(self.template)


class AddressProvider(Protocol):
    """Whoever knows addresses."""

    async def address(self, lat: float, lon: float) -> str:
        """Of a position in WGS-84 degrees; raises `AddressError`."""
        ...


def read_setting(tx: Tx) -> Setting:
    return Setting(meta.get(tx, _TEMPLATE) or "", meta.get(tx, _KEY) or "")


def write_setting(tx: Tx, setting: Setting) -> None:
    """ValueError if it cannot be used: nothing is changed then."""
    if setting.is_on:
        check(setting)
    meta.put(tx, _TEMPLATE, setting.template)
    meta.put(tx, _KEY, setting.key)


def check(setting: Setting) -> None:
    """`NotSecure`: not over TLS, and not of this computer; ValueError: no address of a provider, or no key for it."""
    template = setting.template
    check_address(template)
    if "{" in urlsplit(template).netloc or not all(name in template for name in ("{lat}", "{lon}")):
        raise ValueError("an address of a provider has {lat} and {lon} behind its host")
    if "{key}" in template and not setting.key:
        raise ValueError("the key is missing")


class HttpAddresses:
    """A provider by its address."""

    def __init__(self, setting: Setting) -> None:
        check(setting)
        self._setting = setting

    def url(self, lat: float, lon: float) -> str:
        """What is asked; a position to a metre, no closer than receivers know."""
        given = {"{lat}": f"{lat:.5f}", "{lon}": f"{lon:.5f}", "{key}": quote(self._setting.key, safe="")}
        url = self._setting.template
        for name, value in given.items():
            url = url.replace(name, value)
        return quote(url, safe="%/:=&?~#+!$,;'@()*[]-._")

    async def address(self, lat: float, lon: float) -> str:
        """Raises `AddressError`. Nothing is kept, no redirection followed: it would take the key elsewhere."""
        if not is_place(lat, lon):
            raise NoAddress
        # Loading it takes a third of a second: not on the loop, on which a window lives.
        aiohttp = await asyncio.to_thread(_load)
        timeout = aiohttp.ClientTimeout(WITHIN_S)
        try:
            async with (
                aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), timeout=timeout) as session,
                session.get(_encoded(self.url(lat, lon)), allow_redirects=False) as answer,
            ):
                content = await answer.content.read(MOST_BYTES + 1)
                while len(content) <= MOST_BYTES and not answer.content.at_eof():
                    content += await answer.content.read(MOST_BYTES + 1 - len(content))
                return _read(answer.status, content)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise NotReached from error


def _read(status: int, content: bytes) -> str:
    """The address in an answer of that status."""
    told: Any = None
    if len(content) <= MOST_BYTES:
        try:
            told = msgspec.json.decode(content)
        except msgspec.MsgspecError:
            told = None
    said = _said(told)
    if status in (UNAUTHORIZED, FORBIDDEN, TOO_OFTEN) or _code(told) in KEY_REFUSED:
        raise KeyRefused(said)
    if status >= SERVER_FAULT:
        raise NotReached(said or f"HTTP {status}")
    if status >= NOT_DONE or told is None:
        raise NotUnderstood(said or f"HTTP {status}")
    texts = list(_addresses(told))
    if not texts:
        raise NotUnderstood(said)
    if not (text := _short(texts[0])):
        raise NoAddress
    return text


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
    code = told.get("code") if isinstance(told, dict) else None
    return int(code) if isinstance(code, int) or (isinstance(code, str) and code.isdecimal()) else 0


def _said(told: Any) -> str:
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
    "TIANDITU",
    "AddressError",
    "AddressProvider",
    "HttpAddresses",
    "KeyRefused",
    "NoAddress",
    "NotReached",
    "NotSecure",
    "NotUnderstood",
    "Setting",
    "check",
    "read_setting",
    "write_setting",
]
