"""Whose WeChat it is: who scanned and is not known yet says his number on the page, and proves it by a code (R-049).

POST /v1/sign-in/wechat/bind  held, phone             -> he is sent a code, and asked for it
                              held, phone, code       -> bound, and the ticket that he scanned is confirmed
GET /v1/wechat, DELETE /v1/wechat: a member looks whether an account is bound to his number, and unbinds it.

`held` is what the page holds of WeChat's answer, sealed: the account, the ticket and until when.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from html import escape
from urllib.parse import parse_qs

import msgspec
from starlette.responses import Response

from cloud import codes, wechat
from cloud.http import Call, reply, route
from cloud.phones import normal_phone
from cloud.problems import Refusal
from cloud.store import people, wechat_accounts
from cloud.store.codes import CodeFor
from cloud.store.unit import Unit, View
from cloud.vault import Unsealable
from domain.codes import Purpose
from domain.verdict import Refused
from domain.wording import sentence
from protocol.sync import WeChatBinding

PATH = "/v1/sign-in/wechat/bind"
GOOD_MS = 10 * 60 * 1000
MOST = 8 * 1024  # bytes of a form
_PLACE = "wechat account"
_ASK = (
    "请填写您在单位登记的手机号，以绑定此微信。",
    "Enter the phone number that your company knows, to bind this WeChat.",
)
_SENT = ("验证码已发送，请填写。", "A code was sent; enter it here.")
_WORDS = {"phone": ("手机号", "Phone number"), "code": ("验证码", "Code"), "go": ("下一步", "Continue")}
_FORM = """<form method="post" action="{path}"><input type="hidden" name="held" value="{held}">
<label>{phone_word}<br><input name="phone" inputmode="tel" autocomplete="tel" value="{phone}" required></label>
{more}<button>{go}</button></form>"""
_CODE = """<label>{word}<br><input name="code" inputmode="numeric" autocomplete="one-time-code" autofocus></label>"""


class _Held(msgspec.Struct, frozen=True):
    openid: str
    ticket: str
    until: int


def begin(call: Call, openid: str, ticket: str) -> Response:
    """The page for an account that nobody has bound."""
    service = call.service
    held = msgspec.json.encode(_Held(openid, ticket, service.now() + GOOD_MS))
    sealed = urlsafe_b64encode(service.keys.vault.seal(_PLACE, held)).decode()
    return _page(call, _said(call, _ASK), sealed)


def _page(call: Call, text: str, held: str, phone: str = "", status: int = 200, *, asks_code: bool = False) -> Response:
    word = {name: _said(call, both) for name, both in _WORDS.items()}
    more = _CODE.format(word=word["code"]) if asks_code else ""
    given = {"path": PATH, "held": escape(held), "phone": escape(phone), "phone_word": word["phone"]}
    return wechat.page(call, text, status, _FORM.format(**given, more=more, go=word["go"]))


def _said(call: Call, both: tuple[str, str]) -> str:
    return both[0] if call.chinese else both[1]


async def bind(call: Call) -> Response:
    """POST /v1/sign-in/wechat/bind"""
    given = {name: values[0] for name, values in parse_qs((await call.raw(MOST)).decode("utf-8", "replace")).items()}
    sealed, said, code = given.get("held", ""), given.get("phone", ""), given.get("code", "").strip()
    try:
        held = _opened(call, sealed)
    except Refusal as refusal:
        return wechat.page(call, sentence(refusal.code, refusal.detail, call.chinese), refusal.status)
    phone = normal_phone(said)
    if phone is None:
        return _page(call, sentence("phone_wrong", chinese=call.chinese), sealed, said, 422)
    try:
        if code:
            return await _bound(call, held, phone, code)
        await _send(call, phone)
    except Refusal as refusal:
        again = refusal.code in ("code_wrong", "code_over", "codes_too_often")
        text = sentence(refusal.code, refusal.detail, call.chinese)
        if not again:
            return wechat.page(call, text, refusal.status)
        return _page(call, text, sealed, said, refusal.status, asks_code=refusal.code == "code_wrong")
    return _page(call, _said(call, _SENT), sealed, said, asks_code=True)


def _opened(call: Call, sealed: str) -> _Held:
    """Raises `Refusal` wechat_binding_over."""
    try:
        opened = call.service.keys.vault.open(_PLACE, urlsafe_b64decode(sealed.encode()))
        held = msgspec.json.decode(opened, type=_Held)
    except (Unsealable, ValueError) as error:
        raise Refusal("wechat_binding_over") from error
    if call.service.now() >= held.until:
        raise Refusal("wechat_binding_over")
    return held


async def _send(call: Call, phone: str) -> None:
    service, now, client = call.service, call.service.now(), call.request.client
    asked_by = f"codes from {client.host if client else ''}"
    await service.database.write(lambda unit: codes.send(service, unit, _code_for(phone), now, asked_by))


def _code_for(phone: str) -> CodeFor:
    return CodeFor(Purpose.BIND_WECHAT, "", phone)


async def _bound(call: Call, held: _Held, phone: str, code: str) -> Response:
    """A wrong code is counted. Bound it stays, also when the ticket is over by now or lets nobody in."""
    service, now = call.service, call.service.now()

    def take(unit: Unit) -> Refused | None:
        refused = codes.take(service, unit, _code_for(phone), code, now)
        if refused is None:
            wechat_accounts.bind(unit, held.openid, phone, now)
        return refused

    refused = await service.database.write(take)
    if refused is None:
        refused = await service.database.write(lambda unit: wechat.confirmed(service, unit, held.ticket, phone, now))
    if refused is not None:
        raise Refusal(refused.code, refused.detail)
    return wechat.done(call)


# A member's own


async def look(call: Call) -> Response:
    """GET /v1/wechat"""
    service, now, speaker = call.service, call.service.now(), call.speaker()

    def work(view: View) -> WeChatBinding:
        people.speaking(view, speaker, now)
        phone = people.phone_of(view, speaker.user)
        return WeChatBinding(offered=_offered(call), bound=wechat_accounts.account_of(view, phone) is not None)

    return reply(await service.database.read(work))


def _offered(call: Call) -> bool:
    return bool(call.service.settings.wechat_app)


async def unbind(call: Call) -> Response:
    """DELETE /v1/wechat: nobody comes in by that account any more, and it gets no messages."""
    service, now, speaker = call.service, call.service.now(), call.speaker()

    def work(unit: Unit) -> None:
        people.speaking(unit, speaker, now)
        wechat_accounts.unbind(unit, people.phone_of(unit, speaker.user))

    await service.database.write(work)
    return Response(status_code=204)


ROUTES = [route("POST", PATH, bind), route("GET", "/v1/wechat", look), route("DELETE", "/v1/wechat", unbind)]
