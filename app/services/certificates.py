"""What this console shows to seals: its key, and a certificate of each organization, renewed long before its end."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.models import certificates, replica
from app.models.certificates import Held
from app.models.store import Store, Topics, Tx
from app.services.account import Account
from app.services.desk import now_ms
from app.sync.errors import CloudError, ProblemError

if TYPE_CHECKING:
    from app.device.session import Trust
    from app.sync.engine import Engine
    from app.sync.state import SyncState

RENEW_AFTER_MS = 12 * 3600 * 1000
LOOK_EVERY_S = 600.0
AGAIN_S = 5.0  # after one that did not come: no seal lets this console in without it


class Certificates:
    """`app.services.nearby.Credentials` of the person who is signed in."""

    def __init__(self, account: Account, store: Store, now: Callable[[], int] = now_ms) -> None:
        self._account = account
        self._store = store
        self._now = now
        self._look = asyncio.Event()
        self._online = False

    @property
    def trust(self) -> "Trust":
        """This console's own key, and the maker whose seals are genuine."""
        from app.device.session import Trust

        return Trust(self._account.static, self._account.maker)

    async def certificate(self, organization: str) -> bytes | None:
        """The one of this organization, while it is valid."""
        held = await self._store.run(partial(_held, organization))
        return held.certificate if held and self._now() < held.expires else None

    async def keep(self, engine: "Engine") -> None:
        """Fetch what is missing or old whenever the cloud is there; for ever."""
        undo = self._store.subscribe(self._changed), engine.subscribe(self._reached)
        self._look.set()
        try:
            within = LOOK_EVERY_S
            while True:
                await self._wait(within)
                within = LOOK_EVERY_S if await self.renew() else AGAIN_S
        finally:
            for unsubscribe in undo:
                unsubscribe()

    async def renew(self) -> bool:
        """Fetch what is missing or has been held for half a day; whether the cloud could be asked."""
        for organization in await self._store.run(replica.organizations):
            held = await self._store.run(partial(_held, organization))
            if held is None or self._now() >= min(held.fetched_at + RENEW_AFTER_MS, held.expires):
                try:
                    answer = await self._account.client.certificate(organization)
                except ProblemError:
                    continue  # no member any more: the next pull says so
                except CloudError:
                    return False
                fresh = Held(answer.certificate, answer.expires, self._now())
                await self._store.run(partial(_keep, organization, fresh))
        return True

    async def _wait(self, within_s: float) -> None:
        try:
            async with asyncio.timeout(within_s):
                await self._look.wait()
        except TimeoutError:
            pass
        self._look.clear()

    def _changed(self, topics: Topics) -> None:
        if "members" in topics:
            self._look.set()

    def _reached(self, state: "SyncState") -> None:
        if state.online and not self._online:
            self._look.set()
        self._online = bool(state.online)


def _held(organization: str, tx: Tx) -> Held | None:
    return certificates.get(tx, organization)


def _keep(organization: str, held: Held, tx: Tx) -> None:
    certificates.put(tx, organization, held)
