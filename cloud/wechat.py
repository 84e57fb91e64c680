"""Signing in by WeChat (R-048, R-049, A-02): a console asks for a ticket and shows its address as a QR code, whoever
scans it confirms it as a WeChat account, and the console comes in with the number that is bound to that account.

A ticket is good for five minutes, once, and only for who holds the key it was asked for with. Who scans it and what is
bound to his account, the WeChat of this cloud says: in the demo the page of `demo_wechat`, later the official account.
"""

import secrets
import string
from dataclasses import dataclass
from html import escape
from typing import Protocol

from starlette.responses import HTMLResponse, Response

from cloud.channels import Rejected, Unreachable
from cloud.http import Call, reply, route
from cloud.phones import normal_phone
from cloud.problems import Refusal
from cloud.service import Service
from cloud.sign_in import Attempt, answer, coming_in, let_in
from cloud.store import codes, people, tickets
from cloud.store.codes import Limits
from cloud.store.unit import Unit, View
from domain.consoles import console_name
from domain.sign_ins import Outcome, by_wechat
from domain.verdict import Refused
from domain.wording import sentence
from protocol.errors import BadSignature
from protocol.keys import check_signature
from protocol.sync import AskTicket, EnterByTicket, ShownTicket, SignedIn, Ticket, TicketState, ticket_signed_bytes

