"""GET /api/v1/…: what a token reads. Lists page by page in the order in which rows changed, single rows, files."""

import hashlib
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response, StreamingResponse

from cloud import audit
from cloud.api.asking import SCOPES, Asker, asker
from cloud.api.document import CONTENT, of_list, of_row, refusals
from cloud.api.feeds import Feed
from cloud.api.shapes import shown
from cloud.problems import Refusal
from cloud.store import pulls
from cloud.store.unit import View
from cloud.uploads import file_key
from cloud.webhooks.signing import public_text
from domain.acts import ROWS
from domain.audit import AuditEntry
from domain.files import Attachment, Purpose
from domain.integrations import KINDS, Reading, kinds_of
from domain.rows import Row
from domain.usage import Impression, Photo
from protocol.sync import PAGE_ROWS

Who = Annotated[Asker, Depends(asker)]
CursorText = Annotated[
    str, Query(alias="cursor", max_length=512, pattern=r"^[A-Za-z0-9_-]*$", description="As the page before gave it.")
]
Limit = Annotated[int, Query(ge=1, le=PAGE_ROWS // 10, description="Rows of a page at most.")]
Id = Annotated[str, Path(max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
_FILE_HEADERS = {
    "Cache-Control": "private, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    "Content-Disposition": "attachment",
}
READING = {kind: reading for reading, kinds in KINDS.items() for kind in kinds}


def path_of(kind: str) -> str:
    """`seal_status` -> `seal-status`."""
    return kind.replace("_", "-")


@cache
def router() -> APIRouter:
    """All routes of the API."""
    routes = APIRouter()
    routes.add_api_route("/token", read_token, summary="What this token is", responses=of_row("ApiToken"))
    routes.add_api_route(
        "/changes", read_changes, summary="Everything this token reads, as it changes", responses=of_list("Page")
    )
    routes.add_api_route(
        "/webhook-key", read_key, summary="The key with which webhooks are signed", responses=of_row("WebhookKey")
    )
    for kind, of in READING.items():
        name, tag = ROWS[kind].__name__, of.value
        texts: dict[str, Any] = {"tags": [tag]}
        routes.add_api_route(
            f"/{path_of(kind)}",
            _lister(kind),
            summary=f"{kind.replace('_', ' ')}, as they change",
            operation_id=f"list_{kind}",
            responses=of_list(f"{name}Page"),
            **texts,
        )
        routes.add_api_route(
            f"/{path_of(kind)}/{{id}}",
            _reader(kind),
            summary=f"One of {kind.replace('_', ' ')}",
            operation_id=f"read_{kind}",
            responses=of_row(name),
            **texts,
        )
    for kind in (Photo, Attachment):
        routes.add_api_route(
            f"/{path_of(kind.table)}/{{id}}/file",
            _file_of(kind),
            summary="The file itself; who reads photos of uses is noted in the audit log",
            operation_id=f"file_of_{kind.table}",
            responses={200: {"content": {"application/octet-stream": {}}}, **refusals(304, 403, 404, 410, 422)},
            tags=[READING[kind.table].value],
        )
    return routes


def answer(request: Request, data: bytes) -> Response:
    """JSON with its hash, or that nothing has changed since the asker had it."""
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if _had(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(data, 200, headers, CONTENT)


def _had(request: Request, tag: str) -> bool:
    return tag in [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]


async def read_token(request: Request, who: Who) -> Response:
    return answer(request, msgspec.json.encode(shown(who.token)))


async def read_key(request: Request, who: Who) -> Response:
    """The public half, `whpk_…` as Standard Webhooks write it, of this organization's key."""
    return answer(request, msgspec.json.encode({"key": public_text(who.service.keys, who.organization)}))


async def read_changes(who: Who, cursor: CursorText = "", limit: Limit = 100) -> Response:
    return await _page(who, kinds_of(who.token.readings), cursor, limit)


async def _page(who: Asker, kinds: frozenset[str], cursor: str, limit: int) -> Response:
    work: Callable[[View], Any] = lambda view: Feed(view, who.organization, kinds).page(cursor, limit)  # noqa: E731
    page = await who.service.database.read(work)
    return Response(msgspec.json.encode(page), 200, {"Cache-Control": "no-store"}, CONTENT)


def _lister(kind: str) -> Callable[..., Any]:
    async def read_list(who: Who, cursor: CursorText = "", limit: Limit = 100) -> Response:
        who.must_read(READING[kind])
        return await _page(who, frozenset({kind}), cursor, limit)

    return read_list


def _reader(kind: str) -> Callable[..., Any]:
    async def read_one(request: Request, who: Who, id: Id) -> Response:
        who.must_read(READING[kind])
        row = await who.service.database.read(lambda view: _seen(view, ROWS[kind], who.organization, id))
        return answer(request, msgspec.json.encode(shown(row)))

    return read_one


def _seen(view: View, kind: type[Row], organization: str, id: str) -> Row:
    """Of this organization, and where a token reads; raises `Refusal` not_found."""
    row = view.get(kind, organization, id)
    if row is None or not (isinstance(row, Impression | AuditEntry) or pulls.may_see(view, row, SCOPES)):
        raise Refusal("not_found")
    return row


def _file_of(kind: type[Photo] | type[Attachment]) -> Callable[..., Any]:
    async def read_file(request: Request, who: Who, id: Id) -> Response:
        who.must_read(READING[kind.table])
        row = await who.service.database.read(lambda view: _seen(view, kind, who.organization, id))
        assert isinstance(row, Photo | Attachment)
        if isinstance(row, Attachment) and row.purpose is Purpose.AFTER_USE:
            who.must_read(Reading.PHOTOS)
        if row.removed_at is not None:
            raise Refusal("picture_removed")
        if row.stored_at is None:
            raise Refusal("not_found")
        return await _file(request, who, row)

    return read_file


async def _file(request: Request, who: Asker, row: Photo | Attachment) -> Response:
    headers = {"ETag": f'"{row.sha256}"', **_FILE_HEADERS}
    if _had(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if isinstance(row, Photo) or row.purpose is Purpose.AFTER_USE:  # before anything of it leaves the house
        await who.service.database.write(
            lambda unit: audit.note_token(who.service, unit, who.organization, who.token.id, row.id)
        )
    try:
        size, pieces = await who.service.uploads.files.stream(file_key(who.organization, row.sha256))
    except FileNotFoundError as error:
        raise Refusal("not_found") from error
    return StreamingResponse(pieces, 200, {"Content-Length": str(size), **headers}, row.media)
