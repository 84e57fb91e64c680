"""The API as an application of its own below /api/v1, with its own document and its own way to say no."""

import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus

import msgspec
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount

from cloud.api.asking import Pace
from cloud.api.document import PROBLEM, TITLE, VERSION, ApiProblem, describe
from cloud.api.reading import router
from cloud.http import is_of_the_moment, prefers_chinese
from cloud.problems import Refusal, away, log_fault
from cloud.service import Service
from cloud.store.database import WritesElsewhere
from domain.wording import sentence

PATH = "/api/v1"
Goes = Callable[[Request], Awaitable[Response]]


def mounted(service: Service) -> Mount:
    """The API below its path, also where that goes on with a line break: it is refused in the API's own way."""
    found = Mount(PATH, application(service))
    found.path_regex = re.compile(found.path_regex.pattern, re.DOTALL)
    return found


def application(service: Service) -> FastAPI:
    """It shares the service with everything else, and nothing beside."""
    api = FastAPI(title=TITLE, version=VERSION, docs_url=None, redoc_url=None, openapi_url=None)
    api.state.service = service
    api.state.pace = Pace(service.settings.api_per_minute)
    api.include_router(router())

    async def document(_request: Request) -> Response:
        return JSONResponse(describe(api), headers={"Cache-Control": "no-cache"})

    api.add_route("/openapi.json", document, include_in_schema=False)
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(RequestValidationError, _unfit)
    api.add_exception_handler(HTTPException, _no_route)
    api.middleware("http")(_counted)
    return api


async def _counted(request: Request, go_on: Goes) -> Response:
    answer = await _last_line(request, go_on)
    service: Service = request.app.state.service
    service.metrics.asked_by_system(getattr(request.scope.get("route"), "path", "other"), answer.status_code)
    return answer


async def _last_line(request: Request, go_on: Goes) -> Response:
    try:
        return await go_on(request)
    except WritesElsewhere:
        return await _passed_on(request)
    except Exception as error:  # noqa: BLE001  (the last line of defence)
        log_fault(error, f"{request.method} {PATH}")
        return _problem(request, away() if is_of_the_moment(error) else Refusal("internal"))


async def _passed_on(request: Request) -> Response:
    """To the process that writes: when a token was last used is noted now and then."""
    service: Service = request.app.state.service
    try:
        answer = None if service.several is None else await service.several.passing.on(request)
    except Refusal as refusal:
        return _problem(request, refusal)
    return answer or _problem(request, away())  # it is this one's turn since: whoever asks again is answered


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return _problem(request, error)


async def _unfit(request: Request, error: Exception) -> Response:
    """A parameter that does not fit its range."""
    assert isinstance(error, RequestValidationError)
    place = next(iter(error.errors()), {}).get("loc", ("",))
    return _problem(request, Refusal("arguments_do_not_fit", field=str(place[-1]), status=422))


async def _no_route(request: Request, error: Exception) -> Response:
    """An unknown path, another method."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else None
    return _problem(request, Refusal("not_found", status=status, headers=headers))


def _problem(request: Request, refusal: Refusal) -> Response:
    header = request.headers.get("accept-language", "")
    body = ApiProblem(
        type=f"urn:signet:problem:{refusal.code}",
        title=HTTPStatus(refusal.status).phrase,
        status=refusal.status,
        detail=sentence(refusal.code, refusal.detail, prefers_chinese(header)),
        code=refusal.code,
        field=refusal.field or "",
    )
    return Response(msgspec.json.encode(body), refusal.status, refusal.headers, PROBLEM)
