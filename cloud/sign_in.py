"""Signing in by phone and code, staying signed in by a token that is used once, and signing out.

Whoever holds a phone number may sign in; what he then may see, his memberships say. So an unknown number is answered as
a known one.
"""

from starlette.responses import Response

from cloud import codes
from cloud.http import Call, reply, route
from cloud.problems import Refusal
from cloud.service import Service
from cloud.store import people
from cloud.store.unit import Unit, View
from cloud.tokens import Speaker, issue_access
from protocol.sync import AskCode, Refresh, SignedIn, SignIn


async def ask_code(call: Call) -> Response:
    """POST /v1/sign-in/code"""
    service, now = call.service, call.service.now()
    to = codes.for_sign_in(codes.phone_in((await call.body(AskCode)).phone))
    await service.database.write(lambda unit: codes.send(service, unit, to, now))
    return Response(status_code=204)


async def sign_in(call: Call) -> Response:
    """POST /v1/sign-in"""
    service, now = call.service, call.service.now()
    body = await call.body(SignIn)
    phone = codes.phone_in(body.phone)
    if {body.signing, body.static} & service.refused_keys:
        raise Refusal("untrusted")
    if not body.console_name.isprintable():
        raise Refusal("malformed", field="console_name")

    def work(unit: Unit) -> SignedIn | Refusal:
        refused = codes.take(service, unit, codes.for_sign_in(phone), body.code, now)
        if refused is not None:
            return Refusal(refused.code, refused.detail, refused.field)  # not raised: the counted try stays
        user = people.user_of(unit, phone, now)
        console = people.enrol_console(unit, user, body.console_name, body.signing, body.static, now)
        return _signed_in(unit, service, Speaker(user, console), people.issue_refresh(unit, console, now), now)

    return _answer(await service.database.write(work))


async def refresh(call: Call) -> Response:
    """POST /v1/sign-in/refresh. A token used twice was stolen, or its thief was first: the console is signed out."""
    service, now = call.service, call.service.now()
    body = await call.body(Refresh)
    revoked: list[str] = []

    def work(unit: Unit) -> SignedIn | Refusal:
        rotated = people.rotate(unit, body.refresh, now)
        if isinstance(rotated, str):
            people.revoke(unit, rotated, now)
            revoked.append(rotated)
        if not isinstance(rotated, tuple):
            return Refusal("signed_out")
        console, token = rotated
        speaker = Speaker(people.user_of_console(unit, console), console)
        people.speaking(unit, speaker, now)
        return _signed_in(unit, service, speaker, token, now)

    result = await service.database.write(work)
    for console in revoked:
        service.hub.end_console(console)
    return _answer(result)


async def sign_out(call: Call) -> Response:
    """POST /v1/sign-out: this console's tokens are void, its person may sign in again."""
    service, now, speaker = call.service, call.service.now(), call.speaker()

    def work(unit: Unit) -> None:
        people.speaking(unit, speaker, now)
        people.revoke(unit, speaker.console, now)

    await service.database.write(work)
    service.hub.end_console(speaker.console)
    return Response(status_code=204)


def _signed_in(view: View, service: Service, speaker: Speaker, token: str, now: int) -> SignedIn:
    access, expires = issue_access(speaker, service.keys.tokens, now)
    members = people.memberships(view, speaker.user)
    return SignedIn(
        access=access,
        refresh=token,
        access_expires=expires,
        user=speaker.user,
        console=speaker.console,
        name=members[0].name if members else people.phone_of(view, speaker.user),
        organizations=[member.organization for member in members],
    )


def _answer(result: SignedIn | Refusal) -> Response:
    if isinstance(result, Refusal):
        raise result
    return reply(result)


ROUTES = [
    route("POST", "/v1/sign-in/code", ask_code),
    route("POST", "/v1/sign-in", sign_in),
    route("POST", "/v1/sign-in/refresh", refresh),
    route("POST", "/v1/sign-out", sign_out),
]
