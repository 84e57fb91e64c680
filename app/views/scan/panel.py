"""The ways in which a code comes in: camera, picture file, clipboard, a scanner that types. What is wanted of it, and
what there is to say of another, is the business of whoever asks (`Sought`)."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.services.picking import Unfit
from app.views import pictures, words
from app.views.camera import Fault
from app.views.qr import LONGEST, Code, read_codes
from app.views.room import Room, Tasks
from app.views.scan.keyed import KeyedEdit
from app.views.scan.viewfinder import Open, Viewfinder
from app.views.widgets import Card, Foot, FormField, button, column, label, restyle, row, within_window
from app.views.widgets.file_picker import read_picture, why_unfit
from domain.document_marks import MAX_SCANNED, Symbols
from domain.picture_files import MOST_PIXELS, Flaw, Flawed

LONGEST_CODE = MAX_SCANNED + 1  # characters typed: what is too long is not cut off, but told of
IN_CLIPBOARD = ("image/png", "image/jpeg")  # as files: their size is known before they are opened


@dataclass(frozen=True)
class Sought:
    """What is looked for, in words. `read`: of the codes of one picture, or of one text; it, or why it is not there."""

    hold: str  # what to do before the camera
    field: str  # the name of the field where one types
    hint: str  # below it
    none: str  # there is no such code in a picture
    kinds: Sequence[Symbols]  # looked for by the camera
    kinds_in_pictures: Sequence[Symbols]
    read: Callable[[Sequence[Code]], tuple[object | None, str]]


class ScanPanel(QWidget):
    """`scanned(what was sought)`. Of another code it is said here what it is, and nothing else happens."""

    scanned = Signal(object)

    def __init__(self, tasks: Tasks, sought: Sought, open_session: Open | None = None) -> None:
        super().__init__()
        self._tasks, self._sought = tasks, sought
        self.setAcceptDrops(True)
        self._finder = Viewfinder(tasks, sought.kinds, open_session)
        self._finder.setObjectName("scan.finder")
        self._finder.found.connect(lambda code: self._take([code]))
        self._finder.failed.connect(self._show_fault)
        self._file = button(self.tr("Picture file …"), icon_name="image")
        self._paste = button(self.tr("From the clipboard"), icon_name="clipboard-text")
        self._file.clicked.connect(self._choose_file)
        self._paste.clicked.connect(self.paste)
        self._typed = KeyedEdit(LONGEST_CODE)
        self._typed.entered.connect(self._take_typed)
        self._field = FormField(sought.field, self._typed, sought.hint)
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
        self._say(self._sought.hold)

    def _say(self, text: str, *, fault: bool = False) -> None:
        restyle(self._said, "role", "fault" if fault else "secondary")
        self._said.setText(text)

    # What comes in

    def paste(self) -> None:
        """A picture in the clipboard, the file of one, or a text."""
        held = QGuiApplication.clipboard()
        data: QMimeData | None = held.mimeData()  # none where the clipboard was cleared, whatever the stubs say
        if data is None:
            data = QMimeData()
        file = next((url.toLocalFile() for url in data.urls() if url.isLocalFile()), "")
        packed = next((each for each in IN_CLIPBOARD if data.hasFormat(each)), "")
        if file:
            self.take_file(Path(file))
        elif packed:
            self._tasks.begin(self._take_content(bytes(data.data(packed).data())))
        elif data.hasImage():
            self._take_unpacked(held.image())
        elif text := held.text().strip():
            self._take_text(text)
        else:
            self._say(self.tr("There is neither a picture nor a text in the clipboard."), fault=True)

    def _take_unpacked(self, image: QImage) -> None:
        """As other programs lay it into the clipboard."""
        if image.width() * image.height() > MOST_PIXELS:
            self._say(pictures.sentence(Flaw.TOO_MANY_PIXELS), fault=True)
        else:
            self._tasks.begin(self._take_image(image))

    async def _take_content(self, content: bytes) -> None:
        try:
            image = await pictures.open_in_time(content, LONGEST)
        except Flawed as error:
            self._say(pictures.sentence(error.flaw), fault=True)
        else:
            await self._take_image(image)

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
        codes = await asyncio.to_thread(partial(read_codes, image, self._sought.kinds_in_pictures))
        if codes:
            self._take(codes)
        else:
            self._say(self._sought.none, fault=True)

    def _take_typed(self, text: str) -> None:
        self._typed.clear()  # the next scan begins anew
        self._take_text(text)

    def _take_text(self, text: str) -> None:
        self._take([Code(text)])

    def _take(self, codes: Sequence[Code]) -> None:
        found, why = self._sought.read(codes)
        if found is None:
            self._say(why, fault=True)
        else:
            self._show_ready()
            self.scanned.emit(found)

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
    """Scan (扫一扫); `scanned(what was sought)`, once, and it is gone."""

    scanned = Signal(object)

    def __init__(self, room: Room, sought: Sought, parent: QWidget | None, open_session: Open | None = None) -> None:
        super().__init__(parent)
        self._tasks = Tasks(room.report)
        self.setObjectName("scan.window")
        self.setWindowTitle(self.tr("Scan a code"))
        self.resize(within_window(self, 520, 540))
        panel = ScanPanel(self._tasks, sought, open_session)
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

    def _scanned(self, found: object) -> None:
        if self.isVisible():
            self.accept()
            self.scanned.emit(found)

    def _leave(self) -> None:
        self._tasks.cancel()
        self.deleteLater()
