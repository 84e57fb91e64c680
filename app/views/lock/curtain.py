"""While the console is locked no window but the main one is seen: dialogs wait, with what was typed into them."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from shiboken6 import isValid

LOOK_EVERY_MS = 500


class Curtain(QObject):
    """Drawn as soon as it is made; `open` it. A hidden dialog lets the main window be used; afterwards it is as modal
    as before."""

    def __init__(self, main: QWidget) -> None:
        super().__init__(main)
        self._main = main
        self._behind: list[QWidget] = []
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass
        self._hide_all()
        # Nobody can open a dialog now, but what was begun before may end with one.
        QGuiApplication.instance().focusWindowChanged.connect(self._hide_all)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._hide_all)
        self._timer.start()

    def open(self) -> None:
        """What was hidden is seen again; then this is of no more use."""
        QGuiApplication.instance().focusWindowChanged.disconnect(self._hide_all)
        self._timer.stop()
        for window in self._behind:
            if isValid(window):
                window.show()
        self.deleteLater()

    def _hide_all(self, _focus: object = None) -> None:
        for window in QApplication.topLevelWidgets():
            if window is not self._main and window.isVisible() and _is_dialog(window):
                self._behind.append(window)
                window.hide()


def _is_dialog(window: QWidget) -> bool:
    """And not a tip, or the menu of a field of the lock itself."""
    return window.windowType() in (window.windowType().Dialog, window.windowType().Window, window.windowType().Sheet)
