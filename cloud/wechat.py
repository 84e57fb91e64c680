"""Signing in by WeChat (R-048, R-049, A-02): a console asks for a ticket and shows its address as a QR code, whoever
scans it confirms it as a WeChat account, and the console comes in with the number that is bound to that account.

A ticket is good for five minutes, once, and only for who holds the key it was asked for with. Who scans it and what is
bound to his account, the WeChat of this cloud says: in the demo the page of `demo_wechat`, later the official account.
"""

import secrets
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
BYTES = 16
BACK = "/v1/sign-in/wechat/back"
_PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Signet 印信</title>
<style>body{{font:18px/1.6 system-ui,sans-serif;max-width:26em;margin:3em auto;padding:0 1em}}</style>
<h1>Signet 印信</h1><p>{text}</p>"""
_DONE = ("已确认，请回到电脑继续登录。", "Confirmed. Go on at the computer.")


class WeChat(Protocol):
    """Who the person is that scanned this."""

    def address(self, base: str, ticket: str) -> str:
        """What the QR code holds. It leads whoever agrees to `BACK` of the cloud at `base`, with `code`, and the ticket
        as `state`."""
        ...

    async def phone(self, code: str) -> str | None:
        """The number bound to the account of who agreed, as WeChat knows it. Raises `Unreachable` or `Rejected`: a code
        that is unknown, over or used."""
        ...


async def ask(call: Call) -> Response:
    """POST /v1/sign-in/wechat"""
    service, now, wechat = call.service, call.service.now(), _wechat(call.service)
    body = await call.body(AskTicket)
    name = console_name(body.console_name)
    if name is None:
        raise Refusal("malformed", field="console_name")
    client = call.request.client
    asked_from = f"address:{client.host if client else ''}"
    ticket = tickets.Ticket(secrets.token_urlsafe(BYTES), body.holder, name, now + GOOD_MS)

    def work(unit: Unit) -> None:
        if not codes.count_asking(unit, asked_from, now, Limits(0, service.settings.tickets_per_hour)):
            raise Refusal("wechat_too_often")
        tickets.keep(unit, ticket)

    await service.database.write(work)
    address = wechat.address(str(call.request.base_url), ticket.id)
    return reply(Ticket(ticket=ticket.id, address=address, good_for=GOOD_MS))


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
    try:
        await _confirm(call, call.query("code"), call.query("state"))
    except Refusal as refusal:
        return page(call, sentence(refusal.code, refusal.detail, call.chinese), refusal.status)
    return page(call, _DONE[0] if call.chinese else _DONE[1])


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

    def work(unit: Unit) -> Refused | None:
        ticket = waiting(unit, id, now)
        tickets.confirm(unit, id, phone)
        refused = _is_members(unit, phone)
        if refused is not None:
            known = people.known_user(unit, phone)
            Attempt(service, unit, known, ticket.console, now).note(Outcome.WECHAT_REFUSED)
        return refused

    refused = await service.database.write(work)
    if refused is not None:
        raise Refusal(refused.code)


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


def page(call: Call, text: str, status: int = 200) -> Response:
    """For the person who scanned."""
    language = "zh" if call.chinese else "en"
    return HTMLResponse(_PAGE.format(language=language, text=escape(text)), status)


ROUTES = [
    route("POST", "/v1/sign-in/wechat", ask),
    route("POST", "/v1/sign-in/wechat/state", state, writes=False),
    route("POST", "/v1/sign-in/wechat/cancel", cancel),
    route("POST", "/v1/sign-in/wechat/enter", enter),
    route("GET", BACK, back, writes=True),
]
