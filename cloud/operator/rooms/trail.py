"""What operators did here, and what was refused to them."""

import msgspec

from cloud.operator.page import Badge, Cell, Facts, Link, Page, Table, when
from cloud.operator.room import ROWS, Asked, Room, address
from cloud.operator.rooms.about import NOBODY, about, subject
from cloud.operator.rooms.words import ORGANIZATION, SYSTEM, TIME
from cloud.operator.wording import Both, deed, why
from cloud.store import operators
from cloud.store.operators import Entry
from cloud.store.unit import View
from domain.organization import Organization
from domain.verdict import Refused

PATH = "/trail"
LABELS = {
    "reason": Both("事由", "Reason"),
    "answer": Both("驳回原因", "Why not"),
    "note": Both("处理说明", "What was done"),
    "transaction": Both("微信支付单号", "Transaction"),
    "why": Both("原因", "Why"),
    "quota": Both("配额", "Quota"),
    "most": Both("上限", "At most"),
    "serial": Both("印章编号", "Serial"),
    "to": Both("交付给", "To"),
    "model": Both("型号", "Model"),
    "seals": Both("指定印章", "Seals"),
    "first": Both("先发布枚数", "First"),
    "share": Both("百分比", "Share"),
    "failures": Both("允许失败", "Failures allowed"),
    "name": Both("用户名", "Name"),
    "manifest": Both("签名清单", "Manifest"),
    "image": Both("固件镜像", "Image"),
}


class Trail(Room):
    name = Both("审计日志", "Audit trail")
    group = SYSTEM
    path = PATH

    def page(self, view: View, asked: Asked) -> Page | None:
        if asked.key:
            return _one(view, asked.one) if len(asked.key) == 1 else None
        by, before = asked.query.get("q", "").strip(), asked.query.get("before", "")
        number = int(before) if before.isascii() and before.isdecimal() and len(before) < 16 else None
        found = operators.trail(view, ROWS + 1, number, by)
        more = address("trail", q=by, before=str(found[ROWS - 1].number)) if len(found) > ROWS else ""
        columns = (
            Both("编号", "No."),
            TIME,
            Both("运营人员", "Operator"),
            Both("操作", "What"),
            Both("对象", "Of what"),
            Both("结果", "Outcome"),
        )
        rows = [_line(view, each) for each in found[:ROWS]]
        table = Table(columns, rows, Both("没有记录。", "Nothing was done."), numbers=frozenset({0}), more=more)
        lead = Both(
            "每条记录与前一条相连，最新一条由平台签名；命令行 --verify 核对全部。",
            "Each entry continues the one before; the newest is signed. --verify at the command line checks all.",
        )
        return Page(self.name, [table], lead, search=Both("运营人员用户名", "Name of an operator"))


def _outcome(of: Entry) -> Badge:
    return Badge(Both("未执行", "Refused"), "danger") if of.code else Badge(Both("已执行", "Done"), "ok")


def _line(view: View, of: Entry) -> tuple[Cell, ...]:
    what = Link(deed(of.act), address("trail", str(of.number)))
    return str(of.number), when(of.at), of.operator or NOBODY, what, about(view, of), _outcome(of)


def _one(view: View, number: str) -> Page | None:
    found = (
        operators.trail(view, 1, int(number) + 1)
        if number.isascii() and number.isdecimal() and len(number) < 16
        else []
    )
    if not found or str(found[0].number) != number:
        return None
    of = found[0]
    organization = view.get(Organization, of.organization, of.organization) if of.organization else None
    pairs: list[tuple[Both, Cell]] = [
        (TIME, when(of.at)),
        (Both("运营人员", "Operator"), of.operator or NOBODY),
        (Both("来自", "From"), of.address or "—"),
        (
            ORGANIZATION,
            "—" if organization is None else Link(organization.name, address("organizations", organization.id)),
        ),
        (Both("对象", "Of what"), subject(view, of) or "—"),
    ]
    pairs += [(LABELS.get(name, Both(name, name)), text) for name, text in _words(of).items()]
    if of.code:
        refused = Refused(of.code)
        pairs.append((Both("未执行的原因", "Why refused"), Both(why(refused, True), why(refused, False))))
    pairs.append((Both("校验值", "Head"), of.head))
    return Page(deed(of.act), [Facts(pairs)], back=(Trail.name, PATH), badge=_outcome(of))


def _words(of: Entry) -> dict[str, str]:
    """What was typed, by its fields; as it stands there, where it was so much that it was cut."""
    try:
        return msgspec.json.decode(of.words, type=dict[str, str])
    except msgspec.DecodeError:
        return {"": of.words}
