"""A code by SMS: six digits and the button that has one sent, once a minute; and with it the second factor."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.views.widgets import FormField, button, column, line_edit, row

DIGITS, ASK_AGAIN_S = 6, 60  # a code can be asked for once a minute


class CodeField(QWidget):
    """`wanted`: a code is to be sent; say `sent()` when it was, `not_sent()` when it was not."""

    wanted = Signal()

    def __init__(self, name: str, digits: str = "digits", send: str = "send") -> None:
        """``name`` is the stem of the object names."""
        super().__init__()
        self._left_s = 0
        self._countdown = QTimer(self)
        self._countdown.setInterval(1000)
        self._countdown.timeout.connect(self._tick)
        self.edit, self.send = line_edit(icon_name="key", limit=DIGITS), button("")
        self.edit.setObjectName(f"{name}.{digits}")
        self.send.setObjectName(f"{name}.{send}")
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

    def start_over(self) -> None:
        """Nothing was sent, and nothing typed."""
        self.edit.clear()
        self._countdown.stop()
        self._left_s = 0
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


class CodeForm(QWidget):
    """A code by SMS and, as soon as the cloud asks for it, the code of the authenticator app. `wanted`: a code is to be
    sent (`sent`, `not_sent`); `entered`: Return was pressed."""

    wanted, entered = Signal(), Signal()

    def __init__(self, name: str, title: str, hint: str) -> None:
        """``name`` is the stem of the object names."""
        super().__init__()
        self._sms = CodeField(name, "code", "send_code")
        self.edit, self.send = self._sms.edit, self._sms.send
        self._factor = line_edit(icon_name="shield-check", limit=20)
        self._factor.setObjectName(f"{name}.second_factor")
        self._code_field = FormField(title, self._sms, hint)
        factor_hint = self.tr("Six digits from the app, or one of your recovery codes")
        self._factor_field = FormField(self.tr("Code of the authenticator app"), self._factor, factor_hint)
        self._factor_field.hide()
        self._sms.wanted.connect(self.wanted)
        for each in (self.edit, self._factor):
            each.returnPressed.connect(self.entered)
        self.setLayout(column(self._code_field, self._factor_field))
        self.setFocusProxy(self.edit)

    @property
    def code(self) -> str:
        return self._sms.code

    @property
    def factor(self) -> str | None:
        return self._factor.text().strip() or None

    def sent(self) -> None:
        """The code before is good no more."""
        if not self._factor_field.isHidden():
            self.ask_factor(False)
            self.edit.clear()
        self._sms.sent()

    def not_sent(self) -> None:
        self._sms.not_sent()

    def start_over(self) -> None:
        self.ask_factor(False)
        self._sms.start_over()

    def ask_factor(self, ask: bool) -> None:
        """The code by SMS was right and stays good: it need not be typed again."""
        self._factor.clear()
        self._factor_field.setVisible(ask)
        self.edit.setReadOnly(ask)
        if ask:
            self._factor.setFocus()

    def lacks_factor(self) -> bool:
        """Whether it was asked for and is not there; said beside it."""
        lacks = self.factor is None and not self._factor_field.isHidden()
        if lacks:
            self._factor_field.set_error(self.tr("Enter the code that the app shows."))
        return lacks

    def clear_faults(self) -> None:
        for field in (self._code_field, self._factor_field):
            field.set_error("")

    def refused(self, code: str, sentence: str) -> bool:
        """By the cloud. Whether that concerns a code: then it is said beside it, and what has to be typed again is
        chosen. A code by SMS that is over takes the rest with it."""
        if code == "second_factor_needed":
            self.ask_factor(True)
            return True
        if code not in ("code_wrong", "code_over") and not code.startswith("second_factor"):
            return False
        if code == "code_over":
            self.ask_factor(False)
        of_factor = code.startswith("second_factor")
        (self._factor_field if of_factor else self._code_field).set_error(sentence)
        wrong = self._factor if of_factor else self.edit
        wrong.selectAll()
        wrong.setFocus()
        return True
