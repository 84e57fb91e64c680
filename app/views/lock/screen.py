"""What is seen while the console is locked: a PIN or a new code opens it. Who works here, and on what, it keeps."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from app.services.lock import Lock
from app.services.pin import MOST, Answer
from app.services.secrets import SecretsLost
from app.views.lock.code import OpenByCode
from app.views.room import Tasks, leave, on_click
from app.views.sign_in import door_card, in_the_middle
from app.views.widgets import FormField, button, column, label, line_edit, row


class LockScreen(QWidget):
    """`left`: the person signs out instead, for whoever cannot open it or wants to work here next."""

    left = Signal()

    def __init__(self, lock: Lock, tasks: Tasks) -> None:
        super().__init__()
        self.setProperty("kind", "canvas")
        self.setObjectName("lock.screen")
        self.setAccessibleName(self.tr("Signet is locked"))
        self._lock, self._tasks = lock, tasks
        self.destroyed.connect(partial(leave, tasks))
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("lock.message")
        self._forms = QStackedWidget()
        self._code_form = OpenByCode(lock, tasks, self._say)
        for form in (self._pin_form(), self._code_form):
            self._forms.addWidget(form)
        self._other = button("", "ghost")
        self._other.setObjectName("lock.other")
        self._other.clicked.connect(lambda: self._show_form(by_code=self._forms.currentIndex() == 0))
        out = button(self.tr("Sign out"), "ghost")
        out.setObjectName("lock.sign_out")
        out.clicked.connect(self.left)
        self._lay_out(out)
        self._say("")
        self._forms.hide()
        self._other.hide()
        tasks.begin(self._look())

    def _lay_out(self, out: QWidget) -> None:
        card = door_card(self.tr("Signet is locked"))
        card.body.addWidget(self._message)
        card.body.addWidget(self._forms)
        card.body.addLayout(row(self._other, None, out))
        self.setLayout(column(in_the_middle(card)))

    def _pin_form(self) -> QWidget:
        self._pin = line_edit(icon_name="lock-simple", limit=MOST)
        self._pin.setObjectName("lock.pin")
        self._pin.setEchoMode(QLineEdit.EchoMode.Password)
        self._pin.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText)
        self._field = FormField(self.tr("PIN"), self._pin)
        enter = button(self.tr("Open"), "primary")
        enter.setObjectName("lock.open")
        on_click(enter, self._tasks.begin, self._try)
        self._pin.returnPressed.connect(enter.click)
        form = QWidget()
        form.setLayout(column(self._field, enter))
        return form

    async def _look(self) -> None:
        """Whether a PIN may open it."""
        try:
            left = await self._lock.tries_left()
        except SecretsLost:
            left = None
            self._say(self.tr("The keyring with the PIN does not answer. A new code opens."))
        if left == 0:
            self._say_over()
        self._other.setVisible(bool(left))
        self._forms.show()
        self._show_form(by_code=not left, quiet=True)

    async def _try(self) -> None:
        self._say("")
        try:
            answer = await self._lock.open_by_pin(self._pin.text())
            if answer is Answer.RIGHT:
                return  # this screen goes
            left = await self._lock.tries_left()
        except SecretsLost:
            self._say(self.tr("The keyring with the PIN does not answer. A new code opens."))
            self._show_form(by_code=True, quiet=True)
            return
        self._pin.clear()
        if answer is Answer.WRONG:
            self._field.set_error(self.tr("This is not the PIN. Tries left: {0}").format(left))
            self._pin.setFocus()
        else:
            self._say_over()
            self._other.hide()
            self._show_form(by_code=True, quiet=True)

    def _show_form(self, *, by_code: bool, quiet: bool = False) -> None:
        if not quiet:
            self._say("")
        self._field.set_error("")
        self._forms.setCurrentIndex(int(by_code))
        self._other.setText(self.tr("Open with the PIN") if by_code else self.tr("Open with a new code"))
        (self._code_form if by_code else self._pin).setFocus()

    def _say_over(self) -> None:
        self._say(self.tr("Too many wrong PINs. Only a new code opens."))

    def _say(self, sentence: str) -> None:
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))
