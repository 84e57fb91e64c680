"""PUT, HEAD, GET /v1/files/{organization}/{sha256}, GET …/small: photos by the hash of what is in them.

    PUT ?offset=N&total=M    the bytes from N on of a file of M bytes (without them: the whole file is the body)
        202, Upload-Offset   taken, more is missing       409 offset_wrong, Upload-Offset   go on there
        200 FileStored       whole, its hash is right     422 file_does_not_match           begin again
    HEAD                     200, Upload-Offset: how much of it is here for me to go on from
    GET                      the file, for whoever may see a row that names it; who has looked at a photo is noted
    GET …/small              a small picture of it for lists, which nobody is noted for
A PUT does not tell whether anybody else has the file: it is taken again. It counts for the photos of its sender alone.
"""

import re

from starlette.responses import Response, StreamingResponse

from cloud import audit, thumbs
from cloud.http import Call, reply, route
from cloud.problems import Refusal
from cloud.scopes import held
from cloud.service import Service
from cloud.store import files, people, pulls
from cloud.store.unit import Unit, View
from cloud.tokens import Speaker
from cloud.uploads import Part, TooLong, file_key
from domain.audit import VIEW_PHOTO, AuditEntry
from domain.files import Attachment, Purpose
from domain.organization import Member, Permission, may
from domain.usage import MAX_PHOTO_BYTES, Photo
from domain.uses import DAY_MS
from protocol.sync import FileStored

_SHA256 = re.compile(r"[0-9a-f]{64}")
_HEADERS = {
    "Cache-Control": "private, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    "Content-Disposition": "attachment",  # whatever it is, no browser opens it as a page of this address
}
_NUMBER = re.compile(r"[0-9]{1,12}")


def _address(call: Call) -> tuple[str, str]:
    organization, sha256 = call.path("organization"), call.path("sha256")
    if not _SHA256.fullmatch(sha256):
        raise Refusal("not_found")
    return organization, sha256


def _number(call: Call, name: str, default: str) -> int:
    text = call.query(name, default)
    if not _NUMBER.fullmatch(text):
        raise Refusal("malformed")
    return int(text)


def _uploader(view: View, speaker: Speaker, organization: str, now: int) -> str:
    """The id of the member who speaks; raises `Refusal` if he may not upload."""
    people.speaking(view, speaker, now)
    member = people.member_of(view, speaker.user, organization)
    if not any(may(member, each) for each in (Permission.STAMP, Permission.APPLY, Permission.PAY)):
        raise Refusal("not_found")
    return member.id


async def put(call: Call) -> Response:
    """PUT /v1/files/{organization}/{sha256}"""
    service, speaker = call.service, call.speaker()
    organization, sha256 = _address(call)
    offset = _number(call, "offset", "0")
    total = _number(call, "total", call.request.headers.get("content-length", ""))
    if total > MAX_PHOTO_BYTES:
        raise Refusal("too_large")

    def allowed(view: View) -> str:
        member = _uploader(view, speaker, organization, service.now())
        sent = files.sent_since(view, organization, member, service.now() - DAY_MS)
        if sent + total > service.settings.upload_bytes_per_day:
            raise Refusal("uploads_full")
        return member

    member = await service.database.read(allowed)
    async with service.uploads.part(organization, speaker.console, sha256) as part:
        if offset and offset != part.held():
            raise Refusal("offset_wrong", headers=_offset(part.held()))
        try:
            await part.write(offset, total, call.request.stream())
        except TooLong as error:
            part.discard()
            raise Refusal("too_large") from error
        if part.held() < total:
            return Response(status_code=202, headers=_offset(part.held()))
        return await _finish(service, part, (organization, sha256, member), total)


async def _finish(service: Service, part: Part, sent: tuple[str, str, str], size: int) -> Response:
    """`sent`: organization, hash, member."""
    if not await part.store():
        part.discard()
        raise Refusal("file_does_not_match")
    await service.database.write(lambda unit: files.store(unit, *sent, size, service.now()))
    if not await part.is_stored():  # it was another's orphan, and has just been cleared away
        await part.store()
    part.discard()
    return reply(FileStored(sha256=sent[1], bytes=size))


