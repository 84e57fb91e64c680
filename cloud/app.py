"""Builds the service: what is refused at the start, which routes there are, what runs and ends with it."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import JSONResponse, Response
from starlette.routing import WebSocketRoute

from cloud import (
    certificates,
    codes,
    consoles,
    demo,
    demo_wechat,
    files,
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
)
from cloud.api import application as api
from cloud.channels import Channel
from cloud.exporting import download
from cloud.exporting.runner import Exporter
from cloud.gateway import broker
from cloud.http import Call, no_such_route, route
from cloud.keys import Keys
from cloud.live import Hub, live
from cloud.mail import Mail
from cloud.post import Post
from cloud.problems import log_fault
from cloud.seals.known import Known
from cloud.service import Service, now_ms
from cloud.settings import Settings
from cloud.store.database import Database, DatabaseUnusable
from cloud.uploads import Uploads
from cloud.webhooks import following
from cloud.webhooks.carrying import Webhooks
from cloud.wechat import WeChat
from domain.messages import Channel as ChannelName
from protocol.certificates import Root, read_root
from protocol.errors import ProtocolError
from protocol.published_keys import PUBLISHED_KEYS
from protocol.sync import SCHEMA

KEY_FILE = "cloud.keys"
HOSTS = ["127.0.0.1", "localhost"]
CLEAR_EVERY_S = 3600
_LOG = logging.getLogger(__name__)


class CannotStart(Exception):
    """The cloud does not start so; the message is a sentence for whoever starts it."""


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
) -> FastAPI:
    """The application, its database migrated and open. Raises `CannotStart` or `KeysUnusable`.

    `channels`: who carries what leaves the house, `by_wechat`: who knows the person that scanned a code; in the demo
    its inbox and its page do, where nobody else is named. Without a WeChat that way in is not offered.
    """
    try:
        root_bytes = settings.maker_root.read_bytes()
    except OSError as error:
        raise CannotStart(f"the maker root cannot be read: {error.strerror}") from error
    root = trusted_root(root_bytes, demo=settings.demo)
    refused = frozenset[bytes]() if settings.demo else PUBLISHED_KEYS
    if settings.smtp_host and "@" not in (settings.smtp_from or settings.smtp_user):
        raise CannotStart("a mail server is named and no address to send from: set SIGNET_CLOUD_SMTP_FROM")
    settings.data.mkdir(parents=True, exist_ok=True)
    database = _database(settings)
    try:
        database.claim()  # before the keys are read: until then another process may make some
        keys = _keys(settings, database, refused)
    except DatabaseUnusable as error:
        database.close()
        raise CannotStart(str(error)) from error
    except BaseException:
        database.close()
        raise
    hub = Hub()
    database.listeners.append(hub.tell)
    uploads = Uploads(settings.data / "incoming", settings.data / "files")
    inbox = demo.Inbox()
    carriers: dict[ChannelName, Channel] = dict.fromkeys(ChannelName, inbox) if settings.demo else {}
    if settings.smtp_host:
        carriers[ChannelName.EMAIL] = Mail(settings, settings.data / "files")
    carriers[ChannelName.WEBHOOK] = Webhooks(settings, database, keys, now)
    database.closing.append(lambda unit: following.before_commit(unit, now()))
    post = Post(database, keys.vault, now, {**carriers, **(channels or {})})
    local = by_wechat or (demo_wechat.LocalWeChat() if settings.demo else None)
    known = Known(database)
    service = Service(settings, root, root_bytes, refused, keys, database, known, hub, uploads, post, local, now)
    return _application(service, inbox)


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


def _database(settings: Settings) -> Database:
    """The database that the settings name, open and migrated."""
    try:
        wait_s = settings.writer_wait_s
        at = settings.database
        database = Database(at, wait_s) if at else Database.in_folder(settings.data, wait_s)
        try:
            database.migrate()
        except BaseException:
            database.close()
            raise
    except DatabaseUnusable as error:
        raise CannotStart(str(error)) from error
    return database


def _keys(settings: Settings, database: Database, refused: frozenset[bytes]) -> Keys:
    """The keys that belong to this database."""
    keys = Keys.open(settings.data / KEY_FILE, fresh=not database.prepare(None))
    if keys.all_public() & refused:
        raise CannotStart("a secret of this cloud's key file is published; nobody may use it outside the demo")
    if not database.prepare(keys.platform.public):
        raise CannotStart("this database belongs to a cloud with other keys")
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
        certificates,
        modems,
        push,
        pull,
        files,
        download,
        seals,
        operating,
    ]
    if service.settings.demo:
        modules.append(demo)
    if isinstance(service.wechat, demo_wechat.LocalWeChat):
        modules.append(demo_wechat)
    for module in modules:
        application.router.routes.extend(module.ROUTES)
    application.router.routes.append(route("GET", "/healthz", health))
    application.router.routes.append(WebSocketRoute("/v1/live", live))
    application.router.routes.append(api.mounted(service))
    # Names that lead here from elsewhere (DNS rebinding) are not answered.
    application.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)
    return application


@asynccontextmanager
async def _lifespan(application: FastAPI) -> AsyncGenerator[None]:
    service: Service = application.state.service
    running = [
        asyncio.create_task(_keep_clear(service)),
        asyncio.create_task(_keep_swept(service)),
        asyncio.create_task(service.post.run()),
        asyncio.create_task(Exporter(service).run()),
    ]
    try:
        async with broker.running(application, service):
            yield
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        service.hub.end_all()
        await asyncio.to_thread(service.database.close)


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


async def health(call: Call) -> Response:
    """GET /healthz: the database answers."""
    await call.service.database.read(lambda view: view.connection.exec_driver_sql("SELECT 1").scalar())
    return JSONResponse({"ok": True, "schema": SCHEMA})
