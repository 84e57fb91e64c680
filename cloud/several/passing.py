"""A request that writes, on its way from the process that has it to the one that writes.

It is not sent twice: who writes may have done it before he died, and only whoever asked knows whether to ask again.
"""

import asyncio
import hmac
import time
from collections.abc import AsyncIterator

import aiohttp
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from cloud.problems import away
from cloud.store.database import Database

HEADER = "signet-passed"
LOOK_S = 0.1
CONNECT_S = 2.0
ANSWER_S = 600.0
IDLE_S = 3.0  # a connection that the other side may close is not used any more
PIECE = 64 * 1024
# Of one connection, or said anew by each server.
_OWN = {"connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer", "date", HEADER}


class Passing:
    """From a process that only reads. `word`: by which the other one knows that it comes from one of us; `wait_s`: how
    long a request waits for somebody to take the turn."""

    def __init__(self, database: Database, word: str, wait_s: float) -> None:
        self._database, self._word, self._wait_s = database, word, wait_s
        self._at = ""  # where who writes was found last
        self._http: aiohttp.ClientSession | None = None
        self.passed = 0

    def forget(self) -> None:
        """Somebody else writes now."""
        self._at = ""

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()

    async def on(self, request: Request) -> Response | None:
        """Its answer; none: this process writes by now. Raises `Refusal` cloud_recovering."""
        until = time.monotonic() + self._wait_s
        while self._database.elsewhere:
            self._at = self._at or await self._database.writer_at()
            if self._at:
                try:
                    return await self._send(request)
                except aiohttp.ClientConnectorError:  # nobody is there, and nobody has it
                    self._at = ""
                except (aiohttp.ClientError, OSError) as error:
                    self._at = ""
                    raise away() from error
            if _is_passed(request) or time.monotonic() > until:
                raise away()
            await asyncio.sleep(LOOK_S)
        return None

    async def _send(self, request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        path = request.scope.get("raw_path", request.url.path.encode()).decode("ascii")
        headers = [(name, value) for name, value in request.headers.items() if name not in (*_OWN, "host")]
        client = request.client.host if request.client else ""
        host = request.headers.get("host", "")
        headers.append((HEADER, f"{self._word} {request.url.scheme} {host} {client}"))
        has_body = "content-length" in request.headers or "transfer-encoding" in request.headers
        answer = await self._session().request(
            request.method,
            f"http://{self._at}{path}{query}",
            data=request.stream() if has_body else None,
            headers=headers,
            allow_redirects=False,
        )
        self.passed += 1
        found = StreamingResponse(_pieces(answer), answer.status)
        found.raw_headers = [
            (name.lower().encode(), value.encode("latin-1"))
            for name, value in answer.headers.items()
            if name.lower() not in _OWN
        ]
        return found

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_S),
                timeout=aiohttp.ClientTimeout(total=ANSWER_S, sock_connect=CONNECT_S),
                auto_decompress=False,
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._http


async def _pieces(answer: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    try:
        async for piece in answer.content.iter_chunked(PIECE):
            yield piece
    finally:
        answer.release()


def _is_passed(request: Request) -> bool:
    return bool(request.scope.get(HEADER))


class Passed:
    """What another process has passed on is taken as it came to that one: from whom, by what scheme, to which name."""

    def __init__(self, app: ASGIApp, word: str) -> None:
        self._app, self._word = app, word

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = MutableHeaders(scope=scope)
            said = headers.get(HEADER, "").split(" ")
            if len(said) == 4 and hmac.compare_digest(said[0].encode(), self._word.encode()):
                _, scope["scheme"], headers["host"], client = said
                scope["client"] = (client, 0) if client else None
                scope[HEADER] = True
        await self._app(scope, receive, send)
