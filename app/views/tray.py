"""The icon beside the clock: the console goes on there without its window, and tells from there what is new."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QApplication, QMenu, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QSystemTrayIcon

translate = QCoreApplication.translate


class Tray(QObject):
    """A `Notifier`. `opened(place)`: the window is wanted, and a page of it if a place is named.

    Its title, its menu and, while it is `quiet`, its notices tell nothing of what the person works on.
    """

    opened = Signal(str)
    lock_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, window: QWidget, lock: "QAction") -> None:
        """`lock` is the window's own action: it can be used here while it can be used there."""
        super().__init__(window)
        self.quiet = False
        self._window, self._lock_of_window, self._place = window, lock, ""
        self._icon: QSystemTrayIcon | None = None
        self._is_there: Callable[[], bool] = lambda: False

    def start(self, is_there: Callable[[], bool] | None = None) -> None:
        """Appear; where the panel comes later than we do, when it comes. Not needed for the first paint."""
        from PySide6.QtWidgets import QSystemTrayIcon

        self._is_there = is_there or QSystemTrayIcon.isSystemTrayAvailable
        self._menu = QMenu(self._window)
        self._open = self._menu.addAction("", lambda: self.opened.emit(""))
        self._lock = self._menu.addAction("", self.lock_wanted.emit)
        self._menu.addSeparator()
        self._quit = self._menu.addAction("", self.quit_wanted.emit)
        self._lock_of_window.enabledChanged.connect(self._lock.setEnabled)
        self._lock.setEnabled(self._lock_of_window.isEnabled())
        self._icon = QSystemTrayIcon(self._window.windowIcon(), self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(lambda: self.opened.emit(self._place))
        self.translate()
        self._icon.show()

    @property
    def is_there(self) -> bool:
        """Whether the person can see it now."""
        return self._icon is not None and self._is_there()

    def set_quiet(self, quiet: bool) -> None:
        self.quiet = quiet

    def show(self, title: str, text: str, place: str) -> None:
        """A notice; without a tray the window asks for attention in its own way."""
        if self.quiet:
            title, text = translate("Tray", "Signet"), translate("Tray", "Something new in Signet")
        if self._icon is None or not self.is_there:
            QApplication.alert(self._window)
            return
        self._place = place
        self._icon.showMessage(title, text, self._window.windowIcon())

    def translate(self) -> None:
        """In the language of the moment."""
        if self._icon is not None:
            self._icon.setToolTip(translate("Tray", "Signet"))
            self._open.setText(translate("Tray", "Open Signet"))
            self._lock.setText(translate("Tray", "Lock now"))
            self._quit.setText(translate("Tray", "Quit"))

    def leave(self) -> None:
        """It goes before the program does."""
        if self._icon is not None:
            self._icon.hide()

    def _activated(self, how: "QSystemTrayIcon.ActivationReason") -> None:
        if how in (how.Trigger, how.DoubleClick):
            self.opened.emit("")
