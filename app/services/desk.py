"""The desk where a member does things: an act is judged here by the rule, kept, and left for the cloud."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from app.models import faults, files, fold, outbox, replica
from app.models.files import Blob
from app.models.outbox import ActTooLarge, StoredAct
from app.models.store import Store, Tx
from domain.rows import Act
from domain.verdict import OnlyCloud, Refused, Verdict


class Signer(Protocol):
    """Whoever holds this console's key."""

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature of this console (64 bytes)."""
        ...


@dataclass(frozen=True)
class Submitted:
    """The act is kept under this id. `only_cloud`: what follows from it cannot be shown before the cloud has judged."""

    id: str
    only_cloud: bool = False


class _NotAll(Exception):
    """One of several acts was refused."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.refused = refused


def now_ms() -> int:
    """Milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


class Desk:
    """Submits acts. Every method may be called on the loop; the database does the rest in its own thread."""

    def __init__(self, store: Store, signer: Signer, now: Callable[[], int] = now_ms) -> None:
        self._store = store
        self._signer = signer
        self._now = now

    async def submit(self, organization: str, act: Act, attach: Sequence[Blob] = ()) -> Submitted | Refused:
        """Keep an act, and the files that belong to it, in one transaction; or say why not."""
        return await self._store.run(partial(self._submit, organization, act, attach))

    async def submit_all(
        self, organization: str, acts: Sequence[Act], attach: Sequence[Blob] = ()
    ) -> list[Submitted] | Refused:
        """Keep acts that belong together, each judged on top of those before it: all of them, or none and why not."""
        try:
            return await self._store.run(partial(self._submit_all, organization, acts, attach))
        except _NotAll as error:
            return error.refused

    async def verdict(self, organization: str, act: Act) -> Verdict:
        """May I, and what would follow?"""
        return await self._store.run(lambda tx: self._judge(tx, organization, act, self._now()))

    async def dismiss(self, id: str) -> None:
        """The author has read why his act was refused."""
        await self._store.run(lambda tx: outbox.dismiss(tx, id, self._now()))

    async def pending(self, organization: str | None = None) -> list[StoredAct]:
        """Acts on their way, of one organization or of all."""
        return await self._store.run(lambda tx: outbox.unsettled(tx, organization))

    async def act(self, id: str) -> StoredAct | None:
        """How one act stands; none: it is over."""
        return await self._store.run(lambda tx: outbox.act(tx, id))

    async def refused(self, organization: str | None = None) -> list[StoredAct]:
        """Acts the cloud refused, with its reasons, until they are dismissed."""
        return await self._store.run(lambda tx: outbox.refused(tx, organization))

    def _submit(self, organization: str, act: Act, attach: Sequence[Blob], tx: Tx) -> Submitted | Refused:
        at = self._now()
        verdict = self._judge(tx, organization, act, at)
        if isinstance(verdict, Refused):
            return verdict
        try:
            id = outbox.add(tx, organization, act, at, self._signer.sign)
        except ActTooLarge:
            return Refused("too_large")
        for blob in attach:
            files.put(tx, organization, blob, at, outgoing=True)
            tx.after_commit(partial(faults.point, "photo_after_commit"))
        return Submitted(id, only_cloud=isinstance(verdict, OnlyCloud))

    def _submit_all(self, organization: str, acts: Sequence[Act], attach: Sequence[Blob], tx: Tx) -> list[Submitted]:
        done: list[Submitted] = []
        for act in acts:
            kept = self._submit(organization, act, () if done else attach, tx)
            if isinstance(kept, Refused):
                raise _NotAll(kept)  # the transaction takes back those before it
            done.append(kept)
        return done

    def _judge(self, tx: Tx, organization: str, act: Act, at: int) -> Verdict:
        actor = replica.me(tx, organization)
        if actor is None:  # not a member, or nothing pulled yet: the cloud knows
            return OnlyCloud()
        return fold.judge(act, actor, at, fold.facts(tx, organization))
