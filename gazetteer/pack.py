"""The packed districts (resources/gazetteer) as they are used; `packaging/gazetteer.py` makes them."""

from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

from gazetteer import Place

FOLDER: Final = Path(__file__).resolve().parents[1] / "resources" / "gazetteer"
STEPS: Final = 10_000  # a degree
SINGLE: Final = frozenset({"11", "12", "31", "50", "81", "82"})  # province and city in one


class Division(NamedTuple):
    """A row of names.json: six digits, whole name, short name, English name, a syllable a character, and where it is.

    `lat`, `lon`: its town, or its middle (WGS-84 degrees); `tall_km`: from its southern to its northern end.
    """

    code: str
    name: str
    stem: str
    english: str
    pinyin: str
    lat: float
    lon: float
    tall_km: float


def read_divisions() -> dict[str, Division]:
    """By code, in the order of codes."""
    rows = msgspec.json.decode((FOLDER / "names.json").read_bytes(), type=list[Division])
    return {row.code: row for row in rows}


class Districts(NamedTuple):
    """All districts, and the cities that have none: `codes`, and as many `shapes` in degrees (x is the longitude).

    `corners` has the corners of all borders one after the other, those of district i from `spans[i]` to `spans[i + 1]`;
    where `goes_on` is false, the next corner is of another ring.
    """

    codes: list[str]
    shapes: NDArray[Any]
    corners: NDArray[np.float64]
    spans: NDArray[np.int64]
    goes_on: NDArray[np.bool_]


def read_districts() -> Districts:
    with (FOLDER / "districts.npz").open("rb") as file, np.load(file, allow_pickle=False) as packed:
        codes = [f"{code:06}" for code in packed["codes"].tolist()]
        starts, lengths = packed["starts"], packed["corners"]
        steps = np.stack((packed["dx"], packed["dy"]), axis=1).astype(np.int32)
        rings, parts, wholes = (_ends(packed[name]) for name in ("corners", "rings", "parts"))
    # The running sum over everything, less what it had come to before each ring.
    first = rings[:-1]
    summed = np.cumsum(steps, axis=0, dtype=np.int64)
    corners = (summed + np.repeat(starts - summed[first], lengths, axis=0)) / STEPS
    shapes = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, corners, (rings, parts, wholes))
    goes_on = np.ones(len(corners), dtype=np.bool_)
    goes_on[rings[1:] - 1] = False
    return Districts(codes, np.asarray(shapes), corners, rings[parts[wholes]], goes_on)


def place_of(code: str, divisions: dict[str, Division]) -> Place:
    """The place that a code means, with what it lies in."""
    province = divisions[f"{code[:2]}0000"]
    chain = [divisions[each] for each in _chain(code, divisions)]
    english = ", ".join(dict.fromkeys(each.english for each in (*reversed(chain), province)))
    city, district = (*chain, None, None)[:2]
    return Place(
        province.name,
        province.code,
        city.name if city else "",
        city.code if city else "",
        district.name if district else "",
        district.code if district else "",
        english,
    )


def _chain(code: str, divisions: dict[str, Division]) -> list[str]:
    """The codes of city and district, as far as the division has them."""
    province, city = f"{code[:2]}0000", f"{code[:4]}00"
    if code == province:
        return [province] if code[:2] in SINGLE else []
    if code[:2] in SINGLE:
        return [province, code]
    # What the province governs itself, and a city without districts: 仙桃市, 台北市, 东莞市.
    return [code] if code == city or city == province or city not in divisions else [city, code]


def _ends(counts: NDArray[Any]) -> NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
