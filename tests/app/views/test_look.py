"""The look: what must be read can be read, in either scheme and language, on the smallest screen."""

import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLocale, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from app.views import icons
from app.views.look import DARK, LIGHT, Look, Scheme, Tokens, Tone
from app.views.look.theme import body_font, style_sheet
from app.views.widgets import (
    EmptyState,
    Pill,
    button,
    paint,
)
from tests.app.views.gallery import Gallery, settle

SCHEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11

GROUNDS = ("canvas", "surface", "raised", "sunken", "rail")
ON_GROUNDS = ("ink", "ink2", "ink3", "ok", "warn", "danger", "accent")
READ = [
    *((ink, ground) for ink in ON_GROUNDS for ground in GROUNDS),
    *((ink, ground) for ink in ("ink", "ink2") for ground in ("rail_on", "accent_soft")),  # selected rows and places
    *((tone, f"{tone}_soft") for tone in ("ok", "warn", "danger", "accent")),
    *(("ink", f"{tone}_soft") for tone in ("ok", "warn", "danger", "accent")),  # banners
    ("accent", "warn_soft"),  # a banner's action
    ("accent", "danger_soft"),
    ("cinnabar_ink", "cinnabar_soft"),
    *(("accent_on", ground) for ground in ("accent", "accent_hover", "accent_press")),
]
SEEN = [
    *(("input_border", ground) for ground in ("canvas", "surface", "raised")),
    *(("accent", ground) for ground in (*GROUNDS, "rail_on", "accent_soft")),  # focus
    *(("danger", ground) for ground in ("canvas", "surface", "raised")),  # the border of a field with a fault
    *(("cinnabar", ground) for ground in ("rail", "rail_on", "surface", "accent_soft")),
]


