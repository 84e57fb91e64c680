"""Seals: to whom they are delivered, and what is done about one that is lost (C-32)."""

from dataclasses import replace

from cloud import forced
from cloud.gateway import broker
from cloud.operator.page import Block, Cell, Facts, Field, Form, Link, Page, Table, Two, when
from cloud.operator.room import ROWS, Asked, Doing, Done, Room, address
from cloud.operator.rooms.words import (
    BINDINGS,
    LOST,
    MODELS,
    NOBODYS,
    OPERATIONS,
    ORGANIZATION,
    REASON,
    SERIAL,
    STATE,
    STOCK,
)
from cloud.operator.wording import Both
from cloud.seals import stock
from cloud.store import across, devices, modems
from cloud.store.unit import View
from domain.organization import Organization
from domain.seals import SERIAL as SERIAL_FORM
from domain.seals import BindingState, Model, Seal, SealStatus, is_on, is_ours
from domain.stock import StockedSeal, StockState
from domain.verdict import Refused

PATH = "/seals"
ALL_SEALS, IN_LOCK = "", "lost"
BAR, ALLOW = "BarModem", "AllowModem"


class Seals(Room):
    name = Both("印章与交付", "Seals and delivery")
    waits = Both("挂失锁定的印章", "Seals in loss lock")
    tone = "danger"
    group = OPERATIONS
    path = PATH

    def __init__(self) -> None:
        super().__init__()
        self.acts = {
            stock.DELIVER: _deliver,
            stock.TAKE_BACK: _take_back,
            forced.ACT: _unbind,
            BAR: _bar,
            ALLOW: _allow,
        }

    def counted(self, view: View) -> int:
        return len(across.lost(view))

    def page(self, view: View, asked: Asked) -> Page | None:
        if not asked.key:
            return self._list(view, asked)
        return _one(view, asked.one) if len(asked.key) == 1 else None

    def _list(self, view: View, asked: Asked) -> Page:
        in_lock = asked.query.get("show") == IN_LOCK
        search = asked.query.get("q", "").strip().upper()
        if in_lock:
            found, more = [each.id for each in across.lost(view) if search in each.id], ""
            empty = Both("没有挂失锁定的印章。", "No seal is in loss lock.")
        else:
            found = across.serials(view, search, ROWS + 1, asked.query.get("after", ""))
            more = address("seals", q=search, after=found[ROWS - 1]) if len(found) > ROWS else ""
            found = found[:ROWS]
            empty = Both(
                "没有符合的印章。" if search else "还没有印章：请在右侧交付第一枚。",
                "No seal fits." if search else "No seals yet: deliver the first one at the right.",
            )
        rows = [_line(view, serial) for serial in found]
        columns = (SERIAL, ORGANIZATION, STATE, Both("交付时间", "Delivered"), Both("最近通信", "Heard"))
        choices = (
            (Both("全部", "All"), PATH, not in_lock),
            (Both("挂失锁定", "In loss lock"), address("seals", show=IN_LOCK), in_lock),
        )
        blocks: list[Block] = [Table(columns, rows, empty, more=more), _deliver_form()]
        return Page(self.name, blocks, choices=choices, search=Both("印章编号", "Serial"))


def _deliver_form(serial: str = "", model: str = "") -> Form:
    note = Both("此后只有该单位可以绑定这枚印章。", "From then on only that organization may bind it.")
    fields = [
        *([] if serial else [Field("serial", SERIAL)]),
        Field(
            "to",
            Both("交付给", "Deliver to"),
            hint=Both("单位的完整名称，或单位编号。", "The organization's full name, or its id."),
        ),
        Field(
            "model",
            Both("型号", "Model"),
            "select",
            value=model,
            options=[("", Both("按印章自报", "As the seal has said")), *((each.value, MODELS[each]) for each in Model)],
        ),
    ]
    hidden = {"serial": serial, "subject": serial} if serial else dict[str, str]()
    return Form(stock.DELIVER, Both("交付", "Deliver"), fields, Both("交付印章", "Deliver a seal"), note, hidden=hidden)


def _holder(view: View, serial: str) -> Seal | None:
    """The row of whose it is now, or is to be."""
    return next((each for each in across.of_seal(view, serial) if is_ours(each)), None)


def _stocked(view: View, serial: str) -> StockedSeal | None:
    to = devices.delivered_to(view, serial)
    return None if to is None else view.get(StockedSeal, to, serial)


