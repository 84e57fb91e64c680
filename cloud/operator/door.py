"""Signing in to the operator's pages and out again, and how they are to look in this browser."""

import hashlib
from typing import cast
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates
from starlette_admin.auth import AdminUser, BaseAuthProvider

from cloud.operator import sessions
from cloud.operator.room import LANGUAGE, LOOK, said
from cloud.operator.sessions import Visitor
from cloud.service import Service
from domain.verdict import Refused

COOKIE = "signet_operator"
YEAR_S = 365 * 24 * 3600
MOST_TYPED = 500


class Door(BaseAuthProvider):
    """Who may open these pages: an operator with a session that lasts."""

    def __init__(self) -> None:
        super().__init__(allow_routes=["choose"])

    async def authenticate(self, request: Request) -> AdminUser | None:
        found = await sessions.visit(_service(request), visitor(request))
        request.state.present = found
        return None if found is None else AdminUser(found.operator.name)

    def get_routes(self, templates: Jinja2Templates) -> list[Route]:
        async def login(request: Request) -> Response:
            return await _login(request, templates)

        return [
            Route("/login", login, methods=["GET", "POST"], name="login"),
            Route("/logout", _logout, methods=["POST"], name="logout"),
            Route("/choose/{what}", _choose, methods=["GET"], name="choose"),
        ]


def visitor(request: Request) -> Visitor:
    """What a request shows of itself."""
    address = request.client.host if request.client else ""
    browser = f"{address}\n{request.headers.get('user-agent', '')}".encode()
    return Visitor(address, hashlib.sha256(browser).digest(), request.cookies.get(COOKIE, "")[:MOST_TYPED])


def _service(request: Request) -> Service:
    return cast(Service, request.state.service)


async def _login(request: Request, templates: Jinja2Templates) -> Response:
    if request.state.present is not None:
        return RedirectResponse(_next(request), 303)
    name, refused = "", None
    if request.method == "POST":
        async with request.form() as form:
            name, password, code = (str(form.get(each) or "")[:MOST_TYPED] for each in ("name", "password", "code"))
        name = name.strip() if name.isprintable() else ""
        made = await sessions.sign_in(_service(request), visitor(request), name, password, code)
        if not isinstance(made, Refused):
            answer = RedirectResponse(_next(request), 303)
            secure = request.url.scheme == "https"
            answer.set_cookie(COOKIE, made, httponly=True, samesite="strict", secure=secure)
            return answer
        refused = made
    context = {**said(request), "name": name, "refused": refused}
    return templates.TemplateResponse(request, "login.html", context, 200 if refused is None else 403)


async def _logout(request: Request) -> Response:
    await sessions.sign_out(_service(request), visitor(request))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE)
    return answer


async def _choose(request: Request) -> Response:
    """Language or look; nothing but a cookie of this browser changes."""
    what, answer = request.path_params["what"], RedirectResponse(_next(request), 303)
    if what in ("zh", "en"):
        answer.set_cookie(LANGUAGE, what, max_age=YEAR_S, httponly=True, samesite="strict")
    elif what in ("light", "dark"):
        answer.set_cookie(LOOK, what, max_age=YEAR_S, httponly=True, samesite="strict")
    else:
        answer.delete_cookie(LOOK)
    return answer


def _next(request: Request) -> str:
    """Where to go on: a page of this address, whatever was asked for."""
    try:
        asked = urlsplit(request.query_params.get("next", "/"))
    except ValueError:
        return "/"
    path = "/" + asked.path.lstrip("/\\")
    path = "/" if path.startswith(("/login", "/logout", "/choose")) else path
    return f"{path}?{asked.query}" if asked.query else path
