"""Stamping (去盖章, R-125..R-135): the seal of a use is found, taken in hand, pressed, and put down again.

While it is in hand its lease is renewed and each press is kept at once, with what the seal told of it; a lost link is
taken up again by itself. A press is counted by the seal alone: nothing here counts, and nothing is repeated blindly.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from app.device.connections import IN_HAND, Retry
from app.device.errors import DeviceError, LinkLost, OtherGrant, Resting, SealRefused
from app.device.seal import NewEntries, Seal
from app.models.carried import SeenPress
from app.models.files import Blob
from app.models.held import news_for
from app.models.store import Topics
from app.services.photos import Camera, Photos, PhotoState
from app.services.stamping_state import PressState, StampingState, Step
from app.services.together import first_to_end
from app.services.tools import Tools
from app.services.trouble import Trouble, of_device
from app.sync.state import SyncState
from domain.authorizations import Authorization
from domain.ids import from_bytes, to_bytes
from domain.seals import Model
from protocol.conversation import Code, Live, Press
from protocol.log import Place

# A contact that failed, or did not bring what is waited for, is made again soon; with news at once, but not more often.
AGAIN_S, PAUSE_S = 5.0, 1.0
# For so long the seal is left alone until it has heard from the cloud; without news it is taken as it is.
NEWS_WITHIN_S = 2.0
LOCATED_WITHIN_S = 2.0
TOUCH_TO_UNLOCK = "请按指纹解锁"  # as a seal's screen says it
# The next contact may change what keeps the seal from being taken.
_NOT_YET = frozenset({Code.RESTRICTED, Code.NO_GRANT, Code.STORAGE_FULL, Code.NO_CLOCK})


@dataclass(frozen=True)
class FreeUse:
    """A seal that asks for no grant (R-294), in the hands of this member of its organization."""

    organization: str
    seal: str
    member: str


Where = Callable[[], Awaitable[Place | None]]


class Stamping:
    """One authorization's stamping, or one in free use. Its methods raise nothing: what went wrong is `state.trouble`.

    `where` tells the place of this console (source CONSOLE), for a seal that cannot know its own.
    """

    def __init__(
        self, use: Authorization | FreeUse, tools: Tools, camera: Camera | None, where: Where | None = None
    ) -> None:
        self.state = StampingState(free=True)
        self._authorization: str | None = None
        if isinstance(use, Authorization):
            self.state = StampingState(
                used=use.used,
                count=use.count,
                photo_required=use.photo_required,
                finger_required=use.fingerprint_required,
            )
            self._authorization = use.id
        self._member, self._where = use.member, where
        self._located: asyncio.Future[Place | None] | None = None
        self._organization, self._serial = use.organization, use.seal
        self._tools = tools
        self._photos = Photos(tools.desk, self._organization, self._serial, camera, self._photo_changed)
        self._listeners: list[Callable[[], None]] = []
        self._work: asyncio.Task[None] | None = None
        self._seal: Seal | None = None
        self._news, self._visited, self._let_go = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._saving, self._visits, self._retry = False, 0, Retry(IN_HAND)
        self._tasks: set[asyncio.Task[Any]] = set()

    def subscribe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be called on the loop whenever `state` changed; returns how to stop that."""
        self._listeners.append(changed)
        return lambda: self._listeners.remove(changed)

    def start(self) -> None:
        """Find the seal and take it in hand; again after SAVED or REFUSED."""
        if self._work is None or self._work.done():
            self._saving, self._retry = False, Retry(IN_HAND)
            self._set(trouble=None)
            self._work = asyncio.create_task(self._run(), name=f"stamping {self._serial}")

    async def save(self) -> None:
        """Put the seal down (保存): it is restricted until taken again."""
        self._saving = True
        self._let_go.set()
        self._visited.set()
        if self._seal is None:
            await self._stop()
            self._set(step=Step.SAVED, trouble=None)
        elif self._work is not None:
            await asyncio.wait({self._work})

    async def put_down(self, within_s: float) -> None:
        """Save for a person who is not there: in so many seconds, else the seal lets go of itself (C-37)."""
        if self._work is None or self._work.done():
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self.save()
        await self._stop()
        if self.state.step not in (Step.REFUSED, Step.OVER):
            self._set(step=Step.SAVED, trouble=Trouble(Resting.code))

    async def close(self) -> None:
        """Hang up; the seal lets go of itself. Pictures under way are still kept: see `photos_settled`."""
        await self._stop()

    def hang_up(self) -> None:
        """Begin to close, for whoever cannot wait for it."""
        if self._work is not None:
            self._work.cancel()

    async def photos_settled(self) -> None:
        """Until no picture is being taken any more."""
        await self._photos.settled()

    async def add_photo(self, number: int, picture: Blob) -> bool:
        """Keep a picture chosen by hand for the impression of entry `number` (R-135); whether it was kept."""
        kept = await self._photos.add(number, picture)
        if kept:
            await self._unlock_next()
        return kept

    def camera_again(self, number: int) -> None:
        """Take the picture of the impression of entry `number` once more."""
        self._spawn(self._photograph(number))

    # One session after the other

    async def _run(self) -> None:
        stop = self._tools.store.subscribe(self._on_store), self._tools.engine.subscribe(self._on_sync)
        try:
            while True:
                try:
                    self._set(step=Step.SEARCHING)
                    self._set(step=await self._converse())
                    return
                except DeviceError as error:
                    pause = self._retry.after(error)
                    self._set(step=Step.REFUSED if pause is None else Step.LOST, trouble=of_device(error))
                    if pause is None:
                        return
                await asyncio.sleep(pause)
        finally:
            for each in stop:
                each()

    async def _converse(self) -> Step:
        """One session with the seal, until it is put down."""
        tools = self._tools
        self._located = self._locate()
        async with tools.nearby.conversation_with(self._serial, self._organization) as seal:
            self._seal = seal
            self._set(step=Step.CONTACT)
            try:
                return await first_to_end(self._hold(seal), self._listen(seal), self._renew(seal))
            finally:
                self._seal = None
                if self._located is not None:
                    self._located.cancel()

    def _locate(self) -> "asyncio.Future[Place | None] | None":
        return None if self._where is None else asyncio.ensure_future(self._where())

    async def _claim_place(self, seal: Seal) -> None:
        """Where we are, if that is known by now: only a seal without a receiver is worth waiting for it."""
        located, self._located = self._located or self._locate(), None  # asked for while the seal was being reached
        if located is None:
            return
        await asyncio.wait({located}, timeout=LOCATED_WITHIN_S if seal.model is Model.L else 0)
        if not located.done():
            located.cancel()
        elif (place := located.result()) is not None:
            await seal.claim_place(place, uuid4().bytes)

    async def _hold(self, seal: Seal) -> Step:
        """Take it in hand as soon as that is possible, and hold it until it is put down."""
        was_in_hand, before = False, self._visits
        with suppress(TimeoutError):
            async with asyncio.timeout(NEWS_WITHIN_S):
                await self._visit_after(before)
        while not self._saving:
            self._let_go.clear()
            visits = self._visits
            try:
                await self._take(seal)
            except (SealRefused, OtherGrant) as error:
                if was_in_hand and error.code != "restricted":
                    self._set(trouble=of_device(error))
                    return Step.OVER
                not_yet = isinstance(error, OtherGrant) or error.status in _NOT_YET
                if visits > before and not not_yet:
                    raise
                self._set(step=Step.CONTACT, trouble=of_device(error))
                await self._visit_after(visits)
            else:
                was_in_hand = True
                await self._while_in_hand(seal)
        await seal.release(uuid4().bytes)
        await self._tools.courier.drain(seal, self._organization)
        self._set(trouble=None)
        return Step.SAVED

    async def _while_in_hand(self, seal: Seal) -> None:
        """Until it is let go: the seal itself tells of presses."""
        await self._let_go.wait()

    async def _visit_after(self, visits: int) -> None:
        """Until one more has been made, or the seal is to be put down."""
        while self._visits <= visits and not self._saving:
            self._visited.clear()
            await self._visited.wait()

    async def _take(self, seal: Seal) -> None:
        """Under this authorization and no other, in free use under none: else it is put down at once."""
        await self._claim_place(seal)
        taken = await seal.take(uuid4().bytes)
        if taken.grant != (to_bytes(self._authorization) if self._authorization else None):
            await seal.release(uuid4().bytes)
            raise OtherGrant
        self._retry.succeeded()
        required = taken.photo_required
        self._set(
            step=Step.IN_HAND,
            used=taken.used,
            count=taken.count,
            photo_required=required,
            camera_ready=False,
            trouble=None,
        )
        await self._unlock_next()
        self._show(await seal.live())

    async def _listen(self, seal: Seal) -> Step:
        async for said in seal.notices():
            if isinstance(said, Live):
                self._show(said)
            elif isinstance(said, NewEntries):
                await self._keep(said)
        raise seal.session.fault or LinkLost()

    async def _renew(self, seal: Seal) -> Step:
        """Contact after contact, so that the lease never ends while the cloud can be reached."""
        while True:
            self._news.clear()
            visit = await self._tools.courier.visit(seal, self._organization, self._show_progress)
            self._tools.rounds.told(self._serial, visit.live.log_to)
            self._set(online=visit.trouble is None, carrying=None)
            self._show(visit.live)
            self._visits += 1
            self._visited.set()
            await asyncio.sleep(PAUSE_S)
            soon = visit.trouble is not None or self.state.step is not Step.IN_HAND
            with suppress(TimeoutError):
                async with asyncio.timeout(AGAIN_S if soon else visit.live.lease_left_s / 3):
                    await self._news.wait()

    # What the seal says

    async def _keep(self, new: NewEntries) -> None:
        """The record first, in one transaction; then the picture, which may take its time or fail."""
        press = new.press
        if press is not None:
            self._set(camera_ready=False)  # the seal has locked itself again, before this is written
        presses = [] if press is None else [self._seen(press)]
        await asyncio.shield(self._tools.courier.keep(self._organization, new.part, presses))
        self._tools.rounds.told(self._serial, new.part.last)
        if press is None or any(known.number == press.number for known in self.state.presses):
            return
        state = PressState(press.number, press.own, press.at, press.result)
        self._set(presses=(*self.state.presses, state), used=press.used, count=press.count)
        self._spawn(self._photograph(press.number))

    def _seen(self, press: Press) -> SeenPress:
        grant = from_bytes(press.grant) if press.grant else None
        member = self._member if grant or self.state.free else None
        return SeenPress(press.number, press.own, grant, member, press.at, press.result)

    def _show(self, live: Live) -> None:
        used: dict[str, Any] = {}
        if live.used is not None and live.count is not None and live.used >= self.state.used:
            # What a visit read may be shown after a press told more: the seal's count only grows. When it has grown,
            # the press that did it has used up what the camera unlocked, whether its entry is here already or not.
            used = {"used": live.used, "count": live.count}
            if live.used > self.state.used:
                used["camera_ready"] = False
        lease = time.monotonic() + live.lease_left_s
        self._set(phase=live.phase, battery=live.battery, lease_until=lease, touched=_touched(live), **used)
        if self.state.step is Step.IN_HAND and not live.in_hand:
            self._set(step=Step.CONTACT)
            self._let_go.set()

    def _show_progress(self, done: int, total: int) -> None:
        self._set(carrying=(done, total))

    def _on_store(self, topics: Topics) -> None:
        if "authorizations" in topics and self._seal is not None:
            self._spawn(self._look_for_news())

    def _on_sync(self, sync: SyncState) -> None:
        if sync.online and self.state.online is False:
            self._news.set()

    async def _look_for_news(self) -> None:
        """Something was decided for this seal that its log has not confirmed: an end, say."""
        if await self._tools.store.run(lambda tx: news_for(tx, {self._serial})):
            self._news.set()

    # Pictures

    async def _photograph(self, number: int) -> None:
        task = self._photos.take(number)
        if task is not None and await task:
            await self._unlock_next()

    async def _unlock_next(self) -> None:
        """The camera is ready for one more press, if the grant demands that; else the seal unlocks by itself."""
        seal = self._seal
        if seal is None or self.state.step is not Step.IN_HAND or not self.state.photo_required:
            return
        if not self._photos.has_camera:
            self._set(trouble=Trouble("camera_missing"))
            return
        with suppress(DeviceError):  # a session that ended tells so by itself
            await seal.camera_ready(uuid4().bytes)
            self._set(camera_ready=True, trouble=None)

    def _photo_changed(self, number: int, photo: PhotoState, trouble: Trouble | None) -> None:
        presses = (
            replace(press, photo=photo, trouble=trouble) if press.number == number else press
            for press in self.state.presses
        )
        self._set(presses=tuple(presses))

    # Bookkeeping

    async def _stop(self) -> None:
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        for listener in list(self._listeners):
            listener()


def _touched(live: Live) -> bool:
    """Its screen, while it is lit, says whether it waits for a finger (R-136). Dark it says nothing: who touches once
    more than he needs to loses nothing."""
    return bool(live.screen) and TOUCH_TO_UNLOCK not in live.screen
