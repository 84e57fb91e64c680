"""A broker outside (Mosquitto): the gateway is one of its clients, the only one that reads what seals say.

Its library has a thread of its own, which works with every event loop; what it hears comes over in bunches.
"""

import asyncio
import logging
import ssl
from collections import deque
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
AGAIN_S = (1, 30)
_LOG = logging.getLogger(__name__)


class ExternalBroker:
    """Tells `hear` what seals say, on the loop. `ready` is set while the broker listens to us."""

    def __init__(self, hear: Callable[[str, bytes], None]) -> None:
        self._hear, self._loop = hear, asyncio.get_running_loop()
        self._heard: deque[tuple[str, bytes]] = deque()
        self.ready = asyncio.Event()
        client = Client(CallbackAPIVersion.VERSION2, GATEWAY, clean_session=True, protocol=MQTTProtocolVersion.MQTTv311)
        client.max_inflight_messages_set(MOST_UNDERWAY)
        client.max_queued_messages_set(MOST_UNDERWAY)
        client.reconnect_delay_set(*AGAIN_S)
        client.on_connect, client.on_subscribe = self._on_connect, self._on_subscribe
        client.on_disconnect, client.on_message = self._on_disconnect, self._on_message
        self._client = client

    def start(self, host: str, port: int, own: Path, root: str) -> None:
        """Connect, and again whenever it is lost. `own`: PEM file of key and certificate; `root`: PEM of whose broker
        we believe."""
        context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cadata=root)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(own)
        self._client.tls_set_context(context)
        self._client.connect_async(host, port, KEEP_ALIVE_S)
        self._client.loop_start()

    def stop(self) -> None:
        """Say goodbye. Waits for the thread."""
        self._client.disconnect()
        self._client.loop_stop()

    def send(self, serial: str, data: bytes) -> None:
        """Publish to a seal; a broker that is away, or full, loses it: the seal asks again."""
        if self.ready.is_set():
            self._client.publish(topic(serial, Way.DOWN), data, QOS)

    # In the library's thread

    def _on_connect(self, client: Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if reason.is_failure:
            _LOG.error("the broker refuses the gateway: %s", reason)
        else:
            client.subscribe(EVERYBODY, QOS)

    def _on_subscribe(self, _client: Client, _data: Any, _mid: int, reasons: Any, _properties: Any) -> None:
        if any(reason.is_failure for reason in reasons):
            _LOG.error("the broker does not let the gateway hear the seals: %s", reasons)
        else:
            self._tell(self.ready.set)

    def _on_disconnect(self, _client: Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        self._tell(self.ready.clear)
        _LOG.warning("the broker is gone: %s", reason)

    def _on_message(self, _client: Client, _data: Any, message: MQTTMessage) -> None:
        first = not self._heard
        self._heard.append((message.topic, bytes(message.payload)))
        if first:  # who comes after it is taken along
            self._tell(self._take)

    def _tell(self, what: Callable[[], object]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(what)

    # On the loop

    def _take(self) -> None:
        while self._heard:
            name, data = self._heard.popleft()
            try:
                serial, way = read_topic(name)
            except ProtocolError:
                continue
            if way is Way.UP:
                self._hear(serial, data)
