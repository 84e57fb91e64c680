"""Releases of the seals' firmware: taken in, sent out by stages, stopped (R-169)."""

from cloud import rollout, sweeps
from cloud.operator.form import Given
from cloud.operator.page import Badge, Block, Cell, Facts, Field, Form, Link, Page, Table, Two, when
from cloud.operator.room import Asked, Doing, Done, Room, address
from cloud.operator.rooms.words import MODELS, STATE, SYSTEM, UPGRADES
from cloud.operator.wording import Both
from cloud.rollout import Brought, Wanted
from cloud.store import releases
from cloud.store.releases import OPERATOR, Release
from cloud.store.unit import View
from domain.firmware import MOST_SHARE
from domain.seals import Model
from domain.verdict import Refused
from protocol.firmware import MAX_RELEASE_BYTES

PATH = "/releases"
ADD, STAGE, STOP = "AddRelease", "StageRelease", "StopRelease"
MANIFEST_BYTES = 16 * 1024
MOST_SEALS = 100_000
VERSION = Both("版本", "Version")


class Releases(Room):
    name = Both("固件发布", "Firmware releases")
    waits = Both("因失败而停止的固件", "Releases stopped by failures")
    tone = "danger"
    group = SYSTEM
    path = PATH
    most_body = MAX_RELEASE_BYTES + 128 * 1024

    def __init__(self) -> None:
        super().__init__()
        self.brings = {ADD: _bring}
        self.acts = {ADD: _add, STAGE: _stage, STOP: _stop}

    def waiting(self, view: View) -> int:
        return sum(each.stopped_at is not None and each.stopped_why != OPERATOR for each in releases.every(view))

    def page(self, view: View, asked: Asked) -> Page | None:
        if asked.key:
            found = releases.get(view, asked.one) if len(asked.key) == 1 else None
            return None if found is None else _one(view, found)
        rows: list[tuple[Cell, ...]] = [
            (
                Two(Link(each.version, address("releases", each.release)), MODELS[Model(each.model)]),
                _state(each),
                _to(each),
                str(sum(releases.counts(view, each.release).values())),
                when(each.added_at),
            )
            for each in releases.every(view)
        ]
        columns = (VERSION, STATE, Both("发布给", "Goes to"), Both("涉及印章", "Seals"), Both("添加时间", "Added"))
        empty = Both("还没有固件：请在右侧添加。", "No release yet: add one at the right.")
        fields = [
            Field("manifest", Both("签名清单", "Manifest"), "file"),
            Field("image", Both("固件镜像", "Image"), "file"),
        ]
        note = Both("须由厂商签名。添加后尚不发布。", "Signed by the maker. It goes to nobody yet.")
        form = Form(ADD, Both("添加", "Add"), fields, Both("添加固件", "Add a release"), note)
        return Page(self.name, [Table(columns, rows, empty, numbers=frozenset({3})), form])


def _state(of: Release) -> Badge:
    if of.staged_at is None:
        return Badge(Both("未发布", "Goes to nobody yet"))
    if of.stopped_at is None:
        return Badge(Both("发布中", "Goes out"), "ok")
    if of.stopped_why == OPERATOR:
        return Badge(Both("已停止", "Stopped"), "warn")
    return Badge(Both("因失败过多停止", "Stopped by failures"), "danger")


def _to(of: Release) -> Both:
    if of.staged_at is None:
        return Both("—", "—")
    seals, share, failures = len(of.stage.seals), of.stage.share, of.stage.failures
    if share == MOST_SHARE:
        to = Both("全部印章", "All seals")
    else:
        chinese = [*([f"{seals} 枚印章"] if seals else []), *([f"全部的 {share}%"] if share else [])]
        english = [*([f"{seals} seals"] if seals else []), *([f"{share} % of all"] if share else [])]
        to = Both("、".join(chinese), " and ".join(english))
    return Both(f"{to.chinese}；允许失败 {failures} 枚", f"{to.english}; {failures} failures allowed")


