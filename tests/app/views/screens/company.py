"""A company whose names are as long as real ones get, with lists that do not end at the foot of the window."""

from msgspec.structs import replace

from app.models.files import Blob
from app.views.camera import DrawnPage, Shot
from domain import organization as rights
from domain.applications import Application, ApplicationState, Medium, Options, Step, StepKind, StepState
from domain.approvals import Comment
from domain.audit import GENESIS, AuditEntry, chained
from domain.authorizations import Authorization, Stage
from domain.categories import Category
from domain.consoles import Console, own_space
from domain.departments import Department
from domain.events import SealEvent, SealEventKind, event_id
from domain.files import Attachment, Purpose
from domain.geo import Area, Point
from domain.invoice_titles import InvoiceTitle, TitleKind
from domain.messages import Channel, Delivery, DeliveryState, Message, Subject
from domain.named_areas import NamedArea
from domain.organization import Feature, Member, Organization, Permission, Role, StandIn
from domain.quotas import Quota, QuotaRequest, QuotaState
from domain.rows import Row
from domain.seals import Model, SealFlow, SealMode, SealSettings, Wanted
from domain.second_factor import ID, SecondFactor
from domain.sign_ins import Outcome, SignInAttempt, place
from domain.subsidiaries import Subsidiary
from domain.templates import SYSTEM_ID, SYSTEM_NAME, Template
from domain.usage import Abnormality, Impression, Photo
from domain.uses import Method
from tests.app.views import world
from tests.app.views.screens import record_rows, seal_rows, shops, system_rows, wallet_rows
from tests.app.views.world import DAY, FINANCE, GL, HOUR, LEGAL, MINUTE, OFFICIAL, ORG, SECOND

# In the manner of real registers: a company of 45 characters, one in English, people with long names, a document whose
# name fills its field, and what somebody has pasted without a space in it.
COMPANY = "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿克陶县云杉精密仪器设备制造与进出口贸易有限责任公司"
ENGLISH = "Spruce Precision Instruments Manufacturing & Trading Co., Ltd"[:60]
SEAL = "云杉精密仪器设备制造与进出口贸易有限责任公司驻喀什地区办事处合同专用章（一）（2026 年启用）"
DOCUMENT = "南浦大桥检修加固项目（第二标段）投标文件与全部附件之最终版本（第三次修订稿，含补充协议一至四及报价单）"
SCANNED = "https://contracts.example.com/2026/SQ-2026-11-23-0018?v=3&p=all"[:60]
LONG_NAME = "阿卜杜热依木·买买提吐尔逊·艾合麦提江"
LATIN_NAME = "Maximiliana-Wilhelmina Featherstonehaugh-Cholmondeley"
PLACE = "法务与合规部（新疆维吾尔自治区喀什地区分公司驻地办公室）"
REASON = (
    "与供应商续签年度采购框架，三方各执一份；正文第 3 页及附件二加盖骑缝章。合同编号与往来邮件见 "
    "https://mail.example.com/archive/2026/11/23/procurement-framework-agreement-renewal/thread-0000018.html"
    "，请在本周五下班前办理，法务已经核对，有疑问请先联系采购部。"
)
FEATURES = [item for item in Feature if item is not Feature.PICTURE_REQUIRED]
AREA = Area(name="喀什地区疏附县产业园区综合办公楼及其周边", centre=Point(39.47042, 75.98951), radius_m=1500)
NOBODY = "m-nobody"  # may nothing at all
AUDITOR, HEADQUARTERS = "m-auditor", "m-hq"


def organization(**other: object) -> Organization:
    values: dict[str, object] = {"name": COMPANY, "features": FEATURES, "created_at": 1}
    values |= {"address": f"{PLACE}，人民东路 118 号", "contact": "0998-0000000 行政与印章管理办公室"}
    return Organization(id=ORG, organization=ORG, **(values | other))  # type: ignore[arg-type]


def free(now: int) -> Organization:
    """In free use."""
    return organization(features=[], created_at=now)


