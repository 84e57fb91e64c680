"""Operators: made known at the command line or by another operator, with a password and an authenticator each."""

import asyncio
import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass, replace

from pyotp import random_base32
from pyotp.totp import TOTP

from cloud import authenticator
from cloud.service import Service
from cloud.store import operators
from cloud.store.operators import Operator
from cloud.store.unit import Unit, View
from domain.verdict import Refused

NAME = re.compile(r"[^\W\d_][\w.\-]{1,31}")  # in the audit trail it stands for the person
LEAST_PASSWORD, MOST_PASSWORD = 12, 200
ISSUER = "Signet"
SALT = 16
# RFC 7914; 32 MB and about a tenth of a second each, outside the database's threads.
WORK = 2**15
COST = {"n": WORK, "r": 8, "p": 1, "maxmem": 64 * 1024 * 1024}
TRIES = 5
BLOCKED_MS = 15 * 60 * 1000


@dataclass(frozen=True)
class Begun:
    """Told once: the password to sign in with the first time, and the address for his authenticator (otpauth:)."""

    name: str
    password: str
    uri: str


def digest(password: str, salt: bytes) -> bytes:
    """Salt and digest, as they are kept."""
    return salt + hashlib.scrypt(password.encode(), salt=salt, **COST)


def is_right(kept: bytes, password: str) -> bool:
    return hmac.compare_digest(kept, digest(password, kept[:SALT]))


_AT_ONCE = asyncio.Semaphore(2)  # who floods the door takes so much memory, and no more


async def compare(kept: bytes, password: str) -> bool:
    """`is_right`, off the loop."""
    async with _AT_ONCE:
        return await asyncio.to_thread(is_right, kept, password[:MOST_PASSWORD])


NOBODY = os.urandom(SALT) + bytes(64)  # of a name that nobody has: it takes as long as a wrong password


def judge_password(password: str, name: str) -> Refused | None:
    """Long enough to be no word, and not the name."""
    if len(password) < LEAST_PASSWORD:
        return Refused("password_short", "password", str(LEAST_PASSWORD))
    if len(password) > MOST_PASSWORD:
        return Refused("password_long", "password", str(MOST_PASSWORD))
    if len(set(password)) < LEAST_PASSWORD // 2 or name.lower() in password.lower():
        return Refused("password_easy", "password")
    return None


def add(service: Service, unit: Unit, name: str, now: int) -> Begun | Refused:
    """A new one, who chooses a password when he first signs in."""
    if not NAME.fullmatch(name):
        return Refused("operator_name", "name")
    if any(each.name.lower() == name.lower() for each in operators.every(unit)):
        return Refused("operator_known", "name", name)
    return _begin(service, unit, Operator(name, b"", b"", True, now))


def reset(service: Service, unit: Unit, name: str) -> Begun | Refused:
    """A new password and another secret for somebody who has lost one of them; he is signed out everywhere."""
    known = operators.find(unit, name)
    if known is None:
        return Refused("operator_unknown", "name", name)
    operators.end_sessions(unit, name)
    return _begin(service, unit, replace(known, tries=0, blocked_until=0))


def _begin(service: Service, unit: Unit, operator: Operator) -> Begun:
    password, secret = secrets.token_urlsafe(LEAST_PASSWORD), random_base32()
    sealed = service.keys.vault.seal(_place(operator.name), secret.encode())
    kept = digest(password, os.urandom(SALT))
    operators.keep(unit, replace(operator, password=kept, secret=sealed, fresh=True, step=0))
    return Begun(operator.name, password, TOTP(secret).provisioning_uri(name=operator.name, issuer_name=ISSUER))


def disable(unit: Unit, name: str, now: int) -> Operator | Refused:
    """He comes in no more, and is out at once. The last one stays: somebody has to open these pages."""
    known = operators.find(unit, name)
    if known is None:
        return Refused("operator_unknown", "name", name)
    if known.disabled_at is not None:
        return Refused("already_so", "name")
    if not any(each.disabled_at is None for each in operators.every(unit) if each.name != name):
        return Refused("operator_last", "name", name)
    operators.end_sessions(unit, name)
    operators.keep(unit, replace(known, disabled_at=now))
    return known


def enable(unit: Unit, name: str) -> Operator | Refused:
    """He may come in again, with what he had."""
    known = operators.find(unit, name)
    if known is None:
        return Refused("operator_unknown", "name", name)
    if known.disabled_at is None:
        return Refused("already_so", "name")
    operators.keep(unit, replace(known, disabled_at=None, tries=0, blocked_until=0))
    return known


def listed(view: View, now: int) -> str:
    """A line for each, for the command line."""
    lines = [f"{each.name}: {_state(each, now)}" for each in operators.every(view)]
    return "\n".join(lines) or "There is no operator"


def _state(of: Operator, now: int) -> str:
    if of.disabled_at is not None:
        return "may not sign in"
    if now < of.blocked_until:
        return "shut out for a while by wrong attempts"
    return "has chosen no password yet" if of.fresh else "may sign in"


def take_code(service: Service, unit: Unit, operator: Operator, typed: str, now: int) -> Operator | None:
    """The operator as he is after that code of his authenticator, which is good once; none: it is not one."""
    secret = service.keys.vault.open(_place(operator.name), operator.secret).decode()
    step = authenticator.step_of(secret, typed.strip().replace(" ", ""), operator.step, now)
    if step is None:
        return None
    taken = replace(operator, step=step, tries=0)
    operators.keep(unit, taken)
    return taken


def count_wrong(unit: Unit, operator: Operator, now: int) -> Refused:
    """One more attempt that came to nothing; the fifth closes this door for a while, whatever is shown."""
    tries = operator.tries + 1
    if tries < TRIES:
        operators.keep(unit, replace(operator, tries=tries))
        return Refused("sign_in_wrong")
    operators.keep(unit, replace(operator, tries=0, blocked_until=now + BLOCKED_MS))
    return Refused("sign_in_blocked", None, str(BLOCKED_MS // 60_000))


def _place(name: str) -> str:
    return f"operator {name}"
