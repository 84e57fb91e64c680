"""Taking a fingerprint (录入指纹, R-236): ordered by the cloud, taken by the seal in six captures, told to the cloud.

Where the seal is near, each capture is told over Bluetooth; else what the cloud hears of it is all there is to see.
Both end alike: a lost link stops nothing, for the seal goes on by itself.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any
from uuid import uuid4

from app.device.errors import DeviceError
from app.device.seal import NewEntries, Seal
from app.models import replica
from app.models.store import Tx
from app.services.ordering import decided, is_near
from app.services.tools import Tools
from app.services.trouble import Trouble, of_device
from domain import seals
from domain.commands import CommandKind, CommandState, SealCommand
from domain.fingers import DeleteFinger, EnrolFinger
from domain.seals import Finger, SealStatus
from protocol.conversation import CAPTURES, FingerNotice, FingerResult

_COUNT = re.compile(rf"([0-{CAPTURES}])/{CAPTURES}")  # what the seal's screen says while it takes one


class Step(Enum):
    PREPARING = "preparing"  # connecting, and waiting for the cloud's word
    WAITING = "waiting"  # ordered; the seal has not heard of it yet
    TOUCHING = "touching"  # it takes one capture after the other
    SAVED = "saved"
    FAILED = "failed"  # nothing came of it: too late, too often not to be read, or the seal would not
    CANCELLED = "cancelled"
    REFUSED = "refused"  # not ordered at all (`trouble`)


OVER = frozenset({Step.SAVED, Step.FAILED, Step.CANCELLED, Step.REFUSED})
_RESULTS = {
    FingerResult.ENROLLED: Step.SAVED,
    FingerResult.FAILED: Step.FAILED,
    FingerResult.CANCELLED: Step.CANCELLED,
}


@dataclass(frozen=True)
class EnrollingState:
    """`captures` of the six are taken; `poor`: the last touch was no use. `live`: the seal itself tells, not the
    cloud."""

    step: Step = Step.PREPARING
    captures: int = 0
    poor: bool = False
    live: bool = False
    trouble: Trouble | None = None


class Enrolling:
    """One fingerprint of one member at one seal. What went wrong is `state.trouble`."""

    def __init__(self, tools: Tools, organization: str, serial: str, member: str) -> None:
        self.state = EnrollingState()
        self._tools, self._organization, self._serial, self._member = tools, organization, serial, member
        self._listeners: list[Callable[[], None]] = []
        self._work: asyncio.Task[None] | None = None
        self._seal: Seal | None = None
        self._ordered = False

    def subscribe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be called on the loop whenever `state` changed; returns how to stop that."""
        self._listeners.append(changed)
        return lambda: self._listeners.remove(changed)

    async def run(self) -> None:
        """From the order to what came of it; again after one that came to nothing."""
        self._ordered, self.state = False, EnrollingState()
        self._set()
        self._work = asyncio.create_task(self._run(), name=f"enrolling at {self._serial}")
        await self._work

    async def cancel(self) -> None:
        """It is not wanted any more: the seal, or the cloud in its place, is told so."""
        if self.state.step in OVER:
            return
        if self._seal is not None and self.state.step is Step.TOUCHING:
            self._set(trouble=None)
            try:
                await self._seal.cancel_enrol(uuid4().bytes)
            except DeviceError as error:
                self._set(trouble=of_device(error))
            return
        if self._ordered:
            act = DeleteFinger(seal=self._serial, member=self._member)
            self._set(trouble=await decided(self._tools, self._organization, act))
            if self.state.trouble is not None:
                return
        await self.close()
        self._set(step=Step.CANCELLED, trouble=None)

    async def close(self) -> None:
        """Hang up and watch no more; the seal goes on by itself."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)

    async def _run(self) -> None:
        if is_near(self._tools, self._serial):
            try:
                async with self._tools.nearby.conversation_with(self._serial, self._organization) as seal:
                    self._seal = seal
                    await self._before(seal)
                    return
            except DeviceError as error:
                self._set(trouble=of_device(error), live=False)
            finally:
                self._seal = None
        if self.state.step not in OVER and await self._order():
            await self._from_afar()

    async def _before(self, seal: Seal) -> None:
        """With the seal in a session: the first visit tells the cloud that it is on, and in which mode."""
        courier = self._tools.courier
        await courier.visit(seal, self._organization)
        if not await self._order():
            return
        visit = await courier.visit(seal, self._organization)
        if await self._tools.store.run(self._number) in visit.refused:
            self._set(step=Step.FAILED, trouble=Trouble("refused"))
            return
        self._set(live=True)
        async for said in seal.notices():
            if isinstance(said, NewEntries):
                await courier.keep(self._organization, said.part)
            elif isinstance(said, FingerNotice):
                self._show(said)
                if self.state.step in OVER:
                    visit = await courier.visit(seal, self._organization)
                    self._tools.rounds.told(self._serial, visit.live.log_to)
                    return
        if self.state.step not in OVER and seal.session.fault is not None:
            raise seal.session.fault

    def _number(self, tx: Tx) -> int | None:
        """Under which the seal hears of it."""
        orders = replica.all(tx, SealCommand, self._organization, seal=self._serial, member=self._member)
        mine = [each for each in orders if each.kind is CommandKind.FINGER_ENROL]
        return max(mine, key=lambda each: each.at).number if mine else None

    def _show(self, said: FingerNotice) -> None:
        step = _RESULTS.get(said.result, Step.TOUCHING)
        captures = CAPTURES if step is Step.SAVED else said.captures
        self._set(step=step, captures=captures, poor=said.result is FingerResult.POOR, trouble=None)

    async def _order(self) -> bool:
        """Whether it is ordered now."""
        if not self._ordered:
            act = EnrolFinger(seal=self._serial, member=self._member)
            trouble = await decided(self._tools, self._organization, act)
            if trouble is not None:
                self._set(step=Step.REFUSED, trouble=trouble)
                return False
            self._ordered = True
            self._set(step=Step.WAITING)
        return True

    async def _from_afar(self) -> None:
        """What the cloud hears, until it is over."""
        changed = asyncio.Event()
        unsubscribe = self._tools.store.subscribe(lambda _topics: changed.set())
        try:
            while self.state.step not in OVER:
                changed.clear()
                step, captures = await self._tools.store.run(self._told)
                if (step, captures) != (self.state.step, self.state.captures):
                    self._set(step=step, captures=captures)
                if step not in OVER:
                    await changed.wait()
        finally:
            unsubscribe()

    def _told(self, tx: Tx) -> tuple[Step, int]:
        seal = replica.get(tx, seals.Seal, self._organization, self._serial)
        slot = next((each for each in seal.slots if each.member == self._member), None) if seal is not None else None
        if slot is None or slot.deleted_at is not None:
            return Step.CANCELLED, self.state.captures
        if slot.failed_at is not None:
            return Step.FAILED, self.state.captures
        if slot.enrolled_at is not None:
            return Step.SAVED, CAPTURES
        return self._under_way(tx, slot)

    def _under_way(self, tx: Tx, slot: Finger) -> tuple[Step, int]:
        """The seal has heard of it, and its screen says how far it is, if the cloud was told."""
        orders = replica.all(tx, SealCommand, self._organization, seal=self._serial)
        begun = any(each.slot == slot.slot and each.at >= slot.at and _is_begun(each) for each in orders)
        status = replica.get(tx, SealStatus, self._organization, self._serial)
        counts = [int(found[1]) for line in (status.screen if status else []) if (found := _COUNT.fullmatch(line))]
        if not begun and not counts:
            return Step.WAITING, self.state.captures
        return Step.TOUCHING, max([self.state.captures, *counts])

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        for listener in list(self._listeners):
            listener()


def _is_begun(order: SealCommand) -> bool:
    return order.kind is CommandKind.FINGER_ENROL and order.state is CommandState.APPLIED
