"""A WeChat official account (公众号): it brings messages to who follows it, and says who scanned (A-05, R-047, R-048).

WeChat answers errors as HTTP 200 with an `errcode`. Messages need an access token, good for two hours, which is kept
here and asked for anew when it is over or WeChat says so. A message goes by a template that WeChat has approved, into
whose places the words are put (`settings.wechat_templates`).
"""

import asyncio
import logging
import time
from typing import Any
from urllib.parse import urlencode, urljoin

import msgspec

from cloud.channels import Letter, NoAccount, Rejected, Unreachable
from cloud.settings import Settings
from cloud.store import wechat_accounts
from cloud.store.database import Database
from cloud.wechat import BACK, Unbound

WAIT_S = 10.0  # for an answer; less than the post waits for a channel, twice
EARLY_S = 300.0  # before its end a token is asked for anew
MESSAGE = "message"
TOKEN_OVER = {40001, 40014, 42001}
CODE_OVER = {40029, 40163, 41008}
NOT_FOLLOWING = {43004, 43101}  # he does not follow the account, or wants no messages
FOR_GOOD = {40003, 47003}  # no such person, a text that does not fit its place
MAY_HAVE = {-1}  # "the system is busy"
_SERVER_FAULT = 500
# So much WeChat takes in a place of a template, by the kind that stands in its name (thing1, phrase2).
_LONGEST = {"thing": 20, "phrase": 5, "name": 10, "character_string": 32, "short_thing": 5}
_LOG = logging.getLogger(__name__)


class _Answer(msgspec.Struct, frozen=True):
    errcode: int = 0
    access_token: str = ""
    expires_in: int = 0
    openid: str = ""


def fault_of(settings: Settings) -> str:
    """What is missing of the settings, in a word; empty: nothing, or no account is wanted."""
    needed = {"WECHAT_SECRET": settings.wechat_secret.get_secret_value(), "PUBLIC_URL": settings.public_url}
    return next((name for name, value in needed.items() if settings.wechat_app and not value), "")


class WeChatAccount:
    """A channel, and a `WeChat` that knows who scanned."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings, self._database = settings, database
        self._token, self._good_until = "", 0.0
        self._asking = asyncio.Lock()

    # Who scanned

    def address(self, base: str, ticket: str) -> str:
        """WeChat's own page, at which he agrees; it tells no more of him than which account it is."""
        at = self._settings
        query = urlencode(
            {
                "appid": at.wechat_app,
                "redirect_uri": urljoin(at.public_url or base, BACK),
                "response_type": "code",
                "scope": "snsapi_base",
                "state": ticket,
            }
        )
        return f"{at.wechat_open}/connect/oauth2/authorize?{query}#wechat_redirect"

    async def phone(self, code: str) -> str | None:
        """The number that was bound here. Raises `Unbound`, `Unreachable` or `Rejected`."""
        at = self._settings
        who = {"appid": at.wechat_app, "secret": at.wechat_secret.get_secret_value()}
        query = {**who, "code": code, "grant_type": "authorization_code"}
        answer = await self._ask("GET", "/sns/oauth2/access_token", query)
        if answer.errcode in CODE_OVER:
            raise Rejected(str(answer.errcode))
        if answer.errcode or not answer.openid:
            raise _refused(answer.errcode)
        phone = await self._database.read(lambda view: wechat_accounts.phone_of(view, answer.openid))
        if phone is None:
            raise Unbound(answer.openid)
        return phone

    # Messages

    async def send(self, letter: Letter) -> None:
        """To whoever has bound his account. Raises `NoAccount`, `Unreachable` or `Rejected`."""
        template = self._settings.wechat_templates.get(letter.topic) or self._settings.wechat_templates.get(MESSAGE)
        if template is None:
            raise Rejected("no_template")
        openid = await self._database.read(lambda view: wechat_accounts.account_of(view, letter.recipient))
        if openid is None:
            raise NoAccount
        body = {
            "touser": openid,
            "template_id": template.id,
            "client_msg_id": letter.key.replace("-", ""),  # the same again within ten minutes is shown once
            "data": {name: {"value": _put(text, letter, name)} for name, text in template.data.items()},
        }
        answer = await self._with_token("/cgi-bin/message/template/send", body)
        if answer.errcode in NOT_FOLLOWING:
            raise NoAccount(str(answer.errcode))
        if answer.errcode:
            raise _refused(answer.errcode)

    async def _with_token(self, path: str, body: dict[str, Any]) -> _Answer:
        """A token that somebody else has renewed meanwhile is over: once more with a new one."""
        token = await self._fresh("")
        answer = await self._ask("POST", path, {"access_token": token}, body)
        if answer.errcode in TOKEN_OVER:
            answer = await self._ask("POST", path, {"access_token": await self._fresh(token)}, body)
        return answer

    async def _fresh(self, over: str) -> str:
        """The token, and not the one that is `over`; it is asked for once, however many need it."""
        async with self._asking:
            if self._token and self._token != over and time.monotonic() < self._good_until:
                return self._token
            at = self._settings
            who = {"appid": at.wechat_app, "secret": at.wechat_secret.get_secret_value()}
            body = {"grant_type": "client_credential", **who, "force_refresh": bool(over)}
            answer = await self._ask("POST", "/cgi-bin/stable_token", {}, body)
            if answer.errcode or not answer.access_token:
                raise _refused(answer.errcode)
            self._token = answer.access_token
            self._good_until = time.monotonic() + answer.expires_in - EARLY_S
            return self._token

    async def _ask(self, method: str, path: str, query: dict[str, str], body: Any = None) -> _Answer:
        import aiohttp  # late: a cloud without an account asks nobody

        url = f"{self._settings.wechat_api}{path}"
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(WAIT_S)) as session,
                session.request(method, url, params=query, data=_json(body)) as answer,
            ):
                content, status = await answer.read(), answer.status
        except aiohttp.ClientConnectorError as error:
            raise Unreachable from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unreachable(may_have_arrived=True) from error
        if status >= _SERVER_FAULT:
            raise Unreachable(f"HTTP {status}", may_have_arrived=True)
        try:
            return msgspec.json.decode(content, type=_Answer)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Unreachable(f"HTTP {status}", may_have_arrived=True) from error


def _json(body: Any) -> bytes | None:
    return None if body is None else msgspec.json.encode(body)


def _put(text: str, letter: Letter, name: str) -> str:
    """What stands in a place, no longer than WeChat takes it."""
    for at, word in enumerate(letter.words):
        text = text.replace(f"{{{at}}}", word)
    said = text.replace("{text}", letter.text)
    longest = _LONGEST.get(name.rstrip("0123456789"))
    return said if longest is None or len(said) <= longest else f"{said[: longest - 1]}…"


def _refused(code: int) -> Exception:
    """What it means to the letter."""
    why = f"errcode {code}"
    if code in FOR_GOOD:
        return Rejected(why)
    if code not in MAY_HAVE:
        _LOG.warning("WeChat does not do what this account asks for: %s", why)
    return Unreachable(why, may_have_arrived=code in MAY_HAVE)
