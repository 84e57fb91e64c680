"""Activation codes (R-082, R-110, I-19): sent to the user alone, kept as a digest, good for few tries and one use."""

import hashlib
import hmac
import secrets

from cloud import outbox
from cloud.seals import orders
from cloud.service import Service
from cloud.store import activations, codes, limits
from cloud.store.codes import CodeFor, Limits
from cloud.store.unit import Unit
from domain.authorizations import Authorization
from domain.codes import Purpose
from domain.ending import CODE_DIGITS, CODE_TRIES
from domain.messages import SMS_PER_DAY
from domain.organization import Member
from domain.seals import Seal
from domain.verdict import Refused


def _digest(service: Service, row: Authorization, code: str) -> bytes:
    """Of this organization's: another one may have issued one with the same id."""
    text = f"activate {row.organization} {row.id} {code}"
    return hmac.digest(service.keys.codes, text.encode(), hashlib.sha256)


def send_code(service: Service, unit: Unit, row: Authorization, by: str, now: int) -> Refused | None:
    """A new code for a pre-authorization, to its user and, as a grant that waits for it, to the seal; one that was sent
    before is void. Or why not: others settle how many SMS this
    person gets, so there is a limit for each authorization, and the day's for the person."""
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    user, seal = unit.get(Member, row.organization, row.member), unit.get(Seal, row.organization, row.seal)
    assert user is not None  # the rule asks for both
    assert seal is not None
    every_ms, per_hour = service.settings.code_every_s * 1000, service.settings.codes_per_hour
    if not codes.count_asking(unit, f"activate {row.organization} {row.id}", now, Limits(every_ms, per_hour)):
        return Refused("codes_too_often")
    if not limits.has_room(unit, user.phone, now):
        return Refused("sms_full", "member", str(SMS_PER_DAY))
    activations.keep(unit, row, _digest(service, row, code), row.end)
    orders.grant(service, unit, row, by, now, code)
    to = CodeFor(Purpose.ACTIVATE, row.organization, user.phone)
    outbox.activation_code(service.keys.vault, unit, to, row.id, f"{code} ({seal.name})", now, row.end)
    return None


def judge_code(service: Service, unit: Unit, row: Authorization, code: str, now: int) -> Refused | None:
    """Why the code does not activate; none: it does. A wrong try stays counted."""
    kept = activations.kept(unit, row)
    if kept is None or kept.tries >= CODE_TRIES or kept.expires_at <= now:
        return Refused("activation_code_over", "code")
    if hmac.compare_digest(kept.digest, _digest(service, row, code)):
        return None
    activations.count_try(unit, row)
    left = CODE_TRIES - kept.tries - 1
    return Refused("activation_code_wrong", "code", str(left)) if left else Refused("activation_code_over", "code")
