"""One small question before something that cannot be taken back, or one sentence to be read."""

import asyncio

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from shiboken6 import isValid

from app.views.widgets.basic import button, column, height_of, label, row

WIDTH = 420


async def confirm(parent: QWidget, title: str, text: str, yes: str) -> bool:
    """Ask, and wait without stopping the loop. `yes` names what will be done; the other answer is always "Cancel"."""
    agree, refuse = button(yes, "danger"), button(QCoreApplication.translate("confirm", "Cancel"))
    agree.setObjectName("confirm.yes")
    refuse.setObjectName("confirm.no")
    return await _answer(parent, title, text, refuse, agree)


async def tell(parent: QWidget, title: str, text: str) -> None:
    """Say what has no place on any page, and wait until it was read."""
    seen = button(QCoreApplication.translate("confirm", "Got it"), "primary")
    seen.setObjectName("confirm.seen")
    await _answer(parent, title, text, seen)


async def _answer(
    parent: QWidget, title: str, text: str, refuse: QPushButton, agree: QPushButton | None = None
) -> bool:
    dialog = QDialog(parent.window())
    dialog.setObjectName("confirm.window")
    dialog.setWindowTitle(title)
    dialog.setModal(True)
    if agree is not None:
        agree.clicked.connect(dialog.accept)
    refuse.clicked.connect(dialog.reject)
    refuse.setDefault(True)
    layout = column(label(title, "strong", wrap=True), label(text, "body", wrap=True), gap=12)
    layout.setContentsMargins(24, 20, 24, 18)
    layout.addLayout(row(None, refuse, *([] if agree is None else [agree])))
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
