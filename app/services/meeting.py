"""Meeting a seal on purpose (连接): what lies between it and the cloud is carried, and it says whether I may use it."""

from dataclasses import dataclass
from uuid import uuid4

from app.device.errors import DeviceError
from app.device.seal import Seal
from app.models import fold, replica
from app.models.store import Tx
from app.services.courier import Progress, Visit
from app.services.tools import Tools
from app.services.trouble import Trouble, of_device
from domain.authorizations import live_on


@dataclass(frozen=True)
class Meeting:
    """`visit`: what was carried, none if there was no session. `mine`: the use under way on the seal is mine.

    `trouble`: why the seal is not for me to use, or why the visit did not come off (wholly).
    """

    visit: Visit | None = None
    mine: bool = False
    trouble: Trouble | None = None


async def meet(
    tools: Tools, organization: str, serial: str, progress: Progress | None = None, address: str = ""
) -> Meeting:
    """Look for the seal (at `address` and nowhere else, if that was chosen), carry, and hang up. Raises nothing: what
    went wrong is `trouble`."""
    visit: Visit | None = None
    nearby = tools.nearby
    try:
        async with (
            nearby.conversation(address, nearby.as_member(organization, serial))
            if address
            else nearby.conversation_with(serial, organization)
        ) as seal:
            visit = await tools.courier.visit(seal, organization, progress)
            tools.rounds.told(serial, visit.live.log_to)
            if await tools.store.run(lambda tx: _is_mine(tx, organization, serial)):
                return Meeting(visit, mine=True, trouble=visit.trouble)
            await _try_to_take(seal)
    except DeviceError as error:
        return Meeting(visit, trouble=of_device(error))
    return Meeting(visit, mine=True, trouble=visit.trouble)


async def _try_to_take(seal: Seal) -> None:
    """The seal itself says who may use it (R-128), also on its screen. A use of mine that only it knew is put down."""
    await seal.take(uuid4().bytes)
    await seal.release(uuid4().bytes)


def _is_mine(tx: Tx, organization: str, serial: str) -> bool:
    """My use is for the page of stamping: taken here, it would be put down again at once."""
    live, me = live_on(serial, fold.facts(tx, organization)), replica.me(tx, organization)
    return live is not None and me is not None and live.member == me.id
