"""Of the company in full: what its service costs, how far it is paid, and payments and invoices in each state."""

from typing import Any

from domain.invoice_titles import TitleKind
from domain.invoices import Invoice, InvoiceKind, InvoiceState, Receiver, TitleSaid
from domain.orders import FeeKind, Order, OrderedSeal, OrderState, ServiceEnd
from domain.rows import Row
from domain.service import OpenOrder, PayChannel, SealService
from domain.tariff import Price, Tariff
from tests.app.views.screens.record_rows import MAILBOX, NOTE
from tests.app.views.world import DAY, FINANCE, GL, HOUR, LEGAL, MINUTE, OFFICIAL, ORG, SECOND

COMPANY = "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿克陶县云杉精密仪器设备制造与进出口贸易有限责任公司"
PLACE = "新疆维吾尔自治区喀什地区疏附县产业园区人民东路 118 号综合办公楼行政与印章管理办公室（收发室代收）"
PAYEE = """收款单位：示例印章服务（上海）有限公司
开户行：示例银行股份有限公司上海市浦东新区张江高科技园区支行
账号：3100 0000 0000 0000 018
汇款时请在附言中写明单位名称与订单金额"""
CODE = "weixin://wxpay/bizpayurl/up?pr=NwY5Mz9&groupid=00"
PICTURE = f"{5:064x}"  # has not arrived


def tariff(now: int) -> Tariff:
    prices = [Price(12, 39_800, 29_800), Price(24, 69_800, 56_800), Price(36, 98_000, 79_800)]
    return Tariff(
        id="tariff",
        organization=ORG,
        prices=prices,
        trial_days=30,
        payee=PAYEE,
        wechat=True,
        offline=True,
        at=now - DAY,
    )


def service(seal: str, until: int, **other: Any) -> SealService:
    return SealService(id=seal, organization=ORG, **({"trial_until": until - DAY, "until": until} | other))


def services(now: int) -> list[Row]:
    """In each state there is."""
    held = OpenOrder("w-review", PayChannel.OFFLINE, "m-keeper", now - HOUR)
    waits = OpenOrder("w-code", PayChannel.WECHAT, "m-owner", now - HOUR)
    found: list[Row] = [
        service(GL, now + 12 * DAY, paid=True, open=held),
        service(SECOND, now + 200 * DAY, paid=True, open=waits),
        service(FINANCE, now + 12 * DAY, paid=True),
        service(OFFICIAL, now - 3 * DAY, paid=True),
        service(LEGAL, now - 300 * DAY),
    ]
    return found + [service(f"GL20260001{at:02}", now + (at * 9 + 2) * DAY, paid=at > 5) for at in range(12)]


def order(id: str, now: int, **other: Any) -> Order:
    seals = [OrderedSeal(GL, FeeKind.RENEWAL, 29_800), OrderedSeal(LEGAL, FeeKind.FIRST, 39_800)]
    given: dict[str, Any] = {"member": "m-owner", "seals": seals, "months": 12, "made_at": now - HOUR}
    given |= {"number": "20261129-000123", "channel": PayChannel.WECHAT, "state": OrderState.WAITING}
    given |= {"closes_at": now + HOUR if other.get("state") in (None, OrderState.WAITING) else None}
    given |= other
    cents = sum(each.cents for each in given["seals"])
    return Order(id=id, organization=ORG, cents=cents, **given)


def orders(now: int, who: str = "m-owner") -> list[Row]:
    """Of one person, the newest first."""
    names = {"code": {"code_url": CODE}, "asked": {"number": ""}, "away": {"code_why": "pay_away"}}
    over = {"decided_at": now - MINUTE}
    paid = {
        "paid_at": now - 2 * MINUTE,
        **over,
        "ends": [ServiceEnd(GL, now + 377 * DAY), ServiceEnd(LEGAL, now + DAY)],
    }
    offline = {"channel": PayChannel.OFFLINE, "voucher": PICTURE, "voucher_name": "银行电子回单_2026-11-28_最终版.png"}
    many = [OrderedSeal(f"GL20260001{at:02}", FeeKind.RENEWAL, 29_800) for at in range(12)]
    names |= {
        "review": {"state": OrderState.IN_REVIEW, **offline},
        "paid": {"state": OrderState.PAID, "transaction": "4200002719202611281234567890", **paid},
        "paid-offline": {"state": OrderState.PAID, **offline, **paid, "seals": many, "ends": []},
        "rejected": {"state": OrderState.REJECTED, **offline, **over, "reason": NOTE * 2},
        "closed": {"state": OrderState.CLOSED, **over},
        "refunded": {"state": OrderState.REFUNDED, **paid, "reason": "重复支付"},
        "invoiced": {"state": OrderState.PAID, **paid, "invoice": "v-issued", "number": "20261101-000017"},
    }
    return [
        order(f"w-{name}", now, **({"member": who, "made_at": now - at * HOUR} | other))
        for at, (name, other) in enumerate(names.items())
    ]


def invoice(id: str, now: int, **other: Any) -> Invoice:
    title = TitleSaid(
        kind=TitleKind.COMPANY,
        name=COMPANY,
        tax_number="91653022MA7900001X",
        address=PLACE,
        phone="0998-0000000 转 8018",
        bank="示例银行股份有限公司克孜勒苏柯尔克孜自治州分行阿克陶县人民东路支行营业部",
        account="3002 0000 0000 0000 018",
    )
    given: dict[str, Any] = {"member": "m-owner", "orders": ["w-invoiced"], "cents": 69_600, "title": title}
    given |= {"kind": InvoiceKind.ELECTRONIC, "receiver": Receiver(mailbox=MAILBOX), "asked_at": now - HOUR}
    return Invoice(id=id, organization=ORG, **(given | other))


def invoices(now: int, who: str = "m-owner") -> list[Row]:
    """Of one person, the newest first."""
    paper: dict[str, Any] = {"kind": InvoiceKind.PAPER, "orders": ["w-paid", "w-gone"]}
    paper["receiver"] = Receiver(name="阿卜杜热依木·买买提吐尔逊·艾合麦提江", phone="19900000003", address=PLACE)
    issued: dict[str, Any] = {
        "state": InvoiceState.ISSUED,
        "decided_at": now - MINUTE,
        "number": "26312000000012345678",
    }
    file = {"file": f"{7:064x}", "file_name": "电子发票_26312000000012345678_云杉精密仪器设备制造.pdf"}
    names = {
        "issuing": {},
        "issued": {**issued, **file},
        "posted": {**paper, **issued, "tracking": "SF1234567890123"},
        "refused": {
            "state": InvoiceState.REFUSED,
            "decided_at": now - MINUTE,
            "reason": NOTE * 2,
            "orders": ["w-paid"],
        },
    }
    return [
        invoice(f"v-{name}", now, **({"member": who, "asked_at": now - at * HOUR} | other))
        for at, (name, other) in enumerate(names.items())
    ]


def rows(now: int) -> list[Row]:
    return [tariff(now), *services(now), *orders(now), *invoices(now)]