def members(now: int) -> list[Member]:
    """Everybody of `world` and who is hard to write; those without a department stand at the end of the tree."""
    names = {"m-keeper": LONG_NAME, "m-clerk": LATIN_NAME}
    found = [
        replace(each, name=names.get(each.id, each.name), department=f"d-{at % 3}", created_at=now - DAY)
        for at, each in enumerate(world.people())
    ]
    away = StandIn("m-han", now - HOUR, now + 3 * DAY)
    found = [replace(each, stand_in=away) if each.id == "m-approver" else each for each in found]
    roles: dict[str, tuple[str, Role, list[Permission]]] = {
        AUDITOR: ("欧阳娜娜", Role.CUSTOM, list(rights.AUDITOR)),
        NOBODY: ("司马相宜", Role.CUSTOM, []),
        HEADQUARTERS: ("王主任", Role.HEADQUARTERS, []),
    }
    roles |= {f"m-{at}": (f"{'赵钱孙李周吴郑王冯陈'[at % 10]}{at:02}", Role.MEMBER, []) for at in range(40)}
    for at, (id, (name, role, permissions)) in enumerate(roles.items()):
        found.append(
            Member(
                id=id,
                organization=ORG,
                user=f"u-{id}",
                name=name,
                phone=f"199000001{at:02}",
                role=role,
                permissions=permissions,
                department="d-0" if at % 2 else None,
                created_at=now - DAY,
            )
        )
    return found


def people(now: int) -> list[Row]:
    """All that there is of a company in which nothing has happened yet."""
    return [organization(), *members(now)]


def rows(now: int) -> list[Row]:
    """The whole company."""
    found: list[Row] = [*people(now), *_rules(now), *_seals(now), *_applications(now)]
    found += _uses(now)
    found += _audit(now)
    found += system_rows.systems(now)
    found += [*record_rows.exports(now), *record_rows.judged(now, [24, 80, 81]), *record_rows.holds(now)]
    found += wallet_rows.rows(now)
    for who in ("m-owner", "m-keeper", "m-clerk", AUDITOR, NOBODY, HEADQUARTERS):
        found += _messages(who, now)
    return found


def _rules(now: int) -> list[Row]:
    """Departments, subsidiaries, quotas, templates, categories, invoice titles."""
    names = ("采购部", PLACE, "财务部（苏州分公司驻地）")
    found: list[Row] = [Department(id=f"d-{at}", organization=ORG, name=name) for at, name in enumerate(names)]
    found += [
        Subsidiary(
            id="s-1", organization=ORG, name=COMPANY[:50] + "苏州分公司", owner=LATIN_NAME, phone="19900000041",
            approver="m-admin", created_at=now,
        ),
        Subsidiary(id="s-2", organization=ORG, name=ENGLISH, owner="穆清扬", phone="19900000042", created_at=now),
        QuotaRequest(
            id="q-1", organization=ORG, quota=Quota.PEOPLE, before=100, wanted=99_999, reason=REASON,
            member="m-admin", at=now,
        ),
        QuotaRequest(
            id="q-2", organization=ORG, quota=Quota.SEALS, before=50, wanted=500, reason="更多印章",
            state=QuotaState.REFUSED, answer="请先续费后再申请增加印章数量" * 4, member="m-admin", at=now,
        ),
        Template(id=SYSTEM_ID, organization=ORG, name=SYSTEM_NAME, system=True, approvers=[]),
        Template(
            id="t-1", organization=ORG, name="新疆片区对外经济合同用印（金额五十万元以上，须经法务与财务会签后报批）",
            approvers=["m-approver", "m-keeper", "m-clerk"], copied=["m-admin", "m-han", "m-keeper"],
        ),
        Template(id="t-2", organization=ORG, name="财务用印", approvers=["m-approver"], copied=[]),
    ]  # fmt: skip
    found += [
        Template(id=f"t-{at}", organization=ORG, name=f"用印模板 {at}", approvers=["m-han"]) for at in range(3, 15)
    ]
    found += [
        Category(id="c-1", organization=ORG, name="对外经济合同、框架协议与补充协议类（金额五十万元以上）"),
        *(Category(id=f"c-{at}", organization=ORG, name=f"用印类别 {at}") for at in range(2, 14)),
        InvoiceTitle(
            id="i-1",
            organization=ORG,
            kind=TitleKind.COMPANY,
            name=COMPANY,
            tax_number="91653022MA7900001X",
            address=f"{PLACE}，人民东路 118 号",
            phone="0998-0000000 转 8018",
            bank="示例银行股份有限公司克孜勒苏柯尔克孜自治州分行阿克陶县人民东路支行营业部",
            account="3002 0000 0000 0000 018",
        ),
        NamedArea(id="area-1", organization=ORG, name=AREA.name, shape=AREA),
        *(NamedArea(id=f"area-{at}", organization=ORG, name=f"区域 {at}", shape=AREA) for at in range(2, 14)),
        *shops.outlets(ORG, PLACE),
        InvoiceTitle(id="i-2", organization=ORG, kind=TitleKind.PERSONAL, name=LATIN_NAME),
        *(
            InvoiceTitle(id=f"i-{at}", organization=ORG, kind=TitleKind.PERSONAL, name=f"抬头 {at}")
            for at in range(3, 14)
        ),
    ]
    return found


