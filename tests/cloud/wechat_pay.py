"""WeChat Pay on this computer: it checks who asks, signs what it says, and behaves as a test wants.

As its documentation has it (APIv3): every request is signed with the merchant's key, every answer and notice with its
own, a notice's content is sealed with the APIv3 key.
"""

import asyncio
import base64
import json
import re
import secrets
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from domain.times import CHINA

MCHID, APPID, SERIAL, KEY_ID = "1900000001", "wx0000000000000001", "5157F09EFDC096DE15EBE81A47057A72", "PUB_KEY_ID_01"
SECRET = "0123456789abcdef0123456789abcdef"
_AUTHORIZATION = re.compile(r'(\w+)="([^"]*)"')
_BIT = {"mchid", "nonce_str", "signature", "timestamp", "serial_no"}


@cache
def key(name: str) -> RSAPrivateKey:
    """Of the merchant, of WeChat Pay, or of somebody else: made once."""
    assert name
    return generate_private_key(65537, 2048)


def settings(folder: Path, address: str, public_url: str = "https://seals.example.com") -> dict[str, Any]:
    """Of a cloud that has an account here."""
    own, theirs = folder / "merchant.pem", folder / "wechat.pem"
    own.write_bytes(key("merchant").private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    theirs.write_bytes(key("wechat").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    named = {"mchid": MCHID, "appid": APPID, "serial": SERIAL, "private_key": own, "apiv3_key": SECRET}
    named |= {"public_key": theirs, "public_key_id": KEY_ID, "url": address}
    return {"public_url": public_url, **{f"wechat_pay_{name}": value for name, value in named.items()}}


def sign(text: str, by: str = "wechat") -> str:
    return base64.b64encode(key(by).sign(text.encode(), PKCS1v15(), SHA256())).decode()


def signed(body: str, at: int, by: str = "wechat") -> dict[str, str]:
    """The headers beside something that WeChat Pay says at `at` (seconds)."""
    nonce = secrets.token_hex(16)
    return {
        "Wechatpay-Serial": KEY_ID,
        "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
        "Wechatpay-Timestamp": str(at),
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Signature": sign(f"{at}\n{nonce}\n{body}\n", by),
        "Content-Type": "application/json",
    }


@dataclass
class Order:
    said: dict[str, Any]
    state: str = "NOTPAY"
    transaction: str = ""
    paid_at: int = 0  # milliseconds
    cents: int = 0
    back: int = 0


@dataclass
class WeChatPay:
    """`status`: answers everything so, if it is not 0. `signs_by`: with whose key. `held`: nobody is answered before.

    `pays_before_close`: the payer is quicker than who closes his order, at `paid_at`.

    `asked`: the requests that were signed by the merchant, as method and path; `refused`: how many were not.
    """

    orders: dict[str, Order] = field(default_factory=dict[str, Order])
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    asked: list[str] = field(default_factory=list[str])
    refused: int = 0
    status: int = 0
    pays_before_close: bool = False
    paid_at: int = 0
    signs_by: str = "wechat"
    refund_is: str = "PROCESSING"  # what it says of one
    held: asyncio.Event | None = None
    address: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        body = (await request.read()).decode()
        if not self._is_merchant(request, body):
            self.refused += 1
            return self._say(401, {"code": "SIGN_ERROR"})
        self.asked.append(f"{request.method} {request.path}")
        if self.held is not None:
            await self.held.wait()
        if self.status:
            return self._say(self.status, {"code": "SYSTEM_ERROR" if self.status >= 500 else "PARAM_ERROR"})
        return self._do(request, json.loads(body) if body else {})

    def _do(self, request: web.Request, body: dict[str, Any]) -> web.Response:
        if request.path == "/v3/pay/transactions/native":
            return self._native(body)
        if request.path == "/v3/refund/domestic/refunds":
            return self._refund(body)
        order = self.orders.get(request.match_info["trade"])
        if order is None:
            return self._say(404, {"code": "ORDER_NOT_EXIST"})
        if request.method == "GET":
            return self._say(200, self.transaction(request.match_info["trade"]))
        if self.pays_before_close and order.state == "NOTPAY":
            self.pay(request.match_info["trade"], self.paid_at)
        if order.state == "SUCCESS":
            return self._say(400, {"code": "ORDERPAID"})
        order.state = "CLOSED"
        return self._say(204, None)

    def _native(self, body: dict[str, Any]) -> web.Response:
        fits = (body["mchid"], body["appid"]) == (MCHID, APPID) and body["amount"]["currency"] == "CNY"
        known = self.orders.setdefault(body["out_trade_no"], Order(body))
        if not fits or known.said != body:
            return self._say(400, {"code": "INVALID_REQUEST"})
        return self._say(200, {"code_url": f"weixin://wxpay/bizpayurl?pr={body['out_trade_no'][:10]}"})

    def _refund(self, body: dict[str, Any]) -> web.Response:
        order, number, amount = self.orders.get(body["out_trade_no"]), body["out_refund_no"], body["amount"]
        if order is None or order.state not in ("SUCCESS", "REFUND"):
            return self._say(404, {"code": "RESOURCE_NOT_EXISTS"})
        known = self.refunds.get(number)
        if amount["total"] != order.cents or (known is not None and known != body):
            return self._say(400, {"code": "PARAM_ERROR"})
        if known is None and amount["refund"] > order.cents - order.back:
            return self._say(400, {"code": "INVALID_REQUEST"})  # it was given back already
        if known is None:
            self.refunds[number] = body
            order.state, order.back = "REFUND", order.back + amount["refund"]
        return self._say(200, {"status": self.refund_is, "out_refund_no": number})

    def give_back(self, trade: str, cents: int, number: str) -> None:
        """Somebody does it in the merchant platform, under this number of a refund."""
        order = self.orders[trade]
        assert 0 < cents <= order.cents - order.back
        order.state, order.back = "REFUND", order.back + cents
        amount = {"refund": cents, "total": order.cents, "currency": "CNY"}
        self.refunds[number] = {"out_trade_no": trade, "out_refund_no": number, "amount": amount}

    def refund(self, number: str, at: int, *, by: str = "wechat", **changes: Any) -> tuple[dict[str, str], bytes]:
        """What it tells of a refund at `at` (milliseconds), if it was told where to."""
        body = self.refunds[number]
        order, amount = self.orders[body["out_trade_no"]], body["amount"]
        when = datetime.fromtimestamp(at / 1000, CHINA).isoformat(timespec="seconds")
        said = {"mchid": MCHID, "transaction_id": order.transaction, "out_trade_no": body["out_trade_no"]}
        said |= {"refund_id": f"5030{number}", "out_refund_no": number, "refund_status": "SUCCESS"}
        said |= {"success_time": when, "user_received_account": "支付用户零钱"}
        paid = {"payer_total": order.cents, "payer_refund": amount["refund"]}
        said["amount"] = {"total": order.cents, "refund": amount["refund"], **paid}
        said |= changes
        return self.told(f"REFUND.{said['refund_status']}", said, at, by=by)

    def _say(self, status: int, body: dict[str, Any] | None) -> web.Response:
        text = "" if body is None else json.dumps(body)
        return web.Response(text=text, status=status, headers=signed(text, int(time.time()), self.signs_by))

    def _is_merchant(self, request: web.Request, body: str) -> bool:
        kind, _, rest = request.headers.get("Authorization", "").partition(" ")
        said = dict(_AUTHORIZATION.findall(rest))
        if kind != "WECHATPAY2-SHA256-RSA2048" or said.keys() != _BIT:
            return False
        if (said["mchid"], said["serial_no"]) != (MCHID, SERIAL) or abs(int(said["timestamp"]) - time.time()) > 300:
            return False
        text = f"{request.method}\n{request.path_qs}\n{said['timestamp']}\n{said['nonce_str']}\n{body}\n"
        try:
            key("merchant").public_key().verify(
                base64.b64decode(said["signature"]), text.encode(), PKCS1v15(), SHA256()
            )
        except InvalidSignature:
            return False
        return True

    def pay(self, trade: str, at: int, cents: int | None = None) -> None:
        """The payer has done it by his telephone, at `at` (milliseconds)."""
        order = self.orders[trade]
        order.state, order.paid_at, order.transaction = "SUCCESS", at, f"4200{secrets.randbelow(10**20):020}"
        order.cents = order.said["amount"]["total"] if cents is None else cents

    def transaction(self, trade: str) -> dict[str, Any]:
        order = self.orders[trade]
        said = {"mchid": MCHID, "appid": APPID, "out_trade_no": trade, "trade_state": order.state, "attach": ""}
        if order.state in ("SUCCESS", "REFUND"):
            when = datetime.fromtimestamp(order.paid_at / 1000, CHINA).isoformat(timespec="seconds")
            amount = {"total": order.cents, "payer_total": order.cents, "currency": "CNY", "payer_currency": "CNY"}
            said |= {"transaction_id": order.transaction, "success_time": when, "amount": amount}
        return said

    def notice(
        self, trade: str, at: int, *, by: str = "wechat", secret: str = SECRET, **changes: Any
    ) -> tuple[dict[str, str], bytes]:
        """What it tells of a payment at `at` (milliseconds): headers and body."""
        return self.told("TRANSACTION.SUCCESS", {**self.transaction(trade), **changes}, at, by=by, secret=secret)

    def told(
        self, event: str, resource: dict[str, Any], at: int, *, by: str = "wechat", secret: str = SECRET
    ) -> tuple[dict[str, str], bytes]:
        nonce = secrets.token_hex(6)
        kind = "refund" if event.startswith("REFUND.") else "transaction"
        sealed = AESGCM(secret.encode()).encrypt(nonce.encode(), json.dumps(resource).encode(), kind.encode())
        body = json.dumps(
            {
                "id": secrets.token_hex(16),
                "event_type": event,
                "resource_type": "encrypt-resource",
                "resource": {
                    "algorithm": "AEAD_AES_256_GCM",
                    "ciphertext": base64.b64encode(sealed).decode(),
                    "nonce": nonce,
                    "original_type": kind,
                    "associated_data": kind,
                },
            }
        )
        return signed(body, at // 1000, by), body.encode()


@asynccontextmanager
async def running() -> AsyncGenerator[WeChatPay]:
    pay = WeChatPay()
    application = web.Application()
    trade = "/v3/pay/transactions/out-trade-no/{trade}"
    application.router.add_post("/v3/pay/transactions/native", pay.answer)
    application.router.add_get(trade, pay.answer)
    application.router.add_post(f"{trade}/close", pay.answer)
    application.router.add_post("/v3/refund/domestic/refunds", pay.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    pay.address = f"http://{host}:{port}"
    try:
        yield pay
    finally:
        await runner.cleanup()
