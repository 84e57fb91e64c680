"""Only under `--demo`: the WeChat of a machine that has none (A-02). The QR code leads to a page of this cloud, where
whoever looks at it says whose WeChat it is that scanned.

GET  /demo/wechat/{ticket}         the page
POST /demo/wechat/{ticket} phone=… -> 303 to where WeChat leads as well
"""

import secrets
from html import escape
from typing import cast
from urllib.parse import parse_qs, urlencode, urljoin

from starlette.responses import HTMLResponse, RedirectResponse, Response

from cloud import wechat
from cloud.channels import Rejected
from cloud.http import Call, route
from cloud.phones import normal_phone
from cloud.problems import Refusal
from cloud.store import people
from domain.wording import sentence

KEPT = 1000
_PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>演示微信 · Demo WeChat</title>
<style>body{{font:18px/1.6 system-ui,sans-serif;max-width:26em;margin:3em auto;padding:0 1em}}
input,button{{font:inherit;padding:.4em .8em;margin:.4em 0}}</style>
<h1>演示微信 · Demo WeChat</h1><p>登录“{console}”？ · Sign in at “{console}”?</p>
<form method="post"><label>微信绑定的手机号 · Phone bound to this WeChat<br>
<input name="phone" list="people" autocomplete="off" required></label>
<datalist id="people">{people}</datalist><br><button>确认登录 · Confirm</button></form>"""


class LocalWeChat:
    """A `WeChat` that believes what the page says. It forgets with the process."""

    def __init__(self) -> None:
        self._agreed: dict[str, str] = {}

    def address(self, base: str, ticket: str) -> str:
        return urljoin(base, f"/demo/wechat/{ticket}")

    def agree(self, phone: str) -> str:
        """The code that stands for the account with this number, once."""
        code = secrets.token_urlsafe(16)
        self._agreed[code] = phone
        if len(self._agreed) > KEPT:
            del self._agreed[next(iter(self._agreed))]
        return code

    async def phone(self, code: str) -> str:
        if code not in self._agreed:
            raise Rejected(code)
        return self._agreed.pop(code)


async def show(call: Call) -> Response:
    """GET /demo/wechat/{ticket}"""
    service, ticket = call.service, call.path("ticket")
    try:
        console, known = await service.database.read(
            lambda view: (wechat.waiting(view, ticket, service.now()).console, people.phones(view))
        )
    except Refusal as refusal:
        return wechat.page(call, sentence(refusal.code, chinese=call.chinese), refusal.status)
    options = "".join(f'<option value="{escape(phone)}">' for phone in known)
    return HTMLResponse(_PAGE.format(console=escape(console), people=options))


async def confirm(call: Call) -> Response:
    """POST /demo/wechat/{ticket}"""
    given = parse_qs((await call.raw()).decode("ascii", "replace"))
    phone = normal_phone(given.get("phone", [""])[0])
    if phone is None:
        return wechat.page(call, sentence("phone_wrong", chinese=call.chinese), 422)
    code = cast(LocalWeChat, call.service.wechat).agree(phone)
    query = urlencode({"code": code, "state": call.path("ticket")})
    return RedirectResponse(f"{wechat.BACK}?{query}", 303)


ROUTES = [route("GET", "/demo/wechat/{ticket}", show), route("POST", "/demo/wechat/{ticket}", confirm)]
