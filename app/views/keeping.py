"""Files of the organization onto this computer: saved where the person says, or opened with the program for them."""

import asyncio
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.views.room import Room

translate = QCoreApplication.translate
Open = Callable[[Path], bool]
_DEVICE = re.compile(r"CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³]", re.IGNORECASE)


def open_outside(path: Path) -> bool:
    """With the program that this computer has for such files; False: it has none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def safe_name(name: str) -> str:
    """The name of a file on any computer: no folder in it, and nothing that a file system refuses or takes otherwise
    (CON and its like are devices of Windows, whatever their ending)."""
    kept = "".join("_" if each in '<>:"/\\|?*' or ord(each) < 32 else each for each in name).strip(" .")
    return f"_{kept}" if not kept or _DEVICE.fullmatch(kept.partition(".")[0].rstrip()) else kept


async def choose_place(parent: QWidget, name: str, kinds: str = "") -> Path | None:
    """Where to save it; none: the person changed his mind."""
    dialog = QFileDialog(parent.window(), translate("keeping", "Save"), safe_name(name), kinds)
    dialog.setObjectName("keeping.window")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    return await _answer(dialog)


async def choose_picture(parent: QWidget, title: str) -> Path | None:
    """A picture of this computer; none: the person changed his mind."""
    return await choose_file(parent, title, translate("keeping", "Pictures (*.png *.jpg *.jpeg)"))


async def choose_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """A file of this computer, of these kinds; none: the person changed his mind."""
    dialog = QFileDialog(parent.window(), title, "", kinds)
    dialog.setObjectName("keeping.window")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return await _answer(dialog)


async def _answer(dialog: QFileDialog) -> Path | None:
    chosen: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    dialog.fileSelected.connect(lambda path: chosen.done() or chosen.set_result(path))
    dialog.rejected.connect(lambda: chosen.done() or chosen.set_result(""))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    path = await chosen
    return Path(path) if path else None


async def save(room: Room, parent: QWidget, name: str, sha256: str) -> None:
    """Ask where, and write it there; the foot of the window tells what came of it."""
    if (path := await choose_place(parent, name)) is None:
        return
    if (content := await room.pictures.content(sha256)) is None:
        room.tell(translate("keeping", "“{0}” has not arrived here yet").format(name))
        return
    await write(room, path, content)


async def write(room: Room, path: Path, content: bytes) -> bool:
    """Whether it was written; the foot of the window tells either way."""
    try:
        await asyncio.to_thread(path.write_bytes, content)
    except OSError as error:
        room.tell(translate("keeping", "It cannot be saved: {0}").format(error.strerror))
        return False
    room.tell(translate("keeping", "Saved as {0}").format(path.name))
    return True


class Copies:
    """Copies of files that were opened with other programs: they go when whoever shows them goes."""

    def __init__(self, room: Room, opener: Open = open_outside) -> None:
        self._room, self._opener = room, opener
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    async def open(self, name: str, sha256: str) -> None:
        if (content := await self._room.pictures.content(sha256)) is None:
            self._room.tell(translate("keeping", "“{0}” has not arrived here yet").format(name))
            return
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="signet-", ignore_cleanup_errors=True)
        path = Path(self._folder.name) / sha256[:12] / safe_name(name)
        await asyncio.to_thread(_put, path, content)
        if not self._opener(path):
            self._room.tell(translate("keeping", "This computer has no program for “{0}”; save it").format(name))

    def close(self, *_: object) -> None:
        """(`destroyed` hands over the widget.)"""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
