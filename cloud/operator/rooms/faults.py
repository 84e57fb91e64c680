"""Money that counted for nothing: somebody gives it back, or finds out whose it is, and says what was done."""

from cloud.operator.page import DASH, Badge, Block, Cell, Facts, Field, Form, Link, Page, Table, Two, when
from cloud.operator.room import ROWS, Asked, Doing, Done, Room, address
from cloud.operator.rooms.words import MONEY, ORGANIZATION, REASON, STATE, TIME
from cloud.operator.wording import Both
from cloud.store import across, ledger, paging
from cloud.store.ledger import Fault
from cloud.store.paging import FaultMark
from cloud.store.unit import View
from cloud.wallet import operating, returns
from domain.money import yuan
from domain.verdict import Refused

PATH = "/faults"
ALL = "all"
MOST = 500  # counted
WRONG = {
    "unknown": Both("没有此订单", "Nobody knows the order"),
    "amount": Both("金额不符", "Another amount"),
    "second": Both("重复支付", "Paid twice"),
    "channel": Both("支付方式不符", "Another way of paying"),
    "refund": Both("退款未成功", "A refund that failed"),
    "outside": Both("在商户平台退款，金额待登记", "Refunded in the merchant platform; how much?"),
    "invoiced": Both("已退款，发票未收回", "Refunded, and its invoice stands"),
}
OPEN, DEALT = Badge(Both("待处理", "Waiting"), "danger"), Badge(Both("已处理", "Dealt with"), "ok")
TRADE, TRANSACTION = Both("商户订单号", "Trade number"), Both("微信支付单号", "Transaction")
REFUND, BACK = Both("微信退款单号", "Number of the refund"), Both("退款金额", "Given back")
AMOUNT, NOTE = Both("金额", "Amount"), Both("处理说明", "What was done")


class Faults(Room):
    name = Both("未入账款项", "Unmatched money")
    waits = Both("待处理的未入账款项", "Unmatched money")
    tone = "danger"
    group = MONEY
    path = PATH

    def __init__(self) -> None:
        super().__init__()
        self.acts = {operating.DEAL: _deal, returns.WRITE: _write}

    def waiting(self, view: View) -> int:
        return len(operating.payment_faults(view, MOST))

    def page(self, view: View, asked: Asked) -> Page | None:
        if asked.key:
            found = operating.payment_fault(view, *_named(asked.key)) if len(asked.key) in (2, 3) else None
            return None if found is None else _one(view, found)
        every = asked.query.get("show") == ALL
        before = paging.read(asked.query.get("before", ""), FaultMark)
        found = operating.payment_faults(view, ROWS + 1, every=every, before=before)
        after = paging.written(ledger.mark(found[ROWS - 1])) if len(found) > ROWS else ""
        more = address("faults", show=ALL if every else "", before=after) if after else ""
        names = across.names(view, {each.organization for each in found if each.organization})
        rows = [_line(each, names.get(each.organization, DASH)) for each in found[:ROWS]]
        empty = (
            Both("没有未入账的款项。", "All money that came fits an order.")
            if every
            else Both("没有待处理的未入账款项。", "No money waits to be dealt with.")
        )
        choices = (
            (Both("待处理", "Waiting"), PATH, not every),
            (Both("全部", "All"), address("faults", show=ALL), every),
        )
        columns = (TRADE, ORGANIZATION, AMOUNT, REASON, TIME, STATE)
        return Page(self.name, [Table(columns, rows, empty, numbers=frozenset({2}), more=more)], choices=choices)


def _named(key: tuple[str, ...]) -> tuple[str, str, str]:
    """Trade, transaction and why; of some there is no transaction."""
    return key[1], key[2] if len(key) == 3 else "", key[0]


def _why(of: Fault) -> Both:
    return WRONG.get(of.why, Both(of.why, of.why))


def _line(of: Fault, name: str) -> tuple[Cell, ...]:
    link = Link(of.trade, address("faults", of.why, of.trade, of.transaction))
    state = OPEN if of.dealt_at is None else DEALT
    return Two(link, of.transaction), name, yuan(of.cents), Badge(_why(of), "danger"), when(of.at), state


def _one(view: View, of: Fault) -> Page:
    name = across.names(view, {of.organization}).get(of.organization, of.organization) if of.organization else ""
    order = Link(Both("查看订单", "Look at it"), address("orders", of.organization, of.order)) if of.order else DASH
    pairs: list[tuple[Both, Cell]] = [
        (TRADE, of.trade),
        (TRANSACTION, of.transaction or DASH),
        (ORGANIZATION, Link(name, address("organizations", of.organization)) if name else DASH),
        (Both("订单", "Order"), order),
        (AMOUNT, yuan(of.cents)),
        (REASON, _why(of)),
        (TIME, when(of.at)),
        (Both("收到通知", "Heard of"), when(of.noted_at)),
    ]
    blocks: list[Block] = []
    if of.dealt_at is not None:
        pairs += [(Both("处理时间", "Dealt with"), f"{when(of.dealt_at)} · {of.dealt_by}"), (NOTE, of.note or "")]
    else:
        blocks += [_returned(of)] if of.why == ledger.OUTSIDE else []
        hidden = {"subject": of.trade, "transaction": of.transaction, "why": of.why}
        hint = Both("如已原路退回，或已查明付款人。", "It was given back, say, or whose it is was found out.")
        note = Both("不再列为待处理；记入审计日志。", "It is listed no more; the trail says so.")
        fields, title = [Field("note", NOTE, "area", hint=hint)], Both("标记为已处理", "Dealt with")
        blocks.append(Form(operating.DEAL, Both("已处理", "Dealt with"), fields, title, note, hidden=hidden))
    back, badge = (Faults.name, PATH), OPEN if of.dealt_at is None else DEALT
    return Page(of.trade, [Facts(pairs), *blocks], back=back, badge=badge)


def _returned(of: Fault) -> Form:
    """How much was given back, which WeChat Pay does not say."""
    fields = [
        Field(
            "refund", REFUND, hint=Both("见微信支付商户平台的退款记录。", "As WeChat Pay's merchant platform has it.")
        ),
        Field("amount", BACK),
    ]
    note = Both(
        "全额退款：订单变为已退款，服务期相应缩短。部分退款：服务期不变。均通知付款人。",
        "All of it: the order is refunded and the service ends accordingly earlier. A part: the service stays. The"
        " payer is told of both.",
    )
    title = Both("登记退款金额", "Write down how much")
    return Form(returns.WRITE, Both("登记", "Write down"), fields, title, note, hidden={"subject": of.trade})


def _write(doing: Doing) -> Done | Refused:
    given = doing.given
    told = given.text("subject"), given.text("refund", most=64), given.cents("amount")
    row = returns.write(doing.service, doing.unit, *told, doing.by, doing.now)
    if isinstance(row, Refused):
        return row
    said = Both(f"订单 {row.number} 的退款已登记。", f"What was given back of the order {row.number} is written down.")
    return Done(said, PATH, organization=row.organization)


def _deal(doing: Doing) -> Done | Refused:
    given = doing.given
    named = given.text("subject"), given.text("transaction", may_miss=True), given.text("why")
    done = operating.deal_with(doing.unit, *named, given.text("note"), doing.by, doing.now)
    if isinstance(done, Refused):
        return done
    return Done(Both("已标记为已处理。", "It is dealt with."), PATH, organization=done.organization)
