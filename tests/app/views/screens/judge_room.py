"""Parts that have no place: outside of what holds them, or on each other."""

from itertools import combinations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QProgressBar, QScrollArea, QWidget

from tests.app.views.screens.seen import CONTROLS, ROUNDING, called, is_inner


def out_of_reach(root: QWidget, shown: list[QWidget]) -> list[str]:
    """Parts that stand outside what holds them and cannot be scrolled to, and parts that lie on each other."""
    found = [f"outside: {called(each)}: {why}" for each in shown if (why := _why_outside(each, root))]
    for holder in shown:
        inside = [each for each in holder.children() if isinstance(each, QWidget) and _says(each)]
        for one, other in combinations(inside, 2):
            both = one.geometry().intersected(other.geometry())
            if both.width() > 2 and both.height() > 2:
                found.append(f"on each other: {called(one)} and {called(other)}: {both.width()} x {both.height()}")
    areas = (each for each in shown if isinstance(each, QScrollArea))
    return found + [
        f"empty at its end: {called(each)}: {empty} pixels" for each in areas if (empty := _empty(each)) > 24
    ]


def _empty(area: QScrollArea) -> int:
    """What is scrolled to without anything to see there."""
    content = area.widget()
    if content is None or content.height() <= area.viewport().height():
        return 0
    layout = content.layout()
    across = layout is not None and layout.hasHeightForWidth()
    wanted = content.heightForWidth(content.width()) if across else content.sizeHint().height()
    return content.height() - max(wanted, area.viewport().height())


def _says(widget: QWidget) -> bool:
    """Something that is read or used, and has a place in a layout."""
    return widget.isVisible() and not is_inner(widget) and isinstance(widget, (QLabel, *CONTROLS, QProgressBar))


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
