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


async def verdict(store: Store, desk: Desk, organization: str, id: str) -> None:
    """Until the cloud has judged the act; raises `NotDone` if it refused it."""

    async def judged() -> bool:
        refused = await desk.refused(organization)
        if (found := next((act for act in refused if act.id == id), None)) is not None:
            raise NotDone(Trouble(found.code, said=found.sentence))
        acts = await desk.pending(organization)
        return not any(act.id == id and act.state is ActState.WAITING for act in acts)

    await until(store, judged)


async def bound(store: Store, organization: str, serial: str) -> None:
    """Until the cloud has heard the seal's own word that it is bound."""

    async def is_bound() -> bool:
        seal = await store.run(lambda tx: replica.get(tx, Seal, organization, serial))
        return seal is not None and seal.state is BindingState.BOUND

    await until(store, is_bound)
