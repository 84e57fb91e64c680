"""Before any of the operator's pages: what no browser of an operator would send is turned away here."""

import logging
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_admin.security.csrf import CSRFMiddleware

from cloud.operator.wording import SENTENCES
from cloud.problems import log_fault

# No script at all, and nothing from elsewhere. `same-origin`: without a referrer browsers would not say where a form
# comes from either.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_WHY = {413: "too_large", 500: "internal"}
SAFE = {"GET", "HEAD"}
HOSTS = ("127.0.0.1", "localhost")
_LOG = logging.getLogger(__name__)


class Guard:
    """`state` is told to every request; `bodies`: how many bytes a form may have, by the beginning of its address."""

    def __init__(self, app: ASGIApp, state: Mapping[str, object], bodies: Mapping[str, int], most: int) -> None:
        self._app, self._state, self._bodies, self._most = app, state, bodies, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        scope.setdefault("state", {}).update(self._state)
        headers = Headers(scope=scope)
        status = self._refused(scope, headers)
        if status:
            _LOG.info("operator's pages: %s refused with %s", scope["method"], status)
            await _refusal(status)(scope, receive, _with_headers(scope, send))
            return
        try:
            await self._app(scope, receive, _in_words(scope, receive, _with_headers(scope, send)))
        except Exception as error:  # noqa: BLE001  (the last line of defence; the answer was sent)
            log_fault(error, f"operator's pages: {scope['method']} {scope['path'].split('/')[1]}")

    def _refused(self, scope: Scope, headers: Headers) -> int:
        """The status; 0: it may go on."""
        host = headers.get("host", "")
        if host.rsplit(":", 1)[0] not in HOSTS:  # a name that leads here from elsewhere (DNS rebinding)
            return 400
        if scope["method"] in SAFE:
            return 0
        if scope["method"] != "POST":
            return 405
        if not _is_own(headers, host):
            return 403
        length = headers.get("content-length", "")
        if not length.isdecimal() or "transfer-encoding" in headers:  # which would count, and says no length
            return 411
        most = next((most for path, most in self._bodies.items() if scope["path"].startswith(path)), self._most)
        return 413 if int(length) > most else 0


def _is_own(headers: Headers, host: str) -> bool:
    """Whether a page of this very address has sent it: every browser says so of a form, in one way or the other."""
    origin = headers.get("origin")
    if origin is not None:
        return origin in (f"http://{host}", f"https://{host}")
    return headers.get("sec-fetch-site") == "same-origin"


def _refusal(status: int) -> HTMLResponse:
    text = SENTENCES[_WHY.get(status, "form_over")]
    why = f"{text.chinese} {text.english}"
    body = f'<!DOCTYPE html><meta charset="UTF-8"><p>{why}</p><p><a href="/">印信运营 · Signet operations</a></p>'
    return HTMLResponse(body, status)


def _with_headers(scope: Scope, send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if not scope["path"].startswith("/static/"):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return sending


def _in_words(scope: Scope, receive: Receive, send: Send) -> Send:
    """What is answered with a bare word (a form without its token, our own fault) is said as a page."""
    bare = False

    async def sending(message: Message) -> None:
        nonlocal bare
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            bare = message["status"] in (403, 500) and kind.startswith("text/plain")
            if bare:
                await _refusal(message["status"])(scope, receive, send)
        if not bare:
            await send(message)

    return sending


class Token(CSRFMiddleware):
    """The library's, which leaves the files of a form open."""

    async def _get_submitted_token(self, request: Request) -> str | None:
        await request.body()  # who comes after reads it again
        try:
            return str((await request.form()).get(self.field_name) or "")
        finally:
            await request.close()
