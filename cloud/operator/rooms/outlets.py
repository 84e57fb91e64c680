"""Service outlets, as every console finds them near a place (R-273)."""

from cloud import outlets
from cloud.operator.form import Given, Unfit
from cloud.operator.page import DASH, Block, Cell, Facts, Field, Form, Link, Page, Table, Two, when
from cloud.operator.room import ROWS, Asked, Doing, Done, Room, address
from cloud.operator.rooms.words import OPERATIONS
from cloud.operator.wording import Both
from cloud.store.outlets import Kept, find
from cloud.store.unit import View
from domain.geo import Point
from domain.ids import new_id
from domain.outlets import OPERATOR, Outlet
from domain.texts import as_read
from domain.verdict import Refused

PATH = "/outlets"
PUT, REMOVE = "PutOutlet", "RemoveOutlet"
NAME, ADDRESS, PHONE = Both("名称", "Name"), Both("地址", "Address"), Both("电话", "Phone")


class Outlets(Room):
    name = Both("服务网点", "Service outlets")
    group = OPERATIONS
    path = PATH

    def __init__(self) -> None:
        super().__init__()
        self.acts = {PUT: _put, REMOVE: _remove}

    def page(self, view: View, asked: Asked) -> Page | None:
        if asked.key:
            found = find(view, asked.one) if len(asked.key) == 1 else None
            return None if found is None else _one(found)
        search = asked.query.get("q", "").strip()
        after = asked.query.get("after", "")
        fitting = [each for each in outlets.every(view) if _fits(each.outlet, search) and each.outlet.id > after]
        more = address("outlets", q=search, after=fitting[ROWS - 1].outlet.id) if len(fitting) > ROWS else ""
        rows = [_line(each) for each in fitting[:ROWS]]
        columns = (NAME, ADDRESS, PHONE, Both("最近修改", "Changed"))
        empty = Both(
            "没有符合的网点。" if search else "还没有服务网点：请在右侧添加。",
            "No outlet fits." if search else "No outlet yet: add one at the right.",
        )
        form = Form(PUT, Both("添加", "Add"), _fields(None), Both("添加网点", "Add an outlet"))
        search_in = Both("名称或地址", "Name or address")
        return Page(self.name, [Table(columns, rows, empty, more=more), form], search=search_in)


def _fits(row: Outlet, search: str) -> bool:
    return as_read(search) in as_read(f"{row.name} {row.address}")


def _line(kept: Kept) -> tuple[Cell, ...]:
    row = kept.outlet
    name: Link | Two = Link(row.name, address("outlets", row.id))
    return Two(name, row.hours) if row.hours else name, row.address, row.phone or DASH, when(kept.changed_at)


def _fields(row: Outlet | None) -> list[Field]:
    hint = Both("WGS-84 坐标，如 31.2304。", "In WGS-84 degrees, as 31.2304.")
    return [
        Field("name", NAME, value="" if row is None else row.name),
        Field("address", ADDRESS, value="" if row is None else row.address),
        Field("phone", PHONE, value="" if row is None else row.phone, required=False),
        Field("hours", Both("营业时间", "Hours"), value="" if row is None else row.hours, required=False),
        Field("lat", Both("纬度", "Latitude"), "number", "" if row is None else f"{row.point.lat:.6f}", hint),
        Field("lon", Both("经度", "Longitude"), "number", "" if row is None else f"{row.point.lon:.6f}"),
    ]


def _one(kept: Kept) -> Page:
    row, hidden = kept.outlet, {"subject": kept.outlet.id}
    pairs: list[tuple[Both, Cell]] = [
        (ADDRESS, row.address),
        (PHONE, row.phone or DASH),
        (Both("营业时间", "Hours"), row.hours or DASH),
        (Both("坐标（WGS-84）", "Place (WGS-84)"), f"{row.point.lat:.6f}, {row.point.lon:.6f}"),
        (Both("最近修改", "Changed"), f"{when(kept.changed_at)} · {kept.changed_by}"),
    ]
    note = Both("各单位不再看到该网点。", "No organization finds it any more.")
    title = Both("删除网点", "Remove it")
    blocks: list[Block] = [
        Facts(pairs),
        Form(PUT, Both("保存", "Save"), _fields(row), Both("修改网点", "Change it"), hidden=hidden),
        Form(REMOVE, Both("删除", "Remove"), title=title, note=note, danger=True, hidden=hidden),
    ]
    return Page(row.name, blocks, back=(Outlets.name, PATH))


def _degrees(given: Given, name: str, most: int) -> float:
    try:
        found = float(given.text(name, most=20))
    except ValueError as error:
        raise Unfit("degrees_wrong", name, str(most)) from error
    if not -most <= found <= most:
        raise Unfit("degrees_wrong", name, str(most))
    return found


def _put(doing: Doing) -> Done | Refused:
    given, known = doing.given, doing.given.text("subject", may_miss=True)
    if known and find(doing.unit, known) is None:
        return Refused("not_found")
    row = Outlet(
        id=known or new_id(doing.now),
        organization=OPERATOR,
        name=given.text("name", most=60),
        address=given.text("address"),
        phone=given.text("phone", may_miss=True, most=60),
        hours=given.text("hours", may_miss=True, most=60),
        point=Point(_degrees(given, "lat", 90), _degrees(given, "lon", 180)),
    )
    done = outlets.put(doing.service, doing.unit, row, doing.by, doing.now)
    if isinstance(done, Refused):
        return _beside(done)
    text = Both(f"“{done.name}”已保存，各单位即可查到。", f"“{done.name}” is saved; all organizations find it.")
    return Done(text, address("outlets", done.id), done.name)


def _beside(refused: Refused) -> Refused:
    """Its place has two fields."""
    return Refused(refused.code, "lat", refused.detail) if refused.field == "point" else refused


def _remove(doing: Doing) -> Done | Refused:
    row = outlets.remove(doing.service, doing.unit, doing.given.text("subject"), doing.by, doing.now)
    if isinstance(row, Refused):
        return row
    return Done(Both(f"“{row.name}”已删除。", f"“{row.name}” is removed."), PATH, row.name)
