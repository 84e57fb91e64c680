"""Tencent's short message service on this computer: it checks who asks (TC3-HMAC-SHA256) and misbehaves as it is told.

Written after the vendor's description of signature version 3, not after its kit.
"""

import asyncio
import hashlib
import hmac
import json
import re
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

ID, KEY = "AKIDexample", "secret-of-the-tests"
LATE_S = 300
_AUTHORIZATION = re.compile(
    r"TC3-HMAC-SHA256 Credential=(?P<id>[^/]+)/(?P<date>[0-9-]+)/sms/tc3_request, "
    r"SignedHeaders=content-type;host, Signature=(?P<signature>[0-9a-f]{64})"
)


@dataclass
class Carrier:
    """`taken`: the requests it accepted. `codes`: what it answers to the next ones instead of taking them, `status`
    likewise as an HTTP status; `cut`: it takes the next one and hangs up; `held`: it answers when that is set."""

    taken: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    codes: list[str] = field(default_factory=list[str])
    faults: list[str] = field(default_factory=list[str])
    status: list[int] = field(default_factory=list[int])
    cut: bool = False
    held: asyncio.Event | None = None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        refused = refusal(request, body, time.time())
        if refused is not None:
            return _said({"Error": {"Code": refused, "Message": "…"}})
        if self.status:
            return web.Response(status=self.status.pop(0), text="<html>Bad Gateway</html>")
        if self.faults:
            return _said({"Error": {"Code": self.faults.pop(0), "Message": "…"}})
        asked = json.loads(body)
        code = self.codes.pop(0) if self.codes else "Ok"
        if code == "Ok":
            self.taken.append(asked)
        if self.cut:
            assert request.transport is not None
            request.transport.close()
        if self.held is not None:
            await self.held.wait()
        status = {"SerialNo": "2019", "PhoneNumber": asked["PhoneNumberSet"][0], "Fee": 1, "SessionContext": ""}
        return _said({"SendStatusSet": [{**status, "Code": code, "Message": "…", "IsoCode": "CN"}]})


def _said(response: dict[str, Any]) -> web.Response:
    body = json.dumps({"Response": {**response, "RequestId": "a-request"}}).encode()
    return web.Response(body=body, headers={"Content-Type": "application/json"})  # exactly so: the kit looks at it


def refusal(request: web.Request, body: bytes, now: float) -> str | None:
    """Why it is not taken from this sender; None: it is."""
    head = request.headers
    found = _AUTHORIZATION.fullmatch(head.get("Authorization", ""))
    if found is None or found["id"] != ID:
        return "AuthFailure.SecretIdNotFound"
    stamp = int(head["X-TC-Timestamp"])
    date = datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%d")
    if abs(now - stamp) > LATE_S or found["date"] != date:
        return "AuthFailure.SignatureExpire"
    signed_headers = f"content-type:{head['Content-Type']}\nhost:{head['Host']}\n"
    asked = ("POST", request.path, request.query_string, signed_headers, "content-type;host", _sha256(body))
    signed = ("TC3-HMAC-SHA256", str(stamp), f"{date}/sms/tc3_request", _sha256("\n".join(asked).encode()))
    key = f"TC3{KEY}".encode()
    for part in (date, "sms", "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    wanted = hmac.new(key, "\n".join(signed).encode(), "sha256").hexdigest()
    if not hmac.compare_digest(wanted, found["signature"]):
        return "AuthFailure.SignatureFailure"
    said = (head["X-TC-Action"], head["X-TC-Version"])
    return None if said == ("SendSms", "2021-01-11") else "InvalidAction"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@asynccontextmanager
async def serving() -> AsyncGenerator[tuple[Carrier, str]]:
    """Such a service, and its address."""
    carrier, application = Carrier(), web.Application()
    application.router.add_post("/", carrier.answer)
    async with running(application) as address:
        yield carrier, address


@asynccontextmanager
async def running(application: web.Application) -> AsyncGenerator[str]:
    """Answers at an address of this computer."""
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()
