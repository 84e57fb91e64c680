"""Upgrading a seal now, by this computer: its release is carried into it over Bluetooth in one go (R-169).

What it has of it stays, whenever it is broken off. With all of it the seal restarts by itself, once nobody uses it: for
that it is left alone, and visited when it has something to tell.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from app.device.errors import DeviceError
from app.services.rounds import RESTARTED_AFTER_S
from app.services.tools import Tools
from app.services.trouble import Trouble, of_cloud, of_device
from app.sync.errors import CloudError
from protocol.firmware import Upgrade, UpgradeState


class Step(Enum):
    CONNECTING = "connecting"
    GIVING = "giving"
    WHOLE = "whole"  # it has all of it
    NOTHING = "nothing"  # it wants none
    STOPPED = "stopped"  # by whoever began it
    BROKEN = "broken"  # (`trouble`)


_AFTER = {UpgradeState.NONE: Step.NOTHING, UpgradeState.DOWNLOADING: Step.BROKEN}
OVER = frozenset({Step.WHOLE, Step.NOTHING, Step.STOPPED, Step.BROKEN})


@dataclass(frozen=True)
class UpgradingState:
    """The seal has `offset` of the `size` bytes."""

    step: Step = Step.CONNECTING
    offset: int = 0
    size: int = 0
    trouble: Trouble | None = None

    @property
    def percent(self) -> int:
        return self.offset * 100 // self.size if self.size else 0


class Upgrading:
    """One seal's release, from here. What went wrong is `state.trouble`."""

    def __init__(self, tools: Tools, organization: str, serial: str) -> None:
        self.state, self.serial = UpgradingState(), serial
        self._tools, self._organization = tools, organization
        self._listeners: list[Callable[[], None]] = []
        self._work: asyncio.Task[None] | None = None

    def subscribe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be called on the loop whenever `state` changed; returns how to stop that."""
        self._listeners.append(changed)
        return lambda: self._listeners.remove(changed)

    async def run(self) -> None:
        """Until the seal has all of it, or something stands in the way; once."""
        if self.state.step in OVER:  # stopped before it began
            return
        self._work = asyncio.create_task(self._run(), name=f"upgrading {self.serial}")
        try:
            await asyncio.shield(self._work)
        except asyncio.CancelledError:  # stopped, or whoever waits here is
            await self.stop()
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise

    async def stop(self) -> None:
        """No more of it now; what the seal has, it keeps."""
        if self._work is not None and not self._work.done():
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
        if self.state.step not in OVER:
            self._set(step=Step.STOPPED)

    async def _run(self) -> None:
        tools, serial = self._tools, self.serial
        try:
            async with tools.nearby.conversation_with(serial, self._organization) as seal:
                visit = await tools.courier.visit(seal, self._organization)
                at = await tools.courier.releases.give(seal, self._organization, self._hear)
                await tools.courier.drain(seal, self._organization)
                tools.rounds.told(serial, visit.live.log_to)
        except DeviceError as error:
            self._set(step=Step.BROKEN, trouble=of_device(error))
        except CloudError as error:
            self._set(step=Step.BROKEN, trouble=of_cloud(error))
        else:
            step = _AFTER.get(at.state, Step.WHOLE)
            self._set(step=step, offset=at.offset, trouble=visit.trouble if step is Step.NOTHING else None)
        finally:
            tools.rounds.look_after(serial, RESTARTED_AFTER_S)

    def _hear(self, at: Upgrade) -> None:
        if at.state is UpgradeState.DOWNLOADING:
            self._set(step=Step.GIVING, offset=at.offset, size=at.size)

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        for listener in list(self._listeners):
            listener()
