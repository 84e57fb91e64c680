"""A place in the operator's pages: what it shows, and what can be done there.

Each page is built in one snapshot, each act done in one transaction, together with its entry in the trail. What is
refused changes nothing, and the page comes back with what was typed and the reason beside it.
"""

import asyncio
import urllib.parse
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, TypeVar, cast

from fastapi import FastAPI
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette_admin import CustomView
from starlette_admin.flash import flash, get_flashed_messages
from starlette_admin.routing import route

from cloud import faults
from cloud.http import prefers_chinese
from cloud.operator import sessions, trail
from cloud.operator.form import File, Given, Unfit
from cloud.operator.page import Form, Note, Page, Tone
from cloud.operator.sessions import Present
from cloud.operator.trail import Deed
from cloud.operator.wording import Both, why
from cloud.service import Service
from cloud.store.unit import Unit, View
from domain.verdict import Refused

T = TypeVar("T")
LANGUAGE, LOOK = "signet_language", "signet_look"  # cookies
OWN = "/own"  # where an operator chooses his password
ROWS = 50  # of a list, at once
MAX_FORM = 64 * 1024
SECRET = {"csrftoken", "code", "password", "again", "present", "act"}  # what the trail does not keep


@dataclass(frozen=True)
class Asked:
    """A page is asked for: what of (`key`, the rest of the address), and how (`query`)."""

    service: Service
    cloud: FastAPI
    who: Present
    now: int
    key: tuple[str, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def one(self) -> str:
        """What a page of one thing is of."""
        return self.key[-1]


@dataclass(frozen=True)
class Doing:
    """An act of an operator, within its transaction; `brought`: what a `Bring` gave before."""

    asked: Asked
    unit: Unit
    given: Given
    brought: object = None

    @property
    def service(self) -> Service:
        return self.asked.service

    @property
    def by(self) -> str:
        return self.asked.who.operator.name

    @property
    def now(self) -> int:
        return self.asked.now


@dataclass(frozen=True)
class Done:
    """What is said of it; `to`: where it goes on (none: the same page), `show`: what is shown this once and kept
    nowhere, `after`: what follows when it is committed. `subject`, `organization`: what it was about, where the form
    does not say so."""

    said: Both
    to: str | None = None
    subject: str = ""
    organization: str = ""
    show: Note | None = None
    after: Callable[[Asked], Awaitable[None]] | None = None


Act = Callable[[Doing], Done | Refused]
Bring = Callable[[Asked, Given], object]


@dataclass(frozen=True)
class Failed:
    """A form that was refused: which, what was typed, and why."""

    act: str
    fields: Mapping[str, str]
    refused: Refused


def _at(path: str, methods: list[str] | None = None, name: str | None = None) -> Callable[[T], T]:
    """`route`, which says nothing of what it gives back."""
    return cast(Callable[[T], T], route(path, methods, name))


class Place(CustomView):
    """`name` in the rail, in its `group`. `waits`: what the first page counts here; `most_body`: bytes of a form."""

    name: ClassVar[Both]
    group: ClassVar[Both | None] = None
    waits: ClassVar[Both | None] = None
    tone: ClassVar[Tone] = "warn"
    most_body: ClassVar[int] = MAX_FORM

    def __init__(self) -> None:
        super().__init__()
        self.places: list[Place] = []  # all there are, in the order of the rail

    def page(self, view: View, asked: Asked) -> Page | None:
        """None: there is no such thing."""
        raise NotImplementedError  # each place gives its own; its base is a view of the library's

    def waiting(self, view: View) -> int:
        """How much waits here for an operator."""
        return 0

    def counted(self, view: View) -> int:
        """What the first page counts here: what waits, or what is to be looked after."""
        return self.waiting(view)

    def is_active(self, request: Request) -> bool:
        return request.url.path == self.path or request.url.path.startswith(f"{self.path.rstrip('/')}/")

    @_at("")
    async def index(self, request: Request) -> Response:
        return await self._show(request)

    async def _show(
        self, request: Request, failed: Failed | None = None, show: Note | None = None, status: int = 200
    ) -> Response:
        asked = asked_by(request)
        if asked.who.operator.fresh and self.path != OWN:  # the password that was drawn for him opens nothing else
            return RedirectResponse(OWN, 303)
        places = self.places

        def work(view: View) -> tuple[Page | None, dict[str, int]]:
            return self.page(view, asked), {each.path: each.waiting(view) for each in places}

        page, waiting = await asked.service.database.read(work)
        if page is None:
            raise HTTPException(404)
        context = {
            **said(request),
            "page": page,
            "places": places,
            "waiting": waiting,
            "here": self,
            "who": asked.who.operator.name,
            "failed": failed,
            "homeless": failed is not None and not _has_form(page, failed),
            "show": show,
            "asks_code": asked.who.needs_code(asked.now),
            "flashed": get_flashed_messages(request),
        }
        assert self.templates is not None
        return self.templates.TemplateResponse(request, "page.html", context, status)


class Room(Place):
    """With pages of single things, and things that are done.

    `brings`: what acts of this name do first, in a thread, for it may take long (a file goes into a bucket): nobody who
    writes waits for it. It may raise `Unfit`, or give a `Refused`.
    """

    acts: Mapping[str, Act] = {}
    brings: Mapping[str, Bring] = {}

    async def file(self, request: Request) -> Response | None:
        """What is no page: a picture. None: this is no address of one."""
        return None

    @_at("/{key:path}", name="one")
    async def of_one(self, request: Request) -> Response:
        found = await self.file(request)
        return await self._show(request) if found is None else found

    @_at("", methods=["POST"], name="do")
    async def do(self, request: Request) -> Response:
        return await self._do(request)

    @_at("/{key:path}", methods=["POST"], name="do_one")
    async def do_one(self, request: Request) -> Response:
        return await self._do(request)

    async def _do(self, request: Request) -> Response:
        asked = asked_by(request)
        given = await _given(request)
        name = given.fields.get("act", "")
        act = self.acts.get(name)
        if act is None:
            raise HTTPException(404)
        if asked.who.operator.fresh and self.path != OWN:
            return RedirectResponse(OWN, 303)
        brought = await self._bring(asked, name, given)
        done = await asked.service.database.write(lambda unit: self._judge(unit, asked, (name, act), given, brought))
        faults.point("operator_after_commit")
        if isinstance(done, Refused):
            if done.code == "session_over":
                return RedirectResponse("/login", 303)
            return await self._show(request, Failed(name, given.fields, done), status=422)
        if done.after is not None:
            await done.after(asked)
        if done.show is not None:
            return await self._show(request, show=done.show)
        flash(request, done.said.say(chinese(request)), "success")
        to = done.to or request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(to, 303)

    async def _bring(self, asked: Asked, name: str, given: Given) -> object:
        """Not of who has to prove first that it is he."""
        bring = self.brings.get(name)
        if bring is None:
            return None
        if asked.who.needs_code(asked.now) and not given.fields.get("code"):
            return Refused("code_needed", "code")
        try:
            return await asyncio.to_thread(bring, asked, given)
        except Unfit as unfit:
            return unfit.refused

    def _judge(self, unit: Unit, asked: Asked, named: tuple[str, Act], given: Given, brought: object) -> Done | Refused:
        """Who acts may still; then the act, all or nothing; then what became of it, in the trail."""
        name, act = named
        now, who = asked.now, sessions.still(unit, asked.who, asked.now)
        if who is None:
            return Refused("session_over")
        done: Done | Refused | None = None
        if who.needs_code(now):
            code = given.fields.get("code", "")
            done = sessions.prove(asked.service, unit, who, code, now) if code else Refused("code_needed", "code")
        if done is None and isinstance(brought, Refused):
            done = brought
        if done is None:
            done = _all_or_nothing(unit, lambda: act(Doing(asked, unit, given, brought)))
        words = {key: given.text(key, may_miss=True, most=MAX_FORM) for key in given.fields if key not in SECRET}
        words = {key: value for key, value in words.items() if value}
        words |= {key: file.name for key, file in given.files.items() if file.name}
        organization, subject = words.pop("organization", ""), words.pop("subject", "")
        code = done.code if isinstance(done, Refused) else ""
        if isinstance(done, Done):
            organization, subject = done.organization or organization, done.subject or subject
        deed = Deed(name, organization, subject, words, code)
        trail.note(asked.service, unit, who.operator.name, who.address, deed, now)
        faults.point("operator_before_commit")
        return done


def _has_form(page: Page, failed: Failed) -> bool:
    """Whether the form that was refused is still there: what it wanted may be impossible by now."""
    subject = failed.fields.get("subject", "")
    forms = (each for each in page.blocks if isinstance(each, Form) and each.act == failed.act)
    return any(each.hidden.get("subject", "") == subject for each in forms)


class _Undone(Exception):
    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.refused = refused


def _all_or_nothing(unit: Unit, work: Callable[[], Done | Refused]) -> Done | Refused:
    try:
        with unit.savepoint():
            done = work()
            if isinstance(done, Refused):
                raise _Undone(done)
            return done
    except (_Undone, Unfit) as undone:
        return undone.refused


async def _given(request: Request) -> Given:
    fields, files = dict[str, str](), dict[str, File]()
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files[name] = File(value.filename or "", await value.read())
            else:
                fields[name] = value[:MAX_FORM]  # beside a file there is room for more: no field takes that much
    return Given(fields, files)


def asked_by(request: Request) -> Asked:
    """What is asked of these pages, by whom; he has signed in."""
    state = request.state
    service = cast(Service, state.service)
    key = tuple(part for part in str(request.path_params.get("key", "")).split("/") if part)
    if not all(part.isprintable() for part in key):
        raise HTTPException(404)
    query = {name: value for name, value in request.query_params.items() if value.isprintable()}
    return Asked(service, state.cloud, state.present, service.now(), key, query)


def chinese(request: Request) -> bool:
    """In which language this browser reads: as was chosen in it, or as it says itself."""
    chosen = request.cookies.get(LANGUAGE, "")
    return chosen == "zh" if chosen in ("zh", "en") else prefers_chinese(request.headers.get("accept-language", ""))


def said(request: Request) -> dict[str, object]:
    """What every template needs to speak."""
    reads_chinese = chinese(request)
    look = request.cookies.get(LOOK, "")

    def say(text: object) -> str:
        return text.say(reads_chinese) if isinstance(text, Both) else str(text)

    return {
        "say": say,
        "why": lambda refused: why(refused, reads_chinese),
        "chinese": reads_chinese,
        "look": look if look in ("light", "dark") else "",
        "Both": Both,
    }


def address(*parts: str, **query: str) -> str:
    """Of a page, from the parts of its path and what is asked of it."""
    path = "/" + "/".join(urllib.parse.quote(part, safe="") for part in parts if part)
    asked = {name: value for name, value in query.items() if value}
    return f"{path}?{urllib.parse.urlencode(asked)}" if asked else path
