"""A person's second factor: begun, confirmed, switched off, and its recovery codes.

Secrets are told here that lie in no console, so all of it is asked of the cloud at once: these are no acts.
"""

from collections.abc import Callable

from starlette.responses import Response

from cloud import authenticator
from cloud.http import Call, reply, route
from cloud.problems import Refusal
from cloud.seals import revoking
from cloud.service import Service
from cloud.store import consoles, factors, people
from cloud.store.unit import Unit
from cloud.tokens import Speaker
from domain.second_factor import offered
from domain.sign_ins import Outcome
from domain.verdict import Refused
from protocol.sync import BegunSecondFactor, FactorCode, RecoveryCodes

Work = Callable[[Service, Unit, Speaker, int], RecoveryCodes | None]


async def begin(call: Call) -> Response:
    """POST /v1/second-factor: a new secret; nothing is asked for before it is confirmed."""
    service, now, speaker = call.service, call.service.now(), call.speaker()

    def work(unit: Unit) -> BegunSecondFactor:
        people.speaking(unit, speaker, now)
        if not offered(people.memberships(unit, speaker.user)):
            raise Refusal("not_allowed")
        if authenticator.needed(unit, speaker.user):
            raise Refusal("second_factor_on")
        uri, secret = authenticator.begin(service, unit, speaker.user, people.phone_of(unit, speaker.user))
        return BegunSecondFactor(uri=uri, secret=secret)

    return reply(await service.database.write(work))


async def confirm(call: Call) -> Response:
    """POST /v1/second-factor/confirm: the app shows the right codes; from now on they are asked for. Whoever got in
    without is signed out: all other consoles of this person."""
    out: list[str] = []

    def work(service: Service, unit: Unit, speaker: Speaker, now: int) -> RecoveryCodes:
        authenticator.confirm(unit, speaker.user, now)
        out[:] = people.others_speaking(unit, speaker)
        for console in out:
            people.revoke(unit, speaker.user, console, now)
            revoking.sign_out(unit, speaker.user, console, now)
            name = consoles.name_of(unit, speaker.user, console)
            consoles.note(unit, speaker.user, Outcome.SIGNED_OUT_AFAR, name, now)
        return _recovery_codes(service, unit, speaker, Outcome.SECOND_FACTOR_ON, now)

    answer = await _with_code(call, work, confirmed=False)
    for console in out:
        call.service.hub.end_console(console)
    return answer


async def recovery_codes(call: Call) -> Response:
    """POST /v1/second-factor/recovery-codes: ten new ones; those before are void."""

    def work(service: Service, unit: Unit, speaker: Speaker, now: int) -> RecoveryCodes:
        return _recovery_codes(service, unit, speaker, Outcome.NEW_RECOVERY_CODES, now)

    return await _with_code(call, work, confirmed=True)


async def off(call: Call) -> Response:
    """POST /v1/second-factor/off"""

    def work(_service: Service, unit: Unit, speaker: Speaker, now: int) -> None:
        factors.remove(unit, speaker.user)
        _tell(unit, speaker, Outcome.SECOND_FACTOR_OFF, now)

    return await _with_code(call, work, confirmed=True)


async def _with_code(call: Call, work: Work, *, confirmed: bool) -> Response:
    """What needs a code of the authenticator, or a recovery code where there are any."""
    service, now, speaker = call.service, call.service.now(), call.speaker()
    code = (await call.body(FactorCode)).code

    def judged(unit: Unit) -> RecoveryCodes | Refusal | None:
        people.speaking(unit, speaker, now)
        if authenticator.needed(unit, speaker.user) is not confirmed:
            return Refusal("second_factor_off" if confirmed else "second_factor_on")
        console = consoles.name_of(unit, speaker.user, speaker.console)
        checked = authenticator.check(service, unit, speaker.user, code, console, now)
        if isinstance(checked, Refused):
            return Refusal(checked.code, checked.detail, checked.field)  # not raised: what was counted stays
        return work(service, unit, speaker, now)

    result = await service.database.write(judged)
    if isinstance(result, Refusal):
        raise result
    return Response(status_code=204) if result is None else reply(result)


def _recovery_codes(service: Service, unit: Unit, speaker: Speaker, outcome: Outcome, now: int) -> RecoveryCodes:
    codes = authenticator.new_recovery_codes(service, unit, speaker.user)
    _tell(unit, speaker, outcome, now)
    return RecoveryCodes(codes=codes)


def _tell(unit: Unit, speaker: Speaker, outcome: Outcome, now: int) -> None:
    """The person's consoles, and the log of his sign-ins."""
    factors.tell(unit, speaker.user)
    consoles.note(unit, speaker.user, outcome, consoles.name_of(unit, speaker.user, speaker.console), now)


ROUTES = [
    route("POST", "/v1/second-factor", begin),
    route("POST", "/v1/second-factor/confirm", confirm),
    route("POST", "/v1/second-factor/recovery-codes", recovery_codes),
    route("POST", "/v1/second-factor/off", off),
]
