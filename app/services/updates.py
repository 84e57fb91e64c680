"""Whether there is a newer version of this program: asked at an address that the deployment names, and only told.

The address (`SIGNET_UPDATES`; none: nobody is asked) answers `{"version": "0.2.0", "page": "https://…"}`. Nothing about
this console is said there, and nothing is downloaded: a person opens the page, and decides.
"""

import os
import re
from collections.abc import Mapping

import msgspec

from app.sync.address import check_address

VARIABLE = "SIGNET_UPDATES"
WITHIN_S, LARGEST = 20.0, 64 * 1024
OK = 200  # nobody is followed elsewhere
_VERSION = re.compile(r"\d{1,6}(\.\d{1,6}){0,3}")


class Release(msgspec.Struct, frozen=True):
    """The newest version, and the page that tells of it (https)."""

    version: str
    page: str


def updates_address(environment: Mapping[str, str] = os.environ) -> str:
    """Where to ask; empty where nobody is to be asked, or the address is none."""
    try:
        return check_address(environment.get(VARIABLE, "").strip())
    except ValueError:
        return ""


def is_newer(version: str, than: str) -> bool:
    """By their numbers; what is no version is not newer."""
    if not (_VERSION.fullmatch(version) and _VERSION.fullmatch(than)):
        return False
    one, other = ([int(part) for part in each.split(".")] + [0] * 4 for each in (version, than))
    return one[:4] > other[:4]


async def look(address: str, own: str) -> Release | None:
    """The release there, if it is newer than this program; none also where nobody answers, or not as agreed."""
    from aiohttp import ClientError, ClientSession, ClientTimeout

    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=WITHIN_S)) as http,
            http.get(address, allow_redirects=False) as answer,
        ):
            data = await answer.content.read(LARGEST)
            told = msgspec.json.decode(data, type=Release) if answer.status == OK else None
    except (ClientError, TimeoutError, msgspec.MsgspecError, ValueError):
        return None
    if told is None or not told.page.startswith("https://") or not is_newer(told.version, own):
        return None
    return told
