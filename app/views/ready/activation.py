"""The activation code of a pre-authorization: eight digits that the user was sent (R-081, R-110, R-129)."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QProgressBar, QWidget

from app.models.outbox import StoredAct
from app.views.widgets import button, column, label, line_edit, row
from domain.ending import CODE_DIGITS


class ActivationField(QWidget):
    """Eight digits, for the cloud to judge (`entered`) or for the seal at hand (`at_seal`); `edited`: the person tries
    another one."""

    entered = Signal(str)
    at_seal = Signal(str)
    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.code = line_edit(self.tr("Code"), limit=CODE_DIGITS + 4, icon_name="key")
        self.code.setAccessibleName(self.tr("Activation code"))
        self.code.setMaximumWidth(220)
        self.activate = button(self.tr("Activate online"), "plain", "check")
        self.activate.setToolTip(self.tr("The cloud judges the code; the seal hears of it with its next contact."))
        self.activate_at_seal = button(self.tr("Activate at the seal"), "primary", "bluetooth")
        self.activate_at_seal.setToolTip(self.tr("The seal at hand judges the code itself, also without network."))
        self._message = label("", "fault", wrap=True)
        self._said = label("", "caption", wrap=True)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setFixedWidth(160)
        self._busy.setAccessibleName(self.tr("The seal judges the code"))
        named = {"code": self.code, "activate": self.activate, "activate_at_seal": self.activate_at_seal}
        named |= {"code_message": self._message, "code_said": self._said}
        for name, widget in named.items():
            widget.setObjectName(f"ready.{name}")
        layout = column(self._said, gap=6)
        layout.addLayout(row(self.code, self.activate_at_seal, self.activate, None))
        layout.addWidget(self._busy)
        layout.addWidget(self._message)
        self.setLayout(layout)
        self.code.textEdited.connect(lambda _: self._edited())
        self.code.returnPressed.connect(lambda: self._enter(self.entered))
        self.activate.clicked.connect(lambda: self._enter(self.entered))
        self.activate_at_seal.clicked.connect(lambda: self._enter(self.at_seal))
        self._busy.hide()
        self.show_fault("")

    def show_line(self, activating: StoredAct | None, refused: str, *, judging: bool = False) -> None:
        """A code on its way; or what the cloud said of the last one, with how many tries are left. `judging`: the seal
        is looked for, or thinks about it."""
        waits = activating is not None
        for each in (self.code, self.activate, self.activate_at_seal):
            each.setEnabled(not waits and not judging)
        self._busy.setVisible(judging)
        if judging:
            said = self.tr("Looking for the seal, which judges the code …")
        elif waits:
            said = self.tr("The code is on its way to the cloud, which alone can tell whether it is right.")
        else:
            said = self.tr("Enter the {0} digits that you were sent.").format(CODE_DIGITS)
        self._said.setText(said)
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

    def _enter(self, to: SignalInstance) -> None:
        code = self.code.text().replace(" ", "").replace("-", "")
        if len(code) != CODE_DIGITS or not (code.isascii() and code.isdigit()):
            self.show_fault(self.tr("The code has {0} digits.").format(CODE_DIGITS))
            return
        to.emit(code)
