"""The lane of slices: what was carried away from seals goes to the cloud, in any order, each by itself."""

from collections.abc import Callable
from functools import partial

from app.models import carried
from app.models.carried import Waiting
from app.models.store import Store, Tx
from app.sync.client import Client
from app.sync.errors import ProblemError
from protocol.sync import SliceTaken


async def send_slices(store: Store, client: Client, now: Callable[[], int]) -> None:
    """Send everything that waits. Raises a `CloudError`."""
    while (waiting := await store.run(carried.next_slice)) is not None:
        try:
            answer = await client.send_slice(waiting.serial, waiting.slice)
        except ProblemError as error:
            if error.worth_repeating:
                raise
            await store.run(partial(_failed, waiting.n, error.code))
        else:
            await store.run(partial(_taken, waiting, answer, now()))


def _failed(n: int, code: str, tx: Tx) -> None:
    carried.fail(tx, n, code)


def _taken(waiting: Waiting, answer: SliceTaken, at: int, tx: Tx) -> None:
    carried.taken(tx, waiting.n, waiting.serial, answer, at)