GOOD_MS = 5 * 60 * 1000
TRIES = 5
LETTERS, LENGTH = string.ascii_letters + string.digits, 22  # 131 bits; WeChat carries no other signs
BACK = "/v1/sign-in/wechat/back"
_PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{name}</title>
<style>body{{font:18px/1.6 system-ui,sans-serif;max-width:26em;margin:3em auto;padding:0 1em}}
input,button{{font:inherit;padding:.4em .8em;margin:.4em 0;width:100%;box-sizing:border-box}}</style>
<h1>{name}</h1><p>{text}</p>{form}"""
NAME = "Signet 印信"
# Nothing is loaded, and nobody puts the page into a frame of his own.
_GUARDED = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_DONE = ("已确认，请回到电脑继续登录。", "Confirmed. Go on at the computer.")


class WeChat(Protocol):
    """Who the person is that scanned this."""

    def address(self, base: str, ticket: str) -> str:
        """What the QR code holds. It leads whoever agrees to `BACK` of the cloud at `base`, with `code`, and the ticket
        as `state`."""
        ...

    async def phone(self, code: str) -> str | None:
        """The number bound to the account of who agreed, as WeChat knows it. Raises `Unreachable` or `Rejected`: a code
        that is unknown, over or used; `Unbound`: he may bind one here."""
        ...


class Unbound(Exception):
    """The account of who agreed is known by this, and whose number is his is not known here."""

    def __init__(self, openid: str) -> None:
        super().__init__()
        self.openid = openid


async def ask(call: Call) -> Response:
    """POST /v1/sign-in/wechat"""
    service, now, wechat = call.service, call.service.now(), _wechat(call.service)
    body = await call.body(AskTicket)
    name = console_name(body.console_name)
    if name is None:
        raise Refusal("malformed", field="console_name")
    client = call.request.client
    asked_from = f"address:{client.host if client else ''}"
    ticket = tickets.Ticket(_new_id(), body.holder, name, now + GOOD_MS)

    def work(unit: Unit) -> None:
        if not codes.count_asking(unit, asked_from, now, Limits(0, service.settings.tickets_per_hour)):
            raise Refusal("wechat_too_often")
        tickets.keep(unit, ticket)

    await service.database.write(work)
    address = wechat.address(str(call.request.base_url), ticket.id)
    return reply(Ticket(ticket=ticket.id, address=address, good_for=GOOD_MS))


def _new_id() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


async def state(call: Call) -> Response:
    """POST /v1/sign-in/wechat/state"""
    service, now = call.service, call.service.now()
    body = await call.body(ShownTicket)

    def work(view: View) -> TicketState:
        ticket = _held(view, body, "state", now)
        if ticket.phone is not None and (refused := _is_members(view, ticket.phone)) is not None:
            raise Refusal(refused.code)
        return TicketState(phone=ticket.phone)

    return reply(await service.database.read(work))


async def cancel(call: Call) -> Response:
    """POST /v1/sign-in/wechat/cancel: nobody can confirm it any more."""
    service, now = call.service, call.service.now()
    body = await call.body(ShownTicket)

    def work(unit: Unit) -> None:
        tickets.forget(unit, _held(unit, body, "cancel", now).id)

    await service.database.write(work)
    return Response(status_code=204)


async def enter(call: Call) -> Response:
    """POST /v1/sign-in/wechat/enter"""
    service, now = call.service, call.service.now()
    body = await call.body(EnterByTicket)
    coming = coming_in(service, body)

    def work(unit: Unit) -> SignedIn | Refusal:
        ticket = _held(unit, body, "enter", now, body.signing, body.static)
        if ticket.phone is None:
            raise Refusal("wechat_unconfirmed")
        return let_in(service, unit, ticket.phone, _ByTicket(unit, ticket.id, ticket.phone), coming, now)

    return answer(await service.database.write(work))


@dataclass(frozen=True)
class _ByTicket:
    unit: Unit
    ticket: str
    phone: str

    def check(self, attempt: Attempt) -> Refused | Outcome:
        """It may have been confirmed while he was a member still."""
        return _is_members(self.unit, self.phone) or Outcome.WECHAT

    def count_try(self) -> None:
        tickets.count_try(self.unit, self.ticket)

    def use(self) -> None:
        tickets.forget(self.unit, self.ticket)


async def back(call: Call) -> Response:
    """GET /v1/sign-in/wechat/back?code=&state=: WeChat brings whoever scanned the ticket, and he reads what came of
    it."""
    from cloud import wechat_binding  # which stands on this module

    try:
        await _confirm(call, call.query("code"), call.query("state"))
    except Unbound as unbound:
        return wechat_binding.begin(call, unbound.openid, call.query("state"))
    except Refusal as refusal:
        return page(call, sentence(refusal.code, refusal.detail, call.chinese), refusal.status)
    return done(call)


async def _confirm(call: Call, code: str, id: str) -> None:
    """WeChat is asked only about a ticket that waits; the first account that confirms it is the one."""
    service, now, wechat = call.service, call.service.now(), _wechat(call.service)
    await service.database.read(lambda view: waiting(view, id, now))
    try:
        found = await wechat.phone(code)
    except Unreachable as error:
        raise Refusal("wechat_away") from error
    except Rejected as error:
        await service.database.write(lambda unit: tickets.count_try(unit, id))
        raise Refusal("wechat_unconfirmed") from error
    phone = normal_phone(found or "") or ""  # none bound is no member's, and the console hears that
    refused = await service.database.write(lambda unit: confirmed(service, unit, id, phone, now))
    if refused is not None:
        raise Refusal(refused.code)


def confirmed(service: Service, unit: Unit, id: str, phone: str, now: int) -> Refused | None:
    """The account with this number has confirmed the ticket; or why it lets nobody in (R-049), which the console hears.
    Raises `Refusal` wechat_over."""
    ticket = waiting(unit, id, now)
    tickets.confirm(unit, id, phone)
    refused = _is_members(unit, phone)
    if refused is not None:
        known = people.known_user(unit, phone)
        Attempt(service, unit, known, ticket.console, now).note(Outcome.WECHAT_REFUSED)
    return refused


def waiting(view: View, id: str, now: int) -> tickets.Ticket:
    """A ticket that nobody has confirmed; raises `Refusal` wechat_over."""
    ticket = _live(view, id, now)
    if ticket.phone is not None:
        raise Refusal("wechat_over")
    return ticket


def _live(view: View, id: str, now: int) -> tickets.Ticket:
    ticket = tickets.find(view, id)
    if ticket is None or now >= ticket.expires_at or ticket.tries >= TRIES:
        raise Refusal("wechat_over")
    return ticket


def _held(view: View, shown: ShownTicket | EnterByTicket, word: str, now: int, *keys: bytes) -> tickets.Ticket:
    """The ticket, if it is its holder that shows it. To anybody else it is as good as none."""
    ticket = _live(view, shown.ticket, now)
    try:
        check_signature(ticket.holder, ticket_signed_bytes(ticket.id, word, *keys), shown.proof)
    except BadSignature as error:
        raise Refusal("wechat_over") from error
    return ticket


def _is_members(view: View, phone: str) -> Refused | None:
    user = people.known_user(view, phone)
    return by_wechat(phone, [] if user is None else people.memberships(view, user))


def _wechat(service: Service) -> WeChat:
    if service.wechat is None:
        raise Refusal("wechat_off")
    return service.wechat


def page(call: Call, text: str, status: int = 200, form: str = "") -> Response:
    """For the person who scanned. `form`: HTML below what is said."""
    said = {"language": "zh" if call.chinese else "en", "name": escape(call.service.settings.wechat_name or NAME)}
    return HTMLResponse(_PAGE.format(**said, text=escape(text), form=form), status, _GUARDED)


def done(call: Call) -> Response:
    """He has confirmed it."""
    return page(call, _DONE[0] if call.chinese else _DONE[1])


ROUTES = [
    route("POST", "/v1/sign-in/wechat", ask),
    route("POST", "/v1/sign-in/wechat/state", state),
    route("POST", "/v1/sign-in/wechat/cancel", cancel),
    route("POST", "/v1/sign-in/wechat/enter", enter),
    route("GET", BACK, back),
]