def _seals(now: int) -> list[Row]:
    flows = [SealFlow(None, "t-1"), SealFlow("c-1", "t-2")]
    keepers = ["m-keeper", "m-keeper2"]
    found: list[Row] = [
        world.seal(
            GL, SEAL, keepers=keepers, flows=flows, fingers=["m-keeper", "m-clerk"], slots=seal_rows.fingers(now),
            settings=SealSettings(45, 10, "m-admin", now - HOUR), free_use=Wanted(False, "m-owner", now - HOUR),
            remark="平时存放在行政部保险柜，钥匙由两人分管；外带须登记" * 3,
        ),
        world.seal(SECOND, "合同专用章（二）", Model.L, keepers=keepers, flows=flows),
        world.seal(FINANCE, "财务专用章", flows=[SealFlow(None, "t-2")], keepers=["m-keeper2"]),
        world.seal(OFFICIAL, "行政公章", keepers=[], flows=[]),
        world.seal(LEGAL, "法定代表人章", Model.L, keepers=["m-keeper"]),
        world.status(
            GL, now, phase="usable", used=2, count=3, log_end=26, log_to=24, mode=SealMode.GPRS, signal=4,
            charging=True, stored=612, capacity=800, fingers=[1, 2], screen=["请按指纹解锁", "2/3"], waiting=2,
            withheld_since=now - 2 * DAY, withheld_end=26, heard_at=now - MINUTE,
        ),
        world.status(
            SECOND, now - DAY, battery=41, firmware="GYL2026010101", place=None, mode=SealMode.BLUETOOTH, stored=240,
            capacity=240, screen=["存储已满，请与服务器建立连接"], phase="full",
        ),
        world.status(FINANCE, now - HOUR, phase="restricted", battery=63, mode=SealMode.GPRS, signal=0, capacity=800),
        world.status(OFFICIAL, now - 400 * DAY, phase="rolled_back", battery=9),
        *seal_rows.orders(now),
        *seal_rows.events(now),
        *seal_rows.firmware(now),
    ]  # fmt: skip
    found += [world.seal(f"GL20260001{at:02}", f"分公司印章 {at}") for at in range(12)]
    return [*found, *seal_rows.stock(now)]


def _applications(now: int) -> list[Row]:
    options = Options(photo=True, fingerprint=True, upload_required=True, sms=True)
    whole: dict[str, object] = {
        "reason": REASON, "document_type": "投标文件", "mark": SCANNED, "copies": 9999, "medium": Medium.PAPER,
        "category": "c-1", "department": "d-1", "area": AREA, "remark": REASON[:120], "options": options,
        "copied": ["m-admin", "m-keeper", "m-clerk"], "count": 500,
    }  # fmt: skip
    approved = Step(StepKind.APPROVE, ["m-approver"], StepState.PASSED, "m-approver", now - 40 * MINUTE, REASON)
    handed = Step(
        StepKind.APPROVE, ["m-owner"], StepState.PENDING, note=REASON, instead_of="m-keeper", urged_at=now - MINUTE
    )
    keepers = ["m-keeper", "m-owner", "m-admin"]
    authorize = Step(StepKind.AUTHORIZE, keepers)
    pending = Step(StepKind.AUTHORIZE, keepers, StepState.PENDING)
    done = Step(StepKind.AUTHORIZE, keepers, StepState.PASSED, "m-keeper", now - 30 * MINUTE)
    rejected = Step(StepKind.APPROVE, ["m-approver"], StepState.REJECTED, "m-approver", now - HOUR, "附件缺页，" * 40)
    over = {"state": ApplicationState.AUTHORIZED, "steps": [approved, done]}

    def one(id: str, document: str, **other: object) -> Application:
        return world.application(id, document, now, **other)

    found: list[Row] = []
    for at, who in enumerate(("m-clerk", "m-owner", "m-keeper")):
        found += [
            one(f"a-1{at}", DOCUMENT, applicant=who, authorization=f"z-1{at}", group="g", **(whole | over)),
            one(f"a-2{at}", DOCUMENT[::-1], applicant=who, steps=[approved, handed, authorize], group="g", **whole),
            one(f"a-3{at}", ENGLISH, applicant=who, steps=[approved, pending], seal=SECOND, created_at=now - 2 * HOUR),
            one(
                f"a-4{at}", "员工在职证明", applicant=who, state=ApplicationState.REJECTED, steps=[rejected, authorize]
            ),
            one(f"a-5{at}", "海关申报授权委托书", applicant=who, number="", created_at=now - 3 * MINUTE),
            one(f"a-6{at}", "仓储租赁补充协议二", applicant=who, state=ApplicationState.WITHDRAWN),
        ]
        found += [one(f"a-{at}{more:03}", f"用印文件 {more}", applicant=who) for more in range(40)]
        found += [
            _file(f"f-{at}{kind}{more}", f"a-1{at}", purpose, now, more)
            for kind, purpose in enumerate((Purpose.PICTURE, Purpose.ATTACHMENT))
            for more in range(5)
        ]
        found += [
            Comment(
                id=f"k-{at}{more}", organization=ORG, application=f"a-1{at}", member=("m-clerk", "m-keeper")[more % 2],
                text=REASON, at=now - more * HOUR,
            )
            for more in range(4)
        ]  # fmt: skip
    return found


