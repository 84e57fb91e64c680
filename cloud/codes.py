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
from cloud.store.codes import DAY_MS, CodeFor, Kept, Limits
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


def send(service: Service, unit: Unit, to: CodeFor, now: int, asked_by: str) -> None:
    """A new code, in place of the one before; raises `Refusal` codes_too_often. `asked_by`: a person or an address.

    Anybody can ask for a code with which another signs in. So what he asks for counts for him, not for the other, and
    the code that the other has got stays good beside the next.
    """
    settings = service.settings
    often = Limits(settings.code_every_s * 1000, settings.codes_per_hour)
    counted = {
        asked_by: often if asked_by.startswith(own_space("")) else Limits(0, settings.codes_per_address),
        f"{asked_by} {to.phone}": often,
        to.phone: Limits(0, settings.codes_per_day, DAY_MS),
    }
    if not all(codes.count_asking(unit, who, now, limits) for who, limits in counted.items()):
        raise Refusal("codes_too_often")
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    kept = Kept(_digest(service, to, code), now + outbox.CODE_MS, 0)
    codes.keep(unit, to, kept, beside=to.purpose is Purpose.SIGN_IN)
    outbox.code(service.keys.vault, unit, to, code, now)


def is_out(view: View, of: CodeFor, now: int) -> bool:
    """Whether there is a code that may still be tried."""
    return bool(_out(view, of, now))


def _out(view: View, of: CodeFor, now: int) -> list[Kept]:
    return [kept for kept in codes.find(view, of) if now < kept.expires_at and kept.tries < TRIES]


def check(service: Service, unit: Unit, of: CodeFor, code: str, now: int) -> Refused | None:
    """Why this is not the code, or None. A wrong try is counted, if the transaction is committed; a right code stays
    good until it is used."""
    out = _out(unit, of, now)
    if not out:
        return Refused("code_over", "code")
    if any(hmac.compare_digest(kept.digest, _digest(service, of, code)) for kept in out):
        return None
    count_try(unit, of)
    left = TRIES - min(kept.tries for kept in out) - 1
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
        send(service, unit, CodeFor(body.purpose, body.organization, found), now, own_space(speaker.user))

    await service.database.write(work)
    return Response(status_code=204)


def for_sign_in(phone: str) -> CodeFor:
    return CodeFor(Purpose.SIGN_IN, "", phone)


ROUTES = [route("POST", "/v1/codes", ask_code)]
