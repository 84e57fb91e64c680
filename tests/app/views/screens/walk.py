"""The walk over all screens in one process: one scaling, each language, each scheme."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import qasync
from PySide6.QtCore import QMessageLogContext, QPoint, QSize, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

import gazetteer
from app.views import icons
from app.views.garbage import Sweeper
from app.views.i18n import Language, Tongue
from app.views.look import Look, Scheme
from app.views.map.view import register_scheme
from tests.app.views.screens import (  # noqa: F401  (the catalogue)
    company,
    of_documents,
    of_house,
    of_map,
    of_one_seal,
    of_overview,
    of_records,
    of_seals,
    of_systems,
    of_wallet,
    of_work,
)
from tests.app.views.screens.catalogue import ALONE, OPENED, Screen
from tests.app.views.screens.judge import judge
from tests.app.views.screens.seen import visible
from tests.app.views.screens.window import Stores, Window, opened
from tests.waiting import until, until_told

SETTLED_WITHIN_S = 0.5
SCREEN = QSize(1366, 768)  # pixels of the smallest office screen
# Who visits every place that he has, over which rows, and whether the cloud is there.
VISITS = (
    ("m-owner", "full", True),
    ("m-owner", "empty", True),
    ("m-owner", "full", False),
    ("m-owner", "free", True),
    ("m-clerk", "full", True),
    (company.AUDITOR, "full", True),
    (company.NOBODY, "full", True),
    (company.HEADQUARTERS, "full", True),
)


@dataclass(frozen=True)
class Wanted:
    """`only`: part of the names of the screens; `pictures`: into that folder, if any."""

    scale: float
    combinations: Sequence[tuple[Tongue, Scheme]]
    only: str = ""
    pictures: Path | None = None


@dataclass
class Found:
    """`faults`: sentences by combination and screen; `seen`: the classes of all widgets that were; `said`: by Qt."""

    faults: dict[str, dict[str, list[str]]] = field(default_factory=dict[str, dict[str, list[str]]])
    seen: set[str] = field(default_factory=set[str])
    said: list[str] = field(default_factory=list[str])

    def written(self) -> str:
        return json.dumps(
            {"faults": self.faults, "seen": sorted(self.seen), "said": list(dict.fromkeys(self.said))},
            ensure_ascii=False,
            indent=1,
        )


def run(wanted: Wanted, home: Path) -> Found:
    found = Found()

    def keep(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            found.said.append(text)

    qInstallMessageHandler(keep)
    register_scheme()
    app = QApplication(["signet"])
    app.setQuitOnLastWindowClosed(False)
    Sweeper(app)
    icons.load()
    gazetteer.load()  # a name that came later would be on some screens and not on others
    with qasync.QEventLoop(app) as loop:
        loop.set_exception_handler(lambda _, context: found.said.append(f"loop: {context}"))
        loop.run_until_complete(_go(app, wanted, found, home))
    qInstallMessageHandler(None)
    return found


async def _go(app: QApplication, wanted: Wanted, found: Found, home: Path) -> None:
    stores = Stores(home)
    look, language = Look(app, Scheme.LIGHT), Language(app, Tongue.EN)
    for tongue, scheme in wanted.combinations:
        look.choose(scheme)
        language.choose(tongue)
        async with opened(app, look, language, stores) as window:
            await Walk(app, wanted, found, window).go()
    await stores.close()


class Walk:
    """In one language and one scheme."""

    def __init__(self, app: QApplication, wanted: Wanted, found: Found, window: Window) -> None:
        self._app, self._wanted, self._found, self._window = app, wanted, found, window
        self._name = f"{window.language.tongue} {window.look.scheme} {round(wanted.scale * 100)}"
        self._screen = QSize(int(SCREEN.width() / wanted.scale), int(SCREEN.height() / wanted.scale))
        self._faults = found.faults.setdefault(self._name, {})

    async def go(self) -> None:
        window = self._window
        window.shell.resize(self._screen)
        window.shell.show()
        for who, rows, online in VISITS:
            await window.enter(who, rows, online=online)
            screens = [Screen(f"{key}.{_visit(who, rows, online=online)}", key) for key in window.keys]
            screens += [each for each in OPENED if (each.who, each.rows, each.online) == (who, rows, online)]
            if (who, rows, online) == VISITS[0]:
                screens = [*ALONE, *screens]
            for screen in screens:
                if self._wanted.only in screen.name:
                    await self._look(screen)
        if window.said.reported:
            self._faults["reported"] = [repr(each) for each in window.said.reported]

    async def _look(self, screen: Screen) -> None:
        window = self._window
        if screen.place:
            await window.open(screen.place)
        try:
            if screen.steps is not None:
                await screen.steps(window)
            await window.rest()
            if self._wanted.pictures is not None:
                self._keep(screen.name)
            faults = await self._that_stay()
        except Exception as error:  # noqa: BLE001  (told with the others, and the walk goes on)
            faults = [f"broken: {type(error).__name__}: {error}"]
        if faults:
            self._faults[screen.name] = faults
        await window.clear()

    async def _that_stay(self) -> list[str]:
        """What is wrong with the screen, also when all of it has found its place."""
        faults: list[str] = []

        async def fine() -> bool:
            faults[:] = [fault for top in self._in_front() for fault in await self._judge(top)]
            return not faults

        with suppress(AssertionError):
            await until_told(fine, within=SETTLED_WITHIN_S, every=0.05)
        return faults

    def _in_front(self) -> list[QWidget]:
        """An open list or menu, a dialog, else the window itself."""
        others = [each for each in self._app.topLevelWidgets() if each.isVisible() and each is not self._window.shell]
        popups = [each for each in others if each.windowType() is Qt.WindowType.Popup]
        return popups or others or [self._window.shell]

    async def _judge(self, top: QWidget) -> list[str]:
        if top.windowType() is not Qt.WindowType.Popup:
            top.activateWindow()
            await until(top.isActiveWindow)
        self._found.seen |= {f"{type(each).__module__}.{type(each).__qualname__}" for each in visible(top)}
        return await judge(top, self._screen)

    def _keep(self, name: str) -> None:
        assert self._wanted.pictures is not None
        folder = self._wanted.pictures / self._name.replace(" ", "-")
        folder.mkdir(parents=True, exist_ok=True)
        _picture(self._app, self._window.shell).save(str(folder / f"{name}.png"))


def _visit(who: str, rows: str, *, online: bool) -> str:
    return "-".join(part for part in (rows, who.removeprefix("m-"), "" if online else "offline") if part)


def _depth(top: QWidget) -> int:
    """How many windows it stands before."""
    behind = top.parentWidget()
    return 0 if behind is None else 1 + _depth(behind.window())


def _picture(app: QApplication, shell: QWidget) -> QPixmap:
    """The window, with what is open before it."""
    shown = shell.grab()
    painter = QPainter(shown)
    for top in sorted(app.topLevelWidgets(), key=_depth):
        if top.isVisible() and top is not shell:
            if top.windowType() is Qt.WindowType.Popup:
                at = shell.mapFromGlobal(top.mapToGlobal(QPoint(0, 0)))
            else:
                painter.fillRect(shell.rect(), QColor(0, 0, 0, 90))
                at = QPoint((shell.width() - top.width()) // 2, (shell.height() - top.height()) // 2)
            painter.drawPixmap(at, top.grab())
    painter.end()
    return shown
