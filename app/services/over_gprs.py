"""Binding a seal by its own modem (R-059, R-060): nobody stands before it, and no console carries anything."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from app.models.store import Store
from app.services import decided
from app.services.binding import Doing
from app.services.decided import DECIDED_WITHIN_S, NotDone
from app.services.desk import Desk
from app.services.trouble import Trouble, of_cloud, of_rule
from domain.stock import BindOverGprs
from domain.verdict import Refused

# It is told at once and answers at once; in a bad network a minute is long.
ANSWERED_WITHIN_S = 60.0


@dataclass(frozen=True)
class GprsState:
    """`done`: the cloud has heard from the seal that it is bound. `trouble` stands until the next attempt."""

    doing: Doing = Doing.NOTHING
    done: bool = False
    trouble: Trouble | None = None


class OverGprs:
    """One binding. `bind` raises nothing: what went wrong is `state.trouble`."""

    def __init__(self, organization: str, desk: Desk, store: Store) -> None:
        self.state = GprsState()
        self.answered_within_s = ANSWERED_WITHIN_S
        self._organization, self._desk, self._store = organization, desk, store
        self._listeners: list[Callable[[], None]] = []

    def subscribe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be called on the loop whenever `state` changed; returns how to stop that."""
        self._listeners.append(changed)
        return lambda: self._listeners.remove(changed)

    async def bind(self, serial: str, name: str) -> None:
        """Until the seal has said that it is bound. If it takes long, it will be so as soon as it is heard again."""
        self._set(doing=Doing.DECIDING, trouble=None)
        try:
            await self._decided(serial, name)
            self._set(doing=Doing.BINDING)
            async with asyncio.timeout(self.answered_within_s):
                await decided.bound(self._store, self._organization, serial)
            self._set(done=True)
        except NotDone as error:
            self._set(trouble=error.trouble)
        except TimeoutError as error:
            said = self.state.doing is Doing.BINDING
            self._set(trouble=Trouble("seal_silent", worth_repeating=True) if said else of_cloud(error))
        finally:
            self._set(doing=Doing.NOTHING)

    def forget(self) -> None:
        """Another one is to be bound."""
        self.state = GprsState()

    async def _decided(self, serial: str, name: str) -> None:
        submitted = await self._desk.submit(self._organization, BindOverGprs(seal=serial, name=name))
        if isinstance(submitted, Refused):
            raise NotDone(of_rule(submitted))
        async with asyncio.timeout(DECIDED_WITHIN_S):
            await decided.verdict(self._store, self._desk, submitted.id)

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        for listener in list(self._listeners):
            listener()
