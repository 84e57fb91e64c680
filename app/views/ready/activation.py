"""The activation code of a pre-authorization: eight digits that the user was sent (R-081, R-110, R-129)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.models.outbox import StoredAct
from app.views.widgets import button, column, label, line_edit, row
from domain.ending import CODE_DIGITS


class ActivationField(QWidget):
    """`entered(code)`: eight digits; `edited`: the person tries another one."""

    entered = Signal(str)
    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.code = line_edit(self.tr("Activation code"), limit=CODE_DIGITS + 4, icon_name="key")
        self.code.setAccessibleName(self.tr("Activation code"))
        self.code.setMaximumWidth(220)
        self.activate = button(self.tr("Activate"), "primary", "check")
        self._message = label("", "fault", wrap=True)
        self._said = label("", "caption", wrap=True)
        named = {"code": self.code, "activate": self.activate, "code_message": self._message, "code_said": self._said}
        for name, widget in named.items():
            widget.setObjectName(f"ready.{name}")
        layout = column(self._said, gap=6)
        layout.addLayout(row(self.code, self.activate, None))
        layout.addWidget(self._message)
        self.setLayout(layout)
        self.code.textEdited.connect(lambda _: self._edited())
        self.code.returnPressed.connect(self._enter)
        self.activate.clicked.connect(self._enter)
        self.show_fault("")

    def show_line(self, activating: StoredAct | None, refused: str) -> None:
        """A code on its way; or what the cloud said of the last one, with how many tries are left."""
        waits = activating is not None
        self.activate.setEnabled(not waits)
        self.code.setEnabled(not waits)
        self._said.setText(
            self.tr("The code is on its way to the cloud, which alone can tell whether it is right.")
            if waits
            else self.tr("Enter the {0} digits that you were sent.").format(CODE_DIGITS)
        )
        if refused:
            self.show_fault(refused)

    def show_fault(self, sentence: str) -> None:
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))

    def clear(self) -> None:
        self.code.clear()
        self.show_fault("")

    def _edited(self) -> None:
        self.show_fault("")
        self.edited.emit()

    def _enter(self) -> None:
        code = self.code.text().replace(" ", "").replace("-", "")
        if len(code) != CODE_DIGITS or not (code.isascii() and code.isdigit()):
            self.show_fault(self.tr("The code has {0} digits.").format(CODE_DIGITS))
            return
        self.entered.emit(code)
