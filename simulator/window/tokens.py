"""The window's few colours; the same tokens as the console's, which the simulator does not import."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QFont

STYLES = Path(__file__).resolve().parents[2] / "resources" / "styles"
FAMILIES = ["Segoe UI Variable", "Microsoft YaHei UI", "Noto Sans CJK SC", "PingFang SC", "sans-serif"]


@dataclass(frozen=True)
class Tokens:
    """Colours as #RRGGBB."""

    canvas: str
    surface: str
    sunken: str
    hairline: str
    border: str
    ink: str
    ink_2: str
    ink_3: str
    cinnabar: str
    cinnabar_hover: str
    cinnabar_press: str
    paper: str
    paper_line: str
    shadow: str
    check: str  # the ground of a tick


LIGHT = Tokens(
    canvas="#F5F6F8",
    surface="#FFFFFF",
    sunken="#F0F2F5",
    hairline="#E9EBEF",
    border="#D9DDE4",
    ink="#1A1F29",
    ink_2="#566070",
    ink_3="#646E7D",
    cinnabar="#C63A2B",
    cinnabar_hover="#B53325",
    cinnabar_press="#9C2A1E",
    paper="#FFFFFF",
    paper_line="#E3E6EB",
    shadow="#1A1F29",
    check="#2456C6",
)
DARK = Tokens(
    canvas="#12151A",
    surface="#1A1E25",
    sunken="#15191F",
    hairline="#262C35",
    border="#343B47",
    ink="#ECEEF2",
    ink_2="#A9B1BE",
    ink_3="#858E9D",
    cinnabar="#C63A2B",
    cinnabar_hover="#D04A3B",
    cinnabar_press="#B03224",
    paper="#E8E6E1",
    paper_line="#D2CFC8",
    shadow="#000000",
    check="#6E9BFF",
)


def font(pixels: int, *, strong: bool = False) -> QFont:
    """A font of so many pixels in the first family that is there."""
    made = QFont()
    made.setFamilies(FAMILIES)
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return made


def sheet(tokens: Tokens) -> str:
    """The style sheet of the controls beside the seal."""
    t, images = tokens, (STYLES / ("dark" if tokens is DARK else "light")).as_posix()
    return f"""
    QWidget#seal {{ background: {t.canvas}; }}
    QFrame#panel {{ background: {t.surface}; border: none; border-left: 1px solid {t.hairline}; }}
    QLabel {{ color: {t.ink}; background: transparent; }}
    QLabel[kind="caption"] {{ color: {t.ink_3}; }}
    QLabel[kind="rule"] {{ background: {t.hairline}; max-height: 1px; min-height: 1px; }}
    QPushButton {{ color: {t.ink}; background: {t.surface}; border: 1px solid {t.border}; border-radius: 7px;
                   padding: 7px 10px; }}
    QPushButton:hover {{ background: {t.sunken}; }}
    QPushButton:pressed {{ background: {t.hairline}; }}
    QPushButton:focus {{ border-color: {t.ink_3}; }}
    QPushButton[kind="press"] {{ color: #FFFFFF; background: {t.cinnabar}; border: 1px solid {t.cinnabar};
                                 border-radius: 10px; padding: 12px; }}
    QPushButton[kind="press"]:hover {{ background: {t.cinnabar_hover}; }}
    QPushButton[kind="press"]:pressed {{ background: {t.cinnabar_press}; }}
    QPushButton[kind="press"]:focus {{ border-color: {t.ink}; }}
    QPushButton:disabled {{ color: {t.ink_3}; background: {t.sunken}; }}
    QCheckBox, QComboBox {{ color: {t.ink}; background: transparent; }}
    QCheckBox::indicator {{ width: 15px; height: 15px; background: {t.surface}; border: 1px solid {t.ink_3};
                            border-radius: 4px; }}
    QCheckBox::indicator:checked {{ background: {t.check}; border-color: {t.check}; image: url({images}/check.svg); }}
    QCheckBox:focus {{ text-decoration: underline; }}
    QComboBox {{ background: {t.surface}; border: 1px solid {t.border}; border-radius: 7px; padding: 6px 8px; }}
    QComboBox::drop-down {{ border: none; width: 22px; }}
    QComboBox::down-arrow {{ image: url({images}/down.svg); width: 10px; height: 10px; }}
    QComboBox:focus {{ border-color: {t.ink_3}; }}
    QComboBox QAbstractItemView {{ color: {t.ink}; background: {t.surface}; selection-background-color: {t.sunken};
                                   selection-color: {t.ink}; border: 1px solid {t.border}; }}
    QSlider {{ min-height: 20px; }}
    QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {t.border}; }}
    QSlider::sub-page:horizontal {{ background: {t.ink_3}; border-radius: 2px; }}
    QSlider::handle:horizontal {{ width: 14px; margin: -6px 0; border-radius: 7px; background: {t.surface};
                                  border: 2px solid {t.ink_3}; }}
    QSlider::handle:horizontal:focus {{ border-color: {t.ink}; background: {t.ink}; }}
    QListWidget {{ color: {t.ink_2}; background: transparent; border: none; outline: none; }}
    QListWidget::item {{ padding: 3px 0; }}
    QListWidget::item:selected {{ color: {t.ink}; background: {t.sunken}; }}
    QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {t.border}; border-radius: 4px; min-height: 24px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """
