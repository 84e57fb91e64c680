"""Orders of service: offline payments that wait for their review, and all orders (R-264, R-267)."""

from starlette.requests import Request
from starlette.responses import Response

from cloud.operator.form import Given
from cloud.operator.page import (
    DASH,
    Badge,
    Block,
    Cell,
    Facts,
    Field,
    Form,
    Link,
    Note,
    Page,
    Picture,
    Table,
    Two,
    when,
)
from cloud.operator.room import ROWS, Asked, Doing, Done, Room, address, asked_by
from cloud.operator.rooms.words import MONEY, ORGANIZATION, REASON, STATE
from cloud.operator.wording import Both
from cloud.store import ledger, paging
from cloud.store import orders as stored
from cloud.store.paging import RowMark
from cloud.store.unit import View
from cloud.wallet import bringing, operating, returns
from cloud.wallet.bringing import Looked
from domain.money import yuan
from domain.orders import FeeKind, Order, OrderState
from domain.organization import Member, Organization
from domain.seals import Seal
from domain.service import PayChannel
from domain.verdict import Refused

PATH = "/orders"
ALL = "all"
VOUCHER = "voucher"  # the end of the address of its picture
STATES = {
    OrderState.WAITING: Badge(Both("待支付", "Waiting to be paid"), "warn"),
    OrderState.IN_REVIEW: Badge(Both("待审核", "In review"), "warn"),
    OrderState.PAID: Badge(Both("支付成功", "Paid"), "ok"),
    OrderState.REJECTED: Badge(Both("审核失败", "Refused"), "danger"),
    OrderState.CLOSED: Badge(Both("已关闭", "Closed")),
    OrderState.REFUNDED: Badge(Both("已退款", "Refunded")),
}
PARTLY = Badge(Both("部分退款", "Partly refunded"), "warn")
CHANNELS = {
    PayChannel.WECHAT: Both("微信支付", "WeChat Pay"),
    PayChannel.OFFLINE: Both("线下支付", "Offline"),
}
KINDS = {FeeKind.FIRST: Both("首年交费", "First year"), FeeKind.RENEWAL: Both("续期交费", "Renewal")}
NUMBER, AMOUNT = Both("订单号", "Order"), Both("金额", "Amount")
PAYER = Both("付款人", "Payer")


class Orders(Room):
    name = Both("交费订单", "Orders")
    waits = Both("待审核的线下支付", "Offline payments in review")
    tone = "warn"
    group = MONEY
    path = PATH

    def __init__(self) -> None:
        super().__init__()
        self.brings = {operating.PASS: _look}
        self.acts = {operating.PASS: _pass, operating.REFUSE: _refuse, operating.REFUND: _refund}

    def waiting(self, view: View) -> int:
        return len(operating.in_review(view))

    def page(self, view: View, asked: Asked) -> Page | None:
        if asked.key:
            row = view.get(Order, *asked.key) if len(asked.key) == 2 else None
            return None if row is None else _one(view, row)
        every = asked.query.get("show") == ALL
        choices = (
            (Both("待审核", "In review"), PATH, not every),
            (Both("全部订单", "All orders"), address("orders", show=ALL), every),
        )
        return Page(self.name, [_list(view, asked, every=every)], choices=choices)

    async def file(self, request: Request) -> Response | None:
        """The picture of a voucher."""
        asked = asked_by(request)
        if len(asked.key) != 3 or asked.one != VOUCHER:
            return None
        organization, id, _ = asked.key

        def work(view: View) -> tuple[str, str] | None:
            order = view.get(Order, organization, id)
            found = None if order is None else bringing.voucher_of(view, order)
            return None if found is None or found.stored_at is None else (found.sha256, found.media)

        found = await asked.service.database.read(work)
        if found is None:
            return None
        try:
            data = await operating.content(asked.service, organization, found[0])
        except FileNotFoundError:
            return None
        return Response(data, media_type=found[1])


