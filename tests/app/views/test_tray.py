"""The tray and the notices. The offscreen platform has no tray: what Qt would show there is written down instead."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from app.views.notices import Waiting
from app.views.resources import resource
from app.views.tray import Tray


@dataclass
class Desktop:
    """A tray with whoever sits before it."""

    tray: Tray
    lock: QAction
    shown: list[tuple[str, str]] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)
    is_there: bool = True

    def choose(self, text: str) -> None:
        (action,) = [each for each in self.tray._menu.actions() if each.text() == text]
        action.trigger()


@pytest.fixture
def desktop(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    window = QWidget()
    window.setWindowIcon(QIcon(str(resource("icons", "signet.png"))))
    lock = QAction(window)
    lock.setEnabled(False)
    made = Desktop(Tray(window, lock), lock)
    made.tray.start(lambda: made.is_there)

    def show(_icon: Any, title: str, text: str, *_: object) -> None:
        made.shown.append((title, text))

    monkeypatch.setattr(QSystemTrayIcon, "showMessage", show)
    made.tray.opened.connect(made.wanted.append)
    made.tray.lock_wanted.connect(lambda: made.wanted.append("lock"))
    made.tray.quit_wanted.connect(lambda: made.wanted.append("quit"))
    yield made
    made.tray.leave()
    window.deleteLater()


def test_its_menu(desktop: Desktop) -> None:
    desktop.choose("Open Signet")
    desktop.choose("Lock now")  # nobody is there
    desktop.lock.setEnabled(True)
    desktop.choose("Lock now")
    desktop.choose("Quit")
    desktop.tray._icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    desktop.tray._icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)
    assert desktop.wanted == ["", "lock", "quit", ""]
    assert desktop.tray._icon.toolTip() == "Signet"


def test_a_click_on_a_notice_opens_its_place(desktop: Desktop) -> None:
    desktop.tray.show("Ready for you", "Authorizations that you can use: 1", "ready")
    assert desktop.shown == [("Ready for you", "Authorizations that you can use: 1")]
    desktop.tray._icon.messageClicked.emit()
    assert desktop.wanted == ["ready"]


@pytest.mark.req("C-37", "C")
def test_locked_it_tells_nothing(desktop: Desktop) -> None:
    desktop.tray.set_quiet(True)
    desktop.tray.show("Ready for you", "Authorizations that you can use: 1", "ready")
    desktop.tray.set_quiet(False)
    desktop.tray.show("Ready for you", "2", "ready")
    assert desktop.shown == [("Signet", "Something new in Signet"), ("Ready for you", "2")]


def test_without_a_tray_the_window_asks_for_attention(desktop: Desktop) -> None:
    desktop.is_there = False
    assert not desktop.tray.is_there
    desktop.tray.show("Ready for you", "1", "ready")
    assert desktop.shown == []


def test_before_it_has_started_it_is_not_there(qapp: QApplication) -> None:
    window = QWidget()
    tray = Tray(window, QAction(window))
    assert not tray.is_there
    tray.show("Ready for you", "1", "ready")
    tray.translate()
    tray.leave()
    window.deleteLater()


@dataclass
class Told:
    """A notifier that writes down."""

    places: list[str] = field(default_factory=list)

    def show(self, title: str, text: str, place: str) -> None:
        self.places.append(f"{place}: {text.rpartition(' ')[2]}")


def test_what_rises_is_told_while_nobody_looks() -> None:
    told, watched = Told(), [False]
    waiting = Waiting(told, lambda: watched[0])
    waiting.count("me", 1, 0)  # as it was when we came
    waiting.count("me", 1, 0)
    waiting.count("me", 2, 1)
    assert told.places == ["approvals: 2", "ready: 1"]
    waiting.count("me", 0, 0)
    watched[0] = True
    waiting.count("me", 1, 0)  # he sees it
    watched[0] = False
    waiting.count("me", 1, 0)
    waiting.count("me", 2, 0)
    assert told.places[2:] == ["approvals: 2"]
    waiting.count("somebody else", 9, 9)
    assert len(told.places) == 3
