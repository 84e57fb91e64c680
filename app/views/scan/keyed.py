"""A field into which a scanner on USB types: to the computer it is a keyboard, faster than any hand."""

import time

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

FASTER_S = 0.05  # from one key to the next: no fingers, a scanner
SHORTEST = 6  # keys in a row: two that are pressed at once are none
NEVER_S = float("-inf")
ENTER = Qt.Key.Key_Return, Qt.Key.Key_Enter


class KeyedEdit(QLineEdit):
    """`entered(text)`: what a scanner typed and ended with Enter or Tab, instead of what stood there; or what a hand
    did, with Enter. The Tab of a hand goes on to the next field."""

    entered = Signal(str)

    def __init__(self, limit: int) -> None:
        """`limit`: characters that there is room for; what a scanner types is told whole."""
        super().__init__()
        self.setMaxLength(limit)
        self._before = self._typed = ""
        self._last_s = NEVER_S

    def event(self, event: QEvent) -> bool:
        """Qt leaves the field with a Tab before any key is heard of."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
            if not event.modifiers() and self._goes_on() and self._is_scanned:
                self._end()
                return True
            self._typed = ""
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._goes_on():
            self._before, self._typed = self.text(), ""
        self._last_s = time.monotonic()
        if event.key() in ENTER:
            self._end()
            return
        self._typed += event.text()
        super().keyPressEvent(event)

    def _goes_on(self) -> bool:
        return time.monotonic() - self._last_s <= FASTER_S

    @property
    def _is_scanned(self) -> bool:
        return len(self._typed) >= SHORTEST

    def _end(self) -> None:
        text = self.text()
        if self._is_scanned:  # whole, also where the field has no room for it
            text = self._typed
            self.setText(self._before)
        self._typed, self._last_s = "", NEVER_S  # the next key begins anew
        if text.strip():
            self.entered.emit(text)
