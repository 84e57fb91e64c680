"""Builds the service: what is refused at the start, which routes there are, what runs and ends with it."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager, nullcontext
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import WebSocketRoute

from cloud import (
    carriers,
    certificates,
    codes,
    consoles,
    demo,
    demo_pay,
    demo_wechat,
    files,
    health,
    metrics,
    modems,
    operating,
    pull,
    push,
    retention,
    seals,
    second_factor,
    sign_in,
    sweeps,
    wechat,
    wechat_binding,
)
from cloud.api import application as api
from cloud.channels import Channel
from cloud.deployment import CannotStart, check_door, names, own_ports, place, stored
from cloud.exporting import download
from cloud.exporting.runner import Exporter
from cloud.gateway import broker
from cloud.http import no_such_route, route
from cloud.keys import Keys
from cloud.live import Hub, live
from cloud.post import Post
from cloud.problems import log_fault
from cloud.seals.known import Known
from cloud.service import Service, now_ms
from cloud.settings import Settings
from cloud.store import ledger
from cloud.store.database import Database, DatabaseUnusable, Occupied
from cloud.uploads import Uploads
from cloud.wallet import notices
from cloud.wallet.asking import Carrier
from cloud.wallet.wechat_pay import Pay
from cloud.webhooks import following
from cloud.wechat import WeChat
from cloud.wechat_account import WeChatAccount
from domain.messages import Channel as ChannelName
from protocol.certificates import Root, read_root
from protocol.errors import ProtocolError
from protocol.published_keys import PUBLISHED_KEYS

if TYPE_CHECKING:
    from cloud.several.turns import Several  # and all it needs, which a cloud of one process does not

KEY_FILE = "cloud.keys"
RESTORING = "restoring"  # a mark in the folder: the database is not whole
CLEAR_EVERY_S = 3600
OF_SEVERAL_S = 1.0  # one of several processes does not wait for its turn: it reads meanwhile
_LOG = logging.getLogger(__name__)


def trusted_root(data: bytes, *, demo: bool) -> Root:
    """The maker's root; a throw-away one or one whose secret is published only for a demo. Raises `CannotStart`."""
    try:
        root = read_root(data)
    except ProtocolError as error:
        raise CannotStart("the maker root is not a signed root") from error
    if not demo and root.demo:
        raise CannotStart("this maker root is marked demo; a cloud trusts it only when started by the demo")
    if not demo and root.public in PUBLISHED_KEYS:
        raise CannotStart("the secret of this maker root is published; nobody may trust it outside the demo")
    return root


def create(
    settings: Settings,
    now: Callable[[], int] = now_ms,
    channels: Mapping[ChannelName, Channel] | None = None,
    by_wechat: WeChat | None = None,
    by_pay: Pay | None = None,
) -> FastAPI:
    """The application, its database migrated and open. Raises `CannotStart` or `KeysUnusable`.

    `channels`: who carries what leaves the house, `by_wechat`: who knows the person that scanned a code; in the demo
    its inbox and its page do, where nobody else is named. Without a WeChat that way in is not offered. `by_pay`: who
    takes money, if the settings name no account with WeChat Pay.
    """
    try:
        root_bytes = settings.maker_root.read_bytes()
    except OSError as error:
        raise CannotStart(f"the maker root cannot be read: {error.strerror}") from error
    root = trusted_root(root_bytes, demo=settings.demo)
    refused = frozenset[bytes]() if settings.demo else PUBLISHED_KEYS
    carriers.check(settings)
    paying = by_pay or carriers.pay(settings)
    if settings.several and not (settings.port and (settings.database or "").startswith("postgresql")):
        raise CannotStart("several processes need a PostgreSQL (SIGNET_CLOUD_DATABASE) and a port each (--port)")
    check_door(settings)
    settings.data.mkdir(parents=True, exist_ok=True)
    database = _database(settings)
    try:
        _take_turn(settings, database)  # before the keys are read: until then another process may make some
        keys = _keys(settings, database, refused)
        if not database.elsewhere and database.look(ledger.last_link) is not None:
            keys.note_chained(True)
    except DatabaseUnusable as error:
        database.close()
        raise CannotStart(str(error)) from error
    except BaseException:
        database.close()
        raise
    hub = Hub()
    database.listeners.append(hub.tell)
    files = stored(settings)
    uploads = Uploads(settings.data / "incoming", files)
    inbox = demo.Inbox()
    named = carriers.named(settings, database, keys, files, inbox, now)
    database.closing.append(lambda unit: following.before_commit(unit, now()))
    post = Post(database, keys.vault, now, {**named, **(channels or {})})
    account = named.get(ChannelName.WECHAT)
    known_by = account if isinstance(account, WeChatAccount) else None
    local = by_wechat or known_by or (demo_wechat.LocalWeChat() if settings.demo else None)
    known = Known(database)
    several = _several(settings, database, keys, hub)
    service = Service(
        settings, root, root_bytes, refused, keys, database, known, hub, uploads, post, local, paying, now, several
    )
    if paying is not None:
        post.channels[ChannelName.PAY] = Carrier(service, paying)
    return _application(service, inbox)


