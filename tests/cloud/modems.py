"""Seals in front of the gateway: a cloud with a broker, certificates, and a modem on a bare MQTT client."""

import asyncio
import socket
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from cloud.gateway import broker, mosquitto
from cloud.gateway.gateway import Gateway
from protocol import sync
from simulator import factory
from simulator.firmware import Board
from simulator.modem import Modem
from tests.cloud import mqtt
from tests.cloud.seal import Seal, board
from tests.cloud.world import Cloud, running
from tests.mosquitto import MISSING, Mosquitto, program

APART = "apart"  # amqtt, in a process of its own
BROKERS = ["amqtt", pytest.param("mosquitto", marks=pytest.mark.skipif(program() is None, reason=MISSING))]


DAY_MS = 24 * 3600 * 1000


def free_port() -> int:
    """Nobody listens there now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@asynccontextmanager
async def with_broker(folder: Path, kind: str, *, days_ago: int = 0, **settings: Any) -> AsyncGenerator[Cloud]:
    """A cloud with its own broker ("amqtt", or `APART`) or with a Mosquitto ("mosquitto") beside it, by the time of
    today: certificates are judged by it. `days_ago`: when it was started."""
    settings = {"checkers": int(kind == APART), **settings}
    inside = kind in ("amqtt", APART)
    own = {"mqtt_port": 0} if inside else {"mosquitto": f"127.0.0.1:{free_port()}"}
    async with running(folder, now=time.time_ns() // 1_000_000 - days_ago * DAY_MS, **own, **settings) as cloud:
        if inside:
            yield cloud
            return
        cloud.mosquitto = outside = await beside(cloud)  # type: ignore[attr-defined]
        try:
            yield cloud
        finally:
            await outside.stop()


async def beside(cloud: Cloud) -> Mosquitto:
    """A Mosquitto that serves this cloud, started, the gateway attached."""
    await broker.prepare(cloud.service)
    host_port = str(cloud.settings.mosquitto)
    started = Mosquitto(cloud.settings.data / broker.FOLDER / mosquitto.CONFIGURATION, int(host_port.split(":")[1]))
    await started.start()
    await gateway(cloud).ready.wait()
    return started


def address(cloud: Cloud) -> str:
    return broker.address_of(cloud.app)


def gateway(cloud: Cloud) -> Gateway:
    return cloud.app.state.gateway


@dataclass
class Pass:
    """What opens the broker. `own` is key and certificate, `root` the broker's, PEM."""

    own: bytes
    root: str
    number: int = 0


async def enrol(cloud: Cloud, made: Board) -> Pass:
    """A seal's certificate as its maker's factory gets it."""
    key, said = factory.request_of(made)
    answer = await cloud.request("POST", "/v1/modems", said)
    enrolled = msgspec.json.decode(answer, type=sync.ModemEnrolled)
    shown, root = (x509.load_der_x509_certificate(each) for each in (enrolled.certificate, enrolled.root))
    own = key + shown.public_bytes(Encoding.PEM)
    return Pass(own, root.public_bytes(Encoding.PEM).decode(), shown.serial_number)


async def enrolled(seal: Seal) -> Pass:
    return await enrol(seal.cloud, board(seal.cloud, seal.serial, seal.signing, seal.static))


class Aerial:
    """A seal's modem on one MQTT connection; `work` until `condition` holds, carrying both ways."""

    def __init__(self, seal: Seal, client: mqtt.Client) -> None:
        self.client = client
        made = board(seal.cloud, seal.serial, seal.signing, seal.static)
        self.modem = Modem(seal.firmware, made, lambda: seal.cloud.now - seal.began)
        self.said: list[bytes] = []
        self.heard: list[bytes] = []
        self._up = f"seal/1/{seal.serial}/up"

    async def work(self, condition: Any, within: float = 20.0) -> None:
        async with asyncio.timeout(within):
            while True:
                for data in self.modem.due():
                    self.said.append(data)
                    await self.client.publish(self._up, data)
                told = condition()
                if await told if asyncio.iscoroutine(told) else told:
                    return
                data = (await self.client.inbox.get())[1]
                self.heard.append(data)
                self.modem.hear(data)


@asynccontextmanager
async def attached(seal: Seal, own: Pass) -> AsyncGenerator[Aerial]:
    """Its modem at the broker."""
    async with mqtt.connected(address(seal.cloud), own.root, own.own) as client:
        assert await client.attach(seal.serial) == 1
        aerial = Aerial(seal, client)
        aerial.modem.attach()
        yield aerial
