"""A broker outside (Mosquitto): the gateway is one of its clients, the only one that reads what seals say.

The client library is driven by the event loop. Its own thread would wait by `select`, which knows no more than 1,024
connections of a process, and would take turns with the loop at every message.
"""

import asyncio
import logging
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from cloud.gateway.credentials import GATEWAY
from protocol.errors import ProtocolError
from protocol.modem import KEEP_ALIVE_S, QOS, Way, read_topic, topic

EVERYBODY = "seal/1/+/up"
MOST_UNDERWAY = 5_000  # that the broker has not acknowledged
AT_ONCE = 100  # packets, before others have their turn on the loop
LOOK_EVERY_S = 1.0  # the library's own timers
TAKING_S = 10.0
CONNACK_BYTES = 4
FIRST_AGAIN_S, LAST_AGAIN_S = 1.0, 30.0
_LOG = logging.getLogger(__name__)


async def take_place(host: str, port: int, own: Path, root: str, serial: str) -> None:
    """Whoever is attached as this seal is cut off, for another one comes in its name and goes again. Raises `OSError`
    or `TimeoutError` when the broker cannot be reached. `own`, `root`: as those of the gateway."""
    variable = b"\0\4MQTT\4" + b"\2" + KEEP_ALIVE_S.to_bytes(2, "big") + bytes([0, len(serial)]) + serial.encode()
    async with asyncio.timeout(TAKING_S):
        reader, writer = await asyncio.open_connection(host, port, ssl=_context(own, root))
        try:
            writer.write(b"\x10" + bytes([len(variable)]) + variable)
            await reader.readexactly(CONNACK_BYTES)
            writer.write(b"\xe0\0")  # DISCONNECT
            await writer.drain()
        except asyncio.IncompleteReadError as error:
            raise ConnectionResetError from error
        finally:
            writer.close()


def _context(own: Path, root: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cadata=root)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(own)
    return context


class ExternalBroker:
    """Tells `hear` what seals say. `ready` is set while the broker listens to us."""

    def __init__(self, hear: Callable[[str, bytes], None], ready: asyncio.Event) -> None:
        self._hear, self._loop = hear, asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self.ready = ready
        self._gone = asyncio.Event()
        client = Client(CallbackAPIVersion.VERSION2, GATEWAY, clean_session=True, protocol=MQTTProtocolVersion.MQTTv311)
        client.max_inflight_messages_set(MOST_UNDERWAY)
        client.max_queued_messages_set(MOST_UNDERWAY)
        client.on_connect, client.on_subscribe = self._on_connect, self._on_subscribe
        client.on_disconnect, client.on_message = self._on_disconnect, self._on_message
        client.on_socket_open, client.on_socket_close = self._on_open, self._on_close
        client.on_socket_register_write = self._on_full
        client.on_socket_unregister_write = self._on_empty
        self._client = client

    async def run(self, host: str, port: int, own: Path, root: str) -> None:
        """Be connected until it is cancelled. `own`: PEM file of key and certificate; `root`: PEM of whose broker we
        believe."""
        self._client.tls_set_context(_context(own, root))
        again_s = FIRST_AGAIN_S
        try:
            while True:
                self._gone.clear()
                try:
                    # It waits for the network: not on the loop.
                    await asyncio.to_thread(self._client.connect, host, port, KEEP_ALIVE_S)
                    await self._tend()
                    again_s = FIRST_AGAIN_S
                except OSError as error:
                    _LOG.warning("the broker cannot be reached: %s", type(error).__name__)
                await asyncio.sleep(again_s)
                again_s = min(again_s * 2, LAST_AGAIN_S)
        finally:
            self._client.disconnect()

    def send(self, serial: str, data: bytes) -> None:
        """Publish to a seal; a broker that is away, or full, loses it: the seal asks again."""
        if self.ready.is_set():
            self._client.publish(topic(serial, Way.DOWN), data, QOS)

    async def _tend(self) -> None:
        while not self._gone.is_set():
            self._client.loop_misc()
            try:
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._gone.wait()
            except TimeoutError:
                continue

    # Called by the library

    def _on_connect(self, client: Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if reason.is_failure:
            _LOG.error("the broker refuses the gateway: %s", reason)
        else:
            client.subscribe(EVERYBODY, QOS)

    def _on_subscribe(self, _client: Client, _data: Any, _mid: int, reasons: Any, _properties: Any) -> None:
        if any(reason.is_failure for reason in reasons):
            _LOG.error("the broker does not let the gateway hear the seals: %s", reasons)
        else:
            self.ready.set()

    def _on_disconnect(self, _client: Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        self._on_loop(self._lost)
        _LOG.warning("the broker is gone: %s", reason)

    def _on_message(self, _client: Client, _data: Any, message: MQTTMessage) -> None:
        try:
            serial, way = read_topic(message.topic)
        except ProtocolError:
            return
        if way is Way.UP:
            self._hear(serial, bytes(message.payload))

    def _on_open(self, _client: Client, _data: Any, socket: Any) -> None:
        self._on_loop(lambda: self._loop.add_reader(socket, self._read))

    def _on_close(self, _client: Client, _data: Any, socket: Any) -> None:
        number = socket.fileno()
        if number >= 0:
            self._loop.remove_reader(number)
            self._loop.remove_writer(number)

    def _on_full(self, client: Client, _data: Any, socket: Any) -> None:
        self._on_loop(lambda: self._loop.add_writer(socket, client.loop_write))

    def _on_empty(self, _client: Client, _data: Any, socket: Any) -> None:
        self._loop.remove_writer(socket)

    def _read(self) -> None:
        """Also what TLS has read already: the socket does not say that it is there."""
        for _ in range(AT_ONCE):
            self._client.loop_read()
            socket: Any = self._client.socket()
            if socket is None or not socket.pending():
                return
        self._loop.call_soon(self._read)

    def _lost(self) -> None:
        self.ready.clear()
        self._gone.set()

    def _on_loop(self, what: Callable[[], object]) -> None:
        """`connect` calls from another thread."""
        if threading.get_ident() == self._thread:
            what()
        else:
            self._loop.call_soon_threadsafe(what)
