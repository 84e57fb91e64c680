"""POST /v1/payments/wechat: what WeChat Pay says of its own accord; it says it again until it is answered with 200.

Whoever else writes here, or sends an old notice once more, is refused and changes nothing. What is told twice, or late,
or of an order that nobody knows, is answered as taken: the ledger holds each payment once.
"""

from starlette.responses import JSONResponse, Response

from cloud.http import Call, route
from cloud.problems import Refusal
from cloud.service import Service
from cloud.store import orders as stored
from cloud.store.unit import Unit
from cloud.wallet import asking, payments, returns
from cloud.wallet.wechat_pay import PATH, Notice, NotTheirs


async def told(call: Call) -> Response:
    service = call.service
    if service.pay is None:
        raise Refusal("not_found")
    body = await call.raw()
    try:
        notice = service.pay.notice(call.request.headers, body, service.now())
    except NotTheirs as error:
        raise Refusal("bad_signature", status=401) from error
    await take(service, notice)
    return JSONResponse({"code": "SUCCESS"})


async def take(service: Service, notice: Notice) -> None:
    if notice.paid is not None:
        await asking.take(service, notice.paid)
    elif notice.back is not None:
        back = notice.back
        await service.database.write(lambda unit: returns.told(service, unit, back))
    elif notice.failed:
        await service.database.write(lambda unit: _not_refunded(unit, notice.trade, service.now()))


def _not_refunded(unit: Unit, trade: str, now: int) -> None:
    order = stored.of_trade(unit, trade)
    if order is not None:
        payments.not_refunded(unit, order, now)


ROUTES = [route("POST", PATH, told)]