def _file(id: str, application: str, purpose: Purpose, now: int, at: int) -> Attachment:
    name = ("Framework_Agreement_2026_final_final_v3_signed_scan_0018.pdf", "报价单与技术附件（最终版，含图纸）.pdf")[
        at % 2
    ]
    return Attachment(
        id=id, organization=ORG, purpose=purpose, application=application, name=name, sha256=f"{at:064x}",
        bytes=19_876_543, media="application/pdf" if purpose is Purpose.ATTACHMENT else "image/png",
        member="m-clerk", at=now,
    )  # fmt: skip


def presses(now: int) -> list[Impression]:
    """Under the uses of three people; some without authorization."""
    found = [
        world.impression(number, now - number * 7 * MINUTE, authorization=f"z-1{number % 3}", member=who)
        for number in range(1, 60)
        for who in (("m-clerk", "m-owner", "m-keeper")[number % 3],)
    ]
    causes = list(Abnormality)
    found += [
        world.impression(60 + at, now - DAY - at * MINUTE, authorization=None, member=None, result=cause)
        for at, cause in enumerate(causes)
    ]
    return found


def events(now: int) -> list[SealEvent]:
    """Times at which the seal was unlocked and not pressed."""
    return [
        SealEvent(
            id=event_id(GL, 200 + at), organization=ORG, seal=GL, binding=1, number=200 + at,
            kind=SealEventKind.ABORTED, clock=1, at=now - at * HOUR, received_at=now, authorization=f"z-1{at % 3}",
        )
        for at in range(6)
    ]  # fmt: skip


async def photos(now: int) -> tuple[list[Photo], list[Blob]]:
    """Of the latest impressions."""
    taken = presses(now)[:6]
    blobs: list[Blob] = []
    for press in taken:
        frame = await DrawnPage().take(Shot(DOCUMENT[:20], COMPANY[:20], "合同专用章", press.own))
        blobs.append(Blob(frame.media, frame.data))
    return [world.photo(press, blob) for press, blob in zip(taken, blobs, strict=True)], blobs


def _uses(now: int) -> list[Row]:
    found: list[Row] = [*presses(now), *events(now)]
    found += [world.impression(80 + at, now - HOUR, authorization=f"z-1{at}", result=6) for at in range(3)]
    for at, who in enumerate(("m-clerk", "m-owner", "m-keeper")):
        live: dict[str, object] = {"member": who, "count": 500, "used": 20, "pressed": 22, "pictured": 6}
        live |= {"area": AREA, "fingerprint_required": True, "upload_required": True, "sms": True}
        pre: dict[str, object] = {"method": Method.PRE, "stage": Stage.WAITING, "confirmed_at": None, "member": who}
        owed = {"ended_at": now - HOUR, "ended_by": "m-keeper", "pressed": 7, "pictured": 2, "owed_by": who}
        found += [
            world.authorization(f"z-1{at}", now, application=f"a-1{at}", **live),
            world.authorization(f"z-2{at}", now, seal=SECOND, **pre),
            world.authorization(f"z-3{at}", now, seal=FINANCE, member=who, count=0, used=12, end=now - 2 * HOUR),
            world.authorization(f"z-4{at}", now, member=who, upload_required=True, **owed),
            world.authorization(f"z-5{at}", now, seal=OFFICIAL, member=who, start=now + 2 * HOUR, count=0),
            world.authorization(f"z-6{at}", now, member=who, refused_at=now - HOUR),
        ]
        found += [_ended(f"z-{at}{more:03}", who, now, more) for more in range(30)]
    return found


