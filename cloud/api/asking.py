"""Who asks: the token that a request brings, and how often it may."""

import hashlib
import re
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from cloud.http import Call
from cloud.problems import Refusal
from cloud.scopes import AUDIT, MANAGERS, ORG, RIGHTS
from cloud.service import Service
from cloud.store import api_tokens
from cloud.store.unit import Unit, View
from domain.integrations import PREFIX, USED_EVERY_MS, ApiToken, Reading
from domain.organization import Organization

# What owner and administrator read of everybody's, and so their organization's tokens (`cloud.scopes.held`).
SCOPES = frozenset({ORG, AUDIT, MANAGERS, *RIGHTS})
MINUTE_MS = 60 * 1000
_WORD = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")
_BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="A token that owner or administrator gave out.")


class Pace:
    """How often each token has asked in the minute that runs."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._minute = 0
        self._asked: dict[str, int] = {}

    def take(self, token: str, now: int) -> None:
        """Raises `Refusal` api_too_often, with the seconds until the next minute."""
        minute = now // MINUTE_MS
        if minute != self._minute:
            self._minute, self._asked = minute, {}
        self._asked[token] = self._asked.get(token, 0) + 1
        if self._asked[token] > self._most:
            after = ((minute + 1) * MINUTE_MS - now + 999) // 1000
            raise Refusal("api_too_often", headers={"Retry-After": str(after)})


@dataclass(frozen=True)
class Asker:
    """A token that is good, in one request."""

    call: Call
    token: ApiToken

    @property
    def service(self) -> Service:
        return self.call.service

    @property
    def organization(self) -> str:
        return self.token.organization

    def must_read(self, reading: Reading) -> None:
        """Raises `Refusal` reading_missing."""
        if reading not in self.token.readings:
            raise Refusal("reading_missing", reading.value)


def _wrong() -> Refusal:
    return Refusal("token_wrong", headers={"WWW-Authenticate": "Bearer"})


def good(view: View, word: str, now: int) -> ApiToken:
    """The token that says this; raises `Refusal` token_wrong, whatever is wrong with it."""
    if not _WORD.fullmatch(word):
        raise _wrong()
    token = api_tokens.with_hash(view, hashlib.sha256(word.encode()).hexdigest())
    if token is None or not token.is_good(now):
        raise _wrong()
    of = view.get(Organization, token.organization, token.organization)
    if of is None or of.deleted_at is not None:
        raise _wrong()
    return token


async def asker(
    request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)] = None
) -> Asker:
    """Who asks; raises `Refusal` token_wrong or api_too_often. When it was last used is noted to the hour."""
    call = Call(request)
    service, now = call.service, call.service.now()
    word = "" if given is None else given.credentials
    token = await service.database.read(lambda view: good(view, word, now))
    pace: Pace = request.app.state.pace
    pace.take(token.id, now)
    if token.last_used_at is None or now - token.last_used_at >= USED_EVERY_MS:
        await service.database.write(lambda unit: _note(unit, token, now))
    _refuse_unknown(request)
    return Asker(call, token)


def _refuse_unknown(request: Request) -> None:
    """A parameter that is not understood would be left out unseen, and more be read than was asked for."""
    known = {each.alias for each in request.scope["route"].dependant.query_params}
    unknown = next((name for name in request.query_params if name not in known), None)
    if unknown is not None:
        raise Refusal("arguments_do_not_fit", field=unknown[:64], status=422)


def _note(unit: Unit, token: ApiToken, now: int) -> None:
    """What has become of it meanwhile stays."""
    row = unit.get(ApiToken, token.organization, token.id)
    if row is not None:
        unit.put(msgspec.structs.replace(row, last_used_at=now))


Asking = Annotated[Any, Depends(asker)]
