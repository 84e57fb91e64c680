"""GET /v1/exports/{organization}/{export}/{format}/{volume}: a file of an export, while it is kept, for who manages
all."""

from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from cloud import audit
from cloud.exporting.kept import MEDIA
from cloud.http import Call, route
from cloud.problems import Refusal
from cloud.store import people
from cloud.store.unit import Unit
from cloud.uploads import file_key
from domain.audit import FETCH_EXPORT
from domain.exports import Export, ExportFile, can_fetch
from domain.organization import manages_all


async def get(call: Call) -> Response:
    """GET /v1/exports/{organization}/{export}/{format}/{volume}"""
    service, speaker = call.service, call.speaker()
    organization, export = call.path("organization"), call.path("export")
    wanted = call.path("format"), call.path("volume")

    def work(unit: Unit) -> ExportFile:
        people.speaking(unit, speaker, service.now())
        member = people.member_of(unit, speaker.user, organization)
        row = unit.get(Export, organization, export) if manages_all(member) else None
        if row is None:
            raise Refusal("not_found")
        file = next((each for each in row.files if (each.format, str(each.volume)) == wanted), None)
        if file is None or not can_fetch(row, service.now()):
            raise Refusal("export_gone")
        audit.note_reading(service, unit, speaker, member, FETCH_EXPORT, row.id)
        return file

    file = await service.database.write(work)
    try:
        size, pieces = await service.uploads.files.stream(file_key(organization, file.sha256))
    except FileNotFoundError as error:
        raise Refusal("export_gone") from error
    headers = {
        "Content-Length": str(size),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
    }
    return StreamingResponse(pieces, 200, headers, MEDIA[file.format])


ROUTES = [route("GET", "/v1/exports/{organization}/{export}/{format}/{volume}", get)]
