"""Waiting for what the cloud, and then a seal, make of an act."""

import asyncio
from collections.abc import Awaitable, Callable

from app.models import replica
from app.models.outbox import ActState
from app.models.store import Store
from app.services.desk import Desk
from app.services.trouble import Trouble
from domain.seals import BindingState, Seal

# The act is pushed at once; a cloud that does not decide in this time is as good as away.
DECIDED_WITHIN_S = 20.0


class NotDone(Exception):
    """A refusal that is not the seal's."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.code)
        self.trouble = trouble


async def until(store: Store, condition: Callable[[], Awaitable[bool]]) -> None:
    """Until it holds, looking after each change of the database."""
    changed = asyncio.Event()
    unsubscribe = store.subscribe(lambda _topics: changed.set())
    try:
        while not await condition():
            await changed.wait()
            changed.clear()
    finally:
        unsubscribe()


async def verdict(store: Store, desk: Desk, id: str, *, brought: bool = False) -> None:
    """Until the cloud has judged the act (`brought`: and what it made of it is here); raises `NotDone` if it refused
    it."""

    async def judged() -> bool:
        act = await desk.act(id)  # one look: between two it may be judged, and be found in neither
        if act is not None and act.state is ActState.REFUSED:
            raise NotDone(Trouble(act.code, said=act.sentence))
        return act is None or (act.state is ActState.DONE and not brought)

    await until(store, judged)


async def bound(store: Store, organization: str, serial: str, binding: int | None = None) -> None:
    """Until the cloud has heard the seal's own word that it is bound (`binding`: under that number)."""

    async def is_bound() -> bool:
        seal = await store.run(lambda tx: replica.get(tx, Seal, organization, serial))
        return seal is not None and seal.state is BindingState.BOUND and binding in (None, seal.binding)

    await until(store, is_bound)
