"""The walk over all screens in one process: one scaling, each language, each scheme."""

import argparse
import json
import sys
import time
from pathlib import Path

import qasync
from PySide6.QtCore import QMessageLogContext, QSize, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from app.views import icons
from app.views.i18n import Language, Tongue
from app.views.look import Look, Scheme
from app.views.map.view import register_scheme
from tests.app.views.screens import company, judge
from tests.app.views.screens.catalogue import OPENED, Screen
from tests.app.views.screens.window import Stores, Window, opened
from tests.waiting import until

SCREEN = QSize(1366, 768)  # pixels of the smallest office screen


def run(options: argparse.Namespace, home: Path) -> int:
    said: list[str] = []

    def keep(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            said.append(text)

    qInstallMessageHandler(keep)
    register_scheme()
    app = QApplication(["signet"])
    app.setQuitOnLastWindowClosed(False)
    icons.load()
    with qasync.QEventLoop(app) as loop:
        walk = Walk(app, options, home)
        loop.run_until_complete(walk.go())
    if options.faults is not None:
        options.faults.write_text(json.dumps(walk.faults, ensure_ascii=False), "utf-8")
    for combination, screens in walk.faults.items():
        for name, faults in screens.items():
            for fault in faults:
                print(f"{combination} {name}: {fault}")
    for text in dict.fromkeys(said):
        print("Qt:", text)
    print(f"{walk.screens} screens, {walk.seconds:.1f} s", walk.spent)
    sys.stdout.flush()
    return 0


class Walk:
    def __init__(self, app: QApplication, options: argparse.Namespace, home: Path) -> None:
        self.app, self.options, self.home = app, options, home
        self.faults: dict[str, dict[str, list[str]]] = {}
        self.seen: set[str] = set()
        self.screens, self.seconds = 0, 0.0
        self.spent: dict[str, float] = {}

    async def go(self) -> None:
        begun = time.monotonic()
        stores = Stores(self.home)
        look, language = Look(self.app, Scheme.LIGHT), Language(self.app, Tongue.EN)
        for scheme in self.options.scheme or ("light", "dark"):
            look.choose(Scheme(scheme))
            for tongue in self.options.tongue or ("zh_CN", "en"):
                language.choose(Tongue(tongue))
                async with opened(self.app, look, language, stores) as window:
                    self.found = self.faults.setdefault(f"{tongue} {scheme}", {})
                    self.where = f"{tongue}-{scheme}"
                    scale = self.options.scale
                    self.screen = QSize(int(SCREEN.width() / scale), int(SCREEN.height() / scale))
                    window.shell.resize(self.screen)
                    window.shell.show()
                    await self._over(window)
        await stores.close()
        self.seconds = time.monotonic() - begun

    async def _over(self, window: Window) -> None:
        for who, rows, online in self._visits():
            await window.enter(who, rows, online=online)
            for key in window.keys:
                await self._look(
                    window, Screen(f"{key}.{rows}-{who}{'' if online else '-offline'}", key, None, who, rows, online)
                )
            for each in OPENED:
                if (each.who, each.rows, each.online) == (who, rows, online):
                    await self._look(window, each)

    def _visits(self) -> list[tuple[str, str, bool]]:
        found = [("m-owner", "full", True), ("m-owner", "empty", True), ("m-owner", "full", False)]
        found += [("m-owner", "free", True), ("m-clerk", "full", True), (company.NOBODY, "full", True)]
        return found + [(company.AUDITOR_, "full", True), (company.HEADQUARTERS, "full", True)]

    async def _look(self, window: Window, screen: Screen) -> None:
        if self.options.only and self.options.only not in screen.name:
            return
        a = time.monotonic()
        await window.open(screen.place)
        if screen.steps is not None:
            try:
                await screen.steps(window)
            except Exception as error:
                self.found.setdefault(screen.name, []).append(f"broken: {type(error).__name__}: {error}")
                await window.close_dialogs()
                return
        await window.rest()
        b = time.monotonic()
        self.screens += 1
        if self.options.pictures is not None:
            self._keep(window, screen.name)
        faults: list[str] = []
        for top in self._windows(window):
            if top.windowType() is not Qt.WindowType.Popup:
                top.activateWindow()
                await until(top.isActiveWindow)
            faults += await self._judge(top)
        if faults:
            self.found[screen.name] = list(dict.fromkeys(faults))
        c = time.monotonic()
        await window.close_dialogs()
        d = time.monotonic()
        for name, t in (("open", b - a), ("judge", c - b), ("close", d - c)):
            self.spent[name] = self.spent.get(name, 0) + t
        self.spent.setdefault("slow", 0)
        if d - a > 1:
            print("slow", screen.name, f"{b - a:.2f} {c - b:.2f} {d - c:.2f}", flush=True)

    def _windows(self, window: Window) -> list[QWidget]:
        """What is in front: an open list or menu, a dialog, else the window itself."""
        others = [each for each in self.app.topLevelWidgets() if each.isVisible() and each is not window.shell]
        popups = [each for each in others if each.windowType() is Qt.WindowType.Popup]
        return popups or others or [window.shell]

    async def _judge(self, top: QWidget) -> list[str]:
        t = time.monotonic()

        def lap(name):
            nonlocal t
            n = time.monotonic()
            self.spent[name] = self.spent.get(name, 0) + n - t
            t = n

        self.seen |= {type(each).__qualname__ for each in judge.visible(top)}
        with judge.painted() as words:
            image = top.grab().toImage()
        lap("j.grab")
        found = judge.cut_words(top, words)
        lap("j.cut")
        found += judge.out_of_reach(top) + judge.beyond_screen(top, self.screen)
        lap("j.room")
        found += judge.nameless(top)
        lap("j.name")
        found += judge.faint(top, image, words)
        lap("j.faint")
        found += await judge.unreached(top)
        lap("j.tab")
        return found

    def _keep(self, window: Window, name: str) -> None:
        folder = self.options.pictures / self.where
        folder.mkdir(parents=True, exist_ok=True)
        picture(self.app, window.shell).save(str(folder / f"{name}.png"))


def picture(app: QApplication, shell: QWidget) -> QPixmap:
    """The window, with what is open before it."""
    from PySide6.QtGui import QColor, QPainter

    shown = shell.grab()
    tops = [each for each in app.topLevelWidgets() if each.isVisible() and each is not shell]
    painter = QPainter(shown)
    for top in tops:
        from PySide6.QtCore import QPoint, Qt

        if top.windowType() is Qt.WindowType.Popup:
            at = shell.mapFromGlobal(top.mapToGlobal(QPoint(0, 0)))
        else:
            painter.fillRect(shell.rect(), QColor(0, 0, 0, 90))
            at = QPoint((shell.width() - top.width()) // 2, (shell.height() - top.height()) // 2)
        painter.drawPixmap(at, top.grab())
    painter.end()
    return shown
