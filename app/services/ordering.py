"""What a seal is to do at once: decided by the cloud, and, if the seal is near, carried to it and back in one go."""

import asyncio
from contextlib import suppress

from app.device.errors import DeviceError
from app.services.nearby import NOBODYS
from app.services.tools import Tools
from app.services.trouble import Trouble, of_cloud, of_rule
from domain.rows import Act
from domain.verdict import Refused

# The act is pushed at once; a cloud that does not decide in this time is as good as away.
DECIDED_WITHIN_S = 20.0


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
    changed = asyncio.Event()
    unsubscribe = tools.store.subscribe(lambda _topics: changed.set())
    try:
        async with asyncio.timeout(DECIDED_WITHIN_S):
            while True:
                refused = await tools.desk.refused(organization)
                if (found := next((each for each in refused if each.id == done.id), None)) is not None:
                    await tools.desk.dismiss(found.id)  # it is read where it was asked for
                    return Trouble(found.code, said=found.sentence)
                if not any(each.id == done.id for each in await tools.desk.pending(organization)):
                    return None
                await changed.wait()
                changed.clear()
    except TimeoutError as error:
        return of_cloud(error)
    finally:
        unsubscribe()


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
