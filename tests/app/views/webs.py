"""A map on the screen with its real page: asked, looked at, clicked and typed at."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.views.map import MapView
from app.views.map.ground import Ground

PATIENCE_MS = 30_000  # a cold start of WebEngine on a busy machine


class Shown:
    """A map on the screen, and what its page answers. `ground` may be changed before it is shown again."""

    def __init__(self, qtbot: QtBot, view: MapView | None = None, around: QWidget | None = None) -> None:
        """`around`: what a view is a part of."""
        self._qtbot = qtbot
        self.ground = Ground()
        self.view = view or MapView(lambda: self.ground)
        self.around = around or self.view
        if around is None:
            self.view.resize(640, 480)

    def open(self) -> "Shown":
        self.view.show()
        self.until(lambda: self.view.is_ready)
        return self

    def again(self) -> None:
        """Leave it, and come back."""
        self.view.hide()
        self.view.show()

    def until(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def ask(self, expression: str) -> object:
        answers: list[object] = []
        self.view.ask(expression, answers.append)
        self.until(lambda: bool(answers))
        return answers[0]

    def seal_at(self, key: str) -> tuple[QPoint, int]:
        """Where the marker is drawn, and which object draws it."""
        found = self.ask(f'signet.sealAt("{key}")')
        assert isinstance(found, dict)
        return QPoint(round(found["at"]["x"]), round(found["at"]["y"])), int(found["stamp"])

    def place_of(self, lat: float, lon: float) -> QPoint:
        found = self.ask(f"signet.placeOf({lat}, {lon})")
        assert isinstance(found, dict)
        return QPoint(round(found["x"]), round(found["y"]))

    def wait_for_color(self, at: QPoint, color: str) -> None:
        """The compositor paints when it likes: look until it has."""
        wanted = QColor(color)
        self.until(lambda: self._pixel(at) == wanted)

    def _pixel(self, at: QPoint) -> QColor:
        return self.view.grab().toImage().pixelColor(at)

    @property
    def target(self) -> QWidget:
        """What the mouse and the keys go to."""
        found = self.view.web.focusProxy() if self.view.web else None
        assert found is not None
        return found

    def click(self, at: QPoint) -> None:
        self._qtbot.mouseMove(self.target, at)
        self._qtbot.mouseClick(self.target, Qt.MouseButton.LeftButton, pos=at)

    def press(self, key: Qt.Key, text: str = "") -> None:
        """With the focus on the map itself."""
        self.target.setFocus()
        self.ask("(signet.map().getContainer().focus(), 0)")
        if text:
            self._qtbot.keyClicks(self.target, text)
        else:
            self._qtbot.keyClick(self.target, key)


@contextmanager
def closing(qtbot: QtBot, made: Shown) -> Generator[Shown]:
    """WebEngine has to be through with the page before the next test, or the end, comes."""
    yield made
    gone: list[bool] = []
    if made.view.web is not None:
        made.view.web.page().destroyed.connect(lambda: gone.append(True))
    else:
        gone.append(True)
    made.around.close()
    made.around.deleteLater()
    qtbot.waitUntil(lambda: bool(gone), timeout=PATIENCE_MS)
