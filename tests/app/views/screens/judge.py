"""What is wrong with what stands on the screen: words that are cut, controls out of reach or without a name, faint ink.

Each judge gives sentences; none is the best answer.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from unittest.mock import patch

import numpy
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QSplitterHandle,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionSpinBox,
    QTabBar,
    QTextEdit,
    QWidget,
)

from app.views.widgets import paint
from app.views.widgets.basic import _CutLabel
from tests.waiting import until

ROUNDING = 1  # logical pixels, at 125 and 150 %
LEAST_SHOWN = 24  # pixels of a name that is cut: less is no name any more
CONTRAST = 4.5  # WCAG 2.2, 1.4.3
MOST_TABS, WEB_S = 400, 0.3
CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QAbstractSpinBox,
    QTabBar,
    QAbstractItemView,
    QPlainTextEdit,
    QTextEdit,
)
EDITORS = (QLineEdit, QComboBox, QAbstractSpinBox, QTabBar, QAbstractItemView, QPlainTextEdit, QTextEdit, QProgressBar)


@dataclass(frozen=True)
class Painted:
    """Words that a widget of ours has painted: where in it, of which colour."""

    widget: QWidget
    text: str
    rect: QRectF
    whole: bool
    color: QColor


@contextmanager
def painted() -> Iterator[list[Painted]]:
    """What is painted meanwhile by `paint.words`, through which all widgets of ours paint theirs."""
    found: list[Painted] = []
    real = paint.words

    def words(painter: QPainter, rect: QRectF, text: str, font: QFont, color: QColor, *more: Any) -> None:
        device = painter.device()
        if isinstance(device, QWidget) and text:
            whole = QFontMetricsF(font).horizontalAdvance(text) <= rect.width() + ROUNDING
            at = painter.transform().mapRect(rect)
            found.append(Painted(device, text, at, whole, color))
        real(painter, rect, text, font, color, *more)

    with patch.object(paint, "words", words):
        yield found


def visible(root: QWidget) -> list[QWidget]:
    """Everything in it that is not hidden, also what has to be scrolled to; nothing that Qt makes for itself."""
    found = [root, *(each for each in root.findChildren(QWidget) if each.isVisible() and each.window() is root)]
    return [each for each in found if not _is_inner(each)]


def _is_inner(widget: QWidget) -> bool:
    """A part of another control: the line of a spin box, the clear button of a line, a scroll bar."""
    if isinstance(widget, (QScrollBar, QSplitterHandle)) or widget.objectName().startswith("qt_"):
        return True
    if type(widget).__module__.startswith("PySide6.QtWebEngine") or widget.inherits("QQuickWidget"):
        return True
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, (QAbstractSpinBox, QComboBox, QLineEdit, QCalendarWidget)):
            return True
        above = above.parentWidget()
    return _in_web(widget)


def called(widget: QWidget) -> str:
    """Enough to find it by."""
    name = widget.objectName() or widget.accessibleName() or _text(widget)
    above = widget.parentWidget()
    while above is not None and not above.objectName():
        above = above.parentWidget()
    inside = f" in {above.objectName()}" if above is not None else ""
    return f"{type(widget).__name__} {name[:40]!r}{inside}"


def _text(widget: QWidget) -> str:
    if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
        return widget.text()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return ""


# Words


def cut_words(root: QWidget, words: list[Painted]) -> list[str]:
    """Wider (or, where they go on in the next line, higher) than their place, and neither ended with … nor told whole
    by a tip."""
    found = [f"cut: {called(each)}: {why}" for each in visible(root) if (why := _why_cut(each))]
    return found + [
        f"cut: {called(each.widget)}: {each.text!r}" for each in words if not each.whole and not _tip_of(each)
    ]


def _why_cut(widget: QWidget) -> str:
    for kind, judge in _OF_KIND.items():
        if isinstance(widget, kind):
            return judge(widget)
    return ""


def _label(label: QLabel) -> str:
    if not label.text():
        return ""
    room = label.contentsRect().size()
    if isinstance(label, _CutLabel):
        if label.fontMetrics().horizontalAdvance(label.text()) <= room.width():
            return ""
        if room.width() < LEAST_SHOWN:
            return f"{label.text()!r} has {room.width()} pixels"
        return "" if label.text() in label.toolTip() else "no tip"
    if not label.wordWrap():
        wanted = label.minimumSizeHint().width()
        return f"{label.text()!r} wants {wanted}, has {label.width()}" if wanted > label.width() + ROUNDING else ""
    bounds = label.fontMetrics().boundingRect(
        QRect(0, 0, room.width(), 10_000), int(label.alignment()) | Qt.TextFlag.TextWordWrap, _drawn(label)
    )
    if bounds.width() > room.width() + ROUNDING:
        return f"{label.text()!r} wants {bounds.width()} across, has {room.width()}"
    wanted = label.heightForWidth(label.width())
    return f"{label.text()!r} wants {wanted} down, has {label.height()}" if wanted > label.height() + ROUNDING else ""


def _drawn(label: QLabel) -> str:
    """With the places where a long word may be broken."""
    return QLabel.text(label)


def _button(button: QAbstractButton) -> str:
    wanted = button.sizeHint()
    if (
        button.text()
        and isinstance(button, (QCheckBox, QRadioButton, QPushButton))
        and wanted.width() > button.width() + ROUNDING
    ):
        return f"{button.text()!r} wants {wanted.width()}, has {button.width()}"
    return ""


def _line(line: QLineEdit) -> str:
    shown = line.placeholderText() if not line.text() else ""
    room = line.contentsRect().width() - line.textMargins().left() - line.textMargins().right()
    option_room = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, _line_option(line), line).width()
    room = min(room, option_room) - 4 - 22 * len(line.actions())
    wanted = line.fontMetrics().horizontalAdvance(shown)
    return "" if wanted <= room or shown in line.toolTip() else f"{shown!r} wants {wanted}, has {room}"


def _line_option(line: QLineEdit) -> Any:
    from PySide6.QtWidgets import QStyleOptionFrame

    option = QStyleOptionFrame()
    line.initStyleOption(option)
    return option


def _box(box: QComboBox) -> str:
    if type(box).__name__ == "Selector":  # paints its words itself
        return ""
    box.grab()  # it tells its words when it paints them, which is later where it has to be scrolled to
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box).width()
    if room < LEAST_SHOWN:
        return f"has {room} pixels"
    words = getattr(box, "words", box.currentText)()
    wanted = box.fontMetrics().horizontalAdvance(words)
    return "" if wanted <= room + ROUNDING or words in box.toolTip() else f"{words!r} wants {wanted}, has {room}"


def _spin(spin: QAbstractSpinBox) -> str:
    option = QStyleOptionSpinBox()
    spin.initStyleOption(option)
    line = spin.lineEdit()
    wanted, room = spin.fontMetrics().horizontalAdvance(spin.text()), line.width() - line.textMargins().left() - 4
    return "" if wanted <= room else f"{spin.text()!r} wants {wanted}, has {room}"


def _plain(editor: QPlainTextEdit) -> str:
    if editor.toPlainText() or not editor.placeholderText():
        return ""
    room = editor.viewport().rect().adjusted(4, 4, -4, -4)
    bounds = editor.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), editor.placeholderText())
    return "" if room.contains(bounds) else f"{editor.placeholderText()!r} does not fit"


def _header(header: QHeaderView) -> str:
    model = header.model()
    if header.orientation() is not Qt.Orientation.Horizontal or model is None:
        return ""
    for at in range(header.count()):
        if not header.isSectionHidden(at):
            wanted = header.sectionSizeHint(at)
            if wanted > header.sectionSize(at) + ROUNDING:
                return f"{model.headerData(at, header.orientation())!r} wants {wanted}, has {header.sectionSize(at)}"
    return ""


def _view(view: QAbstractItemView) -> str:
    """Cells that Qt paints: it ends them with …, so the tip has to tell them."""
    if type(view.itemDelegate()).__module__.startswith("app."):
        return ""  # paints its words by `paint.words`
    model = view.model()
    for index in _seen(view):
        text = str(index.data() or "")
        room = view.visualRect(index).width()
        option_font = index.data(Qt.ItemDataRole.FontRole) or view.font()
        if not text or not room or view.wordWrapped(view) if hasattr(view, "wordWrapped") else False:
            continue
        wanted = QFontMetricsF(option_font).horizontalAdvance(text.split("\n", maxsplit=1)[0]) + 8
        if wanted > room and text not in str(index.data(Qt.ItemDataRole.ToolTipRole) or ""):
            return f"{text!r} wants {wanted:.0f}, has {room}"
    del model
    return ""


def _seen(view: QAbstractItemView) -> Iterator[Any]:
    model = view.model()
    if model is None:
        return
    for row in range(min(model.rowCount(), 40)):
        for column in range(model.columnCount() if not model.inherits("QAbstractListModel") else 1):
            index = model.index(row, column)
            if view.visualRect(index).intersects(view.viewport().rect()):
                yield index


_OF_KIND: dict[type[QWidget], Callable[[Any], str]] = {
    QLabel: _label,
    QAbstractButton: _button,
    QLineEdit: _line,
    QComboBox: _box,
    QAbstractSpinBox: _spin,
    QPlainTextEdit: _plain,
    QHeaderView: _header,
    QAbstractItemView: _view,
}


def _tip_of(words: Painted) -> bool:
    """Whether a tip tells the whole of it."""
    widget, at = words.widget, words.rect.center().toPoint()
    if words.rect.width() < LEAST_SHOWN:
        return False
    above = widget.parentWidget()
    if isinstance(above, QAbstractItemView):
        index = above.indexAt(at)
        return words.text in str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
    if isinstance(widget, QTabBar):
        return any((tip := widget.tabToolTip(each)) and words.text in tip for each in range(widget.count()))
    return words.text in widget.toolTip()


# Room


def out_of_reach(root: QWidget) -> list[str]:
    """Parts that stand outside what holds them and cannot be scrolled to, and parts that lie on each other."""
    found = [f"outside: {called(each)}: {why}" for each in visible(root) if (why := _why_outside(each, root))]
    for holder in visible(root):
        inside = [each for each in holder.children() if isinstance(each, QWidget) and _says(each)]
        for one, other in combinations(inside, 2):
            both = one.geometry().intersected(other.geometry())
            if both.width() > 2 and both.height() > 2:
                found.append(f"on each other: {called(one)} and {called(other)}: {both.width()} x {both.height()}")
    return found


def _says(widget: QWidget) -> bool:
    """Something that is read or used, and has a place in a layout."""
    return widget.isVisible() and not _is_inner(widget) and isinstance(widget, (QLabel, *CONTROLS, QProgressBar))


def _why_outside(widget: QWidget, root: QWidget) -> str:
    above = widget.parentWidget()
    if widget is root or above is None or not (_says(widget) or widget.layout() is not None):
        return ""
    grand = above.parentWidget()
    rect, room = widget.geometry(), above.rect()
    across, down = rect.right() - room.right(), rect.bottom() - room.bottom()
    if isinstance(grand, QAbstractScrollArea) and above is grand.viewport():
        if not isinstance(grand, QScrollArea):
            return ""
        down = 0
        across = 0 if grand.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff else across
        down += max(0, rect.top())
    if across > ROUNDING or down > ROUNDING or rect.left() < -ROUNDING:
        return f"{max(0, across)} across, {max(0, down)} down, of {room.width()} x {room.height()}"
    return ""


def beyond_screen(window: QWidget, screen: QSize) -> list[str]:
    """A window that is larger than the screen."""
    if window.width() > screen.width() or window.height() > screen.height():
        return [f"larger than the screen: {called(window)}: {window.width()} x {window.height()}"]
    return []


# Keys and names


async def unreached(root: QWidget) -> list[str]:
    """Controls that Tab does not come to."""
    wanted = [each for each in visible(root) if _wants_focus(each)]
    reached = await _walk(root)
    groups = {each.parentWidget() for each in reached if isinstance(each, QRadioButton)}
    return [
        f"not reached by Tab: {called(each)}"
        for each in wanted
        if each not in reached and not (isinstance(each, QRadioButton) and each.parentWidget() in groups)
    ]


def _wants_focus(widget: QWidget) -> bool:
    if not widget.isEnabled() or isinstance(widget, (QHeaderView, QMenu)):
        return False
    pointed_at = widget.testAttribute(Qt.WidgetAttribute.WA_SetCursor)
    return isinstance(widget, CONTROLS) or (pointed_at and widget.cursor().shape() is Qt.CursorShape.PointingHandCursor)


async def _walk(root: QWidget) -> set[QWidget]:
    """Where the focus goes by Tab until it comes round again. A field with a date, and a map, take several."""
    reached: set[QWidget] = set()
    first: QWidget | None = None
    for _ in range(MOST_TABS):
        before = QApplication.focusWidget()
        held = before if before is not None and before.window() is root else root
        QTest.keyClick(held, Qt.Key.Key_Tab)
        if _in_web(held):  # its page decides in a process of its own
            with suppress(AssertionError):
                await until(lambda held=held: QApplication.focusWidget() is not held, within=WEB_S)
        focused = QApplication.focusWidget()
        if focused is None or focused.window() is not root or (focused is first and before is not focused):
            break
        first = first or focused
        reached.add(focused)
        proxy = focused.parentWidget()
        while proxy is not None and isinstance(proxy, (QAbstractSpinBox, QComboBox)):
            reached.add(proxy)
            proxy = proxy.parentWidget()
    return reached


def _in_web(widget: QWidget | None) -> bool:
    while widget is not None:
        if widget.inherits("QWebEngineView"):
            return True
        widget = widget.parentWidget()
    return False


def nameless(root: QWidget) -> list[str]:
    """Controls that a screen reader has no name for."""
    buddies = {each.buddy() for each in root.findChildren(QLabel) if each.buddy() is not None}
    found: list[str] = []
    for each in visible(root):
        if isinstance(each, QHeaderView) or not isinstance(each, (QAbstractButton, *EDITORS)):
            continue
        name = each.accessibleName() or (each.text() if isinstance(each, QAbstractButton) else "")
        if not name.strip() and each not in buddies:
            found.append(f"no name: {called(each)}")
    return found


# Ink


def faint(root: QWidget, image: QImage, words: list[Painted]) -> list[str]:
    """Words of less contrast than 4.5:1 to what they stand on."""
    found: list[str] = []
    for each in visible(root):
        if (
            isinstance(each, (QLabel, QPushButton, QCheckBox, QRadioButton))
            and each.isEnabled()
            and _text(each).strip()
        ):
            found += _faint(root, image, each, QRectF(each.rect()), _text(each))
    for each in words:
        if each.widget.isEnabled():
            found += _faint(root, image, each.widget, each.rect, each.text)
    return found


def _faint(root: QWidget, image: QImage, widget: QWidget, rect: QRectF, text: str) -> list[str]:
    ratio = image.devicePixelRatio()
    inside = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size()).intersected(root.rect())
    for above in _above(widget, root):
        inside = inside.intersected(QRect(above.mapTo(root, QPoint(0, 0)), above.size()))
    at = rect.translated(widget.mapTo(root, QPoint(0, 0))).toRect().intersected(inside)
    if at.width() < 10 or at.height() < 12 or at.height() < rect.height() * 0.9:
        return []  # hardly seen: its words may stand in the part that has to be scrolled to
    part = image.copy(
        QRect(round(at.left() * ratio), round(at.top() * ratio), round(at.width() * ratio), round(at.height() * ratio))
    )
    got = contrast_within(part)
    return [f"faint ({got:.1f}:1): {called(widget)}: {text[:40]!r}"] if got < CONTRAST else []


def _above(widget: QWidget, root: QWidget) -> Iterator[QWidget]:
    above = widget.parentWidget()
    while above is not None and above is not root:
        yield above
        above = above.parentWidget()


def contrast_within(image: QImage) -> float:
    """Of the ground (the colour there is most of) and the ink (the one that stands out most from it)."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = numpy.frombuffer(rgb.constBits(), numpy.uint32).reshape(rgb.height(), -1)[:, : rgb.width()]
    colors, counts = numpy.unique(pixels & 0xFFFFFF, return_counts=True)
    lights = _LINEAR[(colors[:, None] >> (16, 8, 0)) & 0xFF] @ (0.2126, 0.7152, 0.0722)
    ground = lights[counts.argmax()]
    return float(((numpy.maximum(lights, ground) + 0.05) / (numpy.minimum(lights, ground) + 0.05)).max())


_PARTS = numpy.arange(256) / 255
_LINEAR = numpy.where(_PARTS <= 0.04045, _PARTS / 12.92, ((_PARTS + 0.055) / 1.055) ** 2.4)  # WCAG 2.2
