"""Signing in by phone and code, staying signed in by a token that is used once, and signing out.

Whoever holds a phone number may sign in; what he then may see, his memberships say. So an unknown number is answered as
a known one.
"""

import hashlib
import hmac
import secrets

from starlette.responses import Response

from cloud import outbox
from cloud.http import Call, reply, route
from cloud.phones import normal_phone
from cloud.problems import Refusal
from cloud.service import Service
from cloud.store import codes, people
from cloud.store.codes import Limits
from cloud.store.unit import Unit, View
from cloud.tokens import Speaker, issue_access
from protocol.sync import AskCode, Refresh, SignedIn, SignIn

DIGITS = 6
TRIES = 5


def _phone(text: str) -> str:
    phone = normal_phone(text)
    if phone is None:
        raise Refusal("phone_wrong", field="phone")
    return phone


def _digest(service: Service, phone: str, code: str) -> bytes:
    return hmac.digest(service.keys.codes, f"{phone} {code}".encode(), hashlib.sha256)


async def ask_code(call: Call) -> Response:
    """POST /v1/sign-in/code"""
    service, now = call.service, call.service.now()
    phone = _phone((await call.body(AskCode)).phone)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    limits = Limits(service.settings.code_every_s * 1000, service.settings.codes_per_hour)

    def work(unit: Unit) -> None:
        if not codes.keep(unit, phone, _digest(service, phone, code), now, now + outbox.CODE_MS, limits):
            raise Refusal("codes_too_often")
        outbox.sign_in_code(unit, phone, code, now)

    await service.database.write(work)
    return Response(status_code=204)


async def sign_in(call: Call) -> Response:
    """POST /v1/sign-in"""
    service, now = call.service, call.service.now()
    body = await call.body(SignIn)
    phone = _phone(body.phone)
    if {body.signing, body.static} & service.refused_keys:
        raise Refusal("untrusted")
    if not body.console_name.isprintable():
        raise Refusal("malformed", field="console_name")

    def work(unit: Unit) -> SignedIn | Refusal:
        refusal = _judge_code(unit, service, phone, body.code, now)
        if refusal is not None:
            return refusal  # not raised: the try that was counted stays
        codes.forget(unit, phone)
        user = people.user_of(unit, phone, now)
        console = people.enrol_console(unit, user, body.console_name, body.signing, body.static, now)
        return _signed_in(unit, service, Speaker(user, console), people.issue_refresh(unit, console, now), now)

    return _answer(await service.database.write(work))


def _judge_code(unit: Unit, service: Service, phone: str, code: str, now: int) -> Refusal | None:
    kept = codes.kept(unit, phone)
    if kept is None or kept.digest is None or kept.expires_at <= now or kept.tries >= TRIES:
        return Refusal("code_over", field="code")
    codes.count_try(unit, phone)
    if hmac.compare_digest(kept.digest, _digest(service, phone, code)):
        return None
    left = TRIES - kept.tries - 1
    return Refusal("code_wrong", str(left), "code") if left else Refusal("code_over", field="code")


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
