"""A seal found and taken in hand as for a press (`app.services.stamping`), to sign one document."""

import asyncio
from collections.abc import Awaitable, Callable

from app.device.seal import Seal
from app.services.stamping import Stamping, Where
from app.services.tools import Tools
from domain.authorizations import Authorization

Ask = Callable[[Seal], Awaitable[None]]


class Hand(Stamping):
    """`ask` is called each time it is in hand, until it returns; then the seal is put down. No camera is wanted."""

    def __init__(self, use: Authorization, tools: Tools, where: Where | None, ask: Ask) -> None:
        super().__init__(use, tools, None, where)
        self._ask = ask

    async def ended(self) -> None:
        """Until it was put down, or could not be had."""
        if self._work is not None:
            await asyncio.wait({self._work})

    async def _while_in_hand(self, seal: Seal) -> None:
        await self._ask(seal)
        self._saving = True

    async def _unlock_next(self) -> None:
        """Nothing is pressed."""
