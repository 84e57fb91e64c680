"""The operator's pages as a site, and the listener that serves them beside the cloud's own.

They are listened for at this computer's own address only: from another one an operator comes through SSH
(`ssh -L 8443:127.0.0.1:PORT HOST`) or through whatever the deployment puts before it.
"""

import asyncio
import hashlib
import hmac
import logging
import socket
from collections.abc import AsyncGenerator, Collection, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_admin.base import BaseAdmin

from cloud.metrics import Metrics
from cloud.operator.door import Door
from cloud.operator.guard import Guard, Token
from cloud.operator.room import MAX_FORM, Place
from cloud.operator.rooms import overview, rooms
from cloud.service import Service

_HERE = Path(__file__).parent
STARTS_WITHIN_S = 20


class _Server(uvicorn.Server):
    """It ends with the cloud, which alone hears signals, and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


class _Admin(BaseAdmin):
    def _init_csrf(self) -> None:
        self.middlewares.append(Middleware(Token, secret_key=str(self.secret_key)))


@dataclass(frozen=True)
class Counted:
    """Each request by the page that it is to, and by how it was answered. `pages`: the first parts of addresses."""

    application: ASGIApp
    metrics: Metrics
    pages: Collection[str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        first = "/" + scope.get("path", "").lstrip("/").partition("/")[0]

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.metrics.asked_by_operator(first if first in self.pages else "other", message["status"])
            await send(message)

        await self.application(scope, receive, told)


def site(cloud: FastAPI, service: Service) -> ASGIApp:
    """All pages, behind their guard."""
    logging.getLogger("starlette_admin").setLevel(logging.ERROR)  # it writes down addresses, and what was said
    application, first = Starlette(), overview.Overview()
    places: list[Place] = [first, *rooms()]
    secret = hmac.digest(service.keys.codes, b"signet/operators pages/1", hashlib.sha256).hex()
    admin = _Admin(
        title="印信运营",
        base_url="/",
        route_name="operator",
        templates_dir=str(_HERE / "templates"),
        static_dir=str(_HERE / "static"),
        index_view=first,
        auth_provider=Door(),
        secret_key=secret,
        timezone_config=None,
    )
    bodies: dict[str, int] = {}
    for each in places:
        each.places = places
        if each is not first:
            admin.add_view(each)
        if each.most_body > MAX_FORM:
            bodies[each.path] = each.most_body
    admin.mount_to(application)
    guarded = Guard(application, {"service": service, "cloud": cloud}, bodies, MAX_FORM)
    return Counted(guarded, service.metrics, {each.path for each in places} | {"/login", "/logout", "/static"})


def address_of(cloud: Starlette) -> str:
    """Where the pages are; empty: this cloud offers none."""
    return str(getattr(cloud.state, "operator_pages", ""))


@asynccontextmanager
async def listening(cloud: FastAPI, service: Service, port: int) -> AsyncGenerator[None]:
    """The pages at this port, as long as the cloud runs."""
    from cloud.main import configuration, listen  # which builds the cloud, and that these pages

    with listen(port) as listening:
        server = _Server(configuration(site(cloud, service)))
        running = asyncio.create_task(server.serve([listening]))
        async with asyncio.timeout(STARTS_WITHIN_S):
            await server.listens.wait()
        cloud.state.operator_pages = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            yield
        finally:
            server.should_exit = True
            await running
