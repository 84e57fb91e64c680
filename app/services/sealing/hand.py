"""A seal found and taken in hand as for a press (`app.services.stamping`), to sign one document."""

import asyncio
from collections.abc import Awaitable, Callable

from app.device.seal import Seal
from app.services.stamping import Stamping, Where
from app.services.stamping_state import Step
from app.services.tools import Tools
from domain.authorizations import Authorization

Ask = Callable[[Seal], Awaitable[bool]]


class Hand(Stamping):
    """Each callback is asked once in each session: whether there is nothing more to do. `before` it is taken in hand
    (a seal gives an answer that was lost to whoever comes with the same request, also after its last use), then `ask`.
    No camera is wanted."""

    def __init__(self, use: Authorization, tools: Tools, where: Where | None, before: Ask, ask: Ask) -> None:
        super().__init__(use, tools, None, where)
        self._before, self._ask = before, ask

    async def ended(self) -> None:
        """Until it was put down, or could not be had."""
        if self._work is not None:
            await asyncio.wait({self._work})

    async def _hold(self, seal: Seal) -> Step:
        if not await self._before(seal):
            return await super()._hold(seal)
        self._retry.succeeded()
        await self._tools.courier.drain(seal, self._organization)
        return Step.SAVED

    async def _while_in_hand(self, seal: Seal) -> None:
        self._saving = await self._ask(seal)

    async def _unlock_next(self) -> None:
        """Nothing is pressed."""