def _ended(id: str, who: str, now: int, at: int) -> Authorization:
    over = {"ended_at": now - at * HOUR, "ended_by": "m-keeper", "end_confirmed_at": now - at * HOUR, "used": 3}
    return world.authorization(id, now, member=who, issued_at=now - at * HOUR, **over)


def _messages(who: str, now: int) -> list[Row]:
    user = LATIN_NAME if who == "m-clerk" else LONG_NAME
    deliveries = [
        Delivery(Channel.WECHAT, DeliveryState.DEFERRED, now, now + MINUTE),
        Delivery(Channel.SMS, DeliveryState.FAILED, now),
    ]

    def one(at: int, code: str, words: list[str], subject: Subject, id: str, read: int | None = None) -> Message:
        return Message(
            id=f"n-{who}-{at:03}", organization=ORG, member=who, code=code, words=words, subject=subject,
            subject_id=id, at=now - at * MINUTE, read_at=read, deliveries=deliveries,
        )  # fmt: skip

    found: list[Row] = [
        one(1, "application_rejected", [user, SEAL, DOCUMENT, user, REASON], Subject.APPLICATION, "a-10"),
        one(2, "approval_waits", [user, SEAL, DOCUMENT], Subject.APPLICATION, "a-20"),
        one(3, "authorization_cancelled", [user, SEAL, user], Subject.AUTHORIZATION, "z-20"),
        one(4, "use", [user, SEAL, "2", "500"], Subject.AUTHORIZATION, "z-10"),
        one(5, "seal_unbound", ["作废章", user], Subject.SEAL, "x", now),
        one(7, "service_ended", [SEAL, str(now - DAY), str(now + 14 * DAY)], Subject.SERVICE, GL),
        one(8, "order_rejected", ["20261129-000123", "¥1,234.50", REASON[:100]], Subject.ORDER, "w-rejected"),
        one(9, "invoice_issued", [COMPANY, "¥1,234.50", "26312000000012345678"], Subject.INVOICE, "v-issued", now),
        one(6, "role_changed", ["陈佳宁", "keeper"], Subject.MEMBER, who, now),
    ]
    found += [one(10 + at, "use", [user, "财务专用章", "2", "3"], Subject.AUTHORIZATION, "z-10") for at in range(120)]
    return found


def _audit(now: int) -> list[Row]:
    done = (
        ("m-clerk", "Apply", "a-10", ""),
        ("m-keeper", "Approve", "a-10", ""),
        ("m-owner", "SetFeatures", "", ""),
        ("m-clerk", "RemoveKeeper", GL, "not_allowed"),
        ("m-admin", "DeleteTemplate", "t-1", "template_in_use"),
        ("m-keeper", "EndUse", "z-10", ""),
    )
    found: list[Row] = []
    head = GENESIS
    for number, (member, act, subject, code) in enumerate(done * 40, 1):
        at = now - (len(done) * 40 - number) * HOUR
        entry = AuditEntry(
            id=f"act-{number:04}", organization=ORG, number=number, at=at, member=member, act=act, subject=subject,
            code=code, digest="ab" * 32, head="",
        )  # fmt: skip
        head = chained(head, entry)
        found.append(replace(entry, head=head))
    return found


def own(user: str, now: int) -> list[Row]:
    """What is a person's own, in no organization: his consoles, his sign-ins, his second factor."""
    space = own_space(user)
    names = (
        "PC",
        "新疆维吾尔自治区喀什地区分公司行政部前台公用电脑（靠窗的那一台，贴有编号标签）",
        "MARKETING-DEPARTMENT-FRONT-DESK-0018.corp.example.com",
    )
    found: list[Row] = [
        Console(
            id=f"c-{at}", organization=space, name=name[:60], created_at=now - DAY, last_seen=now - at * HOUR,
            signed_out_at=now if at == 2 else None,
        )
        for at, name in enumerate(names)
    ]  # fmt: skip
    found += [
        SignInAttempt(
            id=place(at + 1), organization=space, at=now - at * HOUR, console=names[at % 3][:60], outcome=each
        )
        for at, each in enumerate(Outcome)
    ]
    found.append(SecondFactor(id=ID, organization=space, since=now - DAY, recovery_codes=2))
    return found