def _list(view: View, asked: Asked, *, every: bool) -> Table:
    before = paging.read(asked.query.get("before", ""), RowMark)
    found = operating.all_orders(view, () if every else (OrderState.IN_REVIEW,), limit=ROWS + 1, before=before)
    nobody = Both("没有待审核的线下支付。", "No payment waits for its review.")
    empty = Both("还没有订单。", "No order yet.") if every else nobody
    after = paging.written(stored.mark(found[ROWS - 1])) if len(found) > ROWS else ""
    more = address("orders", show=ALL if every else "", before=after) if after else ""
    rows = [_line(view, each) for each in found[:ROWS]]
    columns = (NUMBER, ORGANIZATION, PAYER, Both("印章", "Seals"), AMOUNT, Both("下单时间", "Made"), STATE)
    return Table(columns, rows, empty, numbers=frozenset({3, 4}), more=more)


def _line(view: View, row: Order) -> tuple[Cell, ...]:
    of, payer = view.get(Organization, row.organization, row.organization), _payer(view, row)
    return (
        Two(Link(row.number or row.id, address("orders", row.organization, row.id)), CHANNELS[row.channel]),
        DASH if of is None else of.name,
        DASH if payer is None else payer.name,
        str(len(row.seals)),
        yuan(row.cents),
        when(row.made_at),
        _state(row),
    )


def _state(row: Order) -> Badge:
    return PARTLY if row.state is OrderState.PAID and row.back_cents else STATES[row.state]


def _payer(view: View, row: Order) -> Member | None:
    return view.get(Member, row.organization, row.member)


def _one(view: View, row: Order) -> Page:
    of, payer = view.get(Organization, row.organization, row.organization), _payer(view, row)
    pairs: list[tuple[Both, Cell]] = [
        (ORGANIZATION, DASH if of is None else Link(of.name, address("organizations", of.id))),
        (PAYER, DASH if payer is None else f"{payer.name} · {payer.phone}"),
        (Both("支付方式", "Payment method"), CHANNELS[row.channel]),
        (Both("交费时长", "Duration"), Both(f"{row.months} 个月", f"{row.months} months")),
        (AMOUNT, yuan(row.cents)),
        (Both("下单时间", "Made"), when(row.made_at)),
        (Both("支付时间", "Paid"), when(row.paid_at)),
    ]
    if row.transaction:
        pairs.append((Both("微信支付单号", "Transaction"), row.transaction))
    if row.decided_at is not None:
        pairs.append((Both("处理时间", "Decided"), when(row.decided_at)))
    if row.reason:
        pairs.append((REASON, row.reason))
    if row.back_cents:
        pairs.append((Both("在商户平台退款", "Refunded in the merchant platform"), yuan(row.back_cents)))
    if row.invoice is not None:
        link = Link(Both("查看发票", "Look at it"), address("invoices", row.organization, row.invoice))
        pairs.append((Both("发票", "Invoice"), link))
    holds = row.state is OrderState.PAID  # what was paid back brings no service
    ends = {each.seal: each.until for each in row.ends if holds}
    seals = [
        (
            Two(Link(_name(view, row, each.seal), address("seals", each.seal)), each.seal),
            KINDS[each.kind],
            yuan(each.cents),
            when(ends.get(each.seal)),
        )
        for each in row.seals
    ]
    columns = (Both("印章", "Seal"), Both("类型", "Kind"), AMOUNT, Both("服务到期", "Served until"))
    table = Table(columns, seals, Both("无", "None"), Both("印章", "Seals"), frozenset({2}))
    blocks: list[Block] = [Facts(pairs), table, *_returns(view, row), *_voucher(view, row), *_forms(row)]
    return Page(row.number or row.id, blocks, back=(Orders.name, PATH), badge=_state(row))


def _name(view: View, row: Order, serial: str) -> str:
    seal = view.get(Seal, row.organization, serial)
    return serial if seal is None else seal.name


def _returns(view: View, row: Order) -> list[Block]:
    """What WeChat Pay has given back though it was not asked for here."""
    found = ledger.returns(view, row.trade) if row.trade else []
    if not found:
        return []
    lines = [(each.refund, yuan(each.cents), when(each.at), each.by or returns.WECHAT) for each in found]
    columns = (Both("微信退款单号", "Refund"), AMOUNT, Both("退款时间", "Refunded"), Both("来源", "Told by"))
    title = Both("在商户平台的退款", "Refunds in the merchant platform")
    return [Table(columns, lines, Both("无", "None"), title, frozenset({1}))]


