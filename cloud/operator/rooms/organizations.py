"""Organizations: who they are, how much they have and may have."""

from cloud import quotas
from cloud.operator.page import Badge, Block, Cell, Facts, Field, Form, Link, Page, Table, Two, when
from cloud.operator.room import ROWS, Asked, Doing, Done, Room, address
from cloud.operator.rooms.about import NOBODY, subject
from cloud.operator.rooms.words import BINDINGS, LOST, OPERATIONS, ORGANIZATION, QUOTAS, REASON, SERIAL, STATE
from cloud.operator.wording import Both, deed
from cloud.store import across, operators
from cloud.store.unit import View
from domain.departments import Department
from domain.organization import Member, Organization, Role
from domain.quotas import MOST, Quota
from domain.seals import Seal, is_on, is_ours
from domain.verdict import Refused

PATH = "/organizations"
OWNER = Both("负责人", "Owner")


class Organizations(Room):
    name = Both("单位", "Organizations")
    group = OPERATIONS
    path = PATH

    def __init__(self) -> None:
        super().__init__()
        self.acts = {quotas.SET: _set_quota}

    def page(self, view: View, asked: Asked) -> Page | None:
        if not asked.key:
            return self._list(view, asked)
        row = view.get(Organization, asked.one, asked.one) if len(asked.key) == 1 else None
        return None if row is None else _one(view, row)

    def _list(self, view: View, asked: Asked) -> Page:
        search = asked.query.get("q", "").strip()
        found = across.organizations(view, search, ROWS + 1, asked.query.get("before", ""))
        more = address("organizations", q=search, before=found[ROWS - 1].id) if len(found) > ROWS else ""
        rows = [_line(view, each) for each in found[:ROWS]]
        columns = (ORGANIZATION, OWNER, Both("印章", "Seals"), Both("人员", "People"), Both("注册时间", "Since"))
        empty = Both("没有符合的单位。", "No organization fits.") if search else Both("还没有单位。", "None yet.")
        table = Table(columns, rows, empty, numbers=frozenset({2, 3}), more=more)
        return Page(self.name, [table], search=Both("名称、地址或联系方式", "Name, address or contact"))


def _line(view: View, row: Organization) -> tuple[Cell, ...]:
    has, owner = _has(view, row.id), _owner(view, row.id)
    gone = Badge(Both("已删除", "Deleted"))
    link = Link(row.name, address("organizations", row.id))
    return (
        link if row.deleted_at is None else Two(link, gone.text),
        "" if owner is None else owner.name,
        f"{has[Quota.SEALS]} / {row.quotas.seals}",
        f"{has[Quota.PEOPLE]} / {row.quotas.people}",
        when(row.created_at),
    )


def _has(view: View, organization: str) -> dict[Quota, int]:
    """How much of each counts for its quota."""
    facts = view.facts(organization)
    people = (each for each in facts.all(Member) if each.active and each.role is not Role.HEADQUARTERS)
    return {
        Quota.SEALS: sum(map(is_ours, facts.all(Seal))),
        Quota.PEOPLE: sum(1 for _ in people),
        Quota.DEPARTMENTS: sum(each.deleted_at is None for each in facts.all(Department)),
    }


def _owner(view: View, organization: str) -> Member | None:
    owners = view.facts(organization).all(Member, role=Role.OWNER)
    return next((each for each in owners if each.active), None)


def _one(view: View, row: Organization) -> Page:
    owner, has, counts = _owner(view, row.id), _has(view, row.id), across.counts(view, row.id)
    parent = None if row.parent is None else view.get(Organization, row.parent, row.parent)
    pairs: list[tuple[Both, Cell]] = [
        (OWNER, Both("无", "None") if owner is None else f"{owner.name} · {owner.phone}"),
        (Both("地址", "Address"), row.address or "—"),
        (Both("联系方式", "Contact"), row.contact or "—"),
        (Both("总公司", "Headquarters"), "—" if parent is None else Link(parent.name, address(PATH[1:], parent.id))),
        (Both("注册时间", "Since"), when(row.created_at)),
        (Both("用印申请", "Applications"), str(counts["applications"])),
        (Both("用印记录", "Records of use"), str(counts["usage"])),
        (Both("单位编号", "Id"), row.id),
    ]
    seals = [_seal(each) for each in view.facts(row.id).all(Seal)]
    quota_rows = [(QUOTAS[each], str(has[each]), str(getattr(row.quotas, each.value))) for each in Quota]
    done = [
        (when(each.at), each.operator or NOBODY, deed(each.act), subject(view, each))
        for each in operators.trail(view, 10, about=row.id)
    ]
    blocks: list[Block] = [
        Facts(pairs),
        Table(
            (Both("配额", "Quota"), Both("已用", "Used"), Both("上限", "At most")),
            quota_rows,
            Both("无", "None"),
            numbers=frozenset({1, 2}),
        ),
        Table((SERIAL, Both("名称", "Name"), STATE), seals, Both("没有印章。", "No seals."), Both("印章", "Seals")),
        Table(
            (Both("时间", "Time"), Both("运营人员", "Operator"), Both("操作", "What"), Both("对象", "Of what")),
            done,
            Both("运营方未做过操作。", "The operator has done nothing here."),
            Both("运营操作", "What the operator did"),
        ),
    ]
    if row.deleted_at is None:
        blocks.append(_form(row))
    badge = None if row.deleted_at is None else Badge(Both("已删除", "Deleted"))
    return Page(row.name, blocks, back=(Organizations.name, PATH), badge=badge)


def _seal(row: Seal) -> tuple[Cell, ...]:
    state = LOST if is_ours(row) and is_on(row.loss_lock) else BINDINGS[row.state]
    return Link(row.id, address("seals", row.id)), row.name, state


def _form(row: Organization) -> Form:
    fields = [
        Field("quota", Both("配额", "Quota"), "select", options=[(each.value, QUOTAS[each]) for each in Quota]),
        Field("most", Both("上限", "At most"), "number"),
        Field("reason", REASON, "area", hint=Both("记入单位的审计日志。", "It stands in their audit log.")),
    ]
    note = Both("调小后，已有的保留，不能再增加。", "Made smaller, what is there stays; nothing is added.")
    title, hidden = Both("设置配额", "Set a quota"), {"organization": row.id}
    return Form(quotas.SET, Both("保存", "Save"), fields, title, note, hidden=hidden)


def _set_quota(doing: Doing) -> Done | Refused:
    given = doing.given
    quota, most = given.choice("quota", Quota), given.number("most", 1, MOST)
    of = given.text("organization")
    row = quotas.set_quota(doing.service, doing.unit, of, quota, most, given.text("reason"), doing.now)
    if isinstance(row, Refused):
        return row
    name = QUOTAS[quota]
    return Done(
        Both(f"{name.chinese}的配额现为 {most}。", f"{name.english}: the quota is {most} now."), subject=quota.value
    )