def _several(settings: Settings, database: Database, keys: Keys, hub: Hub) -> "Several | None":
    if not settings.several:
        return None
    from cloud.several.turns import Several

    return Several(database, keys, hub, place(settings), settings.writer_wait_s)


def _take_turn(settings: Settings, database: Database) -> None:
    """Write from now on; of several processes one that finds another writing reads what that one has written. Raises
    `DatabaseUnusable`."""
    while True:
        try:
            database.claim(place(settings))
        except Occupied:
            if not settings.several:
                raise
            database.elsewhere = (settings.data / KEY_FILE).exists() and database.prepare(None)
            if not database.elsewhere:  # the other one is just beginning
                continue
        return


def must_have_run(settings: Settings) -> None:
    """Raises `CannotStart` where no cloud has run before."""
    if not (settings.data / KEY_FILE).exists():
        raise CannotStart(f"there is no {KEY_FILE} in this folder")


def opened(settings: Settings) -> tuple[Database, Keys]:
    """The database and the keys of a cloud that has run before. Raises `CannotStart` or `KeysUnusable`."""
    must_have_run(settings)
    database = _database(settings)
    try:
        return database, _keys(settings, database, frozenset())
    except BaseException:
        database.close()
        raise


def claimed(settings: Settings) -> Database:
    """The database of a cloud that has run before and does not run now. Raises `CannotStart`."""
    must_have_run(settings)
    database = _database(settings, restoring=True)
    try:
        database.claim()
    except DatabaseUnusable as error:
        database.close()
        raise CannotStart(str(error)) from error
    return database


def _database(settings: Settings, *, restoring: bool = False) -> Database:
    """The database that the settings name, open and migrated."""
    if (settings.data / RESTORING).exists() and not restoring:
        raise CannotStart("a restore was broken off: restore the backup again")
    try:
        wait_s = OF_SEVERAL_S if settings.several else settings.writer_wait_s
        at = settings.database
        database = Database(at, wait_s) if at else Database.in_folder(settings.data, wait_s)
        try:
            _migrate(settings, database)
        except BaseException:
            database.close()
            raise
    except DatabaseUnusable as error:
        raise CannotStart(str(error)) from error
    return database


def _migrate(settings: Settings, database: Database) -> None:
    """Of several processes one that is newer than the tables waits until those of the version before have ended."""
    said = False
    while True:
        try:
            database.migrate()
        except Occupied:
            if not settings.several:
                raise
            if not said:
                _LOG.warning("another process writes, and not to the tables of this version: this one waits for it")
            said = True
            continue
        return


def _keys(settings: Settings, database: Database, refused: frozenset[bytes]) -> Keys:
    """The keys that belong to this database."""
    keys = Keys.open(settings.data / KEY_FILE, fresh=not database.prepare(None))
    if keys.all_public() & refused:
        raise CannotStart("a secret of this cloud's key file is published; nobody may use it outside the demo")
    if not database.prepare(keys.platform.public):
        raise CannotStart("this database belongs to a cloud with other keys")
    if int(database.look(lambda view: view.noted("generation"))["generation"]) < keys.generation:
        raise CannotStart("this database is older than the last restore: bring a backup in by the command `restore`")
    return keys


