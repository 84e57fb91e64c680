"""One window with every building block in it, as a screen would use them: for the tests, and to look at."""

from dataclasses import dataclass

from PySide6.QtCore import QDate, QDateTime, QTime
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QPlainTextEdit, QRadioButton, QWidget

from app.views.look import Look, Tone
from app.views.shell import Page, Shell
from app.views.widgets import (
    Avatar,
    Card,
    Choice,
    Fact,
    FactList,
    FormField,
    ListDetail,
    PageFrame,
    Pill,
    Record,
    RecordList,
    RecordModel,
    Refused,
    SegmentedSwitch,
    Step,
    Thumb,
    ThumbnailView,
    Timeline,
    button,
    choice_edit,
    column,
    label,
    line_edit,
    moment_edit,
    number_edit,
    row,
    rule,
)

CHINESE = {
    "Work": "工作",
    "Seals": "印章",
    "Organization": "组织",
    "Applications": "用印申请",
    "Approvals": "用印审批",
    "Ready for me": "待我使用",
    "Usage records": "使用记录",
    "Map": "位置",
    "Settings": "设置",
    "To do": "待处理",
    "Mine": "我发起的",
    "Copied": "抄送我的",
    "Done": "已办",
    "Search applications, people": "搜索申请、人员、文件",
    "Apply": "申请用印",
    "Inbox": "审批收件箱",
    "3 waiting for you": "3 件待您处理",
    "Waiting for you": "待我审批",
    "In use": "用印中",
    "Ended": "用印结束",
    "Rejected": "已驳回",
    "sending": "发送中",
    "Reason": "用途",
    "Seal": "印章",
    "Copies": "份数",
    "Document": "文件",
    "Number": "编号",
    "Progress": "流程",
    "Photos": "照片",
    "Reject": "驳回",
    "Approve": "通过",
    "Note to the applicant (optional)": "给申请人留言（可不填）",
    "The application": "申请信息",
    "Authorize": "用印授权",
    "Number of uses": "授权次数",
    "From": "开始时间",
    "Until": "结束时间",
    "Method": "授权方式",
    "Direct": "直接授权",
    "Pre-authorized": "预先授权",
    "Photo per impression": "盖章拍照",
    "The end must be after the start.": "结束时间必须晚于开始时间。",
    "0 means without limit, at most 500": "0 为不限，最多 500",
    "Nothing waits for you": "没有待处理的事项",
    "New applications appear here as soon as they arrive.": "新的申请一到达就会显示在这里。",
    "Look again": "重新查看",
    "Bluetooth is off. Switch it on to reach the seal.": "蓝牙未开启，请开启蓝牙以连接印章。",
    "Switch on": "开启",
    "on its way": "上传中",
    "Impression": "第",
    "Seal keeper": "管章人",
    "submitted": "提交申请",
    "approved: department head": "部门负责人已通过",
    "waiting: seal keeper": "待管章人授权",
    "stamped on the seal": "在设备上盖章",
    "now": "现在",
    "Ended by the keeper": "管章人已结束用印",
    "Connected": "已连接",
    "Approved": "已通过",
    "Approve the application of 11-23": "通过 11-23 的申请",
    "Someone else decided first.": "该申请已被他人处理。",
}


@dataclass(frozen=True)
class Item:
    key: int
    title: str
    who: str
    detail: str
    state: str
    tone: Tone
    time: str
    unread: bool = False
    note: str = ""


ITEMS = [
    Item(1, "云杉精密仪器 · 采购框架协议", "陈佳宁", "合同专用章（一）", "Waiting for you", Tone.WARN, "09:12", True),
    Item(2, "苏州分公司 · 银行询证函", "顾予安", "财务专用章", "Waiting for you", Tone.WARN, "08:51", True),
    Item(
        key=3,
        title="南浦大桥检修项目 · 投标文件与全部附件的最终版本（第三次修订）",
        who="韩子墨",
        detail="工程部 · 公章",
        state="Waiting for you",
        tone=Tone.WARN,
        time="08:20",
        note="sending",
    ),
    Item(4, "员工在职证明（批量）", "林知夏", "人力资源部 · 人事专用章", "In use", Tone.ACCENT, "11-22 16:05"),
    Item(5, "仓储租赁 · 补充协议二", "许砚清", "物流部 · 合同专用章（二）", "Ended", Tone.OK, "11-22 14:00"),
    Item(6, "授权委托书 · 海关申报", "宋云舒", "关务部 · 法定代表人章", "Rejected", Tone.DANGER, "11-21 10:30"),
]


