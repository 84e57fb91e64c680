"""A position gets the name of its district."""

import math
import zipfile
import zlib
from dataclasses import replace
from functools import cached_property
from typing import Final

import msgspec
import numpy as np
import shapely
import shapely.errors
from numpy.typing import ArrayLike, NDArray

from gazetteer import Place
from gazetteer.pack import Division, place_of, read_districts, read_divisions

# The borders are generalised: half of their corners stand more than 1,500 m apart.
NEAR_M: Final = 2_000
DEGREE_M: Final = 111_195  # of latitude
CHUNK: Final = 65_536  # positions that are looked at together
# What reading says of files that are not whole, beside OSError and ValueError.
BROKEN = zipfile.BadZipFile, zlib.error, msgspec.MsgspecError, shapely.errors.ShapelyError, EOFError, LookupError


class Gazetteer:
    """All districts with an index over them; some 10 ms and 30 MB."""

    def __init__(self) -> None:
        self.divisions: dict[str, Division] = read_divisions()
        self._districts = read_districts()
        self._shapes = self._districts.shapes
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)
        self._places = [place_of(code, self.divisions) for code in self._districts.codes]

    @cached_property
    def _close(self) -> list[Place]:
        return [replace(place, near=True) for place in self._places]

    def name(self, lat: float, lon: float) -> Place | None:
        if not is_position(lat, lon):
            return None
        about = self._tree.query(shapely.Point(lon, lat))
        inside = about[shapely.intersects_xy(self._shapes[about], lon, lat)]
        if inside.size:
            return self._places[int(inside.min())]
        close = self._nearest(lat, lon)
        return None if close is None else self._close[close]

    def names(self, lats: ArrayLike, lons: ArrayLike) -> list[Place | None]:
        """ValueError if there are not as many latitudes as longitudes."""
        north, east = np.asarray(lats, dtype=np.float64), np.asarray(lons, dtype=np.float64)
        if north.shape != east.shape or north.ndim != 1:
            raise ValueError(f"{north.shape} latitudes for {east.shape} longitudes")
        found: list[Place | None] = []
        for start in range(0, len(north), CHUNK):
            found += self._chunk(north[start : start + CHUNK], east[start : start + CHUNK])
        return found

    def _chunk(self, lats: NDArray[np.float64], lons: NDArray[np.float64]) -> list[Place | None]:
        fits = (np.abs(lats) <= 90) & (np.abs(lons) <= 180) & ((lats != 0) | (lons != 0))  # NaN fits nowhere
        numbers = np.flatnonzero(fits)
        of, about = self._tree.query(shapely.points(lons[numbers], lats[numbers]))
        inside = shapely.intersects_xy(self._shapes[about], lons[numbers[of]], lats[numbers[of]])
        # On a border both are right: the smaller code is told, as for a single position.
        lowest = np.full(len(lats), len(self._places))
        np.minimum.at(lowest, numbers[of[inside]], about[inside])
        found: list[Place | None] = [None] * len(lats)
        for number in numbers.tolist():
            if (district := int(lowest[number])) < len(self._places):
                found[number] = self._places[district]
            elif (close := self._nearest(float(lats[number]), float(lons[number]))) is not None:
                found[number] = self._close[close]
        return found

    def _nearest(self, lat: float, lon: float) -> int | None:
        """The district within `NEAR_M` of a position that lies in none."""
        narrower = max(0.1, math.cos(math.radians(lat)))  # a degree of longitude than one of latitude
        tall = NEAR_M / DEGREE_M
        wide = tall / narrower
        about = self._tree.query(shapely.box(lon - wide, lat - tall, lon + wide, lat + tall))
        away = [(self._away_m(number, lat, lon, narrower), number) for number in about.tolist()]
        nearest, number = min(away, default=(math.inf, -1))
        return number if nearest <= NEAR_M else None

    def _away_m(self, number: int, lat: float, lon: float, narrower: float) -> float:
        """From the border of a district, on the plane around the position. Shapely takes milliseconds for the same."""
        start, end = self._districts.spans[number : number + 2]
        corners = (self._districts.corners[start:end] - (lon, lat)) * (narrower, 1.0)
        sides = self._districts.goes_on[start : end - 1]
        begin, along = corners[:-1][sides], np.diff(corners, axis=0)[sides]
        lengths = np.einsum("ij,ij->i", along, along)
        part = np.clip(-np.einsum("ij,ij->i", begin, along) / np.maximum(lengths, 1e-18), 0, 1)
        foot = begin + along * part[:, np.newaxis]
        return DEGREE_M * math.sqrt(float(np.einsum("ij,ij->i", foot, foot).min()))


def is_position(lat: float, lon: float) -> bool:
    """Whether it lies on the earth, and is not where a receiver believes to be that has found nothing."""
    return -90 <= lat <= 90 and -180 <= lon <= 180 and (lat, lon) != (0, 0)