def _organization(view: View, id: str) -> Cell:
    found = view.get(Organization, id, id)
    return "—" if found is None else Link(found.name, address("organizations", id))


def _line(view: View, serial: str) -> tuple[Cell, ...]:
    row, stocked = _holder(view, serial), _stocked(view, serial)
    if row is not None:
        state = LOST if is_on(row.loss_lock) else BINDINGS[row.state]
    else:
        state = NOBODYS if stocked is None else STOCK[stocked.state]
    whose = row or stocked
    link = Link(serial, address("seals", serial))
    return (
        link if row is None else Two(link, row.name),
        "—" if whose is None else _organization(view, whose.organization),
        state,
        when(None if stocked is None else stocked.delivered_at),
        when(_heard(view, row, stocked)),
    )


def _heard(view: View, row: Seal | None, stocked: StockedSeal | None) -> int | None:
    status = None if row is None else view.get(SealStatus, row.organization, row.id)
    times = (None if status is None else status.heard_at or status.at, None if stocked is None else stocked.heard_at)
    return max((each for each in times if each is not None), default=None)


def _one(view: View, serial: str) -> Page | None:
    row, stocked, device = _holder(view, serial), _stocked(view, serial), devices.device(view, serial)
    if row is None and stocked is None and device is None:
        return None
    known = row.model if row is not None else stocked.model if stocked is not None else None
    model = known or (None if device is None else Model(device.model))
    pairs: list[tuple[Both, Cell]] = [
        (SERIAL, serial),
        (Both("型号", "Model"), "—" if model is None else MODELS[model]),
        (Both("交付给", "Delivered to"), "—" if stocked is None else _organization(view, stocked.organization)),
        (Both("交付时间", "Delivered"), when(None if stocked is None else stocked.delivered_at)),
    ]
    if row is not None:
        pairs += _binding(view, row)
    elif stocked is not None and stocked.state is StockState.UNDELIVERED:
        shown = Both("设备未交付，联网后变为设备未绑定", "Not delivered, until it is heard: then not bound")
        pairs.append((Both("印章屏幕", "Its screen"), shown))
    pairs.append((Both("最近通信", "Heard"), when(_heard(view, row, stocked))))
    lock = row is not None and is_on(row.loss_lock)
    badge = LOST if lock else BINDINGS[row.state] if row else STOCK[stocked.state] if stocked else NOBODYS
    former = [
        (_organization(view, each.organization), each.name, when(each.unbound_at), each.unbound_why or "—")
        for each in across.of_seal(view, serial)
        if not is_ours(each)
    ]
    blocks: list[Block] = [Facts(pairs)]
    if former:
        columns = (ORGANIZATION, Both("名称", "Name"), Both("解绑时间", "Unbound"), REASON)
        blocks.append(Table(columns, former, Both("无", "None"), Both("曾绑定于", "Bound before to")))
    blocks += _forms(view, serial, row, stocked, model)
    return Page(serial if row is None else row.name, blocks, back=(Seals.name, PATH), badge=badge)


def _binding(view: View, row: Seal) -> list[tuple[Both, Cell]]:
    found: list[tuple[Both, Cell]] = [
        (ORGANIZATION, _organization(view, row.organization)),
        (Both("名称", "Name"), row.name),
        (Both("绑定时间", "Bound"), when(row.bound_at)),
    ]
    if is_on(row.loss_lock) and row.loss_lock is not None:
        found.append((Both("挂失时间", "Locked"), when(row.loss_lock.at)))
        confirmed = row.loss_lock.confirmed_at
        found.append((Both("印章确认锁定", "Lock confirmed"), when(confirmed)))
    return found