async def clear(service: Service) -> None:
    """Files that no row has named within a day go, one transaction each: whoever sends one now waits for no other."""
    before = service.now() - service.settings.upload_kept_s * 1000
    for organization, sha256 in await service.database.read(lambda view: files.orphans(view, before)):

        def work(unit: Unit, organization: str = organization, sha256: str = sha256) -> None:
            if files.forget(unit, organization, sha256, before):
                service.uploads.remove(organization, sha256)

        await service.database.write(work)


async def head(call: Call) -> Response:
    """HEAD /v1/files/{organization}/{sha256}"""
    service, speaker = call.service, call.speaker()
    organization, sha256 = _address(call)
    await service.database.read(lambda view: _uploader(view, speaker, organization, service.now()))
    async with service.uploads.part(organization, speaker.console, sha256) as part:
        return Response(headers=_offset(part.held()))


async def get(call: Call) -> Response:
    """GET /v1/files/{organization}/{sha256}"""
    service, speaker = call.service, call.speaker()
    organization, sha256 = _address(call)

    def work(view: View) -> tuple[Photo | Attachment, Member, bool]:
        row, member = _seen(view, speaker, organization, sha256, service.now())
        return row, member, _is_noted(view, row, member, service.now())

    row, member, noted = await service.database.read(work)
    if not noted:  # before anything of it leaves the house
        await service.database.write(
            lambda unit: audit.note_reading(service, unit, speaker, member, VIEW_PHOTO, row.id)
        )
    try:
        size, pieces = await service.uploads.files.stream(file_key(organization, sha256))
    except FileNotFoundError as error:  # a cloud that was restored has an older copy of its files, say
        raise Refusal("not_found") from error
    return StreamingResponse(pieces, 200, {"Content-Length": str(size), **_HEADERS}, row.media)


async def get_small(call: Call) -> Response:
    """GET /v1/files/{organization}/{sha256}/small"""
    service, speaker = call.service, call.speaker()
    organization, sha256 = _address(call)
    await service.database.read(lambda view: _seen(view, speaker, organization, sha256, service.now()))
    made = await thumbs.small(service.uploads, organization, sha256)
    if not made:
        raise Refusal("not_found")
    return Response(made, 200, _HEADERS, "image/jpeg")


def _seen(view: View, speaker: Speaker, organization: str, sha256: str, now: int) -> tuple[Photo | Attachment, Member]:
    """A row that names the file and that he may see; raises `Refusal` where there is none, or the file was removed."""
    people.speaking(view, speaker, now)
    member = people.member_of(view, speaker.user, organization)
    mine = frozenset(held(member, view.facts(organization)))
    seen = [row for row in files.rows(view, organization, sha256) if pulls.may_see(view, row, mine)]
    row = next((each for each in seen if each.stored_at is not None and each.removed_at is None), None)
    if row is None:
        raise Refusal("picture_removed" if any(each.removed_at is not None for each in seen) else "not_found")
    return row, member


def _is_noted(view: View, row: Photo | Attachment, member: Member, now: int) -> bool:
    """Whether nothing is to be noted (any more): who looks at photos of uses is, once a day."""
    if isinstance(row, Attachment) and row.purpose is not Purpose.AFTER_USE:
        return True
    id = audit.reading_id(member, VIEW_PHOTO, row.id, now)
    return view.get(AuditEntry, row.organization, id) is not None


def _offset(value: int) -> dict[str, str]:
    return {"Upload-Offset": str(value)}


_PATH = "/v1/files/{organization}/{sha256}"
ROUTES = [
    route("PUT", _PATH, put),
    route("HEAD", _PATH, head, writes=True),  # of several processes one has the partial files
    route("GET", _PATH, get),
    route("GET", f"{_PATH}/small", get_small),
]
