"""Signing in by phone and code, staying signed in by a token that is used once, and signing out.

Whoever holds a phone number may sign in; what he then may see, his memberships say. So an unknown number is answered as
a known one.
"""

from dataclasses import dataclass
from typing import Protocol

from starlette.responses import Response

from cloud import authenticator, codes
from cloud.http import Call, reply, route
from cloud.problems import Refusal
from cloud.seals import revoking
from cloud.service import Service
from cloud.store import consoles, people
from cloud.store.unit import Unit, View
from cloud.tokens import Speaker, issue_access
from domain.consoles import console_name
from domain.sign_ins import Outcome
from domain.verdict import Refused
from protocol.sync import AskCode, EnterByTicket, Refresh, SignedIn, SignIn


async def ask_code(call: Call) -> Response:
    """POST /v1/sign-in/code"""
    service, now = call.service, call.service.now()
    to = codes.for_sign_in(codes.phone_in((await call.body(AskCode)).phone))
    client = call.request.client
    asked_by = f"codes from {client.host if client else ''}"
    await service.database.write(lambda unit: codes.send(service, unit, to, now, asked_by))
    return Response(status_code=204)


async def sign_in(call: Call) -> Response:
    """POST /v1/sign-in"""
    service, now = call.service, call.service.now()
    body = await call.body(SignIn)
    phone, coming = codes.phone_in(body.phone), coming_in(service, body)
    return answer(
        await service.database.write(
            lambda unit: let_in(service, unit, phone, _BySms(service, unit, phone, body.code, now), coming, now)
        )
    )


@dataclass(frozen=True)
class Coming:
    """A console at which somebody wants in: how it was called, its keys, and the second factor if it was typed."""

    name: str
    signing: bytes
    static: bytes
    second_factor: str | None


def coming_in(service: Service, asked: SignIn | EnterByTicket) -> Coming:
    """Raises `Refusal` untrusted for keys whose secrets everybody holds, malformed for a name that is none."""
    if {asked.signing, asked.static} & service.refused_keys:
        raise Refusal("untrusted")
    name = console_name(asked.console_name)
    if name is None:
        raise Refusal("malformed", field="console_name")
    return Coming(name, asked.signing, asked.static, asked.second_factor)


class FirstFactor(Protocol):
    """What shows that somebody holds a phone number: a code by SMS, WeChat."""

    def check(self, attempt: "Attempt") -> Refused | Outcome:
        """Why it does not; or as what the log tells it. What is right stays good until it is used."""
        ...

    def count_try(self) -> None:
        """The second factor was not right, or not there."""
        ...

    def use(self) -> None:
        """It is good no more."""
        ...


@dataclass(frozen=True)
class Attempt:
    """Somebody wants in; `user`: whose number it is, if anybody's, and `console` how he calls the console."""

    service: Service
    unit: Unit
    user: str | None
    console: str
    now: int

    def note(self, outcome: Outcome) -> None:
        if self.user is not None:
            consoles.note(self.unit, self.user, outcome, self.console, self.now)

    def check_second_factor(self, first: FirstFactor, given: str | None) -> Refused | Outcome:
        """The first factor was right, and stays good while the second is looked for, as long as it has tries."""
        if self.user is None or not authenticator.needed(self.unit, self.user):
            return Outcome.OK
        if given is None:
            self.note(Outcome.SECOND_FACTOR_MISSING)
            checked = Refused("second_factor_needed", authenticator.FIELD)
        else:
            checked = authenticator.check(self.service, self.unit, self.user, given, self.console, self.now)
        if isinstance(checked, Refused):
            first.count_try()
        return checked


def let_in(
    service: Service, unit: Unit, phone: str, first: FirstFactor, coming: Coming, now: int
) -> SignedIn | Refusal:
    """Whoever holds the number, who may be new to this cloud; or why not. A refusal is not raised: what was counted and
    noted stays."""
    known = people.known_user(unit, phone)
    shown = coming.name if known is None else people.console_name(unit, known, coming.signing) or coming.name
    attempt = Attempt(service, unit, known, shown, now)
    outcome = first.check(attempt)
    if not isinstance(outcome, Refused):
        second = attempt.check_second_factor(first, coming.second_factor)
        outcome = outcome if second is Outcome.OK else second
    if isinstance(outcome, Refused):
        return Refusal(outcome.code, outcome.detail, outcome.field)
    first.use()
    user = people.user_of(unit, phone, now)
    console = people.enrol_console(unit, user, coming.name, coming.signing, coming.static, now)
    consoles.note(unit, user, outcome, shown, now)
    return _signed_in(unit, service, Speaker(user, console), people.issue_refresh(unit, console, now), now)


@dataclass(frozen=True)
class _BySms:
    service: Service
    unit: Unit
    phone: str
    code: str
    now: int

    def check(self, attempt: Attempt) -> Refused | Outcome:
        """A wrong try is noted for whoever has this number. One at no code at all is not: anybody can make any number
        of those, and they would push the others out of the log."""
        of = codes.for_sign_in(self.phone)
        tried = codes.is_out(self.unit, of, self.now)
        refused = codes.check(self.service, self.unit, of, self.code, self.now)
        if refused is None:
            return Outcome.OK
        if tried:
            attempt.note(Outcome.WRONG_CODE)
        return refused

    def count_try(self) -> None:
        codes.count_try(self.unit, codes.for_sign_in(self.phone))

    def use(self) -> None:
        codes.use(self.unit, codes.for_sign_in(self.phone))


async def refresh(call: Call) -> Response:
    """POST /v1/sign-in/refresh. A token used twice was stolen, or its thief was first: the console is signed out."""
    service, now = call.service, call.service.now()
    body = await call.body(Refresh)
    revoked: list[str] = []

    def work(unit: Unit) -> SignedIn | Refusal:
        rotated = people.rotate(unit, body.refresh, now)
        if isinstance(rotated, str):
            user = people.user_of_console(unit, rotated)
            people.revoke(unit, user, rotated, now)
            revoking.sign_out(unit, user, rotated, now)
            consoles.note(unit, user, Outcome.REUSED, consoles.name_of(unit, user, rotated), now)
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
    return answer(result)


async def sign_out(call: Call) -> Response:
    """POST /v1/sign-out: this console's tokens are void, its person may sign in again."""
    service, now, speaker = call.service, call.service.now(), call.speaker()

    def work(unit: Unit) -> None:
        people.speaking(unit, speaker, now)
        people.revoke(unit, speaker.user, speaker.console, now)
        console = consoles.name_of(unit, speaker.user, speaker.console)
        consoles.note(unit, speaker.user, Outcome.SIGNED_OUT, console, now)

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


def answer(result: SignedIn | Refusal) -> Response:
    """What came of it, said only when the transaction is committed."""
    if isinstance(result, Refusal):
        raise result
    return reply(result)


ROUTES = [
    route("POST", "/v1/sign-in/code", ask_code),
    route("POST", "/v1/sign-in", sign_in),
    route("POST", "/v1/sign-in/refresh", refresh),
    route("POST", "/v1/sign-out", sign_out),
]
