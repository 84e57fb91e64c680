"""The virtual seal's window: a person without hardware switches it on, takes the stand out, and stamps."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from simulator.host import Host
from simulator.window.seal import SealWindow
from simulator.window.tokens import DARK, LIGHT, Tokens, font

TRANSLATIONS = Path(__file__).resolve().parents[2] / "resources" / "i18n"


def application(language: str | None) -> QApplication:
    """The one application, in `language` (`zh_CN`, `en`; none: the system's)."""
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    app.setStyle("Fusion")
    app.setFont(font(13))
    chinese = QLocale.system().language() is QLocale.Language.Chinese if language is None else language == "zh_CN"
    if chinese:
        for name, folder in (
            ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
            ("signet", str(TRANSLATIONS)),
        ):
            translator = QTranslator(app)
            if translator.load(f"{name}_zh_CN", folder):
                app.installTranslator(translator)
    return app


def show(host: Host, closed: Callable[[], None]) -> Callable[[Path], None]:
    """Show the seal of `host`; `closed` is called when the window is. Gives what takes a picture of it."""
    hints = QApplication.styleHints()
    window = SealWindow(host, _tokens(hints.colorScheme()), time.localtime, closed)
    hints.colorSchemeChanged.connect(lambda scheme: window.wear(_tokens(scheme)))
    window.show()
    return window.photograph


def _tokens(scheme: Qt.ColorScheme) -> Tokens:
    return DARK if scheme is Qt.ColorScheme.Dark else LIGHT
