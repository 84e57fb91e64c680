"""What proves the second factor: time-based codes (RFC 6238: SHA-1, six digits, 30 s), and recovery codes for a lost
phone.

A code is taken once; the authenticator's clock may be one step off. The fifth wrong one closes this door for an hour:
whoever gets as far as here holds the phone number already.
"""

import hashlib
import hmac
import secrets
from dataclasses import replace

from pyotp import random_base32
from pyotp.totp import TOTP

from cloud.service import Service
from cloud.store import consoles, factors
from cloud.store.factors import Factor
from cloud.store.unit import Unit, View
from domain.second_factor import RECOVERY_CODES
from domain.sign_ins import Outcome
from domain.verdict import Refused

ISSUER = "Signet"
STEP_MS = 30_000
DRIFT = 1  # steps
DIGITS = 6
TRIES = 5
BLOCKED_MS = 3600 * 1000
# Letters and digits that nobody takes for another; ten of them are 49 bits.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
RECOVERY_LENGTH = 10
FIELD = "second_factor"


def needed(view: View, user: str) -> bool:
    """Whether this person signs in with one."""
    factor = factors.find(view, user)
    return factor is not None and factor.confirmed_at is not None


def begin(service: Service, unit: Unit, user: str, account: str) -> tuple[str, str]:
    """A new secret, asked for by nobody before it is confirmed: its address for an authenticator (otpauth:), and it."""
    secret = random_base32()
    factors.keep(unit, Factor(user, service.keys.vault.seal(_place(user), secret.encode())))
    return TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER), secret


def confirm(unit: Unit, user: str, now: int) -> None:
    """Its code was right: from now on it is asked for."""
    factor = factors.find(unit, user)
    if factor is not None:
        factors.keep(unit, replace(factor, confirmed_at=now))


def check(service: Service, unit: Unit, user: str, given: str, console: str, now: int) -> Refused | Outcome:
    """Why not; or by what: the app (OK) or a recovery code. `console`: the name of where it was typed.

    A wrong try is counted, and stands in the log of the person's sign-ins, if the transaction is committed.
    """
    factor = factors.find(unit, user)
    if factor is None:
        return Refused("second_factor_off")
    if now < factor.blocked_until:
        return Refused("second_factor_over", FIELD)
    typed = "".join(letter for letter in given.lower() if letter.isalnum())
    step = _step(service, factor, typed, now)
    if step is None and not factors.take_recovery(unit, user, _recovery_digest(service, user, typed)):
        if factor.confirmed_at is not None:
            consoles.note(unit, user, Outcome.SECOND_FACTOR_WRONG, console, now)
        return _wrong(unit, factor, now)
    factors.keep(unit, replace(factor, step=factor.step if step is None else step, tries=0))
    if step is not None:
        return Outcome.OK
    factors.tell(unit, user)
    return Outcome.RECOVERY_CODE


def _wrong(unit: Unit, factor: Factor, now: int) -> Refused:
    left = TRIES - factor.tries - 1
    if left:
        factors.keep(unit, replace(factor, tries=factor.tries + 1))
        return Refused("second_factor_wrong", FIELD, str(left))
    factors.keep(unit, replace(factor, tries=0, blocked_until=now + BLOCKED_MS))
    return Refused("second_factor_over", FIELD)


def _step(service: Service, factor: Factor, typed: str, now: int) -> int | None:
    """The time step whose code this is, if it is near and after the last that was taken."""
    return step_of(service.keys.vault.open(_place(factor.user), factor.secret).decode(), typed, factor.step, now)


def step_of(secret: str, typed: str, after: int, now: int) -> int | None:
    """The time step, near now and later than `after`, whose code with this secret was typed."""
    if not (len(typed) == DIGITS and typed.isascii() and typed.isdecimal()):
        return None
    totp = TOTP(secret)
    near = range(now // STEP_MS - DRIFT, now // STEP_MS + DRIFT + 1)
    fitting = [step for step in near if hmac.compare_digest(totp.generate_otp(step), typed)]
    return next((step for step in fitting if step > after), None)


def _place(user: str) -> str:
    return f"second factor {user}"


def _recovery_digest(service: Service, user: str, code: str) -> bytes:
    return hmac.digest(service.keys.codes, f"recovery\n{user}\n{code}".encode(), hashlib.sha256)


def new_recovery_codes(service: Service, unit: Unit, user: str) -> list[str]:
    """Ten, told once and kept as digests; those before are void."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    factors.keep_recovery(unit, user, [_recovery_digest(service, user, code) for code in codes])
    half = RECOVERY_LENGTH // 2
    return [f"{code[:half]}-{code[half:]}" for code in codes]
