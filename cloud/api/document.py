"""The OpenAPI document: what FastAPI knows of the routes, with the schemas of rows and of problems (RFC 9457)."""

from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from cloud.api.feeds import Gone, Page
from cloud.api.shapes import schemas, shown
from domain.acts import ROWS
from domain.integrations import KINDS, ApiToken
from domain.seals import Position
from domain.usage import Grade, Impression
from domain.webhooks import Event, body_of

CONTENT, PROBLEM = "application/json", "application/problem+json"
VERSION = "1.0.0"
TITLE = "Signet API"
ABOUT = """What an organization's own systems may read of it, with a token that its owner or administrator gives out.

Lists come in the order in which rows changed: keep the last page's `cursor` and ask with it for what is new. Nothing is
changed here; what people do is signed by their consoles. `Accept-Language` says in which language problems are told."""
_WHY = {
    304: "Nothing has changed since that ETag.",
    400: "The cursor belongs to another list.",
    401: "No token, or none that is good.",
    403: "The token may not read that.",
    404: "There is no such thing in this organization.",
    410: "The cursor is too old, or the file was removed.",
    422: "A parameter does not fit.",
    429: "Too many requests; `Retry-After` says for how many seconds to wait.",
}
_EXAMPLE = {
    "type": "urn:signet:problem:token_wrong",
    "title": "Unauthorized",
    "status": 401,
    "detail": "The token is not valid, is revoked or has expired.",
    "code": "token_wrong",
}


_AT, _RECORD = 1_767_240_000_000, "GL2026000001-7"
_PRESS = Impression(
    id=_RECORD,
    organization="0198a9c0-5b7e-7c3a-9d55-3f0c1b2a4d6e",
    seal="GL2026000001",
    binding=1,
    number=7,
    own=3,
    authorization="0198a9c1-02d4-7f10-8a61-7be2c4f5a901",
    member="0198a9c0-9e11-70b2-b1c8-55d0e3a7f412",
    grade=Grade.FINGERPRINT,
    at=_AT,
    clock=1,
    received_at=_AT + 4_000,
    place=Position(lat=30.2741, lon=120.1551, source="gnss", age_s=12, accuracy_m=8),
    result=0,
)


class ApiProblem(msgspec.Struct, omit_defaults=True):
    """Why not (RFC 9457). `code`: for programs, the same in every language; `field`: the parameter at fault."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    field: str = ""


class About(msgspec.Struct):
    """Which row it is about: it is read at /api/v1/{kind}/{id}."""

    organization: str
    kind: str
    id: str


class WebhookEvent(msgspec.Struct):
    """What a webhook is told: `type` of what happened, and when (RFC 3339)."""

    type: Event
    timestamp: str
    data: About


class WebhookKey(msgspec.Struct):
    """An Ed25519 public key as Standard Webhooks write it."""

    key: str


def _body(name: str) -> dict[str, Any]:
    return {"description": "Here it is.", "content": {CONTENT: {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What may be answered instead; everywhere also that the token is not good, or asks too often."""
    told: dict[int | str, dict[str, Any]] = {}
    for status in sorted({*statuses, 401, 429}):
        told[status] = {"description": _WHY[status]}
        if status != 304:
            told[status]["content"] = {PROBLEM: {"schema": {"$ref": "#/components/schemas/ApiProblem"}}}
    return told


_TOLD: dict[str, Any] = {
    "summary": "What the cloud posts to a webhook, signed after Standard Webhooks (v1a)",
    "requestBody": {"content": {CONTENT: {"schema": {"$ref": "#/components/schemas/WebhookEvent"}}}},
    "responses": {"2XX": {"description": "Taken; anything else is tried again for a day."}},
}


def of_row(name: str) -> dict[int | str, dict[str, Any]]:
    """The answers where one thing is read."""
    return {200: _body(name), **refusals(304, 403, 404, 422)}


def of_list(name: str) -> dict[int | str, dict[str, Any]]:
    """The answers where a page is read."""
    return {200: _body(name), **refusals(400, 403, 410, 422)}


def describe(api: FastAPI) -> dict[str, Any]:
    """The document, made once."""
    if api.openapi_schema is None:
        made = get_openapi(
            title=TITLE, version=VERSION, description=ABOUT, routes=api.routes, servers=[{"url": "/api/v1"}]
        )
        made["webhooks"] = {"event": {"post": _TOLD}}
        components = made.setdefault("components", {})
        components["schemas"] = _schemas()
        api.openapi_schema = made
    return api.openapi_schema


def _schemas() -> dict[str, Any]:
    kinds = [ROWS[kind] for each in KINDS.values() for kind in each]
    _, found = schemas([*kinds, ApiToken, Gone, Page, ApiProblem, WebhookKey, WebhookEvent])
    found["ApiProblem"] |= {"required": ["type", "title", "status", "detail", "code"], "example": _EXAMPLE}
    found["WebhookEvent"]["example"] = msgspec.json.decode(body_of(Event.USAGE_RECORDED, _AT, "o", "usage", _RECORD))
    found["Impression"]["example"] = shown(_PRESS)
    for kind in kinds:
        row = {"$ref": f"#/components/schemas/{kind.__name__}"}
        changed = {
            "type": "object",
            "properties": {"kind": {"const": kind.table}, "version": {"type": "integer"}, "row": row},
            "required": ["kind", "version", "row"],
        }
        page = dict(found["Page"])
        page["title"] = f"{kind.__name__}Page"
        page["properties"] = {**page["properties"], "rows": {"type": "array", "items": changed}}
        found[page["title"]] = page
    return dict(sorted(found.items()))