def _voucher(view: View, row: Order) -> list[Block]:
    if row.voucher is None:
        return []
    found = bringing.voucher_of(view, row)
    if found is None or found.stored_at is None:
        text = Both(
            "付款凭证还没有传到：到达后才能审核。", "The voucher has not arrived yet; it is reviewed when it has."
        )
        return [Note(text, "warn")]
    src = address("orders", row.organization, row.id, VOUCHER)
    return [Picture(src, Both("付款凭证的图片", "Picture of the voucher"), Both("付款凭证", "Voucher"))]


def _forms(row: Order) -> list[Block]:
    hidden = {"organization": row.organization, "subject": row.id}
    if row.state is OrderState.IN_REVIEW:
        ends = Both("每枚印章的服务期自动延长。", "The service of each seal grows by itself.")
        sure = Both(f"确认已收到 {yuan(row.cents)}。{ends.chinese}", f"{yuan(row.cents)} has arrived. {ends.english}")
        why = Field("reason", Both("失败原因", "Why not"), "area", hint=Both("付款人会看到。", "The payer reads it."))
        passing, refusing = Both("审核通过", "Confirm the payment"), Both("审核失败", "Refuse it")
        return [
            Form(operating.PASS, Both("通过", "Confirm"), title=passing, note=sure, hidden=hidden),
            Form(operating.REFUSE, Both("不通过", "Refuse"), [why], refusing, danger=True, hidden=hidden),
        ]
    if row.state is not OrderState.PAID:
        stands = row.state is OrderState.REFUNDED and row.invoice is not None
        text = Both(
            "已退款，而其发票尚未收回：请在发票中收回。", "It is refunded: take back the invoice in which it stands."
        )
        return [Note(text, side=True)] if stands else []
    if row.invoice is not None:
        text = Both("已申请开票或已开票：先在发票中收回，才能退款。", "It stands in an invoice: take that back first.")
        return [Note(text, side=True)]
    how = {
        PayChannel.WECHAT: Both("由微信支付原路退回。", "WeChat Pay gives it back."),
        PayChannel.OFFLINE: Both("请先把款项退给付款人。", "Give the money back to the payer first."),
    }[row.channel]
    then = Both(f"{how.chinese}服务期相应缩短。", f"{how.english} The service ends accordingly earlier.")
    why = Field("reason", REASON, "area", hint=Both("付款人会看到。", "The payer reads it."))
    title = Both(f"退款 {yuan(row.kept_cents)}", f"Refund {yuan(row.kept_cents)}")
    return [Form(operating.REFUND, Both("退款", "Refund"), [why], title, then, danger=True, hidden=hidden)]


# What is done


def _of(doing: Doing) -> tuple[str, str]:
    return doing.given.text("organization"), doing.given.text("subject")


def _look(asked: Asked, given: Given) -> Looked | Refused:
    return bringing.look_at_voucher(asked.service, given.text("organization"), given.text("subject"))


def _pass(doing: Doing) -> Done | Refused:
    assert isinstance(doing.brought, Looked)
    row = operating.pass_payment(doing.service, doing.unit, *_of(doing), doing.brought, doing.by, doing.now)
    if isinstance(row, Refused):
        return row
    return Done(
        Both(f"订单 {row.number} 支付成功，服务期已延长。", f"The order {row.number} is paid; the service has grown.")
    )


def _refuse(doing: Doing) -> Done | Refused:
    why = doing.given.text("reason")
    row = operating.refuse_payment(doing.service, doing.unit, *_of(doing), why, doing.by, doing.now)
    if isinstance(row, Refused):
        return row
    return Done(
        Both(f"订单 {row.number} 审核失败，并通知付款人。", f"The order {row.number} is refused; the payer is told.")
    )


def _refund(doing: Doing) -> Done | Refused:
    why = doing.given.text("reason")
    row = operating.refund(doing.service, doing.unit, *_of(doing), why, doing.by, doing.now)
    if isinstance(row, Refused):
        return row
    return Done(Both(f"订单 {row.number} 已退款。", f"The order {row.number} is refunded."))
