"""Only under `--demo`: seeding an organization, and the inbox in which everything arrives that leaves the house.

POST /demo/organizations {name, owner, phone} -> {organization, member}
POST /demo/seals         {serial, model, organization}: as the operator delivers one
POST /demo/outlets       {id, name, address, phone, hours, point}: as the operator keeps one
POST /demo/tariff        {prices, trial_days, payee, wechat, offline}: as the operator sets it
GET  /demo/inbox         a page for a person, or (Accept: application/json) a list for a program
"""

from html import escape
from typing import Annotated, cast

import msgspec
from starlette.responses import HTMLResponse, Response

from cloud import founding, outlets
from cloud.channels import Letter, Rejected
from cloud.http import Call, reply, route
from cloud.problems import Refusal
from cloud.seals import stock
from cloud.store.unit import Unit
from cloud.wallet import operating
from domain.geo import Point
from domain.organization import Feature, Member
from domain.outlets import OPERATOR, Outlet
from domain.rows import IdText, Label, Name, Sentence
from domain.seals import SERIAL, Model
from domain.stock import StockedSeal
from domain.tariff import Terms
from domain.verdict import Refused

_PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><meta http-equiv="refresh" content="3">
<title>演示收件箱 · Demo inbox</title>
<style>body{{font:16px/1.6 system-ui,sans-serif;max-width:40em;margin:2em auto;padding:0 1em}}
td{{padding:.3em 1.2em .3em 0}}</style>
<h1>演示收件箱 · Demo inbox</h1><table>{rows}</table>"""
_ROW = "<tr><td>{recipient}</td><td>{channel}</td><td>{text}{files}</td></tr>"
KEPT = 1000


class NewOrganization(msgspec.Struct):
    """`features`: what is checked; none: free use (R-295). By default everything that asks for no extra file."""

    name: Name
    owner: Name
    phone: str
    features: list[Feature] = msgspec.field(default_factory=founding.most_features)


class NewSeal(msgspec.Struct):
    serial: Annotated[str, msgspec.Meta(pattern=rf"^{SERIAL.pattern}\Z")]
    model: Model
    organization: str


class NewOutlet(msgspec.Struct):
    id: IdText
    name: Name
    address: Sentence
    point: Point
    phone: Label = ""
    hours: Label = ""


class MadeOrganization(msgspec.Struct):
    organization: str
    member: str


class Delivered(msgspec.Struct):
    """What arrived, `at` in milliseconds; of a code, the code itself and what it is for."""

    phone: str
    code: str
    purpose: str
    at: int
    channel: str
    text: str
    files: list[str] = []


class Inbox:
    """A channel that delivers to this page: of all people, for everybody to read. It forgets with the process."""

    def __init__(self) -> None:
        self._letters: dict[str, Letter] = {}

    async def send(self, letter: Letter) -> None:
        """A letter that comes twice is shown once: its key tells. A mailbox of a domain that never is (RFC 2606) takes
        none."""
        if letter.recipient.endswith(".invalid"):
            raise Rejected("550 5.1.1 no such mailbox")
        self._letters[letter.key] = letter
        if len(self._letters) > KEPT:
            del self._letters[next(iter(self._letters))]

    def letters(self, now: int) -> list[Letter]:
        """Newest first; a code that is good no more is not shown."""
        shown = [letter for letter in reversed(self._letters.values()) if not letter.code or letter.expires_at > now]
        return sorted(shown, key=lambda letter: letter.at, reverse=True)


async def make_organization(call: Call) -> Response:
    """POST /demo/organizations"""
    _only_programs(call)
    service, now = call.service, call.service.now()
    body = await call.body(NewOrganization)

    def work(unit: Unit) -> Member | Refused:
        return founding.found(service, unit, body.name, body.owner, body.phone, body.features, now)

    done = await service.database.write(work)
    if isinstance(done, Refused):
        raise Refusal(done.code, field=done.field)
    return reply(MadeOrganization(organization=done.organization, member=done.id))


async def deliver(call: Call) -> Response:
    """POST /demo/seals"""
    _only_programs(call)
    body, service = await call.body(NewSeal), call.service

    def work(unit: Unit) -> StockedSeal | Refused:
        return stock.deliver(service, unit, body.serial, body.organization, body.model, service.now())

    done = await service.database.write(work)
    if isinstance(done, Refused):
        raise Refusal(done.code, field=done.field)
    return reply(done)


async def keep_outlet(call: Call) -> Response:
    """POST /demo/outlets"""
    _only_programs(call)
    service = call.service
    body = await call.body(NewOutlet)
    outlet = Outlet(organization=OPERATOR, **{name: getattr(body, name) for name in body.__struct_fields__})
    done = await service.database.write(lambda unit: outlets.put(service, unit, outlet, "demo", service.now()))
    if isinstance(done, Refused):
        raise Refusal(done.code, done.detail, done.field)
    return reply(done)


async def charge(call: Call) -> Response:
    """POST /demo/tariff"""
    _only_programs(call)
    wanted, service = await call.body(Terms), call.service
    done = await service.database.write(lambda unit: operating.set_tariff(service, unit, wanted, "demo", service.now()))
    if isinstance(done, Refused):
        raise Refusal(done.code, done.detail, done.field)
    return reply(done)


def _only_programs(call: Call) -> None:
    """A web page of somebody else can send forms to this address, but no JSON."""
    if call.request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refusal("malformed")


async def inbox(call: Call) -> Response:
    """GET /demo/inbox; what is due is delivered before anybody looks."""
    await call.service.post.work()
    letters = cast(Inbox, call.request.app.state.inbox).letters(call.service.now())
    if "text/html" in call.request.headers.get("accept", ""):
        return HTMLResponse(_PAGE.format(rows="".join(map(_row, letters))))
    return Response(msgspec.json.encode([_delivered(letter) for letter in letters]), media_type="application/json")


def _delivered(letter: Letter) -> Delivered:
    purpose = letter.topic if letter.code else ""
    files = [each.name for each in letter.enclosed]
    return Delivered(letter.recipient, letter.code, purpose, letter.at, letter.channel.value, letter.text, files)


def _row(letter: Letter) -> str:
    files = "".join(f"<br>📎 {escape(each.name)}" for each in letter.enclosed)
    text = escape(letter.text).replace("\n", "<br>")
    return _ROW.format(recipient=escape(letter.recipient), channel=letter.channel.value, text=text, files=files)


ROUTES = [
    route("POST", "/demo/organizations", make_organization),
    route("POST", "/demo/seals", deliver),
    route("POST", "/demo/outlets", keep_outlet),
    route("POST", "/demo/tariff", charge),
    route("GET", "/demo/inbox", inbox, writes=True),
]
