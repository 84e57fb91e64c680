"""Only under `--demo`: seeding an organization, and the inbox in which codes arrive.

POST /demo/organizations {name, owner, phone} -> {organization, member}
GET  /demo/inbox         a page for a person, or (Accept: application/json) a list for a program
"""

from html import escape

import msgspec
from starlette.responses import HTMLResponse, Response

from cloud import outbox
from cloud.http import Call, reply, route
from cloud.phones import normal_phone
from cloud.problems import Refusal
from cloud.store import notices, people
from cloud.store.notices import Notice
from cloud.store.unit import Unit
from domain.codes import WORDS, Purpose
from domain.ids import new_id
from domain.organization import Feature, Member, Organization, Role
from domain.rows import Name

_PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><meta http-equiv="refresh" content="3">
<title>演示收件箱 · Demo inbox</title>
<style>body{{font:16px/1.6 system-ui,sans-serif;max-width:40em;margin:2em auto;padding:0 1em}}
td{{padding:.3em 1.2em .3em 0}}b{{font-size:1.3em;letter-spacing:.1em}}</style>
<h1>演示收件箱 · Demo inbox</h1><table>{rows}</table>"""
_ROW = "<tr><td>{recipient}</td><td><b>{text}</b></td><td>{topic}</td></tr>"


def _most_features() -> list[Feature]:
    return [item for item in Feature if item is not Feature.PICTURE_REQUIRED]


class NewOrganization(msgspec.Struct):
    """`features`: what is checked; none: free use (R-295). By default everything that asks for no extra file."""

    name: Name
    owner: Name
    phone: str
    features: list[Feature] = msgspec.field(default_factory=_most_features)


class MadeOrganization(msgspec.Struct):
    organization: str
    member: str


class Delivered(msgspec.Struct):
    """A code and what it is for; `at` milliseconds."""

    phone: str
    code: str
    purpose: str
    at: int


async def make_organization(call: Call) -> Response:
    """POST /demo/organizations"""
    _only_programs(call)
    service, now = call.service, call.service.now()
    body = await call.body(NewOrganization)
    phone = normal_phone(body.phone)
    if phone is None:
        raise Refusal("phone_wrong", field="phone")
    id, owner = new_id(now), new_id(now)
    service.keys.make_authority(id)

    def work(unit: Unit) -> None:
        user = people.user_of(unit, phone, now)
        unit.put(Organization(id=id, organization=id, name=body.name, features=body.features, created_at=now))
        unit.put(
            Member(id=owner, organization=id, user=user, name=body.owner, phone=phone, role=Role.OWNER, created_at=now)
        )

    await service.database.write(work)
    return reply(MadeOrganization(organization=id, member=owner))


def _only_programs(call: Call) -> None:
    """A web page of somebody else can send forms to this address, but no JSON."""
    if call.request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refusal("malformed")


async def inbox(call: Call) -> Response:
    """GET /demo/inbox"""
    found = await call.service.database.read(lambda view: notices.waiting(view, call.service.now()))
    codes = [(each, outbox.text(call.service.keys.vault, each)) for each in found if each.topic in WORDS]
    if "text/html" in call.request.headers.get("accept", ""):
        return HTMLResponse(_PAGE.format(rows="".join(_row(notice, code) for notice, code in codes)))
    delivered = [Delivered(notice.recipient, code, notice.topic, notice.created_at) for notice, code in codes]
    return Response(msgspec.json.encode(delivered), media_type="application/json")


def _row(notice: Notice, code: str) -> str:
    topic = " · ".join(WORDS[Purpose(notice.topic)])
    return _ROW.format(recipient=escape(notice.recipient), text=escape(code), topic=escape(topic))


ROUTES = [route("POST", "/demo/organizations", make_organization), route("GET", "/demo/inbox", inbox)]
