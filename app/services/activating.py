"""The activation code of a pre-authorization, judged by the seal in the person's hand (R-129): also without the cloud,
once the grant waits in the seal."""

from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import uuid4

from app.device.errors import DeviceError, SealRefused
from app.services.courier import Visit
from app.services.tools import Tools
from app.services.trouble import Trouble, of_device
from domain.authorizations import Authorization
from domain.ending import CODE_TRIES
from domain.ids import to_bytes
from protocol.conversation import Code


@dataclass(frozen=True)
class Activated:
    """`trouble`: why it is not; none: it is the live one of the seal. `tries`: wrong codes at the seal, as far as is
    known here."""

    tries: int
    trouble: Trouble | None = None


async def activate(tools: Tools, use: Authorization, code: str, tries: int) -> Activated:
    """Carry what is on its way, let the seal judge, and carry what it says of it. Raises nothing.

    `tries`: wrong codes that this console knows of. A code is sent once: a lost answer may have been a try.
    """
    tries = max(tries, use.tries)
    try:
        async with tools.nearby.conversation_with(use.seal, use.organization) as seal:
            visit = await tools.courier.visit(seal, use.organization)
            try:
                await seal.activate(to_bytes(use.id), code, uuid4().bytes)
            except SealRefused as error:
                done = _refused(error, tries, visit)
            else:
                done = Activated(tries)
            with suppress(DeviceError):  # what it has said stands; its log is carried another time
                await tools.courier.drain(seal, use.organization)
            return done
    except DeviceError as error:
        return Activated(tries, of_device(error))


def _refused(error: SealRefused, tries: int, visit: Visit) -> Activated:
    """The seal's word, in the words of activation."""
    trouble = of_device(error)
    match error.status:
        case Code.WRONG_CODE if tries + 1 < CODE_TRIES:
            left = str(CODE_TRIES - tries - 1)
            return Activated(tries + 1, replace(trouble, code="activation_code_wrong", detail=left))
        case Code.WRONG_CODE | Code.TOO_MANY_TRIES:
            return Activated(CODE_TRIES, replace(trouble, code="code_spent_at_seal"))
        case Code.NO_GRANT:  # the cloud has it: without it nothing can be fetched
            return Activated(tries, visit.trouble or replace(trouble, code="not_at_seal"))
        case _:
            return Activated(tries, trouble)