def page_picture(at: int) -> QImage:
    """A small white page with lines on a dark table, as a photo would show."""
    image = QImage(236, 240, QImage.Format.Format_RGB32)
    image.fill(QColor("#4A423C"))
    painter = QPainter(image)
    painter.fillRect(26, 14, 184, 214, QColor("#F4F1EA"))
    for line in range(9):
        painter.fillRect(46, 60 + line * 16, 140 - (line * 37 + at * 13) % 50, 2, QColor("#8C8780"))
    painter.setPen(QColor("#C63A2B"))
    painter.drawEllipse(140, 160, 44, 44)
    painter.end()
    return image


class Gallery:
    """Builds the window; ``words`` is "zh" or "en"."""

    def __init__(self, app: QApplication, look: Look, words: str = "en") -> None:
        self._table = CHINESE if words == "zh" else {}
        self.shell = Shell(look, self._pages)
        say = self.say
        self.shell.user.set_user("沈若溪", say("Seal keeper"))
        self.shell.selector.set_choices(
            [
                Choice("1", "合同专用章（一）", say("Connected"), Tone.OK),
                Choice("2", "公章", say("In use"), Tone.ACCENT),
            ],
            "1",
        )
        self.shell.set_waiting("approvals", 3)
        self.shell.set_waiting("ready", 12)
        status = self.shell.status
        status.show_link(online=False, since="09:05")
        status.show_waiting(3)
        status.show_on_seals(2)
        status.show_refused([Refused("a", say("Approve the application of 11-23"), say("Someone else decided first."))])
        status.say(say("Approved"))

    def say(self, text: str) -> str:
        return self._table.get(text, text)

    def _pages(self) -> list[Page]:
        say = self.say
        work, seals, organization = say("Work"), say("Seals"), say("Organization")
        return [
            Page("applications", work, "file-text", say("Applications"), self.empty),
            Page("approvals", work, "tray", say("Approvals"), self.approvals),
            Page("ready", work, "hand-pointing", say("Ready for me"), self.form),
            Page("usage", work, "clock-counter-clockwise", say("Usage records"), self.empty),
            Page("map", seals, "map-trifold", say("Map"), self.empty),
            Page("seals", seals, "broadcast", say("Seals"), self.empty),
            Page("settings", organization, "gear-six", say("Settings"), self.empty),
        ]

    def empty(self) -> QWidget:
        page = PageFrame(self.say("Applications"))
        page.header.show_search(self.say("Search applications, people"))
        page.header.show_action(self.say("Apply"))
        page.banner.show_fault(self.say("Bluetooth is off. Switch it on to reach the seal."), self.say("Switch on"))
        page.show_state(
            "tray",
            self.say("Nothing waits for you"),
            self.say("New applications appear here as soon as they arrive."),
            self.say("Look again"),
        )
        return page

    def approvals(self) -> QWidget:
        say = self.say
        page = PageFrame(say("Approvals"))
        page.header.show_search(say("Search applications, people"))
        page.header.show_action(say("Apply"))
        page.content.addWidget(ListDetail(self._inbox(), self._detail()))
        return page

    def _inbox(self) -> Card:
        say = self.say
        card = Card(say("Inbox"), say("3 waiting for you"), flush=True)
        switch = SegmentedSwitch([say("To do"), say("Mine"), say("Copied"), say("Done")], say("Inbox"))
        switch.set_count(0, 3)
        above = row(switch, None)
        above.setContentsMargins(16, 0, 16, 0)
        card.body.addLayout(above)
        card.body.addWidget(rule())
        model = RecordModel[Item](
            key=lambda item: item.key,
            record=lambda item: Record(
                item.title, f"{item.who} · {item.detail}", say(item.state), item.tone, item.time, avatar=item.who,
                unread=item.unread, note=say(item.note) if item.note else "",
            ),
        )  # fmt: skip
        model.set_rows(ITEMS)
        records = RecordList(model, say("Inbox"))
        records.choose(1)
        card.body.addWidget(records, 1)
        self.records, self.switch = records, switch
        return card

    def _detail(self) -> Card:
        say = self.say
        card = Card(scroll=True)
        title = label("云杉精密仪器 · 采购框架协议", "title", cut=True)
        names = column(title, label("SQ-20261123-018 · 陈佳宁 · 采购部", "secondary", cut=True), gap=2)
        card.head(Avatar("陈佳宁", 40), names, Pill(say("Waiting for you"), Tone.WARN))
        facts = FactList(
            [
                Fact(say("Seal"), "合同专用章（一）"),
                Fact(say("Copies"), "3"),
                Fact(say("Number"), "SQ-20261123-018", copy=True),
                Fact(say("Until"), "2026-11-30 18:00"),
                Fact(say("Reason"), "与云杉精密仪器续签年度采购框架，三方各执一份；正文第 3 页及附件二加盖骑缝章。"),
            ]
        )
        timeline = Timeline(
            [
                Step("陈佳宁", say("submitted"), "11-23 09:12", Tone.OK),
                Step("周明远", say("approved: department head"), "11-23 09:40", Tone.OK),
                Step("沈若溪", say("waiting: seal keeper"), say("now"), Tone.WARN),
                Step("GL0000000417", say("stamped on the seal")),
            ],
            say("Progress"),
        )
        thumbs = ThumbnailView(say("Photos"))
        thumbs.set_thumbs(
            [Thumb(at, f"{say('Impression')} {at}", page_picture(at)) for at in (1, 2)]
            + [Thumb(3, f"{say('Impression')} 3", note=say("on its way"))]
        )
        left = column(label(say("The application"), "strong"), facts, label(say("Photos"), "strong"), thumbs, gap=12)
        right = column(label(say("Progress"), "strong"), timeline, gap=12)
        right.addStretch(1)
        both = QWidget()
        across = QHBoxLayout(both)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(28)
        across.addLayout(left, 57)
        across.addLayout(right, 43)
        card.body.addWidget(both)
        card.body.addStretch(1)
        note = line_edit(say("Note to the applicant (optional)"))
        card.foot(note, button(say("Reject"), "danger"), button(say("Approve"), "primary", "check"))
        return card

    def form(self) -> QWidget:
        say = self.say
        page = PageFrame(say("Authorize"))
        card = Card(say("Authorize"), scroll=True)
        start = QDateTime(QDate(2026, 11, 23), QTime(9, 0))
        until = FormField(say("Until"), moment_edit(start))
        until.set_error(say("The end must be after the start."))
        uses = FormField(say("Number of uses"), number_edit(0, 500, 3), say("0 means without limit, at most 500"))
        method = choice_edit([("direct", say("Direct")), ("pre", say("Pre-authorized"))], "direct")
        photo, direct = QCheckBox(say("Photo per impression")), QRadioButton(say("Direct"))
        photo.setChecked(True)
        direct.setChecked(True)
        reason = QPlainTextEdit("与云杉精密仪器续签年度采购框架")
        reason.setFixedHeight(70)
        for field in (
            FormField(say("Document"), line_edit("", "采购框架协议")),
            FormField(say("Reason"), reason),
            uses,
            FormField(say("Method"), method),
            FormField(say("From"), moment_edit(start)),
            until,
            photo,
            direct,
            QRadioButton(say("Pre-authorized")),
        ):
            card.body.addWidget(field)
        card.body.addStretch(1)
        off = button(say("Authorize"), "primary")
        off.setEnabled(False)
        card.foot(
            None, button(say("Look again"), "ghost"), off, button(say("Approve")), button(say("Authorize"), "primary")
        )
        card.setMaximumWidth(560)
        held = QWidget()
        held.setLayout(row(card, None))
        page.content.addWidget(held)
        return page


def settle(app: QApplication, window: QWidget) -> None:
    """Lay out and paint until nothing is left to do."""
    window.show()
    for _ in range(4):
        app.processEvents()
    window.grab()
    for _ in range(4):
        app.processEvents()
