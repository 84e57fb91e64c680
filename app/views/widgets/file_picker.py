"""Choosing files of this computer for a form: pictures as thumbnails, others as rows; added, dropped and removed.

Not among `app.views.widgets`, which the first window loads: a form asks for it when it is made.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QSize, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from app.services import picking
from app.services.picking import Picked, Unfit, Why
from app.views import words
from app.views.pictures import MEGAPIXELS, open_in_time
from app.views.widgets.basic import button, column, label, row
from app.views.widgets.files import FileRow, FileRows
from app.views.widgets.thumbs import Thumb, ThumbnailView
from domain.files import MAX_FILE_BYTES, MAX_FILES
from domain.picture_files import Flaw, Flawed

THUMB = QSize(92, 84)
Begin = Callable[[Coroutine[Any, Any, None]], None]
translate = QCoreApplication.translate


def why_unfit(error: Unfit) -> str:
    """For the person who chose the file."""
    most = words.size(MAX_FILE_BYTES)
    return {
        Why.TOO_LARGE: translate("files", "“{0}” is larger than {1}.").format(error.name, most),
        Why.EMPTY: translate("files", "“{0}” is empty.").format(error.name),
        Why.UNREADABLE: translate("files", "“{0}” cannot be read: {1}").format(error.name, error.detail),
        Flaw.NO_PICTURE: translate("files", "“{0}” is no PNG or JPEG picture.").format(error.name),
        Flaw.BROKEN: translate("files", "“{0}” is damaged or incomplete.").format(error.name),
        Flaw.TOO_MANY_PIXELS: translate("files", "“{0}” has more than {1} megapixels.").format(error.name, MEGAPIXELS),
        Flaw.MOVES: translate("files", "“{0}” moves; a still picture is needed.").format(error.name),
        Flaw.TOO_SLOW: translate("files", "“{0}” would take far too long to open.").format(error.name),
    }[error.why]


async def read_picture(path: Path, side: int) -> tuple[Picked, QImage]:
    """A picture and how it looks, `side` pixels at its longer edge. Raises `Unfit`, also for one that is damaged."""
    picked = await picking.read(path, picture=True)
    try:
        return picked, await open_in_time(picked.blob.content, side)
    except Flawed as error:
        raise Unfit(path.name, error.flaw) from error


class FilePicker(QWidget):
    """`files` is what is chosen. `changed`; `refused(sentence)`: why a file was not taken, empty when all is well."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, begin: Begin, name: str, *, pictures: bool, single: bool = False) -> None:
        """``single``: one is wanted, and another takes its place."""
        super().__init__()
        self._single = single
        self.files: list[Picked] = []
        self._begin, self._pictures, self._name = begin, pictures, name
        self._images: dict[str, QImage] = {}
        self._reading = 0
        self._settled = asyncio.Event()
        self._settled.set()
        self.setAcceptDrops(True)
        self._thumbs = ThumbnailView(name, THUMB)
        self._rows = FileRows(name, remove=True)
        self._rows.removed.connect(self.remove)
        self._thumbs.selectionModel().currentChanged.connect(lambda *_: self._offer())
        several = self.tr("Add pictures …") if pictures else self.tr("Add files …")
        self._add = button(self.tr("Choose a picture …") if single else several, "plain", "plus")
        self._drop = button(self.tr("Remove"), "ghost", "x")
        self._add.clicked.connect(self.choose)
        self._drop.clicked.connect(self._remove_current)
        kinds = self.tr("PNG or JPEG, up to {0} each") if pictures else self.tr("up to {0} each")
        kinds = self.tr("PNG or JPEG, up to {0}") if single else kinds
        self._kinds = label(kinds.format(words.size(MAX_FILE_BYTES)), "caption")
        layout = column(self._thumbs if pictures else self._rows, gap=6)
        layout.addLayout(row(self._add, self._drop, self._kinds, None))
        self.setLayout(layout)
        self._show()

    def setObjectName(self, name: str) -> None:
        super().setObjectName(name)
        for widget, part in ((self._thumbs, "list"), (self._add, "add"), (self._drop, "remove")):
            widget.setObjectName(f"{name}.{part}")

    def clear(self) -> None:
        self.files = []
        self._images.clear()
        self.refused.emit("")
        self._show()

    def choose(self) -> None:
        """Ask for files of this computer."""
        kinds = self.tr("Pictures (*.png *.jpg *.jpeg)") if self._pictures else self.tr("All files (*)")
        dialog = QFileDialog(self.window(), self._name, "", kinds)
        mode = QFileDialog.FileMode.ExistingFile if self._single else QFileDialog.FileMode.ExistingFiles
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(lambda paths: self.take([Path(each) for each in paths]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, paths: Sequence[Path]) -> None:
        """Read these, one after the other, off the loop."""
        self._reading += 1
        self._settled.clear()
        self._begin(self._take(paths))

    async def settled(self) -> None:
        """Until nothing is being read any more."""
        await self._settled.wait()

    async def _take(self, paths: Sequence[Path]) -> None:
        self.refused.emit("")
        try:
            for path in paths:
                if len(self.files) >= MAX_FILES and not self._single:
                    self.refused.emit(self.tr("No more than {0} files.").format(MAX_FILES))
                    return
                try:
                    await self._take_one(path)
                except Unfit as error:
                    self.refused.emit(why_unfit(error))
        finally:
            self._reading -= 1
            if not self._reading:
                self._settled.set()

    async def _take_one(self, path: Path) -> None:
        if self._pictures:
            picked, image = await read_picture(path, 2 * THUMB.width())
            self._images[picked.blob.sha256] = image
        else:
            picked = await picking.read(path, picture=False)
        if any(each.blob.sha256 == picked.blob.sha256 for each in self.files):
            return
        self.files = [picked] if self._single else [*self.files, picked]
        self._show()
        self.changed.emit()

    def remove(self, sha256: object) -> None:
        """No longer chosen."""
        self.files = [each for each in self.files if each.blob.sha256 != sha256]
        self._images.pop(str(sha256), None)
        self._show()
        self.changed.emit()

    def _remove_current(self) -> None:
        at = self._thumbs.currentIndex().row()
        if 0 <= at < len(self.files):
            self.remove(self.files[at].blob.sha256)

    def _show(self) -> None:
        if self._pictures:
            self._thumbs.set_thumbs(
                [Thumb(each.blob.sha256, each.name, self._images.get(each.blob.sha256)) for each in self.files]
            )
        else:
            self._rows.set_files(
                [FileRow(each.blob.sha256, each.name, words.size(len(each.blob.content))) for each in self.files]
            )
        (self._thumbs if self._pictures else self._rows).setVisible(bool(self.files))
        self._offer()

    def _offer(self) -> None:
        self._drop.setVisible(self._pictures and bool(self.files))
        self._drop.setEnabled(self._thumbs.currentIndex().isValid())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()
