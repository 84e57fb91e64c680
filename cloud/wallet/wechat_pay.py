"""WeChat Pay, APIv3: a Native order whose code the payer scans, asking after it, closing it, giving money back, and
what WeChat Pay says of its own accord. Whoever answers proves by WeChat Pay's public key that it is he.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Protocol

import msgspec

from cloud.channels import Rejected, Unreachable
from cloud.settings import Settings
from domain.times import moment

PATH = "/v1/payments/wechat"  # where it tells us
FRESH_MS = 5 * 60 * 1000  # an older notice may be somebody's copy
WAIT_S = (5.0, 10.0)  # to connect, and for each answer: less than a job's turn
AT_ONCE = 4
_PAID = "TRANSACTION.SUCCESS"
_REFUND = "REFUND."
_NO_REFUND = ("CLOSED", "ABNORMAL")  # it is answered with 200 all the same
_NO_ORDER = ("ORDER_NOT_EXIST", "ORDERNOTEXIST", "RESOURCE_NOT_EXISTS")


@dataclass(frozen=True)
class Paid:
    """`cents` were paid for the order that is known as `trade`, at `at` (milliseconds)."""

    trade: str
    transaction: str
    cents: int
    at: int


@dataclass(frozen=True)
class Looked:
    """How an order stands there: `paid`, or `over` so that nobody can pay it any more; neither: it waits."""

    paid: Paid | None = None
    over: bool = False


@dataclass(frozen=True)
class Notice:
    """Of its own accord: that something was `paid`, or that the refund of `trade` has not come about (`failed`)."""

    paid: Paid | None = None
    trade: str = ""
    failed: bool = False


class NotTheirs(Exception):
    """WeChat Pay has not said this, or not just now."""


class Pay(Protocol):
    """Who takes the money. All but `notice` raise `Unreachable` or `Rejected`."""

    async def order(self, trade: str, text: str, cents: int, closes_at: int) -> str:
        """What the QR code says; the same for the same order."""
        ...

    async def look(self, trade: str) -> Looked: ...

    async def close(self, trade: str) -> None:
        """From now on nobody can pay it; also where it is not known."""
        ...

    async def refund(self, trade: str, cents: int, reason: str) -> None:
        """All of it; once, however often it is asked for."""
        ...

    def notice(self, headers: Mapping[str, str], body: bytes, now: int) -> Notice:
        """Raises `NotTheirs`."""
        ...


class _Amount(msgspec.Struct):
    total: int
    currency: str = "CNY"


class _Transaction(msgspec.Struct):
    """As a notice and an answer have it."""

    out_trade_no: str
    trade_state: str
    mchid: str = ""
    appid: str = ""
    transaction_id: str = ""
    success_time: str = ""
    amount: _Amount | None = None


class WeChatPay:
    """By the account that the settings name. Its library waits in threads of its own, and is loaded by who has one."""

    def __init__(self, settings: Settings) -> None:
        from wechatpayv3 import WeChatPay as Library  # pyright: ignore[reportMissingTypeStubs]
        from wechatpayv3 import WeChatPayType  # pyright: ignore[reportMissingTypeStubs]

        given = settings
        assert given.wechat_pay_private_key is not None
        assert given.wechat_pay_public_key is not None
        self._mchid, self._appid = given.wechat_pay_mchid, given.wechat_pay_appid
        self._key_id = given.wechat_pay_public_key_id
        self._threads = ThreadPoolExecutor(AT_ONCE, "wechat-pay")
        self._library: Any = Library(
            wechatpay_type=WeChatPayType.NATIVE,
            mchid=self._mchid,
            private_key=given.wechat_pay_private_key.read_text("ascii"),
            cert_serial_no=given.wechat_pay_serial,
            appid=self._appid,
            apiv3_key=given.wechat_pay_apiv3_key.get_secret_value(),
            notify_url=f"{given.public_url.rstrip('/')}{PATH}",
            timeout=WAIT_S,
            public_key=given.wechat_pay_public_key.read_text("ascii"),
            public_key_id=self._key_id,
        )
        if given.wechat_pay_url:  # the library knows no other way
            self._library._core._gate_way = given.wechat_pay_url.rstrip("/")

    async def order(self, trade: str, text: str, cents: int, closes_at: int) -> str:
        until = moment(closes_at).isoformat(timespec="seconds")
        amount = {"total": cents, "currency": "CNY"}
        said = await self._ask(
            lambda: self._library.pay(description=text, out_trade_no=trade, amount=amount, time_expire=until)
        )
        code = said.get("code_url")
        if not isinstance(code, str) or not 0 < len(code) <= 512:
            raise Unreachable("no code_url")
        return code

    async def look(self, trade: str) -> Looked:
        try:
            said = await self._ask(lambda: self._library.query(out_trade_no=trade))
        except _Unknown:
            return Looked(over=False)
        found = _read(said)
        if found.out_trade_no != trade:
            raise Unreachable("another order")
        if found.trade_state == "SUCCESS":
            return Looked(self._paid(found))
        return Looked(over=found.trade_state in ("CLOSED", "REVOKED", "PAYERROR", "REFUND"))

    async def close(self, trade: str) -> None:
        try:
            await self._ask(lambda: self._library.close(out_trade_no=trade))
        except _Unknown:
            return

    async def refund(self, trade: str, cents: int, reason: str) -> None:
        amount = {"refund": cents, "total": cents, "currency": "CNY"}
        said = await self._ask(
            lambda: self._library.refund(out_refund_no=trade, out_trade_no=trade, amount=amount, reason=reason[:80])
        )
        if said.get("status") in _NO_REFUND:
            raise Rejected(f"refund {said['status']}")

    def notice(self, headers: Mapping[str, str], body: bytes, now: int) -> Notice:
        """The library takes a notice of any age, and asks its server for the certificate of any number."""
        named = {key.lower(): value for key, value in headers.items()}
        stamp = named.get("wechatpay-timestamp", "")
        fresh = stamp.isascii() and stamp.isdecimal() and abs(int(stamp) * 1000 - now) <= FRESH_MS
        if not fresh or named.get("wechatpay-serial") != self._key_id:
            raise NotTheirs
        try:
            said = self._library.callback(named, body)
        except Exception as error:  # whatever it stumbles over, somebody else has written it
            raise NotTheirs from error
        if not isinstance(said, dict):
            raise NotTheirs
        return self._told(said)

    def _told(self, said: dict[str, Any]) -> Notice:
        kind, resource = str(said.get("event_type", "")), said.get("resource")
        if kind.startswith(_REFUND) and isinstance(resource, dict):
            trade = str(resource.get("out_trade_no", ""))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
            return Notice(trade=trade, failed=kind != f"{_REFUND}SUCCESS")
        if kind != _PAID:
            return Notice()
        try:
            found = msgspec.convert(resource, _Transaction)
        except msgspec.ValidationError as error:
            raise NotTheirs from error
        if (found.mchid, found.appid) != (self._mchid, self._appid):
            raise NotTheirs
        return Notice(self._paid(found) if found.trade_state == "SUCCESS" else None)

    def _paid(self, found: _Transaction) -> Paid:
        """Another currency is another amount."""
        try:
            at = int(datetime.fromisoformat(found.success_time).timestamp() * 1000)
        except ValueError as error:
            raise Unreachable("no time") from error
        amount = found.amount
        cents = amount.total if amount is not None and amount.currency == "CNY" else -1
        return Paid(found.out_trade_no, found.transaction_id, cents, max(0, at))

    async def _ask(self, ask: Callable[[], tuple[int, Any]]) -> dict[str, Any]:
        """What it answers, its signature checked by the library."""
        import requests  # with the library

        try:
            status, text = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        except requests.ConnectTimeout as error:
            raise Unreachable("timeout") from error
        except requests.RequestException as error:
            raise Unreachable(type(error).__name__, may_have_arrived=True) from error
        except Exception as error:  # the library's own, most of all: the answer is not signed by WeChat Pay
            raise Unreachable("signature", may_have_arrived=True) from error
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
            raise Unreachable(f"{status}", may_have_arrived=True)
        said = _object(text)
        if status == HTTPStatus.NOT_FOUND and said.get("code") in _NO_ORDER:
            raise _Unknown
        if status >= HTTPStatus.BAD_REQUEST:
            raise Rejected(str(said.get("code", status))[:64])
        return said


class _Unknown(Rejected):
    """There is no such order."""


def _object(text: Any) -> dict[str, Any]:
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Unreachable("no JSON", may_have_arrived=True) from error
    return found if isinstance(found, dict) else {}


def _read(said: dict[str, Any]) -> _Transaction:
    try:
        return msgspec.convert(said, _Transaction)
    except msgspec.ValidationError as error:
        raise Unreachable("no order") from error
