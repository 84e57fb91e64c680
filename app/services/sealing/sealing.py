"""Sealing a document (R-108, C-26): it is prepared and kept, the seal signs it, and what comes of it is checked.

Until the seal is asked, nothing has happened and all of it can be cancelled. From then on it cannot: whatever ends in
between (the link, the program), the same request asked again is answered with the same signature, and is no second use.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import Any

import msgspec

from app.device.errors import DeviceError, OtherDocument, Resting, SealRefused
from app.device.seal import Seal
from app.models import carried, sealings, usage
from app.models.carried import SeenPress
from app.models.files import Blob
from app.models.sealings import Answer, SealingRow, SealingStep
from app.models.store import Tx
from app.services.desk import now_ms
from app.services.picking import short_name
from app.services.sealing import words
from app.services.sealing.apart import Apart
from app.services.sealing.flaws import NoStamp, Unsealable
from app.services.sealing.hand import Hand
from app.services.sealing.orders import Chain, Content, Known, Looked, Order, Prepared, Standing
from app.services.sealing.pages import DoesNotFit
from app.services.stamping import Where
from app.services.stamping_state import StampingState, Step
from app.services.tools import Tools
from app.services.trouble import Trouble, of_device
from domain.authorizations import Authorization
from domain.ids import new_id, to_bytes
from protocol.errors import BadSignature
from protocol.sealing import SealingRequest

PUT_DOWN_WITHIN_S = 3.0


class Stage(Enum):
    READY = "ready"
    PREPARING = "preparing"
    AT_SEAL = "at_seal"  # it is looked for, taken in hand, and asked (`hand`)
    ASSEMBLING = "assembling"
    DONE = "done"
    STOPPED = "stopped"  # `trouble`, if it was not cancelled


@dataclass(frozen=True)
class SealingState:
    """`asked`: the seal may have signed; it cannot be cancelled any more. `content`: the sealed file; `stamped`: with a
    time stamp, where one was wished for."""

    stage: Stage = Stage.READY
    hand: StampingState | None = None
    trouble: Trouble | None = None
    asked: bool = False
    row: SealingRow | None = None
    content: bytes = b""
    stamped: bool = True


class _Stopped(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.code)
        self.trouble = trouble


# The certificate of a seal, by organization and serial; none: there is none yet.
ChainOf = Callable[[str, str], Awaitable[Chain | None]]
# The sealed file is kept as the record's; or why not: then the person alone has it.
Keep = Callable[[SealingRow, Blob], Awaitable[Trouble | None]]


class Sealing:
    """Of one authorization. Its methods raise nothing: what went wrong is `state.trouble`."""

    def __init__(
        self,
        use: Authorization,
        tools: Tools,
        apart: Apart,
        *,
        chain: ChainOf,
        keep: Keep,
        where: Where | None = None,
        now: Callable[[], int] = now_ms,
    ) -> None:
        self.state = SealingState()
        self._use, self._tools, self._apart, self._where, self._now = use, tools, apart, where, now
        self._chain_of, self._keep = chain, keep
        self._listeners: list[Callable[[], None]] = []
        self._work: asyncio.Task[None] | None = None
        self._hand: Hand | None = None
        self._cancelled = False
        self._closing: asyncio.Future[None] | None = None

    def subscribe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be called on the loop whenever `state` changed; returns how to stop that."""
        self._listeners.append(changed)
        return lambda: self._listeners.remove(changed)

    def start(self, data: bytes, name: str, order: Order, stamp: str = "") -> None:
        """Seal this file; `stamp`: the address of the time stamp authority that is asked."""
        self._begin(partial(self._from_the_beginning, data, name, order, stamp))

    def go_on(self, row: SealingRow) -> None:
        """With one that was not finished."""
        self._begin(partial(self._from_the_seal_on, row))

    async def look(self, data: bytes) -> Looked:
        """Whether it can be sealed, and its pages. Raises `Unsealable`."""
        return await self._apart.look(data)

    def reset(self) -> None:
        """Another one is to be sealed."""
        if self._work is None or self._work.done():
            self.state = SealingState()

    def cancel(self) -> None:
        """Before the seal is asked; then it is too late, and changes nothing."""
        if self._work is not None and not self._work.done() and not self.state.asked:
            self._cancelled = True
            self._work.cancel()

    async def put_down(self, within_s: float) -> None:
        """For a person who is not there (C-37): what the seal has signed is gone on with later."""
        if self._work is None or self._work.done():
            return
        self._cancelled = not self.state.asked  # nor is it asked while it is being put down
        if self._hand is not None:
            await self._hand.put_down(within_s)
        self._work.cancel()
        await asyncio.wait({self._work})
        self._set(trouble=Trouble(Resting.code))

    def hang_up(self) -> None:
        """Begin to close, for whoever cannot wait for it."""
        self._closing = asyncio.ensure_future(self.close())

    async def close(self) -> None:
        """Nobody waits for it any more; what the seal has signed is gone on with later."""
        self._cancelled = not self.state.asked
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
        await self._apart.close()

    def _begin(self, work: Callable[[], Awaitable[None]]) -> None:
        if self._work is None or self._work.done():
            self._cancelled = False
            self.state = SealingState()
            self._work = asyncio.create_task(self._run(work), name=f"sealing {self._use.seal}")

    async def _run(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except _Stopped as stopped:
            self._set(stage=Stage.STOPPED, trouble=stopped.trouble)
        except Unsealable as error:
            self._set(stage=Stage.STOPPED, trouble=Trouble(words.of_flaw(error.flaw)))
        except DoesNotFit as error:
            self._set(stage=Stage.STOPPED, trouble=Trouble(*words.of_unfit(error)))
        except asyncio.CancelledError:
            self._set(stage=Stage.STOPPED)
            if not self._cancelled:
                raise
        finally:
            await self._let_go()

    async def _let_go(self) -> None:
        """The seal is put down, and of what it was not asked nothing stays."""
        hand, self._hand = self._hand, None
        if hand is not None:
            with suppress(asyncio.CancelledError):
                await hand.put_down(PUT_DOWN_WITHIN_S)
        row = self.state.row
        if row is not None and row.step is SealingStep.PREPARED:
            await self._tools.store.run(lambda tx: sealings.drop(tx, row.id))

    # Before the seal

    async def _from_the_beginning(self, data: bytes, name: str, order: Order, stamp: str) -> None:
        self._set(stage=Stage.PREPARING)
        use = self._use
        chain = await self._chain_of(use.organization, use.seal)
        if chain is None:
            raise _Stopped(Trouble("no_seal_certificate", worth_repeating=True))
        if stamp:
            try:
                await self._apart.try_stamp(stamp)
            except NoStamp as error:
                raise _Stopped(Trouble("no_time_stamp", worth_repeating=True)) from error
        prepared = await self._apart.prepare(data, order)
        row = SealingRow(
            id=new_id(),
            organization=use.organization,
            seal=use.seal,
            authorization=use.id,
            name=name,
            document=order.document.hex(),
            digest=prepared.digest.hex(),
            begin=prepared.begin,
            end=prepared.end,
            size=prepared.size,
            certificates=[chain.seal, *chain.above],
            stamp=stamp,
            begun_at=self._now(),
        )
        await self._tools.store.run(lambda tx: sealings.begin(tx, row, prepared.content))
        await self._from_the_seal_on(row)

    async def _from_the_seal_on(self, row: SealingRow) -> None:
        self._set(row=row, asked=row.step is not SealingStep.PREPARED)
        if row.answer is None:
            await self._at_seal()
        await self._assemble()

    # At the seal

    async def _at_seal(self) -> None:
        hand = self._hand = Hand(self._use, self._tools, self._where, self._ask_again, self._ask)
        unsubscribe = hand.subscribe(lambda: self._set(hand=hand.state))
        self._set(stage=Stage.AT_SEAL, hand=hand.state)
        try:
            hand.start()
            await hand.ended()
        finally:
            unsubscribe()
        self._hand = None
        row = self.state.row
        if row is None or row.answer is None:
            trouble = self.state.trouble or hand.state.trouble
            if trouble is None and hand.state.step is Step.OVER:
                trouble = Trouble("no_grant")
            raise _Stopped(trouble or Trouble("link_lost", worth_repeating=True))

    async def _ask_again(self, seal: Seal) -> bool:
        """It may have signed: then it gives the same answer. It says no to what it does not remember: nothing came of
        that, and it is asked as if for the first time."""
        row = self.state.row
        if row is None or row.step is not SealingStep.ASKED:
            return False
        try:
            await self._sign(seal, row)
        except (SealRefused, OtherDocument) as error:
            if error.may_have_happened:
                raise
            await self._kept(msgspec.structs.replace(row, step=SealingStep.PREPARED))
            self._set(asked=False)
            return False
        return True

    async def _ask(self, seal: Seal) -> bool:
        """Nothing speaks against it, or the seal is not asked."""
        row = self.state.row
        assert row is not None
        if self._cancelled or row.answer is not None:
            return True
        self._set(asked=True)
        if (against := await self._against(row)) is not None:
            self._set(asked=False, trouble=Trouble(against))
            return True
        row = await self._kept(msgspec.structs.replace(row, step=SealingStep.ASKED))
        try:
            await self._sign(seal, row)
        except (SealRefused, OtherDocument) as error:
            await self._refused(row, error)
        return True

    async def _against(self, row: SealingRow) -> str | None:
        """It is another document than was looked at; or it waited so long that the seal has forgotten its answer, or
        that its certificate holds no more: it would be a use for nothing."""
        prepared = await self._prepared(row)
        if not await asyncio.to_thread(prepared.is_of, bytes.fromhex(row.document)):
            return "pdf_changed"
        of = partial(usage.of_digest, organization=row.organization, seal=row.seal, digest=row.digest)
        if await self._tools.store.run(of) is not None:
            return "answer_forgotten"
        chain = await self._chain_of(row.organization, row.seal)
        return None if chain is not None and chain.seal == row.certificates[0] else "certificate_replaced"

    async def _sign(self, seal: Seal, row: SealingRow) -> None:
        sealed = await seal.seal_document(_request(row, self._use))
        answer = Answer(sealed.number, sealed.own, sealed.at, sealed.used, sealed.count, sealed.signature)
        signed = msgspec.structs.replace(row, step=SealingStep.SIGNED, answer=answer)
        pressed = SeenPress(
            number=answer.number,
            own=answer.own,
            authorization=row.authorization,
            member=self._use.member,
            at=answer.at,
            result=0,
            document=row.document,
            digest=row.digest,
            name=short_name(row.name),
        )

        def work(tx: Tx) -> None:
            sealings.keep(tx, signed)
            carried.show(tx, row.organization, row.seal, seal.binding, pressed, self._now())

        await asyncio.shield(self._tools.store.run(work))
        self._set(row=signed)

    async def _refused(self, row: SealingRow, error: DeviceError) -> None:
        """It said no: nothing came of it, unless it does not know itself."""
        if not error.may_have_happened:
            await self._tools.store.run(lambda tx: sealings.drop(tx, row.id))
            self._set(row=None, asked=False)
        self._set(trouble=of_device(error))

    # After the seal

    async def _assemble(self) -> None:
        row = self.state.row
        assert row is not None
        assert row.answer is not None
        self._set(stage=Stage.ASSEMBLING, trouble=None)
        prepared, chain = await self._prepared(row), Chain(row.certificates[0], tuple(row.certificates[1:]))
        content, stamped = await self._signed(prepared, chain, row.answer.signature, row.stamp)
        found = await self._apart.check(content, Known(chain.above, (), self._now()))
        own = next((each for each in found if each.digest == row.digest), None)
        if own is None or own.content is not Content.AS_SIGNED or own.standing is Standing.FOREIGN:
            raise _Stopped(Trouble("result_wrong", worth_repeating=True))
        blob = Blob("application/pdf", content)
        trouble = await self._keep(row, blob)
        await self._kept(msgspec.structs.replace(row, step=SealingStep.DONE, sha256=blob.sha256))
        self._set(stage=Stage.DONE, content=content, stamped=stamped, trouble=trouble)

    async def _signed(self, prepared: Prepared, chain: Chain, signature: bytes, stamp: str) -> tuple[bytes, bool]:
        """With a time stamp, if one is wished for and to be had: the seal's use is not lost for want of it."""
        try:
            try:
                return await self._apart.assemble(prepared, chain, signature, stamp), True
            except NoStamp:
                return await self._apart.assemble(prepared, chain, signature), False
        except BadSignature as error:  # for good: it names this certificate
            await self._end_without_file()
            raise _Stopped(Trouble("signature_wrong")) from error

    async def _end_without_file(self) -> None:
        """Nothing comes of it any more, and nothing is to wait for it."""
        row = self.state.row
        assert row is not None
        await self._kept(msgspec.structs.replace(row, step=SealingStep.DONE))
        self._set(row=None, asked=False)

    async def _prepared(self, row: SealingRow) -> Prepared:
        content = await self._tools.store.run(lambda tx: sealings.prepared(tx, row.id))
        return Prepared(content, row.begin, row.end, bytes.fromhex(row.digest), row.size)

    async def _kept(self, row: SealingRow) -> SealingRow:
        """On disk before it is shown."""
        await asyncio.shield(self._tools.store.run(lambda tx: sealings.keep(tx, row)))
        self._set(row=row)
        return row

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        for listener in list(self._listeners):
            listener()


def _request(row: SealingRow, use: Authorization) -> SealingRequest:
    chain = Chain(row.certificates[0])
    document, digest = bytes.fromhex(row.document), bytes.fromhex(row.digest)
    return SealingRequest(to_bytes(row.id), to_bytes(use.id), document, digest, chain.hash)
