"""Our own fault, shown with a trace that can be copied (a person's mistake or the network's never come here)."""

import traceback

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from app.views.widgets import button, column, label, row, within_window


class FaultDialog(QDialog):
    """One dialog for all faults of a run: a further one is added below, so that the screen is not buried."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("fault.window")
        self.setWindowTitle(self.tr("Something went wrong"))
        self.resize(within_window(self, 640, 380))
        self._trace = QPlainTextEdit()
        self._trace.setReadOnly(True)
        self._trace.setAccessibleName(self.tr("Trace"))
        copy, close = button(self.tr("Copy"), icon_name="copy"), button(self.tr("Close"), "primary")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._trace.toPlainText()))
        close.clicked.connect(self.accept)
        text = self.tr(
            "This is a fault of the program, not yours. What you did is kept. Please send us the text below."
        )
        layout = column(label(self.windowTitle(), "strong"), label(text, "body", wrap=True), self._trace, gap=12)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.addLayout(row(None, copy, close))
        self.setLayout(layout)
        self._held = self._waiting = False

    def add(self, error: BaseException) -> None:
        """Show one more; while it is held, afterwards."""
        self._trace.appendPlainText("".join(traceback.format_exception(error)))
        self._waiting = self._held
        if not self._held:
            self.open()

    def hold(self, on: bool) -> None:
        """Nobody may see it now (a trace may name what somebody works on), or he may again."""
        self._held = on
        if self._waiting and not on:
            self._waiting = False
            self.open()
