"""What the map is drawn on: our own coasts, a file of tiles (MBTiles), or tiles from the network.

No borders are ours: a layer that has some belongs to the deployment; its approval number (审图号) stands on the map.
"""

import re
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

MOST_ZOOM = 22
LOOK_WITHIN_S, TILE_WITHIN_S = 1.0, 0.25  # a file can be made so that a question takes for ever
MOST_OF_A_TILE = 4 * 1024 * 1024  # bytes
HERE = ("127.0.0.1", "localhost")
_MAGIC = {b"\x89PNG\r\n\x1a\n": b"image/png", b"\xff\xd8\xff": b"image/jpeg", b"RIFF": b"image/webp"}


class GroundKind(StrEnum):
    OWN = "own"
    FILE = "file"
    ONLINE = "online"


class Datum(StrEnum):
    """What the degrees of a layer mean; ours are always WGS-84."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"


class Ground(msgspec.Struct, frozen=True):
    """`file`: of MBTiles; `template`: an address with {z}, {x} and {y}; `approval`: the layer's approval number."""

    kind: GroundKind = GroundKind.OWN
    file: str = ""
    template: str = ""
    datum: Datum = Datum.WGS84
    approval: str = ""


class NotTiles(Exception):
    """The file holds no tiles that can be shown; `why`: "missing", "no_tiles", "vector" or "empty"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Extent:
    """From which zoom to which there are tiles, and whose they are."""

    low: int
    high: int
    attribution: str = ""


class Tiles:
    """A file of MBTiles, read and never written. Raises `NotTiles`."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise NotTiles("missing")
        try:
            self._file = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        except sqlite3.Error:
            raise NotTiles("no_tiles") from None
        self._file.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_OF_A_TILE)  # no text and no picture is longer
        self._until = time.monotonic() + LOOK_WITHIN_S
        self._file.set_progress_handler(lambda: time.monotonic() > self._until, 10_000)
        try:
            self.extent = self._look()
        except NotTiles:
            self._file.close()
            raise
        except (sqlite3.Error, ValueError, TypeError, UnicodeError):
            self._file.close()
            raise NotTiles("no_tiles") from None

    def _look(self) -> Extent:
        told = {
            str(name): str(value) for name, value in self._file.execute("SELECT name, value FROM metadata LIMIT 1000")
        }
        # One at a time: for both together SQLite goes through the whole index, minutes in a file of a country.
        ends = [self._file.execute(f"SELECT {end}(zoom_level) FROM tiles").fetchone()[0] for end in ("min", "max")]  # noqa: S608
        if ends[0] is None:
            raise NotTiles("empty")
        low, high = map(int, ends)
        if not 0 <= low <= high <= MOST_ZOOM:
            raise NotTiles("no_tiles")
        first = self._file.execute("SELECT tile_data FROM tiles LIMIT 1").fetchone()[0]
        if kind_of(first) is None:
            raise NotTiles("vector" if told.get("format") == "pbf" else "no_tiles")
        words = re.sub(r"<[^>]*>", "", told.get("attribution", ""))  # it may be written for a page
        return Extent(low, high, " ".join(words.split())[:120])

    def get(self, zoom: int, x: int, y: int) -> bytes | None:
        """One tile, counted from the north-west (in the file it is from the south-west); none: there is none."""
        place = (zoom, x, (1 << zoom) - 1 - y)
        query = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        self._until = time.monotonic() + TILE_WITHIN_S
        try:
            found = self._file.execute(query, place).fetchone()
        except (sqlite3.Error, OverflowError):  # the file is damaged there
            return None
        return found[0] if found is not None and isinstance(found[0], bytes) else None

    def close(self) -> None:
        self._file.close()


def look_at(path: Path) -> Extent:
    """What a file holds. Raises `NotTiles`."""
    tiles = Tiles(path)
    with closing(tiles):
        return tiles.extent


def kind_of(tile: object) -> bytes | None:
    """The media type of a picture; none: it is no picture that a map shows."""
    if not isinstance(tile, bytes):
        return None
    return next((media for magic, media in _MAGIC.items() if tile.startswith(magic)), None)


def fault_of(template: str) -> str:
    """Why no map can be drawn from the address; empty: it can.

    "address": it is none of https, nor of this computer; "places": it does not say where {z}, {x} and {y} belong.
    """
    try:
        parts = urlsplit(template)
        port = parts.port
    except ValueError:
        return "address"
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)
    if not safe or not parts.hostname or port == 0 or not template.isprintable() or " " in template:
        return "address"
    if not all(f"{{{each}}}" in template for each in "zxy"):
        return "places"
    # What stands in braces is put in for each tile: only these, and never in the name of the host but {s} in front.
    if set(re.findall(r"\{([^}]*)\}", template)) - {"z", "x", "y", "s", "r"}:
        return "places"
    host = parts.netloc.removeprefix("{s}.")
    return "address" if "{" in host or "@" in host else ""


def allows(template: str, scheme: str, host: str, port: int) -> bool:
    """Whether a request goes where the layer's tiles come from, and nowhere else (`port` -1: the usual one)."""
    if fault_of(template):
        return False
    parts = urlsplit(template)
    usual = {"https": 443, "http": 80}[parts.scheme]
    wanted = parts.hostname or ""
    hosts = [each + wanted.removeprefix("{s}") for each in "abc"] if wanted.startswith("{s}") else [wanted]
    return scheme == parts.scheme and host in hosts and (usual if port == -1 else port) == (parts.port or usual)
