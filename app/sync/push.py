"""The lane of acts: up in order, each answered done or refused; what was refused never keeps the others waiting."""

from collections.abc import Callable

import msgspec

from app.models import faults, outbox
from app.models.outbox import Sign
from app.models.store import Store
from app.sync.client import Client
from app.sync.errors import ProblemError
from protocol.sync import MAX_ACTS_PER_PUSH, ActBody, Push

# The push as a whole is answered so where one act of it cannot even be read.
_UNREADABLE = frozenset({"malformed", "too_large"})
# The cloud holds another past of this stream: the file was copied, or one of the two was restored.
_FORKED = frozenset({"stream_forked", "stream_gap"})


async def push(
    store: Store, client: Client, sign: Sign, now: Callable[[], int], pushed: Callable[[set[str]], None]
) -> None:
    """Send everything that waits. `pushed` hears which organizations have changed. Raises a `CloudError`."""
    limit, forked = MAX_ACTS_PER_PUSH, False
    while (batch := await store.run(lambda tx: outbox.next_push(tx, limit))) is not None:  # noqa: B023
        try:
            answer = await client.push(batch)
        except ProblemError as error:
            if error.code in _FORKED and not forked:
                forked = True
                await store.run(lambda tx: outbox.fork(tx, sign))
            elif error.code not in _UNREADABLE:
                raise
            elif len(batch.acts) > 1:
                limit = len(batch.acts) // 2
            else:
                await _refuse(store, batch, error, sign)
            continue
        limit, forked = MAX_ACTS_PER_PUSH, False
        faults.point("push_before_settle")
        await store.run(lambda tx: outbox.record(tx, answer, now()))  # noqa: B023
        pushed({_body(signed.body).organization for signed in batch.acts})


async def _refuse(store: Store, batch: Push, error: ProblemError, sign: Sign) -> None:
    """The one act that the cloud cannot read is refused here, and the stream goes on without its number."""
    id = _body(batch.acts[0].body).id

    def work(tx: outbox.Tx) -> None:
        outbox.refuse(tx, id, error.code, error.sentence)
        outbox.fork(tx, sign)

    await store.run(work)


def _body(body: bytes) -> ActBody:
    return msgspec.json.decode(body, type=ActBody)
