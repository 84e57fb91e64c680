"""My consoles: each can be signed out from afar, and called by another name. They are asked of the cloud at once, for a
console that is to be out shall be out now, so they are no acts."""

import msgspec
from starlette.responses import Response

from cloud.http import Call, route
from cloud.problems import Refusal
from cloud.seals import revoking
from cloud.store import consoles, people
from cloud.store.unit import Unit
from domain.consoles import console_name
from domain.sign_ins import Outcome
from protocol.sync import NameConsole


async def sign_out(call: Call) -> Response:
    """POST /v1/consoles/{id}/sign-out: its tokens are void at once; signing out twice is the same as once."""
    service, now, speaker, id = call.service, call.service.now(), call.speaker(), call.path("id")

    def work(unit: Unit) -> None:
        people.speaking(unit, speaker, now)
        console = consoles.find(unit, speaker.user, id)
        if console.signed_out_at is None:
            outcome = Outcome.SIGNED_OUT if id == speaker.console else Outcome.SIGNED_OUT_AFAR
            people.revoke(unit, speaker.user, id, now)
            if outcome is Outcome.SIGNED_OUT_AFAR:
                revoking.sign_out(unit, speaker.user, id, now)
            consoles.note(unit, speaker.user, outcome, console.name, now)

    await service.database.write(work)
    service.hub.end_console(id)
    return Response(status_code=204)


async def name(call: Call) -> Response:
    """POST /v1/consoles/{id}/name"""
    service, now, speaker, id = call.service, call.service.now(), call.speaker(), call.path("id")
    wanted = console_name((await call.body(NameConsole)).name)
    if wanted is None:
        raise Refusal("malformed", field="name")

    def work(unit: Unit) -> None:
        people.speaking(unit, speaker, now)
        unit.put(msgspec.structs.replace(consoles.find(unit, speaker.user, id), name=wanted))

    await service.database.write(work)
    return Response(status_code=204)


ROUTES = [
    route("POST", "/v1/consoles/{id}/sign-out", sign_out),
    route("POST", "/v1/consoles/{id}/name", name),
]
