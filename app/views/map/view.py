"""The widget that shows seals, points and tracks on a map; what moves is moved in place in the page."""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from app.views.look import Tokens, Tone, tokens_now
from app.views.widgets import EmptyState

if TYPE_CHECKING:
    from PySide6.QtWebEngineWidgets import QWebEngineView

    from app.views.map.scheme import Guard

log = logging.getLogger(__name__)

_SEA = {"land": "#F8F8F5", "sea": "#DCE6EF", "river": "#BDD0E2"}
_NIGHT_SEA = {"land": "#232932", "sea": "#10151B", "river": "#33506E"}


def register_scheme() -> None:
    """Call before the QApplication is made. Cheap: it loads no part of WebEngine.

    Qt's documentation asks to register URL schemes before the application exists, but what counts is that WebEngine is
    not running yet (`scheme.prepare` checks it). What does have to be set this early is the sharing of OpenGL contexts.
    So the import of WebEngine, 25 to 40 ms with everything in the disk cache, waits for the first map.
    """
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)


@dataclass(frozen=True)
class SealMarker:
    """A seal on the map: WGS-84 degrees, its state as a word and that word's tone."""

    id: str
    name: str
    lat: float
    lon: float
    state: str = ""
    tone: Tone = Tone.NEUTRAL
    selected: bool = False


@dataclass(frozen=True)
class MapPoint:
    """A small point with a label under the pointer, e.g. an impression. WGS-84 degrees."""

    lat: float
    lon: float
    label: str = ""


class _Bridge(QObject):
    """What the page may call."""

    page_opened = Signal()
    seal_clicked = Signal(str)

    @Slot()
    def opened(self) -> None:
        self.page_opened.emit()

    @Slot(str)
    def clicked(self, seal: str) -> None:
        self.seal_clicked.emit(seal)


class MapView(QWidget):
    """A map. Everything may be set before it is shown; `ready` when the page stands."""

    seal_clicked = Signal(str)
    ready = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_ready = False
        self.guard: Guard | None = None
        self.web: QWebEngineView | None = None
        self._wanted: dict[str, str] = {}  # the last call of each kind, made again when the page is opened again
        self._state = EmptyState()
        self._state.acted.connect(self._open_again)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        # The page lies under the words from the start: a hidden one has no size, and a map without size sees nothing.
        self._stack.setStackingMode(QStackedLayout.StackingMode.StackAll)
        self._stack.addWidget(self._state)
        self._say_opening()

    def set_seals(self, seals: Sequence[SealMarker]) -> None:
        """The seals on the map; those that are there already move in place."""
        self._call("setSeals", [{**asdict(seal), "tone": seal.tone.value} for seal in seals])

    def set_track(self, line: Sequence[tuple[float, float]]) -> None:
        """A line through (latitude, longitude) pairs; empty: none."""
        self._call("setTrack", [list(point) for point in line])

    def set_points(self, points: Sequence[MapPoint]) -> None:
        self._call("setPoints", [asdict(point) for point in points])

    def focus(self, lat: float, lon: float, zoom: float = 11) -> None:
        """Look at a place; zoom 4 is China, 11 a city, 15 a street."""
        self._wanted.pop("showAll", None)
        self._call("focus", lat, lon, zoom)

    def show_all(self) -> None:
        """So that everything on the map is in sight."""
        self._wanted.pop("focus", None)
        self._call("showAll")

    def ask(self, expression: str, answer: Callable[[object], None]) -> None:
        """Ask the page for a value that JSON can carry; ``answer`` gets it later."""
        if self.web is not None:
            script = f"JSON.stringify(({expression}) ?? null)"
            self.web.page().runJavaScript(script, 0, lambda text: answer(json.loads(text) if text else None))

    def _call(self, function: str, *arguments: object) -> None:
        given = ", ".join(json.dumps(argument, ensure_ascii=False) for argument in arguments)
        self._wanted[function] = f"signet.{function}({given}); 0"
        if self.is_ready:
            self._run(self._wanted[function])

    def _run(self, script: str) -> None:
        assert self.web is not None
        self.web.page().runJavaScript(script)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.web is None:
            QTimer.singleShot(0, self._build)  # let the words of the empty page be painted first

    def _build(self) -> None:
        if self.web is not None:
            return
        from app.views.map import scheme

        scheme.prepare()
        from PySide6.QtWebChannel import QWebChannel
        from PySide6.QtWebEngineCore import QWebEnginePage
        from PySide6.QtWebEngineWidgets import QWebEngineView

        profile, self.guard = scheme.profile_with_guard(QApplication.instance() or self)
        self.web = QWebEngineView(self)
        page = QWebEnginePage(profile, self.web)
        page.destroyed.connect(profile.deleteLater)  # a profile has to outlive its pages
        page.setBackgroundColor(QColor(_map_colors(tokens_now())["sea"]))
        page.renderProcessTerminated.connect(self._stopped)
        bridge = _Bridge(page)
        bridge.page_opened.connect(self._opened)
        bridge.seal_clicked.connect(self.seal_clicked)
        channel = QWebChannel(page)
        channel.registerObject("bridge", bridge)
        page.setWebChannel(channel)
        self.web.setPage(page)
        self.web.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.web.setAccessibleName(self.tr("Map"))
        self._stack.addWidget(self.web)
        self.web.load(QUrl(f"{scheme.HOST}index.html"))

    def _opened(self) -> None:
        self.is_ready = True
        self._dress()
        self._run("signet.show(); 0")
        for script in self._wanted.values():
            self._run(script)
        self._state.hide()
        self.ready.emit()

    def _dress(self) -> None:
        """Colours and language of the moment."""
        self._run(f"signet.setColors({json.dumps(_map_colors(tokens_now()))}); 0")
        words = [QLocale().name(), self.tr("Zoom in"), self.tr("Zoom out")]
        self._run(f"signet.setLanguage(...{json.dumps(words)}); 0")

    def _stopped(self) -> None:
        log.error("the map's render process ended")
        self.is_ready = False
        self._state.show_state(
            "map-trifold",
            self.tr("The map has stopped"),
            self.tr("Nothing is lost. Open it again."),
            self.tr("Open the map again"),
            Tone.WARN,
        )
        self._cover()

    def _open_again(self) -> None:
        self._say_opening()
        if self.web is not None:
            self.web.reload()

    def _say_opening(self) -> None:
        self._state.show_state("map-trifold", self.tr("Opening the map"), busy=True)
        self._cover()

    def _cover(self) -> None:
        self._stack.setCurrentWidget(self._state)
        self._state.show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if self.is_ready and event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange):
            self._dress()


def _map_colors(tokens: Tokens) -> dict[str, str]:
    ground = _NIGHT_SEA if tokens.dark else _SEA
    return {**asdict(tokens), **ground, "neutral": tokens.ink2}
