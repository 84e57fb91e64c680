"""Words that have less room than they need."""

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTabBar,
    QWidget,
)

from app.views.widgets.basic import _CutButton, _CutLabel
from app.views.widgets.selector import Selector
from tests.app.views.screens.seen import ROUNDING, Painted, called

LEAST_SHOWN = 24  # pixels of a name that is cut: less is no name any more


def cut_words(shown: list[QWidget], words: list[Painted]) -> list[str]:
    """Wider (or, where they go on in the next line, higher) than their place, and neither ended with … nor told whole
    by a tip."""
    found = [f"cut: {called(each)}: {why}" for each in shown if (why := _why_cut(each))]
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
    if isinstance(button, _CutButton) and button.text() in button.toolTip():
        return ""
    if (
        button.text()
        and isinstance(button, (QCheckBox, QRadioButton, QPushButton))
        and wanted.width() > button.width() + ROUNDING
    ):
        return f"{button.text()!r} wants {wanted.width()}, has {button.width()}"
    return ""


def _line(line: QLineEdit) -> str:
    if line.height() < line.sizeHint().height() - ROUNDING:
        return f"is {line.height()} high"
    shown = line.placeholderText() if not line.text() else ""
    room = line.contentsRect().width() - line.textMargins().left() - line.textMargins().right()
    option_room = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, _line_option(line), line).width()
    room = min(room, option_room) - 4 - 22 * len(line.actions())
    wanted = line.fontMetrics().horizontalAdvance(shown)
    return "" if wanted <= room or shown in line.toolTip() else f"{shown!r} wants {wanted}, has {room}"


def _line_option(line: QLineEdit) -> Any:
    option = QStyleOptionFrame()
    line.initStyleOption(option)
    return option


def _box(box: QComboBox) -> str:
    if isinstance(box, Selector):  # paints its words by `paint.words`
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
    wraps = bool(getattr(view, "wordWrap", bool)())
    for index in _seen(view):
        text, rect = str(index.data() or ""), view.visualRect(index)
        metrics = QFontMetricsF(index.data(Qt.ItemDataRole.FontRole) or view.font())
        cut = metrics.horizontalAdvance(text) + 8 > rect.width()
        if wraps:
            cut = view.sizeHintForIndex(index).height() > rect.height() + ROUNDING
        if cut and text not in str(index.data(Qt.ItemDataRole.ToolTipRole) or ""):
            return f"{text!r} in {rect.width()} x {rect.height()}"
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
