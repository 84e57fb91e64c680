"""Where the code of a seal leads to: to that seal, or to the window in which it is bound (R-043, R-066, R-070)."""

from app.models import replica
from app.models.store import Tx
from app.views.opening import show
from app.views.room import Room
from app.views.seals.page import SealsPage
from domain.organization import Permission, may
from domain.seal_codes import SealCode
from domain.seals import Seal, is_ours


async def open_code(room: Room, code: SealCode) -> bool:
    """Whether there is something to show. An address is known by those who have spoken to the seal, or hear it now."""
    nearby = {each.address: each for each in room.devices.nearby.seals}
    heard = nearby.get(code.address)
    serial = code.serial or (heard.serial if heard is not None and heard.serial else "")
    if serial and await room.store.run(lambda tx: _is_here(tx, room.id, serial)):
        return show(room, ("seals",), serial)
    if not may(room.me, Permission.BIND):
        return False
    page = room.open("seals")
    if not isinstance(page, SealsPage):
        return False
    page.bind(serial, "" if serial else code.address)
    return True


def _is_here(tx: Tx, organization: str, serial: str) -> bool:
    seal = replica.get(tx, Seal, organization, serial)
    return seal is not None and is_ours(seal)
