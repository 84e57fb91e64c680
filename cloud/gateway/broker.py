"""Which broker this cloud uses, by its settings, and the gateway behind it: started and ended with the service."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette

from cloud.gateway import mosquitto
from cloud.gateway.credentials import Authority, moment
from cloud.gateway.gateway import Gateway
from cloud.problems import log_fault
from cloud.service import Service
from cloud.store import modems

if TYPE_CHECKING:
    from cloud.gateway.embedded import EmbeddedBroker

FOLDER = "mqtt"
LOOK_EVERY_S = 30


def address_of(application: Starlette) -> str:
    """Where the seals' modems go, HOST:PORT; empty: there is no broker."""
    return str(getattr(application.state, "broker", ""))


@asynccontextmanager
async def running(application: Starlette, service: Service) -> AsyncGenerator[None]:
    """The broker that the settings name, with its gateway; nothing without one. Their libraries are loaded late."""
    settings = service.settings
    if settings.mosquitto is not None:
        async with _outside(service, settings.mosquitto) as gateway:
            application.state.broker, application.state.gateway = settings.mosquitto, gateway
            yield
    elif settings.mqtt_port is not None:
        async with _inside(service, settings.mqtt_host, settings.mqtt_port) as (gateway, broker):
            application.state.broker, application.state.gateway = f"{settings.mqtt_host}:{broker.port}", gateway
            application.state.embedded = broker
            yield
    else:
        yield


@asynccontextmanager
async def _inside(service: Service, host: str, port: int) -> AsyncGenerator[tuple[Gateway, "EmbeddedBroker"]]:
    from cloud.gateway.embedded import EmbeddedBroker

    async def is_revoked(number: int) -> bool:
        return number in await service.database.read(lambda view: modems.revoked(view, service.now()))

    authority, now = _authority(service), moment(service.now())
    gateway = Gateway(service)
    broker = EmbeddedBroker(gateway.hear, is_revoked)
    gateway.send = broker.send
    folder = service.settings.data / FOLDER
    folder.mkdir(exist_ok=True)
    own = authority.for_server(host, now)
    await broker.start(host, port, own, authority.root_pem.decode(), folder)
    gateway.ready.set()
    tasks = [asyncio.create_task(gateway.run()), asyncio.create_task(_look_after(broker))]
    try:
        yield gateway, broker
    finally:
        await _ended(tasks)
        await broker.stop()


@asynccontextmanager
async def _outside(service: Service, address: str) -> AsyncGenerator[Gateway]:
    from cloud.gateway.external import ExternalBroker

    host, _, port = address.rpartition(":")
    folder, authority = service.settings.data / FOLDER, _authority(service)
    await prepare(service)
    gateway = Gateway(service)
    broker = ExternalBroker(gateway.hear, gateway.ready)
    gateway.send = broker.send
    connecting = broker.run(host, int(port), folder / mosquitto.CLIENT, authority.root_pem.decode())
    tasks = [asyncio.create_task(gateway.run()), asyncio.create_task(connecting)]
    try:
        yield gateway
    finally:
        await _ended(tasks)


async def prepare(service: Service) -> None:
    """Write what a Mosquitto at the address of the settings needs, and what the gateway needs before it."""
    assert service.settings.mosquitto is not None
    host, _, port = service.settings.mosquitto.rpartition(":")
    folder, authority, now = service.settings.data / FOLDER, _authority(service), moment(service.now())
    revoked = await service.database.read(lambda view: modems.revoked(view, service.now()))
    user = service.settings.mosquitto_user
    broker, own = authority.for_server(host, now), authority.for_gateway(now)
    mosquitto.write(folder, host, int(port), user, authority, broker, authority.revoked(revoked, now))
    mosquitto.write_secret(folder / mosquitto.CLIENT, own.key + own.certificate)


def _authority(service: Service) -> Authority:
    return service.keys.modem_authority(moment(service.now()))


async def _look_after(broker: "EmbeddedBroker") -> None:
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        try:
            await broker.drop_revoked()
        except Exception as error:  # noqa: BLE001  (a database that could not just now can the next time)
            log_fault(error, "broker")


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks, return_exceptions=True)
