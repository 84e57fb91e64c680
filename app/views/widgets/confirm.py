"""One small question before something that cannot be taken back."""

import asyncio

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from app.views.widgets.basic import button, column, height_of, label, row

WIDTH = 420


async def confirm(parent: QWidget, title: str, text: str, yes: str) -> bool:
    """Ask, and wait without stopping the loop. `yes` names what will be done; the other answer is always "Cancel"."""
    dialog = QDialog(parent.window())
    dialog.setObjectName("confirm.window")
    dialog.setWindowTitle(title)
    dialog.setModal(True)
    agree, refuse = button(yes, "danger"), button(QCoreApplication.translate("confirm", "Cancel"))
    agree.setObjectName("confirm.yes")
    refuse.setObjectName("confirm.no")
    agree.clicked.connect(dialog.accept)
    refuse.clicked.connect(dialog.reject)
    refuse.setDefault(True)
    layout = column(label(title, "strong", wrap=True), label(text, "body", wrap=True), gap=12)
    layout.setContentsMargins(24, 20, 24, 18)
    layout.addLayout(row(None, refuse, agree))
    dialog.setLayout(layout)
    dialog.setFixedSize(WIDTH, height_of(dialog, WIDTH))
    answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def answered(code: int) -> None:
        if not answer.done():
            answer.set_result(code == QDialog.DialogCode.Accepted)

    dialog.finished.connect(answered)
    dialog.open()
    try:
        return await answer
    finally:
        if isValid(dialog):  # it may have gone with its window
            dialog.deleteLater()
