"""The broker in this process: amqtt (MQTT 3.1.1), behind a listener of our own that lets in by certificate alone.

amqtt asks for a client's certificate and goes on without one; it tells the whole world of a will, looks through all
subscriptions for each message, and lets whoever takes another's name cut him off before it asks who he is. So of it we
use packets, acknowledgements and keep-alive: who is there, and what goes to whom, is decided here. What is overridden
is private to it, therefore its version is pinned.
"""

import asyncio
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from amqtt.adapters import ReaderAdapter, StreamReaderAdapter, StreamWriterAdapter, WriterAdapter
from amqtt.broker import Broker
from amqtt.contexts import Action
from amqtt.errors import AMQTTError, MQTTError
from amqtt.mqtt.protocol.broker_handler import BrokerProtocolHandler
from amqtt.mqtt.puback import PubackPacket
from amqtt.mqtt.publish import PublishPacket
from amqtt.session import Session

from cloud.gateway.credentials import Credential, name_of
from protocol import modem
from protocol.modem import MAX_MESSAGE_BYTES, QOS, Way

Hear = Callable[[str, bytes], None]
# A publication as large as may be, with its topic; nothing else that is said is longer.
MOST_BYTES = MAX_MESSAGE_BYTES + 256
MOST_UNDERWAY = 128  # to one seal: what it does not acknowledge is not sent on and on
NOT_AUTHORIZED = b"\x20\x02\x00\x05"
LISTENER = "default"


class EmbeddedBroker:
    """Tells `hear` what seals say. `revoked`: which certificates are, by their numbers."""

    def __init__(self, hear: Hear, revoked: Callable[[], Awaitable[set[int]]]) -> None:
        self._hear, self._revoked = hear, revoked
        self._sending: set[asyncio.Task[Any]] = set()
        self._underway: Counter[str] = Counter()
        self._numbers: dict[str, int] = {}
        self._server: asyncio.Server | None = None

    async def start(self, host: str, port: int, own: Credential, root: str, folder: Path) -> None:
        """Listen. `root` (PEM) is whose certificates count; `folder` keeps our own for the TLS library."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cadata=root)
        file = folder / "broker.pem"
        file.touch(0o600)
        file.write_bytes(own.key + own.certificate)
        context.load_cert_chain(file)
        self._broker = _Broker(self)
        await self._broker.start()
        self._server = await asyncio.start_server(self._connected, host, port, ssl=context)

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Let everybody go."""
        if self._server is not None:
            self._server.close()
            for task in list(self._sending):
                task.cancel()
            await self._broker.shutdown()

    def send(self, serial: str, data: bytes) -> None:
        """Publish to a seal that is attached and listens; nothing is kept for others."""
        name = modem.topic(serial, Way.DOWN)
        session, handler = self._broker.sessions.get(serial, (None, None))
        if session is None or handler is None or name not in self._broker.subscriptions:
            return
        if self._underway[serial] >= MOST_UNDERWAY:
            return
        self._underway[serial] += 1
        task = asyncio.ensure_future(handler.mqtt_publish(name, data, QOS, retain=False))
        self._sending.add(task)
        task.add_done_callback(lambda done: self._sent(serial, done))

    async def drop_revoked(self) -> None:
        """End the links of those whose certificate was revoked since."""
        revoked = await self._revoked()
        for serial, number in list(self._numbers.items()):
            found = self._broker.sessions.get(serial)
            if found is None:
                del self._numbers[serial]
            elif number in revoked:
                await found[1].handle_connection_closed()

    # For the broker

    def hear(self, serial: str, data: bytes) -> None:
        self._hear(serial, data)

    async def admit(self, session: Session) -> bool:
        """Only by the name that its certificate says, and without a will: nobody would look who may publish there."""
        shown = session.ssl_object.getpeercert(binary_form=True) if session.ssl_object is not None else None
        if shown is None:
            return False
        name, number = name_of(shown)
        if session.client_id != name or session.will_flag or number in await self._revoked():
            return False
        self._numbers[name] = number
        return True

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._broker.external_connected(_Reader(reader), StreamWriterAdapter(writer), LISTENER)
        except OSError:
            pass  # it went away, or was too long, before it said who it is
        finally:
            writer.close()

    def _sent(self, serial: str, task: "asyncio.Task[Any]") -> None:
        self._sending.discard(task)
        self._underway[serial] -= 1
        if not self._underway[serial]:
            del self._underway[serial]
        if not task.cancelled():
            task.exception()  # a seal that went away, or does not acknowledge: it asks again


class _Reader(StreamReaderAdapter):
    """Nobody makes us keep more than a message may have."""

    async def read(self, n: int = -1) -> bytes:
        if not -1 <= n <= MOST_BYTES:
            raise ConnectionAbortedError(f"a packet of {n} bytes")  # after any other error amqtt would read on
        return await super().read(n)


class _Handler(BrokerProtocolHandler):
    """Tells what a seal publishes at once: in amqtt's queue each message would wake four who wait for other things."""

    hear: Callable[[str, str | None, bytes | None], None]

    async def handle_publish(self, publish_packet: PublishPacket) -> None:
        if publish_packet.qos != QOS or publish_packet.packet_id is None or self.session is None:
            await super().handle_publish(publish_packet)
            return
        self.hear(str(self.session.client_id), publish_packet.topic_name, publish_packet.data)
        await self._send_packet(PubackPacket.build(publish_packet.packet_id))


class _Broker(Broker):
    """Admits by certificate, hands over what a seal publishes where it may, and distributes nothing by itself."""

    def __init__(self, owner: EmbeddedBroker) -> None:
        super().__init__({"listeners": {LISTENER: {"type": "external"}}, "plugins": {}})
        self._owner = owner

    async def _initialize_client_session(
        self, reader: ReaderAdapter, writer: WriterAdapter, remote_address: str, remote_port: int
    ) -> tuple[BrokerProtocolHandler, Session]:
        try:
            handler, session = await _Handler.init_from_connect(reader, writer, self.plugins_manager)
        except AMQTTError:
            await writer.close()
            raise
        if not session.clean_session or not await self._owner.admit(session):
            writer.write(NOT_AUTHORIZED)
            await writer.drain()
            await writer.close()
            raise MQTTError("not authorized")
        name = str(session.client_id)
        former = self.sessions.get(name)
        await self._delete_session(name)
        if former is not None:
            await former[1].handle_connection_closed()
        session.parent = 0
        assert isinstance(handler, _Handler)
        handler.hear = self._hear
        return handler, session

    def _hear(self, serial: str, topic: str | None, data: bytes | None) -> None:
        if topic == modem.topic(serial, Way.UP):
            self._owner.hear(serial, bytes(data or b""))

    async def _authenticate(self, session: Session, _: Any) -> bool:
        return True  # it was, before anything was done in its name

    async def _topic_filtering(self, session: Session, topic: str, action: Action) -> bool:
        return action is Action.SUBSCRIBE and topic == modem.topic(str(session.client_id), Way.DOWN)

    async def _handle_message_delivery(
        self, client_session: Session, handler: BrokerProtocolHandler, wait_deliver: "asyncio.Future[Any]"
    ) -> bool:
        message = wait_deliver.result()  # not of QoS 1, see `_Handler`
        if message is not None:
            self._hear(str(client_session.client_id), message.topic, message.data)
        return True

    async def _broadcast_message(self, *_: Any, **__: Any) -> None:
        """Nothing is."""
