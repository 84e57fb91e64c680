"""The widget that shows seals, tracks and areas on a map; what moves is moved in place in the page."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from app.views.look import Tokens, Tone, tokens_now
from app.views.map.ground import Ground, GroundKind, NotTiles
from app.views.widgets import EmptyState
from domain.geo import Area
from domain.track import Step

if TYPE_CHECKING:
    from PySide6.QtWebEngineWidgets import QWebEngineView

    from app.views.map.scheme import Files, Guard

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
    """A point of a track: WGS-84 degrees, what it is called under the pointer, the tone of what happened there."""

    id: str
    lat: float
    lon: float
    label: str = ""
    tone: Tone = Tone.ACCENT
    selected: bool = False


class _Bridge(QObject):
    """What the page may call."""

    page_opened = Signal()
    seal_clicked = Signal(str)
    seal_opened = Signal(str)
    point_clicked = Signal(str)
    drawn = Signal(str)

    @Slot()
    def opened(self) -> None:
        self.page_opened.emit()

    @Slot(str)
    def clicked(self, seal: str) -> None:
        self.seal_clicked.emit(seal)

    @Slot(str)
    def opened_seal(self, seal: str) -> None:
        self.seal_opened.emit(seal)

    @Slot(str)
    def clicked_point(self, point: str) -> None:
        self.point_clicked.emit(point)

    @Slot(str)
    def drew(self, shape: str) -> None:
        self.drawn.emit(shape)


class MapView(QWidget):
    """A map on what `ground` tells. Everything may be set before it is shown; `ready` when the page stands.

    `seal_opened`: Enter on the chosen one; `drawn`: the shape that was drawn, as JSON (`draw`).
    """

    seal_clicked = Signal(str)
    seal_opened = Signal(str)
    point_clicked = Signal(str)
    drawn = Signal(str)
    ready = Signal()

    def __init__(self, ground: Callable[[], Ground] = Ground, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_ready = False
        self.guard: Guard | None = None
        self.web: QWebEngineView | None = None
        self.fault = ""  # why it is not drawn on what was chosen
        self._files: Files | None = None
        self._ground, self._laid = ground, Ground()
        self._seals: dict[str, SealMarker] = {}
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
        """The seals on the map; those that are there already move in place, and only what changed is told."""
        before, self._seals = self._seals, {seal.id: seal for seal in seals}
        if self.is_ready:
            changed = [seal for id, seal in self._seals.items() if before.get(id) != seal]
            gone = [id for id in before if id not in self._seals]
            if changed or gone:
                self._run(_script("changeSeals", changed, gone))

    def set_track(self, lines: Mapping[Step, Sequence[Sequence[tuple[float, float]]]]) -> None:
        """Lines through (latitude, longitude) pairs, by how they were travelled; empty: none."""
        self._call("setTrack", {step.value: some for step, some in lines.items()})

    def set_points(self, points: Sequence[MapPoint]) -> None:
        self._call("setPoints", points)

    def set_cursor(self, place: tuple[float, float, str] | None) -> None:
        """Where a replay stands, in degrees, and what is said of it."""
        self._call("setCursor", place)

    def set_areas(self, areas: Sequence[Area]) -> None:
        """Where a seal may be used."""
        self._call("setAreas", [_shape(area) for area in areas])

    def draw(self, kind: str) -> None:
        """A "circle" or a "polygon" is to be drawn, or a "place" to be clicked at; empty: nothing is any more."""
        self._call("draw", kind)

    def pan_to(self, lat: float, lon: float) -> None:
        """Follow what moves."""
        if self.is_ready:
            self._run(_script("panTo", lat, lon))

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
        self._wanted[function] = _script(function, *arguments)
        if self.is_ready:
            self._run(self._wanted[function])

    def _run(self, script: str) -> None:
        assert self.web is not None
        self.web.page().runJavaScript(script)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.web is None:
            QTimer.singleShot(0, self._build)  # let the words of the empty page be painted first
        elif self.is_ready and self._ground() != self._laid:
            self.lay()

    def _build(self) -> None:
        if self.web is not None:
            return
        from app.views.map import scheme

        scheme.prepare()
        from PySide6.QtWebChannel import QWebChannel
        from PySide6.QtWebEngineCore import QWebEnginePage
        from PySide6.QtWebEngineWidgets import QWebEngineView

        profile, self.guard, self._files = scheme.profile_with_guard(QApplication.instance() or self)
        self.web = QWebEngineView(self)
        page = QWebEnginePage(profile, self.web)
        page.destroyed.connect(profile.deleteLater)  # a profile has to outlive its pages
        page.setBackgroundColor(QColor(_map_colors(tokens_now())["sea"]))
        page.renderProcessTerminated.connect(self._stopped)
        bridge = _Bridge(page)
        bridge.page_opened.connect(self._opened)
        for name in ("seal_clicked", "seal_opened", "point_clicked", "drawn"):
            getattr(bridge, name).connect(getattr(self, name))
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
        self.lay()
        self._run(_script("setSeals", list(self._seals.values())))
        for script in self._wanted.values():
            self._run(script)
        self._state.hide()
        self.ready.emit()

    def _dress(self) -> None:
        """Colours and language of the moment."""
        self._run(_script("setColors", _map_colors(tokens_now())))
        said = {"in": self.tr("Zoom in"), "out": self.tr("Zoom out"), "map": self._keys()}
        self._run(_script("setWords", QLocale().name(), said))

    def _keys(self) -> str:
        return self.tr("Map: arrow keys move it, + and - zoom, N and P go from seal to seal, Enter opens the seal")

    def lay(self) -> None:
        """Draw it on what is chosen now; what cannot be is told by `fault`, and by the map."""
        from app.views.map import scheme

        assert self.guard is not None
        assert self._files is not None
        self._laid, self.fault = self._ground(), ""
        try:
            told = scheme.lay(self._laid, self.guard, self._files)
        except NotTiles as error:
            self.fault = fault_of_file(error)
            told = scheme.lay(Ground(), self.guard, self._files)
        self._run(_script("setGround", {**told, "said": self._said(str(told.get("by", "")))}))

    def _said(self, by: str) -> str:
        """Whose the map is; of a layer that may have borders, the number under which it was approved."""
        own = "Natural Earth · GeoNames"
        if self.fault:
            return f"{self.fault} {own}"
        if self._laid.kind is GroundKind.OWN:
            return own
        approval = self.tr("approval number (审图号) {0}").format(self._laid.approval)
        if not self._laid.approval.strip():
            approval = self.tr("no approval number (审图号) was given for this map")
        return f"{by} · {approval}" if by else approval

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


def _script(function: str, *arguments: object) -> str:
    # The last expression must be nothing of Leaflet: to hand it over would hang the page.
    given = ", ".join(msgspec.json.encode(argument).decode() for argument in arguments)
    return f"signet.{function}({given}); 0"


def _shape(area: Area) -> dict[str, Any]:
    if area.centre is not None:
        return {"name": area.name, "centre": [area.centre.lat, area.centre.lon], "radius": area.radius_m}
    return {"name": area.name, "points": [[point.lat, point.lon] for point in area.points]}


def fault_of_file(error: NotTiles) -> str:
    """Why a map cannot be drawn from the file, in a sentence."""
    return {
        "missing": QCoreApplication.translate("MapView", "The file of the map is not there any more."),
        "vector": QCoreApplication.translate(
            "MapView", "The file holds vector tiles; the map shows tiles of pictures."
        ),
        "empty": QCoreApplication.translate("MapView", "The file holds no tile."),
    }.get(error.why, QCoreApplication.translate("MapView", "The file is no map: it holds no tiles (MBTiles)."))


def _map_colors(tokens: Tokens) -> dict[str, str]:
    ground = _NIGHT_SEA if tokens.dark else _SEA
    return {**asdict(tokens), **ground, "neutral": tokens.ink2}
