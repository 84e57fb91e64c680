"""Requests and answers: JSON by msgspec, a `Problem` for everything refused, who speaks by the access token."""

import errno
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar, cast

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from cloud.problems import Refusal, away, log_fault
from cloud.service import Service
from cloud.store.database import WritesElsewhere, passes
from cloud.tokens import Speaker, read_access
from domain.wording import sentence
from protocol.errors import ProtocolError
from protocol.sync import SCHEMA, SCHEMA_HEADER, Problem

T = TypeVar("T")
MAX_BODY = 64 * 1024
NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))  # Windows knows no quota
_SCHEMA = str(SCHEMA)
CLIENT_LEFT = 499  # nobody reads the answer; the number is for the log


@dataclass(frozen=True)
class Call:
    """One request."""

    request: Request

    @property
    def service(self) -> Service:
        return cast(Service, self.request.app.state.service)

    @property
    def chinese(self) -> bool:
        return prefers_chinese(self.request.headers.get("accept-language", ""))

    def path(self, name: str) -> str:
        return _printable(str(self.request.path_params[name]))

    def query(self, name: str, default: str = "") -> str:
        return _printable(self.request.query_params.get(name, default))

    def speaker(self) -> Speaker:
        """Who speaks, as the access token says; raises `Refusal` signed_out. Whether his console may still speak, the
        transaction asks (`people.speaking`)."""
        kind, _, token = self.request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer":
            raise Refusal("signed_out")
        return read_access(token, self.service.keys.tokens, self.service.now())

    async def body(self, kind: type[T], limit: int = MAX_BODY) -> T:
        """The body as a message of this kind; raises `Refusal` too_large or malformed."""
        return read(await self.raw(limit), kind)

    async def raw(self, limit: int = MAX_BODY) -> bytes:
        """The body as it came; raises `Refusal` too_large."""
        data = bytearray()
        async for part in self.request.stream():
            data += part
            if len(data) > limit:
                raise Refusal("too_large")
        return bytes(data)

    def problem(self, refusal: Refusal) -> Response:
        body = Problem(
            code=refusal.code, sentence=sentence(refusal.code, refusal.detail, self.chinese), field=refusal.field
        )
        return Response(msgspec.json.encode(body), refusal.status, refusal.headers, "application/json")


Handler = Callable[[Call], Awaitable[Response]]


def read(data: bytes, kind: type[T]) -> T:
    """JSON as a message of this kind; raises `Refusal` malformed."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("malformed") from error


def _printable(text: str) -> str:
    if not text.isprintable():
        raise Refusal("malformed")
    return text


def reply(message: msgspec.Struct) -> Response:
    return Response(msgspec.json.encode(message), media_type="application/json")


def prefers_chinese(header: str) -> bool:
    """Chinese unless English is asked for before it (Accept-Language; the first of the two that is named counts)."""
    languages = [part.strip().lower()[:2] for part in header.split(",")]
    return next((language == "zh" for language in languages if language in ("zh", "en")), True)


def route(method: str, path: str, handler: Handler, *, writes: bool | None = None) -> Route:
    """A route whose refusals are problems and whose faults are `internal`, logged without anybody's data.

    `writes`: of several processes the one that writes answers it (if not said: what is no GET); another one also gives
    to it what wants to write after all.
    """
    elsewhere = method not in ("GET", "HEAD") if writes is None else writes

    async def run(request: Request) -> Response:
        call = Call(request)
        with call.service.metrics.timed(f"{method} {path}") as status:
            answer = await answered(call)
            status.append(answer.status_code)
            return answer

    async def answered(call: Call) -> Response:
        request = call.request
        try:
            if request.headers.get(SCHEMA_HEADER, _SCHEMA) != _SCHEMA:
                raise Refusal("update_needed")
            if elsewhere and call.service.database.elsewhere:
                return await _passed_on(call) or await handler(call)
            try:
                return await handler(call)
            except WritesElsewhere:
                return await _passed_on(call) or await handler(call)
        except Refusal as refusal:
            return call.problem(refusal)
        except ProtocolError:
            return call.problem(Refusal("malformed"))
        except ClientDisconnect:
            return Response(status_code=CLIENT_LEFT)
        except Exception as error:  # noqa: BLE001  (the last line of defence)
            log_fault(error, f"{method} {path}")
            return call.problem(away() if is_of_the_moment(error) else Refusal("internal"))

    return Route(path, run, methods=[method])


def is_of_the_moment(error: Exception) -> bool:
    """Nobody's fault, and over when the database answers, or somebody has made room."""
    return passes(error) or (isinstance(error, OSError) and error.errno in NO_ROOM)


async def _passed_on(call: Call) -> Response | None:
    several = call.service.several
    return None if several is None else await several.passing.on(call.request)


async def no_such_route(request: Request, error: Exception) -> Response:
    """What the router itself refuses: an unknown path, another method."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    return Call(request).problem(Refusal("not_found", status=status))
