"""Signing in by phone and code, staying signed in by a token that is used once, and signing out.

Whoever holds a phone number may sign in; what he then may see, his memberships say. So an unknown number is answered as
a known one.
"""

from dataclasses import dataclass

from starlette.responses import Response

from cloud import authenticator, codes
from cloud.http import Call, reply, route
from cloud.problems import Refusal
from cloud.service import Service
from cloud.store import consoles, people
from cloud.store.unit import Unit, View
from cloud.tokens import Speaker, issue_access
from domain.consoles import console_name
from domain.sign_ins import Outcome
from domain.verdict import Refused
from protocol.sync import AskCode, Refresh, SignedIn, SignIn


async def ask_code(call: Call) -> Response:
    """POST /v1/sign-in/code"""
    service, now = call.service, call.service.now()
    to = codes.for_sign_in(codes.phone_in((await call.body(AskCode)).phone))
    client = call.request.client
    asked_by = f"address:{client.host if client else ''}"
    await service.database.write(lambda unit: codes.send(service, unit, to, now, asked_by))
    return Response(status_code=204)


async def sign_in(call: Call) -> Response:
    """POST /v1/sign-in"""
    service, now = call.service, call.service.now()
    body = await call.body(SignIn)
    phone = codes.phone_in(body.phone)
    if {body.signing, body.static} & service.refused_keys:
        raise Refusal("untrusted")
    name = console_name(body.console_name)
    if name is None:
        raise Refusal("malformed", field="console_name")

    def work(unit: Unit) -> SignedIn | Refusal:
        known = people.known_user(unit, phone)
        shown = name if known is None else people.console_name(unit, known, body.signing) or name
        attempt = _Attempt(service, unit, phone, known, shown, now)
        outcome = attempt.check_code(body.code) or attempt.check_second_factor(body.second_factor)
        if isinstance(outcome, Refused):
            return Refusal(outcome.code, outcome.detail, outcome.field)  # not raised: what was counted and noted stays
        user = attempt.use_code()
        console = people.enrol_console(unit, user, name, body.signing, body.static, now)
        consoles.note(unit, user, outcome, shown, now)
        return _signed_in(unit, service, Speaker(user, console), people.issue_refresh(unit, console, now), now)

    return _answer(await service.database.write(work))


@dataclass(frozen=True)
class _Attempt:
    """Somebody wants in; `user`: whose number it is, if anybody's, and `console` how he calls the console."""

    service: Service
    unit: Unit
    phone: str
    user: str | None
    console: str
    now: int

    def check_code(self, code: str) -> Refused | None:
        """A wrong try is noted for whoever has this number. One at no code at all is not: anybody can make any number
        of those, and they would push the others out of the log."""
        of = codes.for_sign_in(self.phone)
        tried = codes.is_out(self.unit, of, self.now)
        refused = codes.check(self.service, self.unit, of, code, self.now)
        if refused is not None and tried:
            self._note(Outcome.WRONG_CODE)
        return refused

    def check_second_factor(self, given: str | None) -> Refused | Outcome:
        """The code by SMS was right, and stays good while the second factor is looked for, as long as it has tries."""
        if self.user is None or not authenticator.needed(self.unit, self.user):
            return Outcome.OK
        if given is None:
            self._note(Outcome.SECOND_FACTOR_MISSING)
            checked = Refused("second_factor_needed", authenticator.FIELD)
        else:
            checked = authenticator.check(self.service, self.unit, self.user, given, self.console, self.now)
        if isinstance(checked, Refused):
            codes.count_try(self.unit, codes.for_sign_in(self.phone))
        return checked

    def use_code(self) -> str:
        """The code is good no more; the person, who may be new to this cloud."""
        codes.use(self.unit, codes.for_sign_in(self.phone))
        return people.user_of(self.unit, self.phone, self.now)

    def _note(self, outcome: Outcome) -> None:
        if self.user is not None:
            consoles.note(self.unit, self.user, outcome, self.console, self.now)


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
    return _answer(result)


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