def _one(view: View, of: Release) -> Page:
    pairs: list[tuple[Both, Cell]] = [
        (VERSION, of.version),
        (Both("型号", "Model"), MODELS[Model(of.model)]),
        (Both("大小", "Size"), Both(f"{of.size:,} 字节", f"{of.size:,} bytes")),
        (Both("镜像校验值", "SHA-256"), of.release),
        (Both("添加时间", "Added"), when(of.added_at)),
        (Both("发布给", "Goes to"), _to(of)),
        (Both("发布时间", "Sent out"), when(of.staged_at)),
        (Both("停止时间", "Stopped"), when(of.stopped_at)),
    ]
    counts = releases.counts(view, of.release)
    rows = [(UPGRADES.get(state, Both(state, state)), str(count)) for state, count in sorted(counts.items()) if state]
    table = Table(
        (STATE, Both("印章数", "Seals")),
        rows,
        Both("还没有印章收到此固件。", "No seal was ordered this release yet."),
        Both("升级进度", "How the seals are with it"),
        frozenset({1}),
    )
    blocks: list[Block] = [Facts(pairs), table, _stage_form(of)]
    if of.goes_out:
        note = Both("尚未开始的印章不再升级。", "Seals that have not begun need not.")
        title, hidden = Both("停止发布", "Stop it"), {"subject": of.version}
        blocks.append(Form(STOP, Both("停止", "Stop"), title=title, note=note, danger=True, hidden=hidden))
    return Page(f"{of.version}", blocks, back=(Releases.name, PATH), badge=_state(of))


def _stage_form(of: Release) -> Form:
    note = Both("可分阶段扩大。此前失败的印章会重新升级。", "Widen it by stages. Where it failed it is tried again.")
    fields = [
        Field(
            "seals",
            Both("指定印章", "These seals"),
            "area",
            " ".join(of.stage.seals[:40]) if len(of.stage.seals) <= 40 else "",
            Both("印章编号，用空格分开。", "Serials with blanks between them."),
            required=False,
        ),
        Field("first", Both("或先发布给若干枚", "Or to so many of those bound"), "number", required=False),
        Field("share", Both("或全部的百分比", "Or to a share of all, in percent"), "number", required=False),
        Field("failures", Both("允许失败的枚数", "Failures allowed"), "number", str(of.stage.failures)),
    ]
    title, hidden = Both("发布", "Send it out"), {"subject": of.version}
    return Form(STAGE, Both("发布", "Send out"), fields, title, note, hidden=hidden)


def _bring(asked: Asked, given: Given) -> Brought | Refused:
    manifest, image = given.file("manifest", MANIFEST_BYTES), given.file("image", MAX_RELEASE_BYTES)
    return rollout.bring(asked.service, manifest.data, image.data)


def _add(doing: Doing) -> Done | Refused:
    assert isinstance(doing.brought, Brought)
    row = rollout.add(doing.unit, doing.brought, doing.now)
    if isinstance(row, Refused):
        return row
    text = Both(f"{row.version} 已添加，尚未发布。", f"{row.version} is added; it goes to nobody yet.")
    return Done(text, address("releases", row.release), row.version)


def _stage(doing: Doing) -> Done | Refused:
    given = doing.given
    seals = given.text("seals", may_miss=True, most=MAX_SERIALS).upper().replace(",", " ").replace("，", " ").split()
    first, share = given.number("first", 0, MOST_SEALS, 0), given.number("share", 0, MOST_SHARE, 0)
    if not (seals or first or share):
        return Refused("stage_nobody", "seals")
    wanted = Wanted(seals, first, share, given.number("failures", 0, MOST_SEALS))
    row = rollout.stage(doing.unit, given.text("subject"), wanted, doing.now)
    if isinstance(row, Refused):
        return row
    to = _to(row)
    return Done(Both(f"已发布：{to.chinese}。", f"It goes out: {to.english}."), after=_work_off)


MAX_SERIALS = 20_000


def _stop(doing: Doing) -> Done | Refused:
    row = rollout.stop(doing.unit, doing.given.text("subject"), doing.now)
    if isinstance(row, Refused):
        return row
    return Done(Both("已停止发布。", "It goes to nobody any more."), after=_work_off)


async def _work_off(asked: Asked) -> None:
    """At once, and not with the next sweep."""
    await sweeps.work_off(asked.service, sweeps.ROLLOUT)
