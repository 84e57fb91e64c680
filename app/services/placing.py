"""Records get the district they were made in, and districts are found by what one types."""

import asyncio
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import gazetteer
from app.models import places
from app.models.store import Store
from gazetteer.pack import FOLDER, place_of
from gazetteer.search import find

MANY = 5000  # numbers: fewer are found in a moment, of which nobody needs to be told


async def place_all(store: Store, told: Callable[[float], None]) -> None:
    """Go on where it was left. `told`: how much is done, 0 to 1. Raises OSError or ValueError: no borders."""
    source = await asyncio.to_thread(_load)
    await store.run(lambda tx: places.start(tx, source))
    begun, last = await store.run(places.progress)
    while await store.run(lambda tx: places.step(tx, divisions)):
        if last - begun > MANY:
            done, last = await store.run(places.progress)
            told((done - begun) / max(1, last - begun))


def _load() -> str:
    gazetteer.load()
    return str(zlib.crc32((FOLDER / "districts.npz").read_bytes()))


def divisions(lats: Sequence[float], lons: Sequence[float]) -> list[int]:
    """The code of the smallest division at each of these positions, as `places` keeps it."""
    found = gazetteer.names_of(lats, lons)
    return [int(each.code) + places.NEAR * each.near if each else places.NOWHERE for each in found]


@cache
def place(code: int) -> gazetteer.Place:
    """What a code says that `places` keeps."""
    near, of = divmod(code, places.NEAR)
    return replace(place_of(f"{of:06}", gazetteer.load().divisions), near=bool(near))


def named(text: str) -> frozenset[int]:
    """The divisions whose names hold the text, or are read like it, and all that lie in them."""
    if not text.isascii():
        wanted = text.casefold()
        return frozenset(code for code, said in _said() if wanted in said)
    found: set[int] = set()
    for each in find(text, most=len(_said())):
        code = each.place.code
        found.update(_within()[code[: 2 if code.endswith("0000") else 4 if code.endswith("00") else 6]])
    return frozenset(found)


@cache
def _said() -> list[tuple[int, str]]:
    """Every division as it is written, whole and in short: 浙江省杭州市西湖区, 浙江杭州西湖."""
    divisions = gazetteer.load().divisions
    said: list[tuple[int, str]] = []
    for code in divisions:
        place = place_of(code, divisions)
        codes = dict.fromkeys(filter(None, (place.province_code, place.city_code, place.district_code)))
        said.append((int(code), f"{place.text}\n{''.join(divisions[each].stem for each in codes)}".casefold()))
    return said


@cache
def _within() -> dict[str, list[int]]:
    """Every division, by the beginning of its code: a province has two digits of its own, a city four."""
    within: dict[str, list[int]] = {}
    for code in gazetteer.load().divisions:
        for length in (2, 4, 6):
            within.setdefault(code[:length], []).append(int(code))
    return within
