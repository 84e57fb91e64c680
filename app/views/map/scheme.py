"""Everything the map loads comes from here: a URL scheme of our own, and a guard that lets nothing else through.

Imported with WebEngine, when the first map is shown.
"""

import logging
import os
import re
import time
from collections import deque
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject
from PySide6.QtWebEngineCore import (
    QWebEngineProfile,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from app.views.map.document import HOST, SCRIPTS, render
from app.views.map.ground import Datum, Ground, GroundKind, Tiles, allows, fault_of, kind_of
from app.views.resources import resource

log = logging.getLogger(__name__)

NAME = b"signet"
KEPT = 1000  # requests that are remembered
_TYPES = {".html": b"text/html", ".js": b"text/javascript", ".css": b"text/css", ".json": b"application/json"}
_FILES = (*SCRIPTS, "leaflet.css", "page.css", "base.json", "cities.json")
_TILE = re.compile(r"tiles/([0-9]{1,2})/([0-9]{1,8})/([0-9]{1,8})")


def prepare() -> None:
    """Make the scheme known to WebEngine; must happen before the first page, does nothing afterwards."""
    if QWebEngineUrlScheme.schemeByName(NAME).name() == NAME:
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "QTWEBENGINE_DISABLE_SANDBOX" not in os.environ:
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # Chromium refuses to start as root with its sandbox
        log.warning("running as root: the map's web view works without its sandbox")
    scheme = QWebEngineUrlScheme(NAME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.LocalAccessAllowed | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)
    if QWebEngineUrlScheme.schemeByName(NAME).name() != NAME:
        raise RuntimeError("the map's URL scheme came too late: WebEngine is running already")


class Files(QWebEngineUrlSchemeHandler):
    """Answers ``signet://map/NAME`` from resources/map, and tiles from the file that was chosen; anything else is not
    found."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._page: bytes | None = None
        self.tiles: Tiles | None = None

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        url = job.requestUrl()
        name = url.path().removeprefix("/")
        if url.host() != "map" or (found := self._tile(name) or self._read(name)) is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        kind, data = found
        buffer = QBuffer(job)
        buffer.setData(QByteArray(data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(kind, buffer)

    def _tile(self, name: str) -> tuple[bytes, bytes] | None:
        place = _TILE.fullmatch(name)
        tile = self.tiles.get(*map(int, place.groups())) if place and self.tiles else None
        kind = kind_of(tile)
        return None if tile is None or kind is None else (kind, tile)

    def _read(self, name: str) -> tuple[bytes, bytes] | None:
        if name == "index.html":
            self._page = self._page or render()
            return _TYPES[".html"], self._page
        if name == "qwebchannel.js":
            file = QFile(":/qtwebchannel/qwebchannel.js")
            file.open(QIODevice.OpenModeFlag.ReadOnly)
            return _TYPES[".js"], bytes(file.readAll().data())
        return (_TYPES[name[name.rindex(".") :]], resource("map", name).read_bytes()) if name in _FILES else None


class Guard(QWebEngineUrlRequestInterceptor):
    """Blocks every request that is not our own, nor for a tile of the online layer that was chosen (`online`, its
    template; empty: none). `refused`, `answered` and `left` (what left this computer) list them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.online = ""
        self.refused: deque[str] = deque(maxlen=KEPT)
        self.answered: deque[str] = deque(maxlen=KEPT)
        self.left: deque[str] = deque(maxlen=KEPT)

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        url = info.requestUrl()
        address = url.toString()
        if address.startswith(HOST):
            self.answered.append(address)
            return
        image = info.resourceType() is QWebEngineUrlRequestInfo.ResourceType.ResourceTypeImage
        if self.online and image and allows(self.online, url.scheme(), url.host(), url.port()):
            self.left.append(address)
            return
        info.block(True)
        self.refused.append(address)
        log.warning("the map asked for %s and did not get it", address)


def profile_with_guard(parent: QObject) -> tuple[QWebEngineProfile, Guard, Files]:
    """A profile that keeps nothing on the disk and reaches nothing but our files."""
    profile = QWebEngineProfile(parent)
    guard, files = Guard(profile), Files(profile)
    profile.setUrlRequestInterceptor(guard)
    profile.installUrlSchemeHandler(NAME, files)
    return profile, guard, files


def lay(ground: Ground, guard: Guard, files: Files) -> dict[str, object]:
    """Let the page reach what the map is to be drawn on, and nothing else; what the page is told of it. Raises
    `NotTiles`; then it is our own."""
    if files.tiles is not None:
        files.tiles.close()
    files.tiles, guard.online = None, ""
    if ground.kind is GroundKind.ONLINE and not fault_of(ground.template):
        guard.online = ground.template
        return {"url": ground.template, "low": 0, "high": 18, "gcj": ground.datum is Datum.GCJ02}
    if ground.kind is GroundKind.FILE:
        files.tiles = tiles = Tiles(Path(ground.file))
        # The number makes an address new for each file, so that no tile of another one is remembered.
        url = f"{HOST}tiles/{{z}}/{{x}}/{{y}}?{time.monotonic_ns()}"
        return {
            "url": url, "low": tiles.extent.low, "high": tiles.extent.high, "gcj": ground.datum is Datum.GCJ02,
            "by": tiles.extent.attribution,
        }  # fmt: skip
    return {"url": "", "gcj": False}
