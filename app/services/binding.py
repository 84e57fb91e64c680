"""Binding a seal over Bluetooth (R-055..R-073): who binds stands before the seal and reads a number from its screen.

PICK    choose one of the seals that are heard; connecting brings the claim, the time, and a number on the screen
NUMBER  type the number and a name; the cloud decides, the seal obeys, its word is carried back
DONE    the seal is bound, and the cloud has heard it from the seal
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any
from uuid import uuid4

from app.device.errors import (
    AlreadyBound,
    DeviceError,
    LinkLost,
    NoOffer,
    NotAdmitted,
    OtherSeal,
    OutOfReach,
    SealRefused,
)
from app.device.seal import Seal as OpenSeal
from app.models import replica
from app.models.store import Store
from app.services import decided
from app.services.courier import Courier
from app.services.decided import DECIDED_WITHIN_S, NotDone
from app.services.desk import Desk
from app.services.nearby import Nearby, NearbySeal
from app.services.trouble import Trouble, of_cloud, of_device, of_rule
from app.sync.errors import CloudError, ProblemError
from domain.seals import BindingState as InCloud
from domain.seals import BindSeal, Model, Seal
from domain.verdict import Refused
from protocol.certificates import Identity
from protocol.conversation import Code
from protocol.session import ConsoleHello

# The slice and the pull that answers it: moments, unless the cloud is away.
CONFIRMED_WITHIN_S = 10.0
# Somebody who has just scanned its code, or chosen it in a list, may still have to switch it on.
FOUND_WITHIN_S = 30.0
# The link that has just ended still stands in the seal's advertisement for a moment.
CARRY_TIMES = 3
# A seal takes only what its cloud's last answer offered, and its modem asks as well: then once more.
OFFERED_TIMES = 3
ABOUT_THE_NUMBER = ("wrong_number", "too_many_tries")  # refusals
_NO_ACT = "", "", ""  # serial, name and id of the act that was submitted


class Step(Enum):
    PICK = "pick"
    NUMBER = "number"
    DONE = "done"


class Doing(Enum):
    """What is under way, for the sentence beside the spinner."""

    NOTHING = "nothing"
    LOOKING = "looking"  # for one that has to be this
    CONNECTING = "connecting"
    DECIDING = "deciding"  # waiting for the cloud
    BINDING = "binding"
    CARRYING = "carrying"  # the seal's word to the cloud


@dataclass(frozen=True)
class BindingState:
    """`seal` was picked; `serial` and `model` are what its session proved. `trouble` stands until the next attempt."""

    step: Step = Step.PICK
    doing: Doing = Doing.NOTHING
    seal: NearbySeal | None = None
    serial: str = ""
    model: Model | None = None
    trouble: Trouble | None = None


class Binding:
    """One binding, from the list to the bound seal. Its methods raise nothing: what went wrong is `state.trouble`."""

    def __init__(self, organization: str, nearby: Nearby, courier: Courier, desk: Desk, store: Store) -> None:
        self.state = BindingState()
        self.decided_within_s = DECIDED_WITHIN_S
        self._organization = organization
        self._nearby = nearby
        self._courier = courier
        self._desk = desk
        self._store = store
        self._listeners: list[Callable[[], None]] = []
        self._stack = AsyncExitStack()
        self._seal: OpenSeal | None = None
        self._watch: asyncio.Task[None] | None = None
        self._wanted = ""
        self._act = _NO_ACT

    def subscribe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be called on the loop whenever `state` changed; returns how to stop that."""
        self._listeners.append(changed)
        return lambda: self._listeners.remove(changed)

    async def pick(self, address: str, wanted: str = "") -> None:
        """Connect to the seal of that address and have it show its number; then NUMBER. `wanted`: the serial that it
        has to have, if that is known beforehand."""
        await self.cancel()
        self._wanted = wanted
        async with self._attempt():
            await self._begin(address)

    async def find(self, wanted: str = "", address: str = "") -> None:
        """The same with the seal of that serial, or of that address, as soon as it is heard (R-061, R-070). What is
        heard does not tell its serial: those that might be it are asked one after the other."""
        await self.cancel()
        self._wanted = wanted
        async with self._attempt():
            asked: set[str] = set()
            while self._seal is None:
                self._set(seal=None, doing=Doing.LOOKING)
                try:
                    async with asyncio.timeout(FOUND_WITHIN_S):
                        found = await self._heard(asked, address)
                except TimeoutError:
                    raise OutOfReach from None
                asked.add(found)
                with suppress(OtherSeal):
                    await self._begin(found)

    async def _heard(self, asked: set[str], address: str) -> str:
        """The address of a seal that may be the wanted one, once there is one."""
        changed = asyncio.Event()
        unsubscribe = self._nearby.subscribe(changed.set)
        try:
            while True:
                for each in self._nearby.seals:
                    fits = each.address == address if address else each.serial in (None, self._wanted)
                    if fits and each.unbound and not each.sighting.in_use and each.address not in asked:
                        return each.address
                changed.clear()
                await changed.wait()
        finally:
            unsubscribe()

    async def _begin(self, address: str) -> None:
        """A session, and a number on the seal's screen."""
        seal = next((each for each in self._nearby.seals if each.address == address), None)
        self._set(seal=seal, doing=Doing.CONNECTING)
        opening = self._nearby.conversation(address, self._claim)
        try:
            self._seal = await self._stack.enter_async_context(opening)
        except NotAdmitted as error:
            raise AlreadyBound from error  # to others: they alone are let in
        self._set(serial=self._seal.serial, model=self._seal.model)
        if self._seal.binding != 0:
            await self._take_in(self._seal)
            return
        # A contact as of no binding: the seal judges the claim by its own clock, which it may have lost.
        await self._seal.give_answer((await self._courier.ask_cloud(self._seal)).answer)
        await self._seal.show_number()
        self._watch = asyncio.create_task(self._notice_end(self._seal), name="binding")
        self._set(step=Step.NUMBER)

    async def show_again(self) -> None:
        """A new number on the screen: the old one is used up, or its five minutes are over."""
        if self._seal is not None:
            self._set(doing=Doing.CONNECTING, trouble=None)
            async with self._attempt():
                await self._seal.show_number()

    async def bind(self, number: str, name: str) -> None:
        """Bind with the six digits on the screen; then DONE. After a wrong number: NUMBER still, try again."""
        seal = self._seal
        if seal is None:
            return
        self._set(doing=Doing.DECIDING, trouble=None)
        async with self._attempt():
            for left in reversed(range(OFFERED_TIMES)):
                envelope = await self._decided(seal, name)
                self._set(doing=Doing.BINDING)
                try:
                    await self._bind(seal, number, envelope)
                except SealRefused as error:
                    if error.status is not Code.GAP or not left:
                        raise
                    continue  # it has heard another answer since, by its modem
                break
            self._set(doing=Doing.CARRYING)
            await self._hang_up()
            await self._carry(seal.serial)

    async def cancel(self) -> None:
        """Back to PICK at any time; a seal that was bound already stays bound."""
        await self._hang_up()
        self._act = _NO_ACT
        self.state = BindingState()
        self._tell()

    async def _claim(self, identity: Identity, binding: int) -> ConsoleHello:
        if self._wanted not in ("", identity.serial):
            raise OtherSeal(identity.serial)
        if binding != 0:
            return await self._as_its_own(identity, binding)
        return await self._courier.claim(identity.serial, self._organization)

    async def _as_its_own(self, identity: Identity, binding: int) -> ConsoleHello:
        """It may be bound to this organization, and nobody knows but the seal; of an older binding they may know."""
        row = await self._store.run(lambda tx: replica.get(tx, Seal, self._organization, identity.serial))
        if row is not None and row.state in (InCloud.BOUND, InCloud.UNBINDING) and row.binding == binding:
            raise AlreadyBound
        return await self._nearby.as_member(self._organization)(identity, binding)

    async def _take_in(self, seal: OpenSeal) -> None:
        """It was bound after the backup with which the cloud began again, or before its binding was taken back: its
        first question brings it up to date, with the next it is taken in. To another organization's seal the cloud
        gives no answer."""
        self._set(doing=Doing.CARRYING)
        try:
            await seal.give_answer((await self._courier.ask_cloud(seal)).answer)
        except ProblemError as error:
            if error.code != "not_found":
                raise
            raise AlreadyBound from error
        visit = await self._courier.visit(seal, self._organization)
        await self._hang_up()
        self._set(trouble=visit.trouble or await self._confirmed(seal))
        self._set(step=Step.DONE)

    async def _decided(self, seal: OpenSeal, name: str) -> bytes:
        """The bind envelope: the act on its way, the cloud's verdict, and what it has for the seal."""
        if self._act[:2] != (seal.serial, name):
            act = BindSeal(serial=seal.serial, model=seal.model, name=name, identity=seal.session.identity_bytes)
            submitted = await self._desk.submit(self._organization, act)
            if isinstance(submitted, Refused):
                raise NotDone(of_rule(submitted))
            self._act = seal.serial, name, submitted.id
        async with asyncio.timeout(self.decided_within_s):
            await decided.verdict(self._store, self._desk, self._act[2])
        reply = await self._courier.ask_cloud(seal)
        if not reply.down:
            raise NoOffer
        await seal.give_answer(reply.answer)
        return reply.down[0]

    async def _bind(self, seal: OpenSeal, number: str, envelope: bytes) -> None:
        """A lost answer is not asked for blindly: whether the seal is bound, the next session tells."""
        try:
            await seal.bind(number, envelope, uuid4().bytes)
        except DeviceError as error:
            if isinstance(error, SealRefused) or not error.may_have_happened:
                raise

    async def _carry(self, serial: str) -> None:
        """The seal's word that it is bound, over a session with the new certificate."""
        for attempt in range(1, CARRY_TIMES + 1):
            try:
                async with self._nearby.conversation_with(serial, self._organization) as seal:
                    visit = await self._courier.visit(seal, self._organization)
            except DeviceError as error:
                if attempt == CARRY_TIMES or not error.worth_repeating:
                    raise
            else:
                self._set(trouble=visit.trouble or await self._confirmed(seal))
                self._set(step=Step.DONE)
                return

    async def _confirmed(self, seal: OpenSeal) -> Trouble | None:
        """Until the cloud has heard the seal's word; trouble if that takes too long: then it will hear it later."""
        try:
            async with asyncio.timeout(CONFIRMED_WITHIN_S):
                await decided.bound(self._store, self._organization, seal.serial, seal.binding)
        except TimeoutError as error:
            return of_cloud(error)
        return None

    @asynccontextmanager
    async def _attempt(self) -> AsyncGenerator[None]:
        """What goes wrong becomes `trouble`; without a session left the way leads back to PICK, where none is kept: the
        seal would pass for one that somebody else is connected to. What was asked for may be over by then, taken back
        or lapsed: it is asked for again, unless only the number was wrong."""
        try:
            yield
        except DeviceError as error:
            if error.code not in ABOUT_THE_NUMBER:
                self._act = _NO_ACT
            self._set(trouble=of_device(error))
        except (CloudError, TimeoutError) as error:
            self._set(trouble=of_cloud(error))
        except NotDone as error:
            self._act = _NO_ACT
            self._set(trouble=error.trouble)
        finally:
            stands = self._seal is not None and self._seal.session.fault is None
            if self.state.step is Step.PICK or (self.state.step is Step.NUMBER and not stands):
                await self._hang_up()
                self._set(step=Step.PICK)
            self._set(doing=Doing.NOTHING)

    async def _notice_end(self, seal: OpenSeal) -> None:
        """The link may go while a person types."""
        await seal.session.wait_closed()
        if self.state.doing is Doing.NOTHING:
            self._watch = None
            await self._hang_up()
            self._set(step=Step.PICK, trouble=of_device(seal.session.fault or LinkLost()))

    async def _hang_up(self) -> None:
        watch, self._watch, self._seal = self._watch, None, None
        if watch is not None:
            watch.cancel()
        await self._stack.aclose()

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self._tell()

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()
