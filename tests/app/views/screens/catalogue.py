"""Which screens there are: every place of the rail, and what a person can open from it.

A place is found in `app.views.places`; what is opened in a place stands here. That no page, card or dialog of the
console is left out is a test: each must have been seen on one of these screens.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtWidgets import QAbstractItemView, QPushButton, QScrollArea, QTabBar, QWidget

from demo import driver
from tests.app.views.screens.window import Window
from tests.waiting import until

P = TypeVar("P", bound=QWidget)
Steps = Callable[[Window], Awaitable[None]]


@dataclass(frozen=True)
class Screen:
    """`who` is at work over `rows` ("full", "empty" or "free"); `steps` are what he does on the page of `place`."""

    name: str
    place: str
    steps: Steps | None = None
    who: str = "m-owner"
    rows: str = "full"
    online: bool = True


OPENED: list[Screen] = []  # what is opened in a place
ALONE: list[Screen] = []  # what takes the whole window


def screen(place: str, *, who: str = "m-owner", rows: str = "full", online: bool = True) -> Callable[[Steps], Steps]:
    """Steps are a screen, named after the place and the function."""

    def keep(steps: Steps) -> Steps:
        name = f"{place}.{getattr(steps, '__name__', '')}".replace("_", "-")
        OPENED.append(Screen(name, place, steps, who, rows, online))
        return steps

    return keep


def alone(steps: Steps) -> Steps:
    """Steps to something that takes the whole window."""
    ALONE.append(Screen(f"window.{getattr(steps, '__name__', '')}".replace("_", "-"), "", steps))
    return steps


def page(window: Window, kind: type[P]) -> P:
    found = window.shell.page(window.shell.current_key())
    assert isinstance(found, kind)
    return found


async def shown(name: str, text: str = "") -> QWidget:
    """The widget, once it is on the screen."""

    def there() -> bool:
        try:
            driver.see(name, text)
        except driver.NotThere:
            return False
        return True

    await until(there)
    return driver.find(name)


async def click(name: str) -> None:
    """As soon as it can be clicked, wherever it is scrolled to."""

    def enabled() -> bool:
        try:
            return driver.find(name).isEnabled()
        except driver.NotThere:
            return False

    await until(enabled)
    found = driver.find(name)
    reveal(found)
    if isinstance(found, QPushButton):
        found.click()
    else:
        driver.click(name)


def reveal(widget: QWidget) -> None:
    """Scroll to it."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


async def choose(name: str, at: int) -> None:
    """The row of a list by its place."""
    view = await shown(name)
    assert isinstance(view, QAbstractItemView)
    await until(lambda: view.model().rowCount() > at)
    view.setCurrentIndex(view.model().index(at, 0))


async def pick(name: str, text: str) -> None:
    await shown(name, text)
    driver.choose(name, text)


async def tab(name: str, at: int) -> None:
    tabs = await shown(name)
    assert isinstance(tabs, QTabBar)
    tabs.setCurrentIndex(at)


def sees(name: str) -> bool:
    try:
        driver.find(name)
    except driver.NotThere:
        return False
    return True


def down(name: str) -> None:
    """To the end of the card that is scrolled."""
    to_the_end(driver.find(name))


def to_the_end(inside: QWidget) -> None:
    """What can be seen of it: other parts lie behind it."""
    bars = [each.verticalScrollBar() for each in inside.findChildren(QScrollArea) if each.isVisible()]
    bar = max(bars, key=lambda each: each.maximum())
    bar.setValue(bar.maximum())
