"""Puts the tokens on the application: Fusion, palette, style sheet, fonts; light, dark, or as the system."""

import sys
from dataclasses import asdict
from enum import StrEnum
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from app.views.look.tokens import DARK, LIGHT, Size, Tokens
from app.views.resources import resource


class Scheme(StrEnum):
    """What the person chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Look(QObject):
    """The look of one application. `choose` changes it at once, everywhere."""

    changed = Signal()

    def __init__(self, app: QApplication, scheme: Scheme = Scheme.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = scheme
        app.setStyle("Fusion")
        app.setFont(body_font())
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._apply()

    @property
    def scheme(self) -> Scheme:
        return self._scheme

    @property
    def tokens(self) -> Tokens:
        if self._scheme is Scheme.SYSTEM:
            return DARK if self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
        return DARK if self._scheme is Scheme.DARK else LIGHT

    def choose(self, scheme: Scheme) -> None:
        if scheme is not self._scheme:
            self._scheme = scheme
            self._apply()

    def toggle(self) -> None:
        """From what is seen now to its opposite."""
        self.choose(Scheme.LIGHT if self.tokens.dark else Scheme.DARK)

    def _system_changed(self) -> None:
        if self._scheme is Scheme.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        if sys.platform == "win32":  # only the title bar listens to it; elsewhere it does nothing
            self._app.styleHints().setColorScheme(_QT_SCHEME[self._scheme])
        self._app.setPalette(palette(self.tokens))
        self._app.setStyleSheet(style_sheet(self.tokens))
        self.changed.emit()


_QT_SCHEME = {
    Scheme.SYSTEM: Qt.ColorScheme.Unknown,
    Scheme.LIGHT: Qt.ColorScheme.Light,
    Scheme.DARK: Qt.ColorScheme.Dark,
}


def body_font() -> QFont:
    """13 px in the system's Chinese face, with figures of equal width so that columns of numbers stand."""
    font = QFont()
    if sys.platform == "win32":
        font.setFamilies(["Segoe UI Variable Text", "Segoe UI", "Microsoft YaHei UI"])
    else:
        font.setFamilies(["Noto Sans CJK SC", "WenQuanYi Micro Hei"])
    font.setPixelSize(Size.BODY)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def style_sheet(tokens: Tokens) -> str:
    """resources/styles/signet.qss with its ``$names`` filled in from the tokens."""
    text = resource("styles", "signet.qss").read_text(encoding="utf-8")
    images = resource("styles", "dark" if tokens.dark else "light").as_posix()
    sizes = {size.name.lower(): f"{size.value}px" for size in Size}
    return Template(text).substitute(asdict(tokens), **sizes, images=images)


def palette(tokens: Tokens) -> QPalette:
    """The palette for what the style sheet does not name, and for `tokens_now`."""
    role = QPalette.ColorRole
    colors = {
        role.Window: tokens.canvas,
        role.WindowText: tokens.ink,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.sunken,
        role.Text: tokens.ink,
        role.Button: tokens.raised,
        role.ButtonText: tokens.ink,
        role.BrightText: tokens.danger,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.ink,
        role.PlaceholderText: tokens.ink3,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.accent_on,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Light: tokens.surface,
        role.Midlight: tokens.hairline,
        role.Mid: tokens.border,
        role.Dark: tokens.border,
        role.Shadow: tokens.canvas,
        role.Accent: tokens.accent,
    }
    made = QPalette()
    for name, color in colors.items():
        made.setColor(name, QColor(color))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.ink3))
    return made
