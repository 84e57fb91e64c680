"""The seal's modem: MQTT to its cloud's broker while the seal is on, has a card in it and a signal.

`Modem` is what it does, without clock and network; `Line` is one seal's connection.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Callable
from pathlib import Path

import aiomqtt

from domain.seals import Model
from protocol.cbor import pack, unpack
from protocol.contact import ANSWER_WITHIN_S
from protocol.conversation import Code, Op, Span
from protocol.errors import ProtocolError
from protocol.log import SealedSlice
from protocol.modem import KEEP_ALIVE_S, QOS, DownKind, Up, UpKind, Way, read_down, topic
from simulator.factory import Credential
from simulator.firmware import Board, Firmware, Ticks

POKED_EVERY_MS = 5_000
# Slices that wait for a receipt before more are said, and how long for it.
WINDOW = 2
RECEIPT_WITHIN_MS = 20_000
FIRST_AGAIN_S, LAST_AGAIN_S = 1.0, 60.0
LOOK_EVERY_S = 1.0  # at the time, which wakes nobody


class Modem:
    """One seal's; `act` does something to the firmware. All of it in the thread of the seal."""

    def __init__(self, seal: Firmware, board: Board, ticks: Ticks) -> None:
        self.serial = board.serial
        self._seal, self._model, self._ticks = seal, board.model, ticks
        self._attached = False
        self._asked_at: int | None = None
        self._answered = True
        self._asked: bytes | None = None  # the question, by its nonce
        self._ask_from = 0  # not before, by the seal's own counter
        self._held: list[bytes] = []  # envelopes that came before the answer they belong to
        self._key_told = 0  # the binding whose key for documents was said on this connection
        self._said_to = 0
        self._said: list[tuple[int, int]] = []  # slices without a receipt: their ends, and when they were said

    @property
    def wanted(self) -> bool:
        """The seal is on, its card is in, and there is a signal."""
        return self._model is Model.GL and self._seal.on and bool(self._seal.live.signal)

    @property
    def attached(self) -> bool:
        return self._attached

    def attach(self) -> None:
        """The broker listens: ask at once, and say the log from the last receipt on."""
        self._attached, self._asked_at, self._answered = True, None, True
        self._ask_from = self._ticks()
        self._key_told = 0
        self._again()

    def detach(self) -> None:
        self._attached = False
        self._held.clear()

    def hear(self, data: bytes) -> None:
        """What came; what cannot be read is passed over."""
        try:
            down = read_down(data)
        except ProtocolError:
            return
        match down.kind:
            case DownKind.ANSWER:
                self._answer(down.body)
            case DownKind.ENVELOPE:
                if self._answered:
                    self._deliver(down.body)
                else:
                    self._held.append(down.body)
            case DownKind.RECEIPT:
                self._seal.carry(Op.GIVE_RECEIPT, down.body)
            case DownKind.POKE:
                since = self._ticks() - (self._asked_at or -POKED_EVERY_MS)
                self._ask_from = min(self._ask_from, self._ticks() + max(0, POKED_EVERY_MS - since))

    def due(self) -> list[bytes]:
        """What is to be said now."""
        return [] if not self._attached else [*self._question(), *self._slices(), *self._key()]

    def _question(self) -> list[bytes]:
        now = self._ticks()
        if not self._answered and self._asked_at is not None and now - self._asked_at > ANSWER_WITHIN_S * 1000:
            self._answered, self._ask_from = True, now  # lost, or somebody asked in between
        if not self._answered or now < self._ask_from:
            return []
        code, question = self._seal.carry(Op.ASK_CONTACT)
        if code is not Code.OK:
            return []
        self._asked_at, self._answered, self._asked = now, False, self._seal.question
        self._ask_from = now + KEEP_ALIVE_S * 1000
        return [pack(Up(UpKind.QUESTION, question))]

    def _answer(self, body: bytes) -> None:
        code, _ = self._seal.carry(Op.GIVE_ANSWER, body)
        if code is not Code.OK and not self._answered and self._seal.question == self._asked:
            return  # it answers a question before this one, given up as lost: what belongs to this one comes yet
        self._answered = True
        held, self._held = self._held, []
        for envelope in held:
            self._deliver(envelope)
        half = self._seal.live.lease_left_s * 500
        if half > 0:
            self._ask_from = min(self._ask_from, self._ticks() + half)

    def _deliver(self, envelope: bytes) -> None:
        before = self._seal.binding
        code, _ = self._seal.carry(Op.DELIVER, envelope)
        if code is Code.GAP or self._seal.binding != before:  # bound, or let go: who speaks now has to be asked anew
            self._ask_from = self._ticks()

    def _slices(self) -> list[bytes]:
        if self._seal.binding == 0:
            return []
        now, receipted = self._ticks(), self._seal.live.receipted
        self._said = [(end, at) for end, at in self._said if end > receipted]
        if self._said and now - self._said[0][1] > RECEIPT_WITHIN_MS:
            self._again()
        parts: list[bytes] = []
        while len(self._said) < WINDOW and self._said_to < self._seal.live.log_to:
            code, part = self._seal.carry(Op.READ_LOG, pack(Span(self._said_to + 1, 0)))
            if code is not Code.OK or not part:
                break
            self._said_to = unpack(part, SealedSlice).last
            self._said.append((self._said_to, now))
            parts.append(pack(Up(UpKind.SLICE, part)))
        return parts

    def _key(self) -> list[bytes]:
        """The key for documents of this binding, once on a connection: nothing is answered to it."""
        binding = self._seal.binding
        if binding in (0, self._key_told):
            return []
        code, word = self._seal.carry(Op.SEALING_KEY)
        if code is not Code.OK:
            return []
        self._key_told = binding
        return [pack(Up(UpKind.SEALING_KEY, word))]

    def _again(self) -> None:
        """From the last receipt on."""
        self._said_to, self._said = self._seal.live.receipted, []


