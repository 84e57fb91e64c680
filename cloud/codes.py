"""Codes by SMS: having one sent, and taking it for what it was sent for.

A code is good for five minutes and five tries, once, for one purpose. An effect of an act takes it in the act's own
transaction: `codes.take(after.service, after.unit, CodeFor(…), act.code, now)` is why not, or None.
"""

import hashlib
import hmac
import secrets

from starlette.responses import Response

from cloud import outbox
from cloud.http import Call, route
from cloud.phones import normal_phone
from cloud.problems import Refusal
from cloud.scopes import own_space
from cloud.service import Service
from cloud.store import codes, people
from cloud.store.codes import CodeFor, Kept, Limits
from cloud.store.unit import Unit, View
from domain.codes import Purpose, recipient
from domain.verdict import Circumstances, Refused
from protocol.sync import AskPurposeCode

DIGITS = 6
TRIES = 5


def phone_in(text: str) -> str:
    """The number as it is kept; raises `Refusal` phone_wrong."""
    phone = normal_phone(text)
    if phone is None:
        raise Refusal("phone_wrong", field="phone")
    return phone


def send(service: Service, unit: Unit, to: CodeFor, now: int, asked_by: str = "") -> None:
    """A new code, in place of the one before; raises `Refusal` codes_too_often. `asked_by`: whoever is known to ask."""
    limits = Limits(service.settings.code_every_s * 1000, service.settings.codes_per_hour)
    for who in [to.phone, *([own_space(asked_by)] if asked_by else [])]:
        if not codes.count_asking(unit, who, now, limits):
            raise Refusal("codes_too_often")
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    codes.keep(unit, to, Kept(_digest(service, to, code), now + outbox.CODE_MS, 0))
    outbox.code(service.keys.vault, unit, to, code, now)


def is_out(view: View, of: CodeFor, now: int) -> bool:
    """Whether there is a code that may still be tried."""
    kept = codes.find(view, of)
    return kept is not None and now < kept.expires_at and kept.tries < TRIES


def check(service: Service, unit: Unit, of: CodeFor, code: str, now: int) -> Refused | None:
    """Why this is not the code, or None. A wrong try is counted, if the transaction is committed; a right code stays
    good until it is used."""
    kept = codes.find(unit, of)
    if kept is None or not is_out(unit, of, now):
        return Refused("code_over", "code")
    if hmac.compare_digest(kept.digest, _digest(service, of, code)):
        return None
    count_try(unit, of)
    left = TRIES - kept.tries - 1
    return Refused("code_wrong", "code", str(left)) if left else Refused("code_over", "code")


def count_try(unit: Unit, of: CodeFor) -> None:
    """It came to nothing, though the code may have been right."""
    codes.count_try(unit, of)


def take(service: Service, unit: Unit, of: CodeFor, code: str, now: int) -> Refused | None:
    """As `check`, and a right code is used with it."""
    refused = check(service, unit, of, code, now)
    if refused is None:
        use(unit, of)
    return refused


def use(unit: Unit, of: CodeFor) -> None:
    """The code is good no more."""
    codes.forget(unit, of)


def _digest(service: Service, of: CodeFor, code: str) -> bytes:
    text = f"{of.purpose.value}\n{of.organization}\n{of.phone}\n{code}"
    return hmac.digest(service.keys.codes, text.encode(), hashlib.sha256)


async def ask_code(call: Call) -> Response:
    """POST /v1/codes: for somebody who has signed in; to whose phone it goes, the rule of `domain.codes` says."""
    service, now, speaker = call.service, call.service.now(), call.speaker()
    body = await call.body(AskPurposeCode)
    phone = None if body.phone is None else phone_in(body.phone)

    def work(unit: Unit) -> None:
        people.speaking(unit, speaker, now)
        actor = people.member_of(unit, speaker.user, body.organization)
        found = recipient(body.purpose, phone, Circumstances(actor, now, unit.facts(body.organization)))
        if isinstance(found, Refused):
            raise Refusal(found.code, found.detail, found.field)
        send(service, unit, CodeFor(body.purpose, body.organization, found), now, speaker.user)

    await service.database.write(work)
    return Response(status_code=204)


def for_sign_in(phone: str) -> CodeFor:
    return CodeFor(Purpose.SIGN_IN, "", phone)


ROUTES = [route("POST", "/v1/codes", ask_code)]