def _application(service: Service, inbox: demo.Inbox) -> FastAPI:
    application = FastAPI(
        title="Signet cloud",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan,
        exception_handlers={HTTPException: no_such_route},
    )
    application.state.service = service
    application.state.inbox = inbox
    modules = [
        sign_in,
        codes,
        consoles,
        second_factor,
        wechat,
        wechat_binding,
        certificates,
        modems,
        push,
        pull,
        files,
        download,
        seals,
        notices,
        operating,
    ]
    if service.settings.demo:
        modules.append(demo)
    if isinstance(service.wechat, demo_wechat.LocalWeChat):
        modules.append(demo_wechat)
    if isinstance(service.pay, demo_pay.LocalPay):
        modules.append(demo_pay)
        application.add_middleware(demo_pay.Reached, pay=service.pay)
    for module in modules:
        application.router.routes.extend(module.ROUTES)
    application.router.routes.append(route("GET", "/healthz", health.ask))
    application.router.routes.append(WebSocketRoute("/v1/live", live))
    application.router.routes.append(api.mounted(service))
    # Names that lead here from elsewhere (DNS rebinding) are not answered.
    application.add_middleware(TrustedHostMiddleware, allowed_hosts=names(service.settings))
    if service.several is not None:
        from cloud.several.passing import Passed
        from cloud.several.turns import WORD

        application.add_middleware(Passed, word=service.keys.word(WORD))
    return application


@asynccontextmanager
async def _lifespan(application: FastAPI) -> AsyncGenerator[None]:
    service: Service = application.state.service
    several = service.several
    life = _writing(application) if several is None else several.running(lambda: _writing(application))
    counted = metrics.served(
        service, service.settings.metrics_port, lambda: getattr(application.state, "gateway", None)
    )
    try:
        with counted as application.state.metrics_port:
            async with life:
                yield
    finally:
        service.hub.end_all()
        await asyncio.to_thread(service.database.close)


@asynccontextmanager
async def _writing(application: FastAPI) -> AsyncGenerator[None]:
    """What runs in the process that writes."""
    service: Service = application.state.service
    running = [
        asyncio.create_task(_keep_clear(service)),
        asyncio.create_task(_keep_swept(service)),
        asyncio.create_task(service.post.run()),
        asyncio.create_task(Exporter(service).run()),
    ]
    try:
        with ExitStack() as stack:
            if at := getattr(application.state, "listening", None):
                stack.enter_context(operating.door(application, service.settings.data, *at))
            if service.several is not None:
                from cloud.several.turns import until_free

                await until_free(own_ports(service.settings))
            async with broker.running(application, service), _pages(application, service):
                yield
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def _pages(application: FastAPI, service: Service) -> AbstractAsyncContextManager[None]:
    """The operator's, where a port is named; their libraries are loaded late."""
    if service.settings.operator_port is None:
        return nullcontext()
    from cloud.operator import site

    return site.listening(application, service, service.settings.operator_port)


async def _keep_clear(service: Service) -> None:
    """A fault of one kind keeps no other back: what is not removed today is past its time, and nobody would see it."""
    while True:
        for clear in (_clear_incoming, _clear_post, retention.sweep, files.clear):
            try:
                await clear(service)
            except Exception as error:  # noqa: BLE001  (as below)
                log_fault(error, f"clearing: {clear.__module__} {clear.__name__}")
        await asyncio.sleep(CLEAR_EVERY_S)


async def _clear_incoming(service: Service) -> None:
    await asyncio.to_thread(service.uploads.clear, service.settings.upload_kept_s)


async def _clear_post(service: Service) -> None:
    await service.post.clear()


async def _keep_swept(service: Service) -> None:
    while True:
        try:
            await sweeps.sweep(service)
        except Exception as error:  # noqa: BLE001  (a database that could not just now can the next time)
            log_fault(error, "sweeps")
        await asyncio.sleep(service.settings.sweep_every_s)
