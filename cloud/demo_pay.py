"""Only under `--demo`: the WeChat Pay of a machine that has none. The QR code leads to a page of this cloud, where
whoever looks at it pays.

GET  /demo/pay/{trade}   the page
POST /demo/pay/{trade}   paid
"""

from collections.abc import Mapping
from html import escape
from typing import cast

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from cloud.http import Call, route
from cloud.problems import Refusal
from cloud.store import orders as stored
from cloud.wallet import asking
from cloud.wallet.wechat_pay import Looked, Notice, NotTheirs, Paid
from domain.money import yuan
from domain.orders import Order, OrderState

PATH = "/demo/pay/{trade}"
KEPT = 1000
_PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>演示微信支付 · Demo WeChat Pay</title>
<style>body{{font:18px/1.6 system-ui,sans-serif;max-width:26em;margin:3em auto;padding:0 1em}}
button{{font:inherit;padding:.4em .8em;margin:.4em 0}}</style>
<h1>演示微信支付 · Demo WeChat Pay</h1><p>{number}</p><p><b>{amount}</b></p>{rest}"""
_FORM = '<form method="post"><button>立即支付 · Pay now</button></form>'
_WORDS = {
    OrderState.PAID: "支付成功 · Paid",
    OrderState.CLOSED: "订单已关闭 · The order is closed",
    OrderState.REFUNDED: "已退款 · Refunded",
}


class LocalPay:
    """A `Pay` that believes what the page says. It forgets with the process; what was paid, the ledger knows."""

    def __init__(self) -> None:
        self.base = "http://127.0.0.1"  # where somebody has last reached this cloud
        self._paid: dict[str, Paid] = {}

    async def order(self, trade: str, text: str, cents: int, closes_at: int) -> str:
        del text, cents, closes_at
        return f"{self.base}{PATH.format(trade=trade)}"

    async def look(self, trade: str) -> Looked:
        return Looked(self._paid.get(trade))

    async def close(self, trade: str) -> None:
        del trade

    async def refund(self, trade: str, cents: int, total: int, reason: str) -> None:
        del trade, cents, total, reason

    def notice(self, headers: Mapping[str, str], body: bytes, now: int) -> Notice:
        raise NotTheirs

    def pay(self, order: Order, at: int) -> Paid:
        """As the payer does, by his telephone."""
        paid = Paid(order.trade, f"demo-{order.trade}", order.cents, at)
        self._paid[order.trade] = paid
        if len(self._paid) > KEPT:
            del self._paid[next(iter(self._paid))]
        return paid


class Reached:
    """Notes where this cloud is reached, for codes that lead back to it."""

    def __init__(self, app: ASGIApp, pay: LocalPay) -> None:
        self._app, self._pay = app, pay

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = dict(scope.get("headers", ())).get(b"host", b"").decode("latin-1")
        if scope["type"] == "http" and host:
            self._pay.base = f"{scope['scheme']}://{host}"
        await self._app(scope, receive, send)


async def show(call: Call) -> Response:
    """GET /demo/pay/{trade}"""
    order = await _order(call)
    rest = _FORM if order.state is OrderState.WAITING else f"<p>{_WORDS.get(order.state, '')}</p>"
    return HTMLResponse(_PAGE.format(number=escape(order.number), amount=yuan(order.cents), rest=rest))


async def pay(call: Call) -> Response:
    """POST /demo/pay/{trade}"""
    order, service = await _order(call), call.service
    if order.state is OrderState.WAITING:
        await asking.take(service, cast(LocalPay, service.pay).pay(order, service.now()))
    return RedirectResponse(call.request.url.path, 303)


async def _order(call: Call) -> Order:
    found = await call.service.database.read(lambda view: stored.of_trade(view, call.path("trade")))
    if found is None:
        raise Refusal("not_found")
    return found


ROUTES = [route("GET", PATH, show, writes=True), route("POST", PATH, pay)]
