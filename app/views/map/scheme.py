"""Everything the map loads comes from here: a URL scheme of our own, and a guard that lets nothing else through.

Imported with WebEngine, when the first map is shown.
"""

import logging
import os

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject
from PySide6.QtWebEngineCore import (
    QWebEngineProfile,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from app.views.map.document import HOST, render
from app.views.resources import resource

log = logging.getLogger(__name__)

NAME = b"signet"
_TYPES = {".html": b"text/html", ".js": b"text/javascript", ".css": b"text/css", ".json": b"application/json"}
_FILES = ("leaflet.js", "leaflet.css", "page.js", "page.css", "base.json", "cities.json")


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
    """Answers ``signet://map/NAME`` from resources/map; anything else is not found."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._page: bytes | None = None

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        url = job.requestUrl()
        name = url.path().removeprefix("/")
        data = self._read(name) if url.host() == "map" else None
        if data is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        buffer = QBuffer(job)
        buffer.setData(QByteArray(data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(_TYPES[name[name.rindex(".") :]], buffer)

    def _read(self, name: str) -> bytes | None:
        if name == "index.html":
            self._page = self._page or render()
            return self._page
        if name == "qwebchannel.js":
            file = QFile(":/qtwebchannel/qwebchannel.js")
            file.open(QIODevice.OpenModeFlag.ReadOnly)
            return bytes(file.readAll().data())
        return resource("map", name).read_bytes() if name in _FILES else None


class Guard(QWebEngineUrlRequestInterceptor):
    """Blocks every request that is not our own; `refused` lists them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.refused: list[str] = []
        self.answered: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        address = info.requestUrl().toString()
        if address.startswith(HOST):
            self.answered.append(address)
            return
        info.block(True)
        self.refused.append(address)
        log.warning("the map asked for %s and did not get it", address)


def profile_with_guard(parent: QObject) -> tuple[QWebEngineProfile, Guard]:
    """A profile that keeps nothing on the disk and reaches nothing but our files."""
    profile = QWebEngineProfile(parent)
    guard = Guard(profile)
    profile.setUrlRequestInterceptor(guard)
    profile.installUrlSchemeHandler(NAME, Files(profile))
    return profile, guard
