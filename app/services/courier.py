"""Carrying between a seal and the cloud: its question and its log up, the answer, the orders and receipts down.

Whoever carries can delay, not read, change or drop unseen. Each slice is committed here as it comes, while the next
are on their way: what was carried survives the end of this program at any point. Without the cloud the log is carried
all the same; only the lease cannot be renewed.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.device.errors import SealRefused
from app.device.seal import NewEntries, Part, Seal
from app.models import carried, fold
from app.models.carried import SeenPress
from app.models.held import held_to
from app.models.store import Store, Tx
from app.services.desk import now_ms
from app.services.trouble import Trouble, of_cloud, of_device
from app.sync.client import Client
from app.sync.errors import CloudError
from domain.seal_certificates import SealCertificate, current
from protocol.contact import Phase
from protocol.conversation import Code, Live
from protocol.envelopes import number_of
from protocol.session import ConsoleHello
from protocol.sync import ContactReply

# The answer sets the clock, may announce a new generation, and says what the cloud holds already: what the seal says
# before it to an order that is right.
_ANSWER_FIRST = frozenset({Code.NO_CLOCK, Code.EXPIRED, Code.OTHER_SEAL, Code.STORAGE_FULL})
# The seal drops an unfinished handshake after 5 s, counted from the connection.
CLAIM_WITHIN_S = 3.0
# A cloud that is slower is as good as away: the log waits behind it, and the person in front of the seal.
CLOUD_WITHIN_S = 5.0

Progress = Callable[[int, int], None]
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Visit:
    """What a visit came to, and the seal as it was left.

    `delivered` orders were taken (or had been), those with the numbers `refused` acknowledged as refused; `carried`
    entries are kept here. `trouble`: why the contact with the cloud did not come off, or not wholly.
    """

    live: Live
    delivered: int = 0
    refused: tuple[int, ...] = ()
    carried: int = 0
    trouble: Trouble | None = None


@dataclass
class _Contact:
    delivered: int = 0
    refused: tuple[int, ...] = ()
    trouble: Trouble | None = None


class Courier:
    """Visits seals in open sessions. Raises `DeviceError` when a session ends; what was carried is kept."""

    def __init__(self, store: Store, client: Client, now: Callable[[], int] = now_ms) -> None:
        self._store = store
        self._client = client
        self._now = now

    async def visit(self, seal: Seal, organization: str, progress: Progress | None = None) -> Visit:
        """Contact, orders, log, receipt. `progress` hears how many entries of how many have been carried."""
        contact = _Contact()
        await self._contact(seal, contact)
        if contact.delivered and (live := await seal.live()).phase is Phase.UNBOUND:
            carried = await self._keep_last_words(seal, organization)
            return Visit(live, contact.delivered, contact.refused, carried)
        number = await self.drain(seal, organization, progress)
        live = await self._give_receipt(seal, contact)
        if contact.trouble is None:
            await self._tell_key(seal, organization)
        return Visit(live, contact.delivered, contact.refused, number, contact.trouble)

    async def drain(self, seal: Seal, organization: str, progress: Progress | None = None) -> int:
        """Carry what the log has beyond what the cloud and this console hold; how many entries that were."""
        begun = held = await self._store.run(lambda tx: held_to(tx, organization, seal.serial))
        end = asyncio.ensure_future(_end_of_log(seal))
        async with contextlib.aclosing(seal.read_on(held + 1, end)) as parts:
            async for part in parts:
                await self.keep(organization, part)
                held = part.last
                if progress is not None:
                    progress(held - begun, end.result() - begun)
        return held - begun

    async def keep(self, organization: str, part: Part, presses: Sequence[SeenPress] = ()) -> None:
        """Commit a slice, and what the person in front of the seal was told of it."""
        args = (organization, part.serial, part.binding, part.first, part.last, part.blob, self._now(), presses)
        await self._store.run(lambda tx: carried.put_slice(tx, *args))

    async def _keep_last_words(self, seal: Seal, organization: str) -> int:
        """It has let go (解绑): it answers to nobody of its former organization any more, but has said so unasked."""
        kept = 0
        for said in seal.heard():
            if isinstance(said, NewEntries):
                await self.keep(organization, said.part)
                kept += said.part.last - said.part.first + 1
        return kept

    async def claim(self, serial: str, organization: str) -> ConsoleHello:
        """What opens an unbound seal. Raises `CloudError` or `TimeoutError`."""
        async with asyncio.timeout(CLAIM_WITHIN_S):
            claim = await self._client.claim(serial, organization)
        return ConsoleHello(claim=claim.claim, certificate=None)

    async def ask_cloud(self, seal: Seal) -> ContactReply:
        """The seal's question answered by the cloud. Raises `CloudError` or `TimeoutError`."""
        question = await seal.ask_contact()
        async with asyncio.timeout(CLOUD_WITHIN_S):
            return await self._client.contact(seal.serial, question, seal.session.identity_bytes)

    async def _contact(self, seal: Seal, contact: _Contact) -> None:
        try:
            reply = await self.ask_cloud(seal)
        except (CloudError, TimeoutError) as error:
            contact.trouble = of_cloud(error)
            return
        try:
            await self._hand_over(seal, reply, contact)
        except SealRefused as error:
            contact.trouble = of_device(error)

    async def _hand_over(self, seal: Seal, reply: ContactReply, contact: _Contact) -> None:
        """Orders first, then the answer: a seal in use does not stop for an order that is on its way to it.

        The seal does not rely on that: it stays restricted until it has applied all that the answer speaks of.
        """
        try:
            await self._deliver(seal, reply.down, contact)
        except SealRefused as error:
            if error.status not in _ANSWER_FIRST:
                await seal.give_answer(reply.answer)
                raise
            await seal.give_answer(reply.answer)
            await self._deliver(seal, reply.down, contact)
        else:
            await seal.give_answer(reply.answer)

    async def _deliver(self, seal: Seal, down: Sequence[bytes], contact: _Contact) -> None:
        contact.delivered, contact.refused = 0, ()
        for envelope in down:
            try:
                await seal.deliver(envelope)
                contact.delivered += 1
            except SealRefused as error:
                if error.status is not Code.REFUSED:  # refused, and said so in its log: the next one may follow
                    raise
                contact.refused += (number_of(envelope),)

    async def _give_receipt(self, seal: Seal, contact: _Contact) -> Live:
        """The newest that this console knows: what the cloud's answer said of it is older, or the cloud is away."""
        live, known = await seal.live(), await self._store.run(lambda tx: carried.receipt(tx, seal.serial))
        if known is None or known.receipt is None or known.log_to <= live.receipted:
            return live
        try:
            await seal.give_receipt(known.receipt)
        except SealRefused as error:
            contact.trouble = contact.trouble or of_device(error)
        return await seal.live()

    async def _tell_key(self, seal: Seal, organization: str) -> None:
        """Its key for documents, for the cloud to certify, as long as no certificate is known here (C-26). An older
        firmware has none; and what cannot be told now is told at the next visit."""

        def known(tx: Tx) -> SealCertificate | None:
            return current(seal.serial, seal.binding, fold.facts(tx, organization), self._now())

        if await self._store.run(known) is not None:
            return
        try:
            word = await seal.sealing_key()
            async with asyncio.timeout(CLOUD_WITHIN_S):
                await self._client.tell_sealing_key(seal.serial, word)
        except (SealRefused, CloudError, TimeoutError) as error:
            _log.info("%s: no certificate for documents: %s", seal.serial, type(error).__name__)


async def _end_of_log(seal: Seal) -> int:
    return (await seal.live()).log_to
