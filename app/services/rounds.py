"""Visits in the background: what was ordered reaches the seals in sight, and what they recorded leaves them, unasked.

A visit is short, gives way to whoever wants a seal, and leaves alone a seal that somebody else is connected to. A seal
on its way to a release of its firmware is given some of it behind each visit, until it has all.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from app.device.connections import IN_PASSING, Retry
from app.device.errors import DeviceError, NotOurs, OtherSeal
from app.device.seal import Seal
from app.models.held import homes, letting_go, news_for, on_seals, upgrading
from app.models.store import Store, Topics
from app.services.courier import Courier
from app.services.nearby import NOBODYS, Nearby, NearbySeal
from app.sync.engine import Engine
from app.sync.errors import CloudError
from app.sync.state import SyncState
from protocol.certificates import Identity
from protocol.contact import LEASE_S
from protocol.firmware import UpgradeState
from protocol.session import ConsoleHello

_log = logging.getLogger(__name__)

VISIT_WITHIN_S = 10.0
# More of a release than fits in between comes with the next visit: other seals wait as well.
GIVE_WITHIN_S = 10.0
FETCH_AGAIN_S = 30.0
# What is told in one go is looked at in one go: nobody waits for it.
LOOK_EVERY_S = 0.2
# A seal beside a console never runs out of its lease.
VISIT_EVERY_S = LEASE_S / 3
# With something ordered for it, or something left on it.
VISIT_SOON_S = 3.0
# Left alone so long a seal restarts with its release (3 s without use, 3 s to start); then it has something to tell.
RESTARTED_AFTER_S = 12.0
_TOPICS = frozenset({"seals", "seal_status", "firmware", "authorizations", "carried", "members"})


@dataclass(frozen=True)
class OnSeal:
    """`waiting` entries of a seal's log that neither the cloud nor this console holds."""

    serial: str
    organization: str
    waiting: int


@dataclass
class _Plan:
    """When a seal is visited next and was last (monotonic seconds), and how it is tried again."""

    due: float = 0.0
    last: float = 0.0
    retry: Retry = field(default_factory=lambda: Retry(IN_PASSING))
    stranger: bool = False


