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
from typing import Any, Protocol, TypeVar

import msgspec

from cloud.channels import Rejected, Unreachable
from cloud.settings import Settings
from domain.times import moment

T = TypeVar("T")
PATH = "/v1/payments/wechat"  # where it tells us
FRESH_MS = 5 * 60 * 1000  # an older notice may be somebody's copy
WAIT_S = (5.0, 10.0)  # to connect, and for each answer: less than a job's turn
AT_ONCE = 4
_PAID = "TRANSACTION.SUCCESS"
_REFUND = "REFUND."
_REFUNDED = "REFUND.SUCCESS"
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
    """How an order stands there: `paid`, or `over` so that nobody can pay it any more; neither: it waits. `back`: all
    or a part of what was paid was given back."""

    paid: Paid | None = None
    over: bool = False
    back: bool = False


@dataclass(frozen=True)
class Back:
    """`cents` of the `total` that was paid for `trade` were given back at `at`; `refund`: WeChat Pay's number of that.
    `own`: as we have asked for it. Another currency is no amount."""

    trade: str
    refund: str
    cents: int
    total: int
    at: int
    own: bool


@dataclass(frozen=True)
class Notice:
    """Of its own accord: that something was `paid` or given `back`, or that our refund of `trade` has not come about
    (`failed`)."""

    paid: Paid | None = None
    back: Back | None = None
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

    async def refund(self, trade: str, cents: int, total: int, reason: str) -> None:
        """So much of the `total` that was paid; once, however often it is asked for."""
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


class _BackAmount(msgspec.Struct):
    total: int
    refund: int
    currency: str = "CNY"


class _Refund(msgspec.Struct):
    """As a notice has it."""

    mchid: str
    out_trade_no: str
    out_refund_no: str
    refund_id: str
    refund_status: str
    amount: _BackAmount
    success_time: str = ""


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
        if found.trade_state in ("SUCCESS", "REFUND"):
            return Looked(self._paid(found), back=found.trade_state == "REFUND")
        return Looked(over=found.trade_state in ("CLOSED", "REVOKED", "PAYERROR"))

    async def close(self, trade: str) -> None:
        try:
            await self._ask(lambda: self._library.close(out_trade_no=trade))
        except _Unknown:
            return

    async def refund(self, trade: str, cents: int, total: int, reason: str) -> None:
        amount = {"refund": cents, "total": total, "currency": "CNY"}
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
            return self._refunded(kind, _as(_Refund, resource))
        if kind != _PAID:
            return Notice()
        found = _as(_Transaction, resource)
        if (found.mchid, found.appid) != (self._mchid, self._appid):
            raise NotTheirs
        return Notice(self._paid(found) if found.trade_state == "SUCCESS" else None)

    def _refunded(self, kind: str, found: _Refund) -> Notice:
        """Where one has failed that was not ours, nothing has happened."""
        if found.mchid != self._mchid:
            raise NotTheirs
        own = found.out_refund_no == found.out_trade_no
        if kind != _REFUNDED or found.refund_status != "SUCCESS":
            return Notice(trade=found.out_trade_no, failed=own)
        cents = found.amount.refund if found.amount.currency == "CNY" else -1
        told = (found.out_trade_no, found.refund_id, cents, found.amount.total, _time(found.success_time), own)
        return Notice(back=Back(*told))

    def _paid(self, found: _Transaction) -> Paid:
        """Another currency is another amount."""
        amount = found.amount
        cents = amount.total if amount is not None and amount.currency == "CNY" else -1
        return Paid(found.out_trade_no, found.transaction_id, cents, _time(found.success_time))

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


def _as(kind: type[T], resource: Any) -> T:
    try:
        return msgspec.convert(resource, kind)
    except msgspec.ValidationError as error:
        raise NotTheirs from error


def _time(said: str) -> int:
    """In milliseconds."""
    try:
        return max(0, int(datetime.fromisoformat(said).timestamp() * 1000))
    except ValueError as error:
        raise Unreachable("no time") from error


def _read(said: dict[str, Any]) -> _Transaction:
    try:
        return msgspec.convert(said, _Transaction)
    except msgspec.ValidationError as error:
        raise Unreachable("no order") from error