def contrast(one: QColor, other: QColor) -> float:
    def luminance(color: QColor) -> float:
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (color.redF(), color.greenF(), color.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@SCHEMES
@pytest.mark.parametrize(("ink", "ground"), READ)
def test_text_can_be_read_on_what_it_stands_on(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(tokens.color(ink), tokens.color(ground)) >= TEXT


@SCHEMES
@pytest.mark.parametrize(("edge", "ground"), SEEN)
def test_edges_that_matter_can_be_seen(tokens: Tokens, edge: str, ground: str) -> None:
    assert contrast(tokens.color(edge), tokens.color(ground)) >= SHAPE


@SCHEMES
def test_every_tone_and_every_avatar_can_be_read(tokens: Tokens) -> None:
    for tone in Tone:
        assert contrast(*tokens.tone(tone)) >= TEXT, tone
    for name in "陈顾韩林许宋沈周ABCDEFGHIJKLMNOP":
        assert contrast(*paint.avatar_colors(name, tokens)) >= TEXT, name


@SCHEMES
def test_the_style_sheet_names_only_tokens_that_exist(tokens: Tokens) -> None:
    sheet = style_sheet(tokens)
    assert "$" not in sheet
    colors = set(re.findall(r"#[0-9A-F]{6}\b", sheet))
    assert colors <= {getattr(tokens, field.name) for field in fields(Tokens)}
    for image in re.findall(r"url\((.*?)\)", sheet):
        assert Path(image).exists()


def test_figures_have_one_width(qapp: QApplication) -> None:
    metrics = QFontMetricsF(body_font())
    assert len({metrics.horizontalAdvance(digit * 10) for digit in "0123456789"}) == 1


def test_the_scheme_changes_at_once_and_everywhere(look: Look, qtbot: QtBot) -> None:
    pill = Pill("Ended", Tone.OK)
    qtbot.addWidget(pill)
    pill.show()
    light = pill.grab().toImage()
    with qtbot.waitSignal(look.changed):
        look.toggle()
    assert look.tokens is DARK
    assert QGuiApplication.palette().window().color() == QColor(DARK.canvas)
    assert pill.grab().toImage() != light


def test_following_the_system_is_light_where_the_system_does_not_say(look: Look) -> None:
    look.choose(Scheme.SYSTEM)
    assert look.tokens is LIGHT


def test_two_windows_in_a_row_give_the_same_picture(qapp: QApplication, look: Look, qtbot: QtBot) -> None:
    icons.load()
    pictures = []
    for _ in range(2):
        gallery = Gallery(qapp, look)
        qtbot.addWidget(gallery.shell)
        gallery.shell.open("approvals")
        settle(qapp, gallery.shell)
        pictures.append(gallery.shell.grab().toImage())
        gallery.shell.close()
    assert pictures[0] == pictures[1]


def test_pages_are_made_when_they_are_opened_and_again_when_asked_for(
    qapp: QApplication, look: Look, qtbot: QtBot
) -> None:
    gallery = Gallery(qapp, look)
    shell = gallery.shell
    qtbot.addWidget(shell)
    assert shell.current_key() == "applications"
    assert shell.page("approvals") is None
    shell.show()
    qtbot.mouseClick(shell.rail, Qt.MouseButton.LeftButton, pos=shell.rail.tabRect(1).center() + QPoint(0, 6))
    made = shell.page("approvals")
    assert made is not None
    assert shell.open("approvals") is made
    assert shell.open("nowhere") is None
    shell.refresh()
    assert shell.current_key() == "approvals"
    assert shell.page("approvals") is not made
    alone = EmptyState("user", "Not in any organization")
    shell.show_alone(alone)
    assert alone.isVisible()
    shell.show_frame()
    assert shell.rail.isVisible()
    shell.close()


def test_icons_come_when_they_are_loaded(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icons, "_fonts", [])
    window = QWidget()
    button = QPushButton(window)
    button.setIcon(icons.icon("tray"))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    empty = icons.icon("tray").pixmap(16).toImage()
    assert empty.pixelColor(8, 8).alpha() == 0
    with qtbot.waitSignal(_Painted(button).seen):
        icons.load()
    filled = icons.icon("tray").pixmap(32).toImage()
    assert any(filled.pixelColor(x, y).alpha() for x in range(32) for y in range(32))


class _Painted(QObject):
    """Tells when a widget is drawn."""

    seen = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt calls it
        if event.type() is QEvent.Type.Paint:
            self.seen.emit()
        return False


ICON_PLACES = {  # where the makers of icons take the name
    **dict.fromkeys(("icon", "IconDisc", "EmptyState", "show_state"), 0),
    **dict.fromkeys(("show_action",), 1),
    **dict.fromkeys(("button", "Page", "Place", "paint_icon"), 2),
}


def test_every_icon_that_the_views_name_exists(qapp: QApplication) -> None:
    icons.load()
    named = {
        name
        for path in Path(icons.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        for name in _icons_of(call)
    }
    assert named
    assert named - set(icons._fonts[0].glyphs) <= {"stamp"}


def _icons_of(call: ast.Call) -> set[str]:
    function = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    at = ICON_PLACES.get(function, len(call.args))
    given = [*call.args[at : at + 1], *(word.value for word in call.keywords if word.arg in ("icon", "icon_name"))]
    strings = [one for value in given for one in ast.walk(value) if isinstance(one, ast.Constant)]
    return {one.value for one in strings if isinstance(one.value, str) and one.value}


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_a_button_that_is_on_looks_so(qtbot: QtBot, look: Look, scheme: Scheme) -> None:
    look.choose(scheme)
    made = button("On", "plain")
    qtbot.addWidget(made)
    made.setCheckable(True)
    made.resize(120, 36)

    def inside() -> str:
        return made.grab().toImage().pixelColor(8, 18).name()

    assert inside() == QColor(look.tokens.raised).name()
    made.setChecked(True)
    assert inside() == QColor(look.tokens.accent_soft).name()


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_a_table_points_down_where_the_newest_or_greatest_stands_first(
    qtbot: QtBot, look: Look, scheme: Scheme
) -> None:
    look.choose(scheme)
    table = QTableWidget(20, 2)
    qtbot.addWidget(table)
    table.resize(180, 120)
    head = table.horizontalHeader()
    head.setSortIndicatorShown(True)
    table.show()

    def rows() -> list[int]:
        """How wide the arrow is in each of its rows, from above."""
        image = head.grab(QRect(head.sectionSize(0) - 18, 0, 16, head.height() - 2)).toImage()
        ground = QColor(look.tokens.surface)
        wide = [sum(image.pixelColor(x, y) != ground for x in range(image.width())) for y in range(image.height())]
        return [each for each in wide if each]

    head.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    falling = rows()
    assert falling[0] > falling[-1]
    head.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    assert rows() == falling[::-1]
    across, down = table.horizontalScrollBar(), table.verticalScrollBar()
    assert across.isVisible()
    assert down.isVisible()
    corner = table.grab(QRect(table.width() - 12, table.height() - 12, 8, 8)).toImage()
    colours = {corner.pixelColor(x, y).name() for x in range(8) for y in range(8)}
    assert len(colours) == 1  # nothing stands there, no box either


def test_numbers_and_dates_follow_the_language(qapp: QApplication) -> None:
    from datetime import UTC, datetime

    from app.views.i18n import Language, Tongue, moment, number

    before = QLocale()
    language = Language(qapp, Tongue.ZH_CN)
    now = datetime(2026, 11, 23, 4, tzinfo=UTC)
    assert moment(datetime(2026, 3, 5, 4, tzinfo=UTC), now).startswith("3月5日")
    language.choose(Tongue.EN)
    assert moment(datetime(2026, 3, 5, 4, tzinfo=UTC), now).startswith("5 Mar")
    assert moment(now, now) == now.astimezone().strftime("%H:%M")
    assert moment(datetime(2025, 3, 5, 4, tzinfo=UTC), now).startswith("5 Mar 2025")
    assert number(12345) == "12,345"
    QLocale.setDefault(before)
