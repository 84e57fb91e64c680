"""What the map is drawn on: a file of tiles, tiles from the network, and the datum of each; nothing leaves unasked."""

import contextlib
import sqlite3
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.views.look import LIGHT, Look, Tone
from app.views.map import SealMarker, ground
from app.views.map.ground import (
    Datum,
    Extent,
    Ground,
    GroundKind,
    NotTiles,
    Tiles,
    allows,
    fault_of,
    look_at,
)
from app.views.map.view import _map_colors
from tests.app.views.webs import Shown, closing

HANGZHOU = (30.27415, 120.15515)
GREEN, PINK = "#2fa866", "#e67bb0"


def picture(color: str) -> bytes:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice

    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


def tiles_at(path: Path, tiles: dict[tuple[int, int, int], bytes], **told: str) -> Path:
    """`tiles`: by zoom, column and row from the north-west."""
    file = sqlite3.connect(path)
    file.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
    file.executemany("INSERT INTO metadata VALUES (?, ?)", told.items())
    file.execute("CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)")
    rows = [(zoom, x, (1 << zoom) - 1 - y, data) for (zoom, x, y), data in tiles.items()]
    file.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    file.commit()
    file.close()
    return path


def world(color: str, levels: int = 4) -> dict[tuple[int, int, int], bytes]:
    tile = picture(color)
    return {(z, x, y): tile for z in range(levels) for x in range(1 << z) for y in range(1 << z)}


@pytest.fixture
def shown(qtbot: QtBot, look: Look) -> Generator[Shown]:
    with closing(qtbot, Shown(qtbot)) as made:
        yield made


def test_what_a_file_of_tiles_holds(tmp_path: Path) -> None:
    path = tiles_at(tmp_path / "a.mbtiles", world(GREEN, 3), attribution='<a href="x">Us</a>  &')
    assert look_at(path) == Extent(0, 2, "Us &")
    before = path.read_bytes()
    tiles = Tiles(path)
    assert tiles.get(2, 3, 0) == picture(GREEN)
    assert tiles.get(3, 0, 0) is None
    assert tiles.get(99, 10**8, 10**8) is None
    tiles.close()
    assert path.read_bytes() == before


def test_a_tile_without_measure_is_not_taken_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "MOST_OF_A_TILE", 10_000)
    large = picture(GREEN) + bytes(10_000)
    path = tiles_at(tmp_path / "a.mbtiles", {(0, 0, 0): picture(GREEN), (1, 0, 0): large})
    with contextlib.closing(Tiles(path)) as tiles:
        assert tiles.get(0, 0, 0) is not None
        assert tiles.get(1, 0, 0) is None
    with pytest.raises(NotTiles, match="no_tiles"):
        Tiles(tiles_at(tmp_path / "b.mbtiles", {(0, 0, 0): large}))


def test_how_deep_a_file_of_a_country_goes_is_found_in_its_index(tmp_path: Path) -> None:
    """Both ends asked for together are a walk through all tiles."""
    path = tmp_path / "a.mbtiles"
    with contextlib.closing(sqlite3.connect(path)) as file, file:
        file.execute("CREATE TABLE metadata (name, value)")
        file.execute("CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)")
        file.execute("CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)")
        numbers = "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)"
        file.execute(f"INSERT INTO tiles {numbers} SELECT 5 + i / 200000, i, 0, ? FROM n", (picture(GREEN)[:24],))
    asked: list[int] = []
    with contextlib.closing(Tiles(path)) as tiles:
        tiles._file.set_progress_handler(lambda: asked.append(1) and None, 10_000)
        extent = tiles._look()
    assert (extent.low, extent.high, asked) == (5, 6, [])


def _none(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda at: at / "gone.mbtiles", "missing"),
        (lambda at: at, "missing"),
        (lambda at: _none(at / "text.mbtiles", b"no database" * 100), "no_tiles"),
        (lambda at: _none(at / "empty.mbtiles", b""), "no_tiles"),
        (lambda at: tiles_at(at / "nothing.mbtiles", {}), "empty"),
        (lambda at: tiles_at(at / "vector.mbtiles", {(0, 0, 0): b"\x1f\x8b"}, format="pbf"), "vector"),
        (lambda at: tiles_at(at / "odd.mbtiles", {(0, 0, 0): b"GIF89a"}), "no_tiles"),
        (lambda at: tiles_at(at / "deep.mbtiles", {(40, 0, 0): picture(GREEN)}), "no_tiles"),
        (lambda at: _endless(at / "endless.mbtiles"), "no_tiles"),
    ],
)
def test_what_is_no_file_of_tiles(tmp_path: Path, make: object, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.views.map.ground.LOOK_WITHIN_S", 0.2)
    with pytest.raises(NotTiles) as refused:
        look_at(make(tmp_path))  # type: ignore[operator]
    assert refused.value.why == why


def _endless(path: Path) -> Path:
    """Whoever asks it for its tiles waits for ever."""
    file = sqlite3.connect(path)
    file.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
    counting = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    file.execute(f"CREATE VIEW tiles AS SELECT i AS zoom_level, i AS tile_data FROM ({counting})")
    file.commit()
    file.close()
    return path


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("https://tiles.example.com/{z}/{x}/{y}.png", ""),
        ("https://{s}.tiles.example.com:8443/{z}/{x}/{y}{r}.png?k=1", ""),
        ("http://127.0.0.1:8080/{z}/{x}/{y}", ""),
        ("", "address"),
        ("tiles.example.com/{z}/{x}/{y}", "address"),
        ("http://tiles.example.com/{z}/{x}/{y}", "address"),
        ("file:///{z}/{x}/{y}", "address"),
        ("javascript:{z}{x}{y}", "address"),
        ("https://{z}.example.com/{x}/{y}", "address"),
        ("https://a@b.example.com/{z}/{x}/{y}", "address"),
        ("https://x.example.com:99999/{z}/{x}/{y}", "address"),
        ("https://x.example.com/{z}/{x}", "places"),
        ("https://x.example.com/{z}/{x}/{y}/{secret}", "places"),
    ],
)
def test_which_addresses_a_map_can_be_drawn_from(template: str, fault: str) -> None:
    assert fault_of(template) == fault


@pytest.mark.parametrize(
    ("scheme", "host", "port", "allowed"),
    [
        ("https", "a.example.com", -1, True),
        ("https", "c.example.com", 443, True),
        ("https", "d.example.com", -1, False),
        ("https", "example.com", -1, False),
        ("https", "a.example.com.evil.com", -1, False),
        ("http", "a.example.com", -1, False),
        ("https", "a.example.com", 8443, False),
    ],
)
def test_only_where_the_tiles_come_from_is_reached(scheme: str, host: str, port: int, *, allowed: bool) -> None:
    assert allows("https://{s}.example.com/{z}/{x}/{y}", scheme, host, port) is allowed
    assert not allows("", scheme, host, port)


@pytest.mark.slow
@pytest.mark.req("A-09", "A")
def test_a_map_of_a_file_is_drawn_with_its_approval_number_and_without_network(shown: Shown, tmp_path: Path) -> None:
    path = tiles_at(tmp_path / "a.mbtiles", world(GREEN))
    shown.ground = Ground(GroundKind.FILE, str(path), approval="GS(2024)0650")
    shown.view.focus(*HANGZHOU, zoom=3)
    shown.open()
    shown.wait_for_color(QPoint(100, 240), GREEN)
    assert shown.view.fault == ""
    assert "GS(2024)0650" in str(shown.ask("document.querySelector('.leaflet-control-attribution').textContent"))
    assert shown.view.guard is not None
    assert not shown.view.guard.refused
    assert not shown.view.guard.left
    shown.ground = Ground()
    shown.again()
    shown.wait_for_color(QPoint(100, 120), _map_colors(LIGHT)["land"])
    said = str(shown.ask("document.querySelector('.leaflet-control-attribution').textContent"))
    assert said == "Natural Earth · GeoNames"


@pytest.mark.slow
def test_a_file_that_is_no_map_is_told_and_the_map_is_our_own(shown: Shown, tmp_path: Path) -> None:
    shown.ground = Ground(GroundKind.FILE, str(_none(tmp_path / "a.mbtiles", b"x" * 5000)))
    shown.view.set_seals([SealMarker("a", "A", *HANGZHOU, "online", Tone.OK)])
    shown.view.focus(*HANGZHOU, zoom=7)
    shown.open()
    shown.wait_for_color(shown.seal_at("a")[0], LIGHT.ok)
    assert shown.view.fault == "The file is no map: it holds no tiles (MBTiles)."
    assert shown.view.fault in str(shown.ask("document.querySelector('.leaflet-control-attribution').textContent"))


class Served(ThreadingHTTPServer):
    """Tiles of one colour on this computer, and what was asked for."""

    def __init__(self, color: str) -> None:
        self.asked: list[str] = []
        self.tile = picture(color)
        super().__init__(("127.0.0.1", 0), _Answer)


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Served)
        self.server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(self.server.tile)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def served() -> Generator[Served]:
    with Served(PINK) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.slow
@pytest.mark.req("A-09", "A")
def test_only_a_chosen_layer_is_fetched_and_only_its_tiles(shown: Shown, served: Served) -> None:
    shown.view.focus(*HANGZHOU, zoom=5)
    shown.open()
    assert served.asked == []
    here = f"http://127.0.0.1:{served.server_port}"
    shown.ground = Ground(GroundKind.ONLINE, template=here + "/{z}/{x}/{y}.png")
    shown.again()
    shown.wait_for_color(QPoint(100, 240), PINK)
    guard = shown.view.guard
    assert guard is not None
    assert all(address.startswith(here) for address in guard.left)
    assert all(path.count("/") == 3 for path in served.asked)
    said = str(shown.ask("document.querySelector('.leaflet-control-attribution').textContent"))
    assert "no approval number" in said
    shown.ask(f'(fetch("{here}/told").catch(() => 0), 0)')  # no picture
    shown.until(lambda: any("told" in address for address in guard.refused))
    shown.ground = Ground()
    shown.again()
    shown.wait_for_color(QPoint(100, 120), _map_colors(LIGHT)["land"])
    before = len(served.asked)
    shown.ask(f'(new Image().src = "{here}/5/1/1.png", 0)')
    shown.until(lambda: any("5/1/1" in address for address in guard.refused))
    assert len(served.asked) == before
    assert "/told" not in served.asked


@pytest.mark.slow
@pytest.mark.req("A-09", "A")
def test_over_a_layer_in_gcj02_a_seal_stands_where_the_layer_has_its_place(shown: Shown, tmp_path: Path) -> None:
    """At zoom 16 the two datums are far apart; what the page is asked, and tells, stays WGS-84."""
    path = tiles_at(tmp_path / "a.mbtiles", world(GREEN, 2))
    shown.view.set_seals([SealMarker("a", "A", *HANGZHOU, "online", Tone.OK)])
    shown.view.focus(*HANGZHOU, zoom=16)
    shown.open()
    plain = shown.ask(f"signet.map().project([{HANGZHOU[0]}, {HANGZHOU[1]}], 16)")
    shown.ground = Ground(GroundKind.FILE, str(path), datum=Datum.GCJ02)
    shown.again()
    shown.until(lambda: shown.ask("signet.map().options.crs.code") == "GCJ-02")
    moved = shown.ask(f"signet.map().project([{HANGZHOU[0]}, {HANGZHOU[1]}], 16)")
    assert isinstance(plain, dict)
    assert isinstance(moved, dict)
    per_degree = 256 * 2**16 / 360
    assert (moved["x"] - plain["x"]) / per_degree == pytest.approx(120.15984433932934 - HANGZHOU[1], abs=1e-6)
    assert moved["y"] > plain["y"]  # to the south
    at = shown.seal_at("a")[0]
    back = shown.ask(f"signet.map().containerPointToLatLng([{at.x()}, {at.y()}])")
    assert isinstance(back, dict)
    assert (back["lat"], back["lng"]) == pytest.approx(HANGZHOU, abs=2e-5)
    assert shown.ask("[signet.map().getCenter().lat, signet.map().getCenter().lng]") == pytest.approx(
        list(HANGZHOU), abs=2e-5
    )
