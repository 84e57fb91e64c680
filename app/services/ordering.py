"""What a seal is to do at once: decided by the cloud, and, if the seal is near, carried to it and back in one go."""

import asyncio
from contextlib import suppress

from app.device.errors import DeviceError
from app.services.decided import DECIDED_WITHIN_S, NotDone, verdict
from app.services.nearby import NOBODYS
from app.services.tools import Tools
from app.services.trouble import Trouble, of_cloud, of_rule
from domain.rows import Act
from domain.verdict import Refused


def is_near(tools: Tools, serial: str) -> bool:
    """This computer hears the seal, or one that nobody has asked yet who it is."""
    near = (each for each in tools.nearby.seals if each.sighting.phase not in NOBODYS)
    return any(each.serial in (serial, None) for each in near)


async def decided(tools: Tools, organization: str, act: Act) -> Trouble | None:
    """Submit the act, and wait until what the cloud made of it is here; trouble: it would not, or was away. Then the
    act is still on its way, and its author is told."""
    done = await tools.desk.submit(organization, act)
    if isinstance(done, Refused):
        return of_rule(done)
    try:
        async with asyncio.timeout(DECIDED_WITHIN_S):
            await verdict(tools.store, tools.desk, done.id, brought=True)
    except NotDone as error:
        await tools.desk.dismiss(done.id)  # it is read where it was asked for
        return error.trouble
    except TimeoutError as error:
        return of_cloud(error)
    return None


async def have_done(tools: Tools, organization: str, serial: str, act: Act) -> Trouble | None:
    """Trouble: it was not decided. What was decided and could not be carried now waits for the seal."""
    if not is_near(tools, serial):
        return await decided(tools, organization, act)
    trouble, done = None, False
    with suppress(DeviceError):  # then what was decided waits for the seal
        async with tools.nearby.conversation_with(serial, organization) as seal:
            await tools.courier.visit(seal, organization)  # the cloud hears that it is on, and gets its records
            trouble, done = await decided(tools, organization, act), True
            if trouble is None:
                visit = await tools.courier.visit(seal, organization)
                tools.rounds.told(serial, visit.live.log_to)
    return trouble if done else await decided(tools, organization, act)
