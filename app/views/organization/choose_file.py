"""Asking which file to read, or where to write one, without stopping the loop."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

translate = QCoreApplication.translate


async def ask_open(parent: QWidget, title: str) -> Path | None:
    """A list to read; None: not any."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([translate("choose_file", "Lists (*.xlsx *.csv)"), translate("choose_file", "All files (*)")])
    return await _answer(dialog)


async def ask_save(parent: QWidget, title: str, name: str) -> Path | None:
    """Where to write a list, as XLSX or CSV; None: nowhere. `name` without its ending is offered."""
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(["XLSX (*.xlsx)", "CSV (*.csv)"])
    dialog.setDefaultSuffix("xlsx")
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix("csv" if "csv" in chosen else "xlsx"))
    dialog.selectFile(f"{name}.xlsx")
    return await _answer(dialog)


async def _answer(dialog: QFileDialog) -> Path | None:
    dialog.setObjectName("file.window")
    answer: asyncio.Future[Path | None] = asyncio.get_running_loop().create_future()

    def finished(code: int) -> None:
        chosen = dialog.selectedFiles() if code else []
        if not answer.done():
            answer.set_result(Path(chosen[0]) if chosen else None)

    dialog.finished.connect(finished)
    dialog.open()
    try:
        return await answer
    finally:
        if isValid(dialog):  # it may have gone with its window
            dialog.deleteLater()
