"""Which broker this cloud uses, by its settings, and the gateway behind it: started and ended with the service."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette

from cloud.gateway import mosquitto
from cloud.gateway.credentials import Authority, moment
from cloud.gateway.gateway import Gateway
from cloud.problems import log_fault
from cloud.service import Service
from cloud.store import modems

if TYPE_CHECKING:
    from cloud.gateway.apart import BrokerApart
    from cloud.gateway.embedded import EmbeddedBroker

FOLDER = "mqtt"
LOOK_EVERY_S = 30
_LOG = logging.getLogger(__name__)


def address_of(application: Starlette) -> str:
    """Where the seals' modems go, HOST:PORT; empty: there is no broker."""
    return str(getattr(application.state, "broker", ""))


class Bouncer:
    """Has those dropped whose certificate was revoked, by `drop`: as soon as it was, and now and then."""

    def __init__(self, drop: Callable[[set[str]], Awaitable[None]]) -> None:
        self._drop, self._serials = drop, set[str]()
        self._news, self._lock = asyncio.Event(), asyncio.Lock()

    def hear(self, serials: set[str]) -> None:
        """These were revoked."""
        self._serials |= serials
        self._news.set()

    async def settle(self) -> None:
        """Those of whom it has heard are gone, or could not be dropped just now."""
        if self._serials or self._lock.locked():
            await self._work()

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), LOOK_EVERY_S)
            await self._work()

    async def _work(self) -> None:
        async with self._lock:
            serials, self._serials = self._serials, set()
            self._news.clear()
            try:
                await self._drop(serials)
            except Exception as error:  # noqa: BLE001  (a database that could not just now can the next time)
                self._serials |= serials
                log_fault(error, "broker")


async def drop_revoked(application: Starlette) -> None:
    """Nobody is attached any more with what was revoked, and nobody gets in with it."""
    bouncer: Bouncer | None = getattr(application.state, "bouncer", None)
    if bouncer is not None:
        await bouncer.settle()


@asynccontextmanager
async def running(application: Starlette, service: Service) -> AsyncGenerator[None]:
    """The broker that the settings name, with its gateway; nothing without one. Their libraries are loaded late."""
    settings = service.settings
    if settings.mosquitto is not None:
        async with _outside(service, settings.mosquitto) as (gateway, bouncer):
            application.state.broker, application.state.gateway = settings.mosquitto, gateway
            application.state.bouncer = bouncer
            yield
    elif settings.mqtt_port is not None:
        async with _inside(service, settings.mqtt_host, settings.mqtt_port) as (gateway, broker, bouncer):
            application.state.broker, application.state.gateway = f"{settings.mqtt_host}:{broker.port}", gateway
            application.state.bouncer = bouncer
            yield
    else:
        yield


@asynccontextmanager
async def _inside(
    service: Service, host: str, port: int
) -> AsyncGenerator[tuple[Gateway, "EmbeddedBroker | BrokerApart", Bouncer]]:
    """Where checkers have processes of their own it has one as well."""
    if service.settings.checkers:
        from cloud.gateway.apart import BrokerApart as Ours
    else:
        from cloud.gateway.embedded import EmbeddedBroker as Ours

    async def revoked() -> set[int]:
        return set(await service.database.read(lambda view: modems.revoked(view, service.now())))

    authority, now = _authority(service), moment(service.now())
    gateway = Gateway(service)
    broker = Ours(gateway.hear, revoked)
    gateway.send = broker.send
    folder = service.settings.data / FOLDER
    folder.mkdir(exist_ok=True)
    own = authority.for_server(host, now)
    await broker.start(host, port, own, authority.root_pem.decode(), folder)
    gateway.ready.set()
    try:
        async with _at_work(service, gateway, Bouncer(lambda _: broker.drop_revoked())) as bouncer:
            yield gateway, broker, bouncer
    finally:
        await broker.stop()


@asynccontextmanager
async def _outside(service: Service, address: str) -> AsyncGenerator[tuple[Gateway, Bouncer]]:
    from cloud.gateway.external import ExternalBroker, take_place

    host, _, port = address.rpartition(":")
    folder, authority = service.settings.data / FOLDER, _authority(service)
    await prepare(service)
    mosquitto.read_again(folder)  # what was revoked while this cloud did not run
    gateway = Gateway(service)
    broker = ExternalBroker(gateway.hear, gateway.ready)
    gateway.send = broker.send
    root = authority.root_pem.decode()

    async def drop(serials: set[str]) -> None:
        """The list goes first: who is cut off comes back at once."""
        if not serials:
            return
        mosquitto.write_secret(folder / mosquitto.REVOKED, await _revoked(service))
        if not mosquitto.read_again(folder):
            _LOG.error("Mosquitto could not be told who is revoked: start it anew")
        own = folder / "stand-in.pem"
        for serial in serials:
            made = authority.stand_in(serial, moment(service.now()))
            mosquitto.write_secret(own, made.key + made.certificate)
            try:
                await take_place(host, int(port), own, root, serial)
            except OSError as error:  # then nobody is attached there either
                _LOG.warning("the place of %s could not be taken: %s", serial, type(error).__name__)
            finally:
                own.unlink()

    connecting = broker.run(host, int(port), folder / mosquitto.CLIENT, root)
    async with _at_work(service, gateway, Bouncer(drop), connecting) as bouncer:
        yield gateway, bouncer


@asynccontextmanager
async def _at_work(
    service: Service, gateway: Gateway, bouncer: Bouncer, *more: Coroutine[Any, Any, None]
) -> AsyncGenerator[Bouncer]:
    service.database.revoked.append(bouncer.hear)
    tasks = [asyncio.create_task(each) for each in (gateway.run(), bouncer.run(), *more)]
    try:
        yield bouncer
    finally:
        service.database.revoked.remove(bouncer.hear)
        await _ended(tasks)


async def prepare(service: Service) -> None:
    """Write what a Mosquitto at the address of the settings needs, and what the gateway needs before it."""
    assert service.settings.mosquitto is not None
    host, _, port = service.settings.mosquitto.rpartition(":")
    folder, authority, now = service.settings.data / FOLDER, _authority(service), moment(service.now())
    user = service.settings.mosquitto_user
    broker, own = authority.for_server(host, now), authority.for_gateway(now)
    mosquitto.write(folder, host, int(port), user, authority, broker, await _revoked(service))
    mosquitto.write_secret(folder / mosquitto.CLIENT, own.key + own.certificate)


async def _revoked(service: Service) -> bytes:
    """The list that follows the one which was written last."""
    numbers = await service.database.read(lambda view: modems.revoked(view, service.now()))
    last = service.settings.data / FOLDER / mosquitto.REVOKED
    before = last.read_bytes() if last.exists() else b""
    return _authority(service).revoked(numbers, moment(service.now()), before)


def _authority(service: Service) -> Authority:
    return service.keys.modem_authority(moment(service.now()))


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks, return_exceptions=True)
