"""While the console is locked no window but the main one is seen: dialogs wait, with what was typed into them."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from shiboken6 import isValid


class Curtain(QObject):
    """`draw` it, `open` it. A hidden dialog lets the main window be used; afterwards it is as modal as before."""

    def __init__(self, main: QWidget) -> None:
        super().__init__(main)
        self._main = main
        self._behind: list[QWidget] = []

    def draw(self) -> None:
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass
        for window in QApplication.topLevelWidgets():
            self._hide(window)
        QApplication.instance().installEventFilter(self)

    def open(self) -> None:
        QApplication.instance().removeEventFilter(self)
        behind, self._behind = self._behind, []
        for window in behind:
            if isValid(window):
                window.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Nobody can open a dialog now, but what was begun before may end with one, and a fault comes when it likes.
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            QTimer.singleShot(0, self, lambda: self._hide(watched))
        return False

    def _hide(self, window: QWidget) -> None:
        if isValid(window) and window is not self._main and window.isVisible() and _is_dialog(window):
            self._behind.append(window)
            window.hide()


def _is_dialog(window: QWidget) -> bool:
    """And not a tip, or the menu of a field of the lock itself."""
    return window.windowType() in (window.windowType().Dialog, window.windowType().Window, window.windowType().Sheet)
