"""WeChat on this computer: it knows one official account, its followers and the codes of who agreed, and misbehaves as
it is told. Errors come as HTTP 200, as the real one's do."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from tests.cloud.tencent import running

APP, SECRET = "wx-of-the-tests", "secret-of-the-tests"


@dataclass
class Weixin:
    """`agreed`: codes of who agreed, each good once, and whose they are; `followers`: who gets messages; `sent`: what
    they got, each once. `errors`: what it says to the next messages, `status` likewise; `cut`: it takes the next one
    and hangs up. `tokens`: the good ones; how often it was `asked` for one."""

    agreed: dict[str, str] = field(default_factory=dict[str, str])
    followers: set[str] = field(default_factory=set[str])
    sent: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    errors: list[int] = field(default_factory=list[int])
    status: list[int] = field(default_factory=list[int])
    cut: bool = False
    held: asyncio.Event | None = None
    tokens: list[str] = field(default_factory=list[str])
    asked: int = 0
    good_for: int = 7200

    async def token(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.asked += 1
        if body["appid"] != APP:
            return _said(errcode=40013, errmsg="invalid appid")
        if body["secret"] != SECRET:
            return _said(errcode=40125, errmsg="invalid appsecret")
        if not self.tokens or body["force_refresh"]:
            self.tokens.append(f"token-{self.asked}")
        return _said(access_token=self.tokens[-1], expires_in=self.good_for)

    def forget_tokens(self) -> None:
        """As if somebody else had asked for a new one."""
        self.tokens[:] = [f"another-{self.asked}"]

    async def send(self, request: web.Request) -> web.Response:
        if self.status:
            return web.Response(status=self.status.pop(0), text="<html>Bad Gateway</html>")
        if request.query.get("access_token") not in self.tokens:
            return _said(errcode=40001, errmsg="invalid credential, access_token is invalid or not latest")
        if self.errors:
            return _said(errcode=self.errors.pop(0), errmsg="…")
        body = await request.json()
        if body["touser"] not in self.followers:
            return _said(errcode=43004, errmsg="require subscribe")
        if body["client_msg_id"] not in {each["client_msg_id"] for each in self.sent}:
            self.sent.append(body)
        if self.held is not None:
            await self.held.wait()
        if self.cut:
            assert request.transport is not None
            request.transport.close()
        return _said(errcode=0, errmsg="ok", msgid=1)

    async def who(self, request: web.Request) -> web.Response:
        query = request.query
        if (query["appid"], query["secret"], query["grant_type"]) != (APP, SECRET, "authorization_code"):
            return _said(errcode=40125, errmsg="invalid appsecret")
        if self.status:
            return web.Response(status=self.status.pop(0))
        openid = self.agreed.pop(query["code"], None)
        if openid is None:
            return _said(errcode=40029, errmsg="invalid code")
        return _said(access_token="his", expires_in=7200, openid=openid, scope="snsapi_base")

    def agree(self, address: str, openid: str) -> str:
        """Somebody scans what a QR code holds (`address`, of WeChat itself) and agrees: where he is led then."""
        parts = urlsplit(address)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert (parts.path, parts.fragment) == ("/connect/oauth2/authorize", "wechat_redirect")
        assert (query["appid"], query["response_type"], query["scope"]) == (APP, "code", "snsapi_base")
        assert query["state"].isascii()
        assert query["state"].isalnum()  # WeChat carries nothing else
        assert len(query["state"]) <= 128
        code = f"code-{len(self.agreed)}-{openid}"
        self.agreed[code] = openid
        return f"{query['redirect_uri']}?code={code}&state={query['state']}"


def _said(**answer: Any) -> web.Response:
    return web.Response(text=json.dumps(answer, ensure_ascii=False), content_type="text/plain")  # as the real one


@asynccontextmanager
async def serving() -> AsyncGenerator[tuple[Weixin, str]]:
    """Such a WeChat, and its address."""
    weixin, application = Weixin(), web.Application()
    application.router.add_post("/cgi-bin/stable_token", weixin.token)
    application.router.add_post("/cgi-bin/message/template/send", weixin.send)
    application.router.add_get("/sns/oauth2/access_token", weixin.who)
    async with running(application) as address:
        yield weixin, address
