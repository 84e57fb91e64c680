"""Who has opened the operator's pages in which browser, and for how long.

A session ends 8 hours after it began, and 30 minutes after it was used last. It belongs to the browser in which it
began: shown by another one, it is over. What changes something asks for a code of the authenticator anew when the last
one is older than 10 minutes, so that who has got hold of a session alone changes nothing.
"""

import hashlib
import secrets
from dataclasses import dataclass, replace

from cloud.operator import people, trail
from cloud.operator.trail import Deed
from cloud.service import Service
from cloud.store import codes, operators
from cloud.store.codes import Limits
from cloud.store.operators import Operator, Session
from cloud.store.unit import Unit, View
from domain.verdict import Refused

SESSION_MS, IDLE_MS = 8 * 3600 * 1000, 30 * 60 * 1000
PROVED_MS = 10 * 60 * 1000
SEEN_EVERY_MS = 60 * 1000
PER_ADDRESS = Limits(0, 30)  # attempts to sign in from one address within an hour that came to nothing
SIGN_IN, SIGN_OUT, ELSEWHERE, PASSWORD = "SignIn", "SignOut", "SessionElsewhere", "ChoosePassword"


@dataclass(frozen=True)
class Visitor:
    """What a request shows: from where it comes, what the browser says it is, and its session, if any."""

    address: str
    browser: bytes
    token: str = ""

    @property
    def hash(self) -> bytes:
        return hashlib.sha256(self.token.encode()).digest()


@dataclass(frozen=True)
class Present:
    """An operator at work."""

    operator: Operator
    session: Session
    address: str

    def needs_code(self, now: int) -> bool:
        """Whether whatever changes something asks for a code first."""
        return now - self.session.proved_at >= PROVED_MS or now < self.session.proved_at


async def sign_in(service: Service, visitor: Visitor, name: str, password: str, code: str) -> str | Refused:
    """What the browser shows from now on; or why not, which does not tell whether name, password or code was wrong."""
    known, room = await service.database.read(
        lambda view: (operators.find(view, name), _has_room(view, visitor, service.now()))
    )
    if not room:
        return Refused("sign_in_too_often")
    kept = people.NOBODY if known is None else known.password
    right = await people.compare(kept, password)

    def work(unit: Unit) -> str | Refused:
        now = service.now()
        operator = operators.find(unit, name)
        fits = right and operator is not None and operator.password == kept
        made = _judge(service, unit, visitor, (operator, fits, code), now)
        refused = made.code if isinstance(made, Refused) else ""
        who = name if operator is not None else ""  # what else was typed there may be anything, a password too
        if refused != "sign_in_too_often":  # else anybody fills the trail
            trail.note(service, unit, who, visitor.address, Deed(SIGN_IN, code=refused), now)
        return made

    return await service.database.write(work)


def _judge(
    service: Service, unit: Unit, visitor: Visitor, shown: tuple[Operator | None, bool, str], now: int
) -> str | Refused:
    operator, right, code = shown
    if not _has_room(unit, visitor, now):
        return Refused("sign_in_too_often")
    if operator is None:
        _count(unit, visitor, now)
        return Refused("sign_in_wrong")
    if now < operator.blocked_until:
        _count(unit, visitor, now)
        return Refused("sign_in_blocked", None, _minutes(operator, now))
    after = people.take_code(service, unit, operator, code, now) if right and operator.disabled_at is None else None
    if after is None:
        _count(unit, visitor, now)
        return people.count_wrong(unit, operator, now)
    operators.clear_sessions(unit, now - SESSION_MS, now - IDLE_MS)
    token = secrets.token_urlsafe(32)
    made = Visitor(visitor.address, visitor.browser, token)
    operators.keep_session(unit, Session(made.hash, operator.name, visitor.browser, now, now, now))
    return token


def _minutes(operator: Operator, now: int) -> str:
    """How long he still waits."""
    return str(-(-(operator.blocked_until - now) // 60_000))


def _who(visitor: Visitor) -> str:
    return f"operators from {visitor.address}"


def _has_room(view: View, visitor: Visitor, now: int) -> bool:
    counted = codes.asked(view, _who(visitor), now, PER_ADDRESS)
    return counted < PER_ADDRESS.most


def _count(unit: Unit, visitor: Visitor, now: int) -> None:
    codes.count_asking(unit, _who(visitor), now, PER_ADDRESS)


def present(view: View, visitor: Visitor, now: int) -> Present | None:
    """Who is at work there; none: nobody, or not any more."""
    session = operators.session(view, visitor.hash) if visitor.token else None
    if session is None or session.browser != visitor.browser or not _lasts(session, now):
        return None
    operator = operators.find(view, session.operator)
    if operator is None or operator.disabled_at is not None:
        return None
    return Present(operator, session, visitor.address)


def still(view: View, who: Present, now: int) -> Present | None:
    """The same as he is now, within a transaction; none: he is out by now."""
    session, operator = operators.session(view, who.session.hash), operators.find(view, who.operator.name)
    if session is None or operator is None or operator.disabled_at is not None or not _lasts(session, now):
        return None
    return Present(operator, session, who.address)


def _lasts(session: Session, now: int) -> bool:
    return 0 <= now - session.began_at < SESSION_MS and 0 <= now - session.seen_at < IDLE_MS


async def visit(service: Service, visitor: Visitor) -> Present | None:
    """As `present`, and it is noted that the session is in use; one that another browser shows is ended."""
    if not visitor.token:
        return None
    now = service.now()
    found, foreign = await service.database.read(lambda view: _found(view, visitor, now))
    if foreign is not None:
        await service.database.write(lambda unit: _end_foreign(service, unit, visitor, foreign, now))
    elif found is not None and now - found.session.seen_at >= SEEN_EVERY_MS:
        await service.database.write(lambda unit: _see(unit, visitor, now))
    return found


def _found(view: View, visitor: Visitor, now: int) -> tuple[Present | None, Session | None]:
    session = operators.session(view, visitor.hash)
    foreign = session if session is not None and session.browser != visitor.browser else None
    return present(view, visitor, now), foreign


def _end_foreign(service: Service, unit: Unit, visitor: Visitor, session: Session, now: int) -> None:
    operators.end_session(unit, session.hash)
    trail.note(service, unit, session.operator, visitor.address, Deed(ELSEWHERE, code="session_elsewhere"), now)


def _see(unit: Unit, visitor: Visitor, now: int) -> None:
    found = present(unit, visitor, now)
    if found is not None:
        operators.keep_session(unit, replace(found.session, seen_at=now))


def prove(service: Service, unit: Unit, who: Present, code: str, now: int) -> Refused | None:
    """A code of the authenticator, taken in this session; or why not. Five wrong ones end it."""
    if now < who.operator.blocked_until:
        return Refused("sign_in_blocked", "code", _minutes(who.operator, now))
    if people.take_code(service, unit, who.operator, code, now) is not None:
        operators.keep_session(unit, replace(who.session, seen_at=now, proved_at=now))
        return None
    refused = people.count_wrong(unit, who.operator, now)
    if refused.code == "sign_in_blocked":
        operators.end_sessions(unit, who.operator.name)
        return Refused(refused.code, "code", refused.detail)
    return Refused("code_not_taken", "code")


async def sign_out(service: Service, visitor: Visitor) -> None:
    """It is over, also for whoever has a copy of it."""

    def work(unit: Unit) -> None:
        now = service.now()
        found = present(unit, visitor, now)
        operators.end_session(unit, visitor.hash)
        if found is not None:
            trail.note(service, unit, found.operator.name, visitor.address, Deed(SIGN_OUT), now)

    await service.database.write(work)