class Line:
    """The way to the broker of one seal. `changed` is called when something was done to the seal; `wake` it when
    something else was."""

    def __init__(self, modem: Modem, credential: Credential, folder: Path, changed: Callable[[], None]) -> None:
        self.modem, self._credential, self._folder, self._changed = modem, credential, folder, changed
        self._news = asyncio.Event()
        self.ready = asyncio.Event()  # it has been attached

    def wake(self) -> None:
        """The seal may have something to say, or want to be attached or not."""
        self._news.set()

    async def run(self) -> None:
        """Attached whenever the seal wants to be, until it is cancelled."""
        context, again_s = self._context(), FIRST_AGAIN_S
        while True:
            if not self.modem.wanted:
                await self._pause()
                continue
            try:
                await self._attached(context)
                again_s = FIRST_AGAIN_S
            except (aiomqtt.MqttError, OSError):
                await asyncio.sleep(again_s)
                again_s = min(2 * again_s, LAST_AGAIN_S)
            finally:
                self.modem.detach()
                self._changed()

    async def _attached(self, context: ssl.SSLContext) -> None:
        host, _, port = self._credential.broker.rpartition(":")
        serial = self.modem.serial
        async with aiomqtt.Client(
            host, int(port), identifier=serial, clean_session=True, keepalive=KEEP_ALIVE_S, tls_context=context
        ) as client:
            await client.subscribe(topic(serial, Way.DOWN), QOS)
            self.modem.attach()
            self.ready.set()
            self._changed()
            hearing = asyncio.create_task(self._hear(client))
            try:
                while self.modem.wanted and not hearing.done():
                    for data in self.modem.due():
                        await client.publish(topic(serial, Way.UP), data, QOS)
                    await self._pause()
                if hearing.done():
                    hearing.result()
            finally:
                hearing.cancel()
                with contextlib.suppress(asyncio.CancelledError, aiomqtt.MqttError):
                    await hearing

    async def _hear(self, client: aiomqtt.Client) -> None:
        try:
            async for message in client.messages:
                self.modem.hear(bytes(message.payload))
                self.wake()
                self._changed()
        finally:
            self.wake()

    async def _pause(self) -> None:
        self._news.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY_S):
                await self._news.wait()

    def _context(self) -> ssl.SSLContext:
        """The TLS library reads key and certificate from a file only."""
        context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cadata=self._credential.root)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        file = self._folder / "modem.pem"
        file.touch(0o600)
        file.write_text(self._credential.key + self._credential.certificate)
        context.load_cert_chain(file)
        file.unlink()
        return context
