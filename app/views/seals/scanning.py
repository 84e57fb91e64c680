"""Reading the code of a seal (R-043, R-066, R-070): by camera, from a picture file, from the clipboard, or by a scanner
that types."""

import asyncio
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.services.picking import Unfit
from app.views import words
from app.views.camera import Fault
from app.views.qr import LONGEST, read_qr
from app.views.room import Room, Tasks
from app.views.seals.viewfinder import Open, Viewfinder
from app.views.widgets import Card, Foot, FormField, button, column, label, line_edit, restyle, row, within_window
from app.views.widgets.file_picker import read_picture, why_unfit
from domain.seal_codes import SealCode, read_code

LONGEST_CODE = 120  # characters typed: a link has 34


class ScanPanel(QWidget):
    """`scanned(SealCode)`: of a seal. What is none is said here, and nothing else happens."""

    scanned = Signal(object)

    def __init__(self, tasks: Tasks, open_session: Open | None = None) -> None:
        super().__init__()
        self._tasks = tasks
        self.setAcceptDrops(True)
        self._finder = Viewfinder(tasks, open_session)
        self._finder.setObjectName("scan.finder")
        self._finder.found.connect(self._take_text)
        self._finder.failed.connect(self._show_fault)
        self._file = button(self.tr("Picture file …"), icon_name="image")
        self._paste = button(self.tr("From the clipboard"), icon_name="clipboard-text")
        self._file.clicked.connect(self._choose_file)
        self._paste.clicked.connect(self.paste)
        self._typed = line_edit(limit=LONGEST_CODE)
        self._typed.returnPressed.connect(self._take_typed)
        hint = self.tr("A scanner on USB types here by itself; by hand: the serial, then Enter.")
        self._field = FormField(self.tr("Code or serial"), self._typed, hint)
        self._said = label("", "secondary", wrap=True)
        named = {"file": self._file, "paste": self._paste, "typed": self._typed, "said": self._said}
        for name, widget in named.items():
            widget.setObjectName(f"scan.{name}")
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.activated.connect(self.paste)
        layout = column(self._finder, self._said, gap=10)
        layout.addLayout(row(self._file, self._paste, None))
        layout.addWidget(self._field)
        layout.setStretch(0, 1)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self._show_ready()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_ready()
        self._typed.setFocus()

    def _show_ready(self) -> None:
        self._say(self.tr("Hold the code on the seal's screen, or on its body, before the camera."))

    def _say(self, text: str, *, fault: bool = False) -> None:
        restyle(self._said, "role", "fault" if fault else "secondary")
        self._said.setText(text)

    # What comes in

    def paste(self) -> None:
        """A picture in the clipboard, or a text."""
        held = QGuiApplication.clipboard()
        image = held.image()
        if not image.isNull():
            self._tasks.begin(self._take_image(image))
        elif text := held.text().strip():
            self._take_text(text)
        else:
            self._say(self.tr("There is neither a picture nor a text in the clipboard."), fault=True)

    def _choose_file(self) -> None:
        kinds = self.tr("Pictures (*.png *.jpg *.jpeg)")
        dialog = QFileDialog(self.window(), self.tr("Picture with the code"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.take_file(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_file(self, path: Path) -> None:
        self._tasks.begin(self._take_file(path))

    async def _take_file(self, path: Path) -> None:
        try:
            _, image = await read_picture(path, LONGEST)
        except Unfit as error:
            self._say(why_unfit(error), fault=True)
        else:
            await self._take_image(image)

    async def _take_image(self, image: QImage) -> None:
        texts = await asyncio.to_thread(partial(read_qr, image))
        code = next((found for text in texts if (found := read_code(text)) is not None), None)
        if code is not None:
            self.scanned.emit(code)
        elif texts:
            self._say_foreign()
        else:
            self._say(self.tr("No QR code is found in this picture."), fault=True)

    def _take_typed(self) -> None:
        text = self._typed.text()
        self._typed.clear()  # the next scan begins anew
        if text.strip():
            self._take_text(text)

    def _take_text(self, text: str) -> None:
        code = read_code(text)
        if code is None:
            self._say_foreign()
        else:
            self._show_ready()
            self.scanned.emit(code)

    def _say_foreign(self) -> None:
        self._say(self.tr("This is not the code of a seal."), fault=True)

    def _show_fault(self, fault: Fault) -> None:
        """What to do about the camera; the other ways are open all the same."""
        said = {
            Fault.MISSING: self.tr("This computer has no camera."),
            Fault.FORBIDDEN: self.tr("The system forbids this program the camera; allow it in the privacy settings."),
            Fault.BUSY: self.tr("The camera is in use by another program, or was unplugged."),
            Fault.SILENT: self.tr("The camera gives no picture; close other programs that use it."),
        }[fault]
        self._say(words.sentences(said, self.tr("Use one of the ways below.")), fault=True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = next(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        self.take_file(path)
        event.acceptProposedAction()


class ScanDialog(QDialog):
    """Scan (扫一扫), from the page where the seals are seen; `scanned(SealCode)`, once, and it is gone."""

    scanned = Signal(object)

    def __init__(self, room: Room, parent: QWidget | None = None, open_session: Open | None = None) -> None:
        super().__init__(parent)
        self._tasks = Tasks(room.report)
        self.setObjectName("scan.window")
        self.setWindowTitle(self.tr("Scan a code"))
        self.resize(within_window(self, 520, 540))
        panel = ScanPanel(self._tasks, open_session)
        panel.scanned.connect(self._scanned)
        close = button(self.tr("Cancel"))
        close.setObjectName("scan.close")
        close.clicked.connect(self.reject)
        card = Card()
        card.body.addWidget(panel, 1)
        layout = column(label(self.windowTitle(), "title"), card, gap=12)
        layout.setStretch(1, 1)
        layout.addWidget(Foot(label(""), close))
        layout.setContentsMargins(24, 20, 24, 18)
        self.setLayout(layout)
        self.finished.connect(lambda _: self._leave())

    def _scanned(self, code: SealCode) -> None:
        if self.isVisible():
            self.accept()
            self.scanned.emit(code)

    def _leave(self) -> None:
        self._tasks.cancel()
        self.deleteLater()