class Rounds:
    """The background courier of one console. `on_seals` is what still lies on seals, as far as is known here."""

    def __init__(self, nearby: Nearby, courier: Courier, store: Store, engine: Engine) -> None:
        self.on_seals: tuple[OnSeal, ...] = ()
        self._nearby = nearby
        self._courier = courier
        self._store = store
        self._engine = engine
        self._online = engine.state.online
        self._listeners: list[Callable[[], None]] = []
        self._plans: dict[str, _Plan] = {}
        self._ends: dict[str, int] = {}
        self._letting_go: dict[str, str] = {}  # seals whose last word is missing, and whose they were
        self._news = True
        self._look = asyncio.Event()
        self._work: asyncio.Task[None] | None = None
        self._visit: asyncio.Task[None] | None = None
        self._fetching: asyncio.Task[None] | None = None
        nearby.give_way = self._hang_up

    def subscribe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be called on the loop whenever `on_seals` changed; returns how to stop that."""
        self._listeners.append(changed)
        return lambda: self._listeners.remove(changed)

    def start(self) -> None:
        """Visit until `stop`."""
        self._work = asyncio.create_task(self._run(), name="rounds")

    async def stop(self) -> None:
        """Hang up, and visit no more."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
            self._work = None
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)
        await self._hang_up()

    def told(self, serial: str, log_to: int) -> None:
        """A seal's log ends there: somebody heard it in a session."""
        if log_to > self._ends.get(serial, 0):
            self._ends[serial] = log_to
            self._hear_news()

    def look_after(self, serial: str, in_s: float) -> None:
        """It will have something to tell by then."""
        for seal in self._nearby.seals:
            if seal.serial == serial:
                self._plan(seal.address).due = time.monotonic() + in_s

    async def _run(self) -> None:
        stop = [
            self._store.subscribe(self._on_store),
            self._nearby.subscribe(self._look.set),
            self._engine.subscribe(self._on_sync),
        ]
        try:
            while True:
                self._look.clear()
                if self._news:
                    self._news = False
                    await self._read_news()
                self._begin_visit()
                await asyncio.sleep(LOOK_EVERY_S)
                with suppress(TimeoutError):
                    async with asyncio.timeout(1.0):
                        await self._look.wait()
        finally:
            for each in stop:
                each()

    def _on_store(self, topics: Topics) -> None:
        if topics & _TOPICS:
            self._hear_news()

    def _on_sync(self, sync: SyncState) -> None:
        before, self._online = self._online, sync.online
        if sync.online and before is False:  # what did not come off for want of the cloud is tried again
            for plan in self._plans.values():
                plan.retry.succeeded()
                plan.due = min(plan.due, plan.last + VISIT_SOON_S)
            self._look.set()

    def _hear_news(self) -> None:
        self._news = True
        self._look.set()

    async def _read_news(self) -> None:
        """What lies on the seals; and those in sight that something is ordered for are visited soon."""
        ends = dict(self._ends)
        here = {seal.serial: seal.address for seal in self._nearby.seals if seal.serial}
        waiting, ordered, ours, self._letting_go = await self._store.run(
            lambda tx: (on_seals(tx, ends), news_for(tx, set(here)), homes(tx), letting_go(tx))
        )
        for serial in here.keys() & ours.keys():
            plan = self._plan(here[serial])
            if plan.stranger:  # it has become ours
                plan.retry.succeeded()
                plan.stranger, plan.due = False, 0.0
        for serial in ordered | {serial for _, serial in waiting}:
            if serial in here:
                plan = self._plan(here[serial])
                if not plan.retry.failures:
                    plan.due = min(plan.due, plan.last + VISIT_SOON_S)
        before, self.on_seals = self.on_seals, tuple(OnSeal(s, o, n) for (o, s), n in sorted(waiting.items()))
        if before != self.on_seals:
            for listener in list(self._listeners):
                listener()

    def _plan(self, address: str) -> _Plan:
        return self._plans.setdefault(address, _Plan())

    def _begin_visit(self) -> None:
        if self._visit is not None and not self._visit.done():
            return
        now = time.monotonic()
        due = (seal for seal in self._nearby.seals if self._is_free(seal) and self._plan(seal.address).due <= now)
        if (seal := next(due, None)) is not None:
            self._visit = asyncio.create_task(self._visit_seal(seal.address), name=f"visit {seal.sighting.name}")

    def _is_free(self, seal: NearbySeal) -> bool:
        nobodys = seal.sighting.phase in NOBODYS and not self._may_have_let_go(seal)
        return not (seal.sighting.in_use or self._nearby.wanted[seal.address] or nobodys)

    def _may_have_let_go(self, seal: NearbySeal) -> bool:
        """An unbound one that may be a seal whose word on that was lost with whoever carried it."""
        return seal.unbound and bool(self._letting_go) and (seal.serial is None or seal.serial in self._letting_go)

    async def _hang_up(self) -> None:
        if self._visit is not None:
            self._visit.cancel()
            await asyncio.gather(self._visit, return_exceptions=True)

    async def _visit_seal(self, address: str) -> None:
        plan = self._plan(address)
        if any(each.unbound for each in self._nearby.seals if each.address == address):
            await self._hear_last_word(address, plan)
            return
        again = VISIT_EVERY_S
        try:
            async with (
                asyncio.timeout(VISIT_WITHIN_S) as limit,
                self._nearby.session(address, self._nearby.as_member()) as seal,
            ):
                home = (await self._store.run(homes)).get(seal.serial)
                if home is None:
                    raise NotOurs
                visit = await self._courier.visit(seal, home)
                if await self._store.run(lambda tx: upgrading(tx, home, seal.serial)):
                    limit.reschedule(asyncio.get_running_loop().time() + GIVE_WITHIN_S + VISIT_WITHIN_S)
                    again = await self._give(seal, home)
        except (DeviceError, TimeoutError, CloudError) as error:
            _log.info("visit to %s: %s", address, error)
            plan.stranger = isinstance(error, NotOurs)
            self._put_off(plan, error)
            return
        self.told(seal.serial, visit.live.log_to)
        if visit.trouble is not None:
            self._put_off(plan)
        else:
            plan.retry.succeeded()
            plan.last = time.monotonic()
            plan.due = plan.last + again
        self._look.set()

    async def _give(self, seal: Seal, home: str) -> float:
        """Some of the release that it wants; in how many seconds it is to be visited again."""
        at = await seal.upgrade()
        release = at.release.hex() if at.release is not None and at.state is UpgradeState.DOWNLOADING else ""
        if release and await self._courier.releases.here(home, release) is None:
            if self._fetching is None or self._fetching.done():
                fetching = self._fetch(home, seal.serial, release, asyncio.current_task())
                self._fetching = asyncio.create_task(fetching, name=f"release of {seal.serial}")
            return VISIT_EVERY_S
        try:
            async with asyncio.timeout(GIVE_WITHIN_S):
                at = await self._courier.releases.give(seal, home)
        except TimeoutError:
            return VISIT_SOON_S
        if at.state is UpgradeState.NONE:
            return VISIT_EVERY_S
        await self._courier.drain(seal, home)  # that it has all of it
        return RESTARTED_AFTER_S

    async def _fetch(self, home: str, serial: str, release: str, visit: asyncio.Task[None] | None) -> None:
        """Without holding the seal, however slow the cloud is; it is visited again when the image is here."""
        again_s = 0.0
        try:
            await self._courier.releases.image(home, serial, release)
        except CloudError as error:  # another visit may be due before
            _log.info("release %s for %s: %s", release, serial, error)
            again_s = FETCH_AGAIN_S
        if visit is not None:
            await asyncio.wait([visit])
        for seen in self._nearby.seals:
            if seen.serial == serial:
                plan = self._plan(seen.address)
                plan.due = min(plan.due, time.monotonic() + again_s)
        self._look.set()

    async def _hear_last_word(self, address: str, plan: _Plan) -> None:
        """Its question as an unbound seal is the proof that it has let go."""

        async def choose(identity: Identity, binding: int) -> ConsoleHello:
            organization = self._letting_go.get(identity.serial)
            if organization is None or binding != 0:
                raise OtherSeal(identity.serial)
            return await self._courier.claim(identity.serial, organization)

        try:
            async with asyncio.timeout(VISIT_WITHIN_S), self._nearby.session(address, choose) as seal:
                await self._courier.ask_cloud(seal)
        except (DeviceError, CloudError, TimeoutError) as error:
            _log.info("visit to unbound %s: %s", address, error)
            self._put_off(plan, error)
            return
        plan.retry.succeeded()
        plan.last = time.monotonic()
        plan.due = plan.last + VISIT_EVERY_S

    @staticmethod
    def _put_off(plan: _Plan, error: Exception | None = None) -> None:
        pause = plan.retry.after(error)
        assert pause is not None  # in passing there is always a next time
        plan.last = time.monotonic()
        plan.due = plan.last + pause
