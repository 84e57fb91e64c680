"""Asking a seal where it is, now (R-215): over Bluetooth if this computer hears it, else by calling its modem."""

import asyncio

from app.device.errors import DeviceError
from app.models import replica
from app.models.store import Tx
from app.services.decided import until
from app.services.ordering import decided, is_near
from app.services.tools import Tools
from app.services.trouble import Trouble, of_device
from domain.locating import LocateSeal
from domain.seals import SealStatus

# It is called at once and answers at once; in a bad network half a minute is long.
ANSWERED_WITHIN_S = 30.0


async def locate(tools: Tools, organization: str, serial: str) -> Trouble | None:
    """Until its newest word is here, which may be that it does not know its place. Trouble: it said nothing (in time);
    should it do so later, that comes like any other news. Raises nothing."""
    before = await tools.store.run(lambda tx: _heard(tx, organization, serial))
    trouble: Trouble | None = None
    if is_near(tools, serial):
        trouble = await _ask_by_bluetooth(tools, organization, serial)
    else:
        trouble = await decided(tools, organization, LocateSeal(seal=serial))
    if trouble is not None:
        return trouble

    async def answered() -> bool:
        return await tools.store.run(lambda tx: _heard(tx, organization, serial)) > before

    try:
        async with asyncio.timeout(ANSWERED_WITHIN_S):
            await until(tools.store, answered)
    except TimeoutError:
        return Trouble("seal_not_located", worth_repeating=True)
    return None


async def _ask_by_bluetooth(tools: Tools, organization: str, serial: str) -> Trouble | None:
    try:
        async with tools.nearby.conversation_with(serial, organization) as seal:
            visit = await tools.courier.visit(seal, organization)
            tools.rounds.told(serial, visit.live.log_to)
            return visit.trouble
    except DeviceError as error:
        return of_device(error)


def _heard(tx: Tx, organization: str, serial: str) -> tuple[int, int]:
    """When it last spoke, and up to where its log is known."""
    status = replica.get(tx, SealStatus, organization, serial)
    return (0, 0) if status is None else (status.heard_at or status.at, status.log_end)
