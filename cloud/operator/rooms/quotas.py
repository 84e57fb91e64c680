"""Requests for larger quotas (R-041)."""

from cloud import quotas
from cloud.operator.page import Badge, Block, Cell, Facts, Field, Form, Link, Page, Table, when
from cloud.operator.room import Asked, Doing, Done, Room, address
from cloud.operator.rooms.words import OPERATIONS, ORGANIZATION, QUOTA_STATES, QUOTAS, REASON, STATE, TIME
from cloud.operator.wording import Both
from cloud.store import across
from cloud.store.unit import View
from domain.organization import Member, Organization
from domain.quotas import QuotaRequest, QuotaState
from domain.verdict import Refused

PATH = "/quotas"
ALL = "all"


class QuotaRequests(Room):
    name = Both("配额申请", "Quota requests")
    waits = Both("待处理的配额申请", "Quota requests waiting")
    tone = "warn"
    group = OPERATIONS
    path = PATH

    def __init__(self) -> None:
        super().__init__()
        self.acts = {quotas.GRANT: _grant, quotas.REFUSE: _refuse}

    def waiting(self, view: View) -> int:
        return sum(each.state is QuotaState.WAITING for each in across.rows(view, QuotaRequest))

    def page(self, view: View, asked: Asked) -> Page | None:
        if not asked.key:
            return self._list(view, asked)
        row = view.get(QuotaRequest, *asked.key) if len(asked.key) == 2 else None
        return None if row is None else _one(view, row)

    def _list(self, view: View, asked: Asked) -> Page:
        every = asked.query.get("show") == ALL
        found = [each for each in across.rows(view, QuotaRequest) if every or each.state is QuotaState.WAITING]
        found.sort(key=lambda each: each.at, reverse=every)
        names = across.names(view, {each.organization for each in found})
        rows = [_line(each, names.get(each.organization, "")) for each in found]
        columns = (ORGANIZATION, Both("配额", "Quota"), Both("现有", "Now"), Both("申请", "Wanted"), TIME, STATE)
        empty = Both("没有待处理的配额申请。", "No request waits.") if not every else Both("没有申请。", "No requests.")
        choices = (
            (Both("待处理", "Waiting"), PATH, not every),
            (Both("全部", "All"), address("quotas", show=ALL), every),
        )
        return Page(self.name, [Table(columns, rows, empty, numbers=frozenset({2, 3}))], choices=choices)


def _line(row: QuotaRequest, name: str) -> tuple[Cell, ...]:
    link = Link(name, address("quotas", row.organization, row.id))
    return link, QUOTAS[row.quota], str(row.before), str(row.wanted), when(row.at), QUOTA_STATES[row.state]


def _one(view: View, row: QuotaRequest) -> Page:
    of, member = (
        view.get(Organization, row.organization, row.organization),
        view.get(Member, row.organization, row.member),
    )
    now = "" if of is None else str(getattr(of.quotas, row.quota.value))
    pairs: list[tuple[Both, Cell]] = [
        (ORGANIZATION, Link("" if of is None else of.name, address("organizations", row.organization))),
        (Both("配额", "Quota"), QUOTAS[row.quota]),
        (Both("申请时", "When asked"), str(row.before)),
        (Both("现在", "Now"), now),
        (Both("申请数量", "Wanted"), str(row.wanted)),
        (REASON, row.reason),
        (Both("申请人", "Asked by"), "" if member is None else member.name),
        (Both("申请时间", "Asked at"), when(row.at)),
    ]
    if row.decided_at is not None:
        pairs.append((Both("处理时间", "Decided at"), when(row.decided_at)))
    if row.answer:
        pairs.append((Both("驳回原因", "Why not"), row.answer))
    blocks: list[Block] = [Facts(pairs)]
    if row.state is QuotaState.WAITING:
        hidden = {"organization": row.organization, "subject": row.id}
        blocks.append(
            Form(
                quotas.GRANT,
                Both("同意", "Grant"),
                title=Both("同意申请", "Grant it"),
                note=Both(
                    f"配额调整为 {row.wanted}，并通知申请人。", f"The quota becomes {row.wanted}; who asked is told."
                ),
                hidden=hidden,
            )
        )
        answer = Field(
            "answer", Both("驳回原因", "Why not"), "area", hint=Both("申请人会看到。", "Who asked reads it.")
        )
        title = Both("驳回申请", "Refuse it")
        blocks.append(Form(quotas.REFUSE, Both("驳回", "Refuse"), [answer], title, danger=True, hidden=hidden))
    back = (QuotaRequests.name, PATH)
    badge: Badge = QUOTA_STATES[row.state]
    return Page("" if of is None else of.name, blocks, back=back, badge=badge)


def _grant(doing: Doing) -> Done | Refused:
    row = quotas.grant(doing.service, doing.unit, *_of(doing), doing.now)
    if isinstance(row, Refused):
        return row
    return Done(Both(f"已同意，配额调整为 {row.wanted}。", f"Granted: the quota is {row.wanted} now."), PATH)


def _refuse(doing: Doing) -> Done | Refused:
    row = quotas.refuse(doing.service, doing.unit, *_of(doing), doing.given.text("answer"), doing.now)
    return (
        row if isinstance(row, Refused) else Done(Both("已驳回，并通知申请人。", "Refused; who asked is told."), PATH)
    )


def _of(doing: Doing) -> tuple[str, str]:
    return doing.given.text("organization"), doing.given.text("subject")
