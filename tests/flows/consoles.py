"""What the consoles hold in the end: their databases, read beside them, with the keys of their profiles."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

from app.models import carried, files, outbox, replica, usage
from app.models.held import held_to
from app.models.outbox import ActState
from app.models.store import Store, Tx
from app.services.profile import Known, Profile
from demo.story import GL, Story
from demo.world import CONSOLES
from domain.seals import Seal
from domain.usage import Impression, Photo
from tests.flows.truth import Truth
from tests.waiting import until_told


def _profile(story: Story, console: str) -> Profile:
    return Profile(story.world.folder / console, story.world.cloud_address, lambda: None)


@asynccontextmanager
async def database(story: Story, console: str, person: Known | None = None) -> AsyncIterator[Store]:
    """Of whoever works there now, or of somebody who did."""
    profile = _profile(story, console)
    known = person or profile.last()
    assert known is not None
    keys = profile.keys(known)
    assert keys is not None
    store = await Store.open(profile.database(known), keys.database)
    try:
        yield store
    finally:
        await store.close()


async def holds_the_log(story: Story, console: str) -> None:
    """Wait until nothing is left on the seal that this console does not hold: the next slice is the next press."""
    async with database(story, console) as store:

        def held(tx: Tx) -> int:
            (organization,) = replica.organizations(tx)
            return held_to(tx, organization, GL)

        async def all_of_it() -> bool:
            return await store.run(held) == (await story.world.seal(GL, "status"))["log_to"]

        await until_told(all_of_it)


async def agree(story: Story, truth: Truth) -> None:
    """Each console shows what its person may see of what the cloud holds, each press once; nothing is left to send."""
    for console in CONSOLES:
        async with database(story, console) as store:
            read = partial(store.run, lambda tx: _shown(tx, truth))
            await until_told(partial(_same, read), within=30)
        for person in _profile(story, console).all():
            async with database(story, console, person) as store:
                assert await store.run(_unsent) == ([], 0, 0, 0, [])


async def _same(read: Callable[[], Awaitable[tuple[list[object], list[object]]]]) -> bool:
    shown, wanted = await read()
    return shown == wanted


def _shown(tx: Tx, truth: Truth) -> tuple[list[object], list[object]]:
    """Presses and photos here, and those that should be: of my seals all, else my own."""
    (organization,) = replica.organizations(tx)
    me = replica.me(tx, organization)
    assert me is not None
    presses = usage.page(tx, organization, limit=10_000)
    photos = replica.all(tx, Photo, organization)
    manages = any(me.id in seal.keepers for seal in truth.all(Seal))
    mine = [row for row in truth.all(Impression) if manages or row.member == me.id]
    of_mine = {row.number for row in mine}
    wanted = [*_by_id(mine), *_by_id([row for row in truth.all(Photo) if row.number in of_mine])]
    return [*_by_id([press.impression for press in presses]), *_by_id(photos)], wanted


def _by_id(rows: "list[Impression] | list[Photo]") -> list[object]:
    return sorted(rows, key=lambda row: row.id)


def _unsent(tx: Tx) -> tuple[object, ...]:
    """What the cloud has done is not waited for: somebody else may sit there before its effect has come back."""
    acts = [act for act in outbox.unsettled(tx) if act.state is not ActState.DONE]
    refused = outbox.counts(tx).refused
    return acts, refused, carried.waiting(tx), files.waiting(tx), [*carried.failed(tx), *files.failed(tx)]