def _forms(view: View, serial: str, row: Seal | None, stocked: StockedSeal | None, model: Model | None) -> list[Block]:
    """What can be done with it as it is now."""
    found: list[Block] = []
    hidden = {"subject": serial, "organization": "" if row is None else row.organization}
    if stocked is None and (row is None or not is_on(row.loss_lock)):
        found.append(_deliver_form(serial, "" if model is None else model.value))
    if stocked is not None and (row is None or row.state is BindingState.AWAITING_SEAL):
        note = Both("之后可以交付给其他单位。", "It can then be delivered to another organization.")
        text = Both("收回", "Take it back")
        mine = {"subject": serial, "organization": stocked.organization}
        found.append(Form(stock.TAKE_BACK, text, title=Both("收回印章", "Take the seal back"), note=note, hidden=mine))
    if row is not None and (is_on(row.loss_lock) or row.state is BindingState.AWAITING_SEAL):
        note = Both(
            "单位不再拥有该印章，未结束的授权全部结束，管章人会收到通知。无法撤销。",
            "The organization has it no more, its authorizations end, its keepers are told. It cannot be undone.",
        )
        why = Field("reason", REASON, "area", hint=Both("记入单位的审计日志。", "It stands in their audit log."))
        title = Both("强制解绑", "Unbind by force")
        found.append(Form(forced.ACT, Both("强制解绑", "Unbind"), [why], title, note, danger=True, hidden=hidden))
    certificates = modems.of(view, serial)
    if certificates:
        found.append(_modem_form(hidden, barred=any(each.barred for each in certificates)))
    return found


def _modem_form(hidden: dict[str, str], *, barred: bool) -> Form:
    if barred:
        note = Both("印章可以重新申请通信证书。", "The seal may ask for a certificate again.")
        return Form(
            ALLOW, Both("恢复", "Allow"), title=Both("恢复通信证书", "Allow its modem"), note=note, hidden=hidden
        )
    note = Both("印章立即断开，不再能通过 GPRS 通信。", "It is dropped at once and speaks over GPRS no more.")
    title = Both("吊销通信证书", "Bar its modem")
    return Form(BAR, Both("吊销", "Bar"), title=title, note=note, danger=True, hidden=hidden)


# What is done


def _deliver(doing: Doing) -> Done | Refused:
    given, view = doing.given, doing.unit
    serial = given.text("serial").upper()
    if not SERIAL_FORM.fullmatch(serial):
        return Refused("serial_wrong", "serial")
    to = _named(view, given.text("to"))
    if isinstance(to, Refused):
        return to
    model = given.choice("model", Model) if given.fields.get("model") else None
    row = stock.deliver(doing.service, doing.unit, serial, to.id, model, doing.now)
    if isinstance(row, Refused):
        other = view.get(Organization, row.detail, row.detail) if row.code == "seal_delivered_already" else None
        return row if other is None else replace(row, detail=other.name)
    text = Both(f"{serial} 已交付给“{to.name}”。", f"{serial} is delivered to “{to.name}”.")
    return Done(text, address("seals", serial), serial, to.id)


def _named(view: View, text: str) -> Organization | Refused:
    """The one organization of this name or id."""
    found = view.get(Organization, text, text) if len(text) <= 64 else None
    if found is not None and found.deleted_at is None:
        return found
    exact = [each for each in across.organizations(view, text, ROWS) if each.name == text and each.deleted_at is None]
    if len(exact) > 1:
        return Refused("organization_several", "to", text)
    return exact[0] if exact else Refused("organization_unknown", "to", text)


def _take_back(doing: Doing) -> Done | Refused:
    row = stock.take_back(doing.service, doing.unit, doing.given.text("subject"), doing.now)
    if isinstance(row, Refused):
        return row
    return Done(Both(f"{row.id} 已收回。", f"{row.id} was taken back."), PATH)


def _unbind(doing: Doing) -> Done | Refused:
    serial, why = doing.given.text("subject"), doing.given.text("reason")
    row = forced.unbind(doing.service, doing.unit, serial, why, doing.now)
    if isinstance(row, Refused):
        return row
    return Done(Both(f"“{row.name}”已强制解绑。", f"“{row.name}” was unbound by force."), address("seals", row.id))


def _bar(doing: Doing) -> Done | Refused:
    serial = doing.given.text("subject")
    if not modems.of(doing.unit, serial):
        return Refused("not_found")
    modems.revoke(doing.unit, serial, doing.now, barred=True)
    return Done(Both("通信证书已吊销。", "Its modem is barred."), after=_drop)


def _allow(doing: Doing) -> Done | Refused:
    serial = doing.given.text("subject")
    if not modems.of(doing.unit, serial):
        return Refused("not_found")
    modems.allow(doing.unit, serial)
    return Done(Both("可以重新申请通信证书。", "Its modem may have a certificate again."))


async def _drop(asked: Asked) -> None:
    await broker.drop_revoked(asked.cloud)
