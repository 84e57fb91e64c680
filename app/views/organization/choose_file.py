"""Asking which list to read, or where to write one, without stopping the loop."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from app.views.keeping import choose_place

translate = QCoreApplication.translate
ENDINGS = (".xlsx", ".csv")


async def ask_open(parent: QWidget) -> Path | None:
    """A list to read; None: not any."""
    lists, all_files = translate("choose_file", "Lists (*.xlsx *.csv)"), translate("choose_file", "All files (*)")
    dialog = QFileDialog(parent, translate("choose_file", "The list of members"), "", f"{lists};;{all_files}")
    dialog.setObjectName("choose_file.window")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    dialog.fileSelected.connect(lambda path: answer.done() or answer.set_result(path))
    dialog.rejected.connect(lambda: answer.done() or answer.set_result(""))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    path = await answer
    return Path(path) if path else None


async def ask_save(parent: QWidget, name: str) -> Path | None:
    """Where to write a list, as XLSX or CSV; None: nowhere. `name` without its ending is offered."""
    path = await choose_place(parent, f"{name}{ENDINGS[0]}", "XLSX (*.xlsx);;CSV (*.csv)")
    if path is None or path.suffix.lower() in ENDINGS:
        return path
    return path.with_name(path.name + ENDINGS[0])
