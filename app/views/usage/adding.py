"""Pictures added by hand: of an impression whose photo was missed (R-135), and after a use (R-146)."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.models.files import Blob
from app.services.photos import Photos, PhotoState
from app.services.picking import Unfit
from app.services.trouble import Trouble
from app.views.i18n import Tongue
from app.views.keeping import choose_picture
from app.views.room import Room
from app.views.widgets.file_picker import read_picture, why_unfit
from domain.usage import AttachAfterUse
from domain.verdict import Refused

translate = QCoreApplication.translate
LOOK = 256  # pixels: enough to see that it is a picture


async def add_photo(room: Room, parent: QWidget, seal: str, number: int) -> str:
    """Ask for a picture of entry `number` of the seal's log, and keep it; empty, or why it was not kept."""
    path = await choose_picture(parent, translate("adding", "Photo of the impression"))
    return "" if path is None else await keep_photo(room, seal, number, path)


async def keep_photo(room: Room, seal: str, number: int, path: Path) -> str:
    try:
        picked, _ = await read_picture(path, LOOK)
    except Unfit as error:
        return why_unfit(error)
    return await declare_photo(room, seal, number, picked.blob)


async def declare_photo(room: Room, seal: str, number: int, blob: Blob) -> str:
    """Keep it with the act that declares it; empty, or why not."""
    why: list[Trouble] = []

    def changed(_number: int, _state: PhotoState, trouble: Trouble | None) -> None:
        if trouble is not None:
            why.append(trouble)

    if await Photos(room.desk, room.id, seal, None, changed).add(number, blob):
        room.tell(translate("adding", "Photo added"))
        return ""
    return why[0].sentence(room.language.tongue is Tongue.ZH_CN)


async def add_after_use(room: Room, parent: QWidget, authorization: str) -> str:
    """Ask for a picture taken after the use, and keep it; empty, or why it was not kept."""
    path = await choose_picture(parent, translate("adding", "Picture after use"))
    return "" if path is None else await keep_after_use(room, authorization, path)


async def keep_after_use(room: Room, authorization: str, path: Path) -> str:
    try:
        picked, _ = await read_picture(path, LOOK)
    except Unfit as error:
        return why_unfit(error)
    done = await room.submit(
        AttachAfterUse(authorization=authorization, picture=picked.declared()), attach=[picked.blob]
    )
    if isinstance(done, Refused):
        return room.sentence(done)
    room.tell(translate("adding", "Picture added"))
    return ""
