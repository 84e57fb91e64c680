"""A code by SMS in a form: six digits, and the button that has one sent, once a minute."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.views.widgets import button, line_edit, row

DIGITS, ASK_AGAIN_S = 6, 60  # as at signing in


class CodeField(QWidget):
    """`wanted`: a code is to be sent; say `sent()` when it was, `not_sent()` when it was not."""

    wanted = Signal()

    def __init__(self, name: str) -> None:
        """``name`` is the stem of the object names."""
        super().__init__()
        self._left_s = 0
        self._countdown = QTimer(self)
        self._countdown.setInterval(1000)
        self._countdown.timeout.connect(self._tick)
        self.edit, self.send = line_edit(icon_name="key", limit=DIGITS), button("")
        self.edit.setObjectName(f"{name}.digits")
        self.send.setObjectName(f"{name}.send")
        self.send.clicked.connect(self._ask)
        beside = row(self.edit, self.send)
        beside.setStretch(0, 1)
        self.setLayout(beside)
        self.setFocusProxy(self.edit)
        self._show()

    def setAccessibleName(self, name: str) -> None:
        """Of the field in it: that is where one types."""
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)

    @property
    def code(self) -> str:
        return self.edit.text().strip()

    def sent(self) -> None:
        self._left_s = ASK_AGAIN_S
        self._countdown.start()
        self._show()
        self.edit.setFocus()

    def not_sent(self) -> None:
        self._show()

    def _ask(self) -> None:
        self.send.setEnabled(False)
        self.wanted.emit()

    def _tick(self) -> None:
        self._left_s -= 1
        if self._left_s <= 0:
            self._countdown.stop()
        self._show()

    def _show(self) -> None:
        waiting = self._left_s > 0
        self.send.setEnabled(not waiting)
        self.send.setText(self.tr("Again in {0} s").format(self._left_s) if waiting else self.tr("Send code"))
