"""Colours and sizes, named by what they are for. Contrast over every pair that meets is tested in tests/views."""

from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import cache

from PySide6.QtGui import QColor, QGuiApplication, QPalette


class Size(IntEnum):
    """Logical pixels."""

    CAPTION = 12
    BODY = 13
    STRONG = 14
    TITLE = 18
    DISPLAY = 26
    RADIUS = 10
    RADIUS_SMALL = 7
    GAP = 16
    PADDING = 20
    CONTROL = 34  # height of a button or an input field


class Tone(Enum):
    """What a coloured thing says. Each tone is an ink and a soft ground, and always comes with a word."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    OK = "ok"
    WARN = "warn"
    DANGER = "danger"
    BRAND = "cinnabar"


@dataclass(frozen=True)
class Tokens:
    """One scheme. Every colour is ``#RRGGBB``; `color` gives it as a QColor."""

    canvas: str
    surface: str
    raised: str
    sunken: str
    hairline: str
    border: str
    input_border: str  # 3:1 on whatever an input stands on; `border` is for cards and is too faint for that
    ink: str
    ink2: str
    ink3: str  # captions on canvas, surface, sunken and rail; on a selected row use ink2
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    danger: str
    danger_soft: str
    accent: str
    accent_hover: str
    accent_press: str
    accent_soft: str
    accent_on: str
    cinnabar: str
    cinnabar_ink: str  # cinnabar as text on its own soft ground needs a shade more
    cinnabar_soft: str
    rail: str
    rail_on: str
    series1: str
    series2: str
    series3: str

    @property
    def dark(self) -> bool:
        return QColor(self.canvas).lightness() < 128

    def color(self, name: str) -> QColor:
        return _color(getattr(self, name))

    def tone(self, tone: Tone) -> tuple[QColor, QColor]:
        """The tone's ink and its soft ground."""
        if tone is Tone.NEUTRAL:
            return _color(self.ink2), _color(self.rail_on)
        if tone is Tone.BRAND:
            return _color(self.cinnabar_ink), _color(self.cinnabar_soft)
        return self.color(tone.value), self.color(f"{tone.value}_soft")


@cache
def _color(text: str) -> QColor:
    return QColor(text)


LIGHT = Tokens(
    canvas="#F5F6F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    sunken="#F0F2F5",
    hairline="#E9EBEF",
    border="#D9DDE4",
    input_border="#868F9E",
    ink="#1A1F29",
    ink2="#566070",
    ink3="#646E7D",
    ok="#177A4C",
    ok_soft="#E3F4EB",
    warn="#9A6106",
    warn_soft="#FCF1DC",
    danger="#BE2D2D",
    danger_soft="#FBE9E9",
    accent="#2456C6",
    accent_hover="#1D4AAF",
    accent_press="#173D93",
    accent_soft="#E9EFFC",
    accent_on="#FFFFFF",
    cinnabar="#C63A2B",
    cinnabar_ink="#B93325",
    cinnabar_soft="#FBEBE8",
    rail="#FBFBFC",
    rail_on="#ECEEF2",
    series1="#3B6AD4",
    series2="#B3C7F2",
    series3="#D9553F",
)

DARK = Tokens(
    canvas="#12151A",
    surface="#1A1E25",
    raised="#20252D",
    sunken="#15191F",
    hairline="#262C35",
    border="#343B47",
    input_border="#667080",
    ink="#ECEEF2",
    ink2="#A9B1BE",
    ink3="#858E9D",
    ok="#58C48D",
    ok_soft="#17332A",
    warn="#E0AC4F",
    warn_soft="#382D18",
    danger="#F07C78",
    danger_soft="#3B2225",
    accent="#6E9BFF",
    accent_hover="#86ABFF",
    accent_press="#5B8AF2",
    accent_soft="#1F2C49",
    accent_on="#0C1220",
    cinnabar="#E4624F",
    cinnabar_ink="#EE7663",
    cinnabar_soft="#3A211F",
    rail="#15191F",
    rail_on="#262C35",
    series1="#5F8BEA",
    series2="#33486F",
    series3="#E4624F",
)


def tokens_now() -> Tokens:
    """The scheme of the moment, read from the application's palette, which was made from it.

    Not from a widget's own palette: where a style sheet makes a background transparent, that one reads as black.
    """
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT
