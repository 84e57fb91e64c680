"""Invoices that were asked for: issued with their number and file, or refused (R-271)."""

import urllib.parse

from starlette.requests import Request
from starlette.responses import Response

from cloud.operator.form import Given
from cloud.operator.page import DASH, Badge, Block, Cell, Facts, Field, Form, Link, Page, Table, Two, when
from cloud.operator.room import ROWS, Asked, Doing, Done, Room, address, asked_by
from cloud.operator.rooms.words import MONEY, ORGANIZATION, REASON, STATE
from cloud.operator.wording import Both
from cloud.store import orders, paging
from cloud.store.paging import RowMark
from cloud.store.unit import View
from cloud.wallet import bringing, operating
from cloud.wallet.bringing import InvoiceFile, KeptFile
from domain.files import MAX_FILE_BYTES
from domain.invoice_titles import TitleKind
from domain.invoices import Invoice, InvoiceKind, InvoiceState
from domain.money import capitals, yuan
from domain.orders import Order
from domain.organization import Member, Organization
from domain.verdict import Refused

PATH = "/invoices"
ALL = "all"
FILE = "file"  # the end of the address of its file
STATES = {
    InvoiceState.ISSUING: Badge(Both("正在开票", "Being issued"), "warn"),
    InvoiceState.ISSUED: Badge(Both("已开票", "Issued"), "ok"),
    InvoiceState.REFUSED: Badge(Both("未开具", "Refused"), "danger"),
}
KINDS = {
    InvoiceKind.ELECTRONIC: Both("电子发票", "Electronic"),
    InvoiceKind.PAPER: Both("纸质发票", "On paper"),
}
TITLES = {TitleKind.COMPANY: Both("单位", "A company"), TitleKind.PERSONAL: Both("个人", "A person")}
NUMBER, AMOUNT = Both("发票号码", "Number"), Both("金额", "Amount")


class Invoices(Room):
    name = Both("发票", "Invoices")
    waits = Both("待开具的发票", "Invoices to issue")
    tone = "warn"
    group = MONEY
    path = PATH
    most_body = MAX_FILE_BYTES + 128 * 1024

    def __init__(self) -> None:
        super().__init__()
        self.brings = {operating.ISSUE: _keep}
        self.acts = {operating.ISSUE: _issue, operating.REFUSE_INVOICE: _refuse}

    def waiting(self, view: View) -> int:
        return len(operating.waiting_invoices(view))

    def page(self, view: View, asked: Asked) -> Page | None:
        if asked.key:
            row = view.get(Invoice, *asked.key) if len(asked.key) == 2 else None
            return None if row is None else _one(view, row)
        every = asked.query.get("show") == ALL
        before = paging.read(asked.query.get("before", ""), RowMark)
        states = () if every else (InvoiceState.ISSUING,)
        found = operating.all_invoices(view, states, limit=ROWS + 1, before=before)
        after = paging.written(orders.mark(found[ROWS - 1])) if len(found) > ROWS else ""
        more = address("invoices", show=ALL if every else "", before=after) if after else ""
        rows = [_line(view, each) for each in found[:ROWS]]
        columns = (Both("抬头", "Title"), ORGANIZATION, Both("类型", "Kind"), AMOUNT, Both("申请时间", "Asked"), STATE)
        empty = (
            Both("还没有发票。", "No invoice yet.")
            if every
            else Both("没有待开具的发票。", "No invoice is to be issued.")
        )
        choices = (
            (Both("正在开票", "Being issued"), PATH, not every),
            (Both("全部发票", "All invoices"), address("invoices", show=ALL), every),
        )
        return Page(self.name, [Table(columns, rows, empty, numbers=frozenset({3}), more=more)], choices=choices)

    async def file(self, request: Request) -> Response | None:
        """The electronic invoice, to look at what was sent."""
        asked = asked_by(request)
        if len(asked.key) != 3 or asked.one != FILE:
            return None
        organization, id, _ = asked.key
        row = await asked.service.database.read(lambda view: view.get(Invoice, organization, id))
        if row is None or row.file is None:
            return None
        try:
            data = await operating.content(asked.service, organization, row.file)
        except FileNotFoundError:
            return None
        name = urllib.parse.quote(row.file_name or row.number)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(data, 200, headers, "application/octet-stream")


def _line(view: View, row: Invoice) -> tuple[Cell, ...]:
    of = view.get(Organization, row.organization, row.organization)
    link = Link(row.title.name, address("invoices", row.organization, row.id))
    return (
        Two(link, row.number) if row.number else link,
        DASH if of is None else of.name,
        KINDS[row.kind],
        yuan(row.cents),
        when(row.asked_at),
        STATES[row.state],
    )


def _one(view: View, row: Invoice) -> Page:
    of, member = (
        view.get(Organization, row.organization, row.organization),
        view.get(Member, row.organization, row.member),
    )
    asked: list[tuple[Both, Cell]] = [
        (ORGANIZATION, DASH if of is None else Link(of.name, address("organizations", of.id))),
        (Both("申请人", "Asked by"), DASH if member is None else f"{member.name} · {member.phone}"),
        (Both("申请时间", "Asked"), when(row.asked_at)),
        (Both("类型", "Kind"), KINDS[row.kind]),
        (AMOUNT, Two(yuan(row.cents), capitals(row.cents))),
    ]
    if row.number:
        asked.append((NUMBER, row.number))
    if row.file is not None:
        link = Link(row.file_name or Both("下载", "Download"), address("invoices", row.organization, row.id, FILE))
        asked.append((Both("发票文件", "File"), link))
    if row.tracking:
        asked.append((Both("快递单号", "Parcel"), row.tracking))
    if row.decided_at is not None:
        asked.append((Both("处理时间", "Decided"), when(row.decided_at)))
    if row.reason:
        asked.append((REASON, row.reason))
    paid = [_order(each) for each in (view.get(Order, row.organization, id) for id in row.orders) if each is not None]
    columns = (Both("订单号", "Order"), Both("支付时间", "Paid"), AMOUNT)
    blocks: list[Block] = [
        Facts(asked),
        Facts(_title(row), Both("发票抬头", "Made out for")),
        Facts(_receiver(row), Both("收件信息", "Goes to")),
        Table(columns, paid, Both("无", "None"), Both("订单", "Orders"), frozenset({2})),
        *_forms(row),
    ]
    return Page(row.title.name, blocks, back=(Invoices.name, PATH), badge=STATES[row.state])


def _order(row: Order) -> tuple[Cell, ...]:
    return Link(row.number or row.id, address("orders", row.organization, row.id)), when(row.paid_at), yuan(row.cents)


def _title(row: Invoice) -> list[tuple[Both, Cell]]:
    title = row.title
    said = (
        (Both("抬头类型", "Kind"), TITLES[title.kind]),
        (Both("名称", "Name"), title.name),
        (Both("税号", "Tax number"), title.tax_number),
        (Both("地址", "Address"), title.address),
        (Both("电话", "Phone"), title.phone),
        (Both("开户银行", "Bank"), title.bank),
        (Both("银行账号", "Account"), title.account),
    )
    return [(name, value) for name, value in said if value]


def _receiver(row: Invoice) -> list[tuple[Both, Cell]]:
    to = row.receiver
    if row.kind is InvoiceKind.ELECTRONIC:
        return [(Both("邮箱", "Mailbox"), to.mailbox)]
    return [(Both("收件人", "Name"), to.name), (Both("电话", "Phone"), to.phone), (Both("地址", "Address"), to.address)]


def _forms(row: Invoice) -> list[Block]:
    hidden = {"organization": row.organization, "subject": row.id}
    found: list[Block] = []
    if row.state is InvoiceState.ISSUING:
        fields = [Field("number", NUMBER)]
        if row.kind is InvoiceKind.ELECTRONIC:
            hint = Both("PDF、OFD 或图片；同时发送到邮箱。", "PDF, OFD or a picture; it goes to the mailbox as well.")
            fields.append(Field("file", Both("发票文件", "File"), "file", hint=hint))
        else:
            fields.append(Field("tracking", Both("快递单号", "Parcel"), required=False))
        found.append(Form(operating.ISSUE, Both("开具", "Issue"), fields, Both("开具发票", "Issue it"), hidden=hidden))
    if row.state is not InvoiceState.REFUSED:
        issued = row.state is InvoiceState.ISSUED
        title = Both("收回发票", "Take it back") if issued else Both("不予开具", "Refuse it")
        note = Both("其订单可以重新申请开票。", "Its orders are free for another.")
        why = Field("reason", REASON, "area", hint=Both("申请人会看到。", "Who asked reads it."))
        submit = Both("收回", "Take back") if issued else Both("驳回", "Refuse")
        found.append(Form(operating.REFUSE_INVOICE, submit, [why], title, note, danger=True, hidden=hidden))
    return found


# What is done


def _keep(asked: Asked, given: Given) -> KeptFile | Refused | None:
    sent = given.files.get("file")
    if sent is None or not sent.name:
        return None
    chosen = given.file("file", MAX_FILE_BYTES)
    of, id, number = given.text("organization"), given.text("subject"), given.text("number", most=60)
    return bringing.keep_invoice_file(asked.service, of, id, number, InvoiceFile(chosen.name, chosen.data))


def _issue(doing: Doing) -> Done | Refused:
    given = doing.given
    of, id = given.text("organization"), given.text("subject")
    number, tracking = given.text("number", most=60), given.text("tracking", may_miss=True, most=60)
    file = doing.brought if isinstance(doing.brought, KeptFile) else None
    row = operating.issue_invoice(doing.service, doing.unit, of, id, number, file, tracking, doing.by, doing.now)
    if isinstance(row, Refused):
        return row
    return Done(Both(f"已开票：{row.number}。", f"Issued: {row.number}."))


def _refuse(doing: Doing) -> Done | Refused:
    given = doing.given
    of, id, why = given.text("organization"), given.text("subject"), given.text("reason")
    row = operating.refuse_invoice(doing.service, doing.unit, of, id, why, doing.by, doing.now)
    if isinstance(row, Refused):
        return row
    return Done(Both("已驳回，并通知申请人。", "Refused; who asked is told."))
