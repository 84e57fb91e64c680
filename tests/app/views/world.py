"""An invented company with something on every screen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec import structs

from app.models.files import Blob
from app.views.camera import DrawnPage, Shot
from domain.applications import Application, ApplicationState, Step, StepKind, StepState
from domain.authorizations import Authorization, Mode, Stage, counted
from domain.organization import Feature, Member, Organization, Permission, Role
from domain.rows import Row
from domain.seals import BindingState, Model, Position, Seal, SealFlow, SealStatus
from domain.templates import Template
from domain.usage import Abnormality, Grade, Impression, Photo, impression_id
from domain.uses import Method
from tests.domain.world import Book

ORG = "0190a000-0000-7000-8000-000000000001"
# All that is checked: a picture is not asked for, so that a form can be sent with few words.
FEATURES = [item for item in Feature if item is not Feature.PICTURE_REQUIRED]
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
GL, SECOND, FINANCE, OFFICIAL, LEGAL = "GL2026000001", "L2026000002", "GL2026000003", "GL2026000004", "L2026000005"

PEOPLE = {
    "m-owner": ("陈佳宁", Role.OWNER),
    "m-admin": ("周明远", Role.ADMINISTRATOR),
    "m-keeper": ("沈若溪", Role.KEEPER),
    "m-keeper2": ("顾予安", Role.KEEPER),
    "m-approver": ("林知夏", Role.MEMBER),
    "m-clerk": ("许砚清", Role.MEMBER),
    "m-han": ("韩子墨", Role.MEMBER),
}


def people() -> list[Member]:
    return [
        Member(
            id=id,
            organization=ORG,
            user=f"u-{id}",
            name=name,
            phone=f"1990000000{number}",
            role=role,
            created_at=1,
        )
        for number, (id, (name, role)) in enumerate(PEOPLE.items(), 1)
    ]


def company(**other: Any) -> Organization:
    values: dict[str, Any] = {"name": "云杉精密仪器有限公司", "features": FEATURES, "created_at": 1}
    return Organization(id=ORG, organization=ORG, **(values | other))


def custom(id: str, permissions: Sequence[Permission]) -> Member:
    """One of the people, with these permissions and no others."""
    member = next(each for each in people() if each.id == id)
    return structs.replace(member, role=Role.CUSTOM, permissions=list(permissions))


def seal(id: str, name: str, model: Model = Model.GL, **other: Any) -> Seal:
    values = {"binding": 1, "state": BindingState.BOUND, "keepers": ["m-keeper"], "flows": [SealFlow(None, "t-1")]}
    values |= {"bound_by": "m-admin", "bound_at": 1_780_000_000_000}
    return Seal(id=id, organization=ORG, name=name, model=model, **(values | other))


def status(id: str, now: int, **other: Any) -> SealStatus:
    place = Position(lat=30.27415, lon=120.15515, source="gnss", age_s=4, accuracy_m=6)
    values = {"phase": "needs_grant", "battery": 88, "firmware": "GYGL2026010101", "place": place, "at": now - MINUTE}
    values |= {"log_end": 24, "log_to": 24, "used": 0, "count": None}
    return SealStatus(id=id, organization=ORG, **(values | other))


def application(id: str, document: str, now: int, **other: Any) -> Application:
    steps = [
        Step(StepKind.APPROVE, ["m-approver"], StepState.PENDING),
        Step(StepKind.AUTHORIZE, ["m-keeper", "m-owner", "m-admin"]),
    ]
    values = {"number": f"SQ-20261123-0{id[2:]:0>2}", "applicant": "m-clerk", "seal": GL}
    values |= {"reason": "与供应商续签年度采购框架，三方各执一份", "copies": 3, "count": 3, "steps": steps}
    values |= {"start": now - HOUR, "end": now + DAY, "state": ApplicationState.IN_APPROVAL, "created_at": now - HOUR}
    return Application(id=id, organization=ORG, document=document, **(values | other))


def approved(now: int, note: str = "条款已核对") -> Step:
    return Step(StepKind.APPROVE, ["m-approver"], StepState.PASSED, "m-approver", now - 40 * MINUTE, note)


def to_authorize(state: StepState = StepState.PENDING, by: str | None = None, at: int | None = None) -> Step:
    return Step(StepKind.AUTHORIZE, ["m-keeper", "m-owner", "m-admin"], state, by, at)


def authorization(id: str, now: int, **other: Any) -> Authorization:
    values = {"seal": GL, "binding": 1, "member": "m-clerk", "issued_by": "m-keeper", "application": None}
    values |= {"start": now - HOUR, "end": now + DAY, "mode": Mode.PHYSICAL, "method": Method.DIRECT, "count": 3}
    values |= {"photo_required": True, "issued_at": now - 30 * MINUTE, "confirmed_at": now - 29 * MINUTE}
    values |= other
    if {"ended_at", "refused_at"} & values.keys():
        values["stage"] = Stage.OVER
    return counted(Authorization(id=id, organization=ORG, **values), Book())


def impression(number: int, at: int, **other: Any) -> Impression:
    values: dict[str, Any] = {"seal": GL, "binding": 1, "own": number, "authorization": "z-1", "member": "m-clerk"}
    place = Position(30.27415 + number / 9000, 120.15515 + number * number / 40_000, "gnss", 4, 6)
    values |= {"grade": Grade.SESSION, "at": at, "clock": 1, "received_at": at + 900, "place": place, "result": 0}
    values |= other
    return Impression(id=impression_id(values["seal"], number), organization=ORG, number=number, **values)


def photo(of: Impression, blob: Blob) -> Photo:
    return Photo(
        id=f"p-{of.id}",
        organization=ORG,
        seal=of.seal,
        number=of.number,
        sha256=blob.sha256,
        bytes=len(blob.content),
        media=blob.media,
        taken_at=of.at,
        member="m-clerk",
        stored_at=of.at + 2000,
    )


@dataclass
class World:
    """The company's rows, made to `now`; `blobs` are the files of its photos."""

    now: int
    rows: list[Row] = field(default_factory=list)
    blobs: list[Blob] = field(default_factory=list)

    async def fill(self) -> "World":
        now = self.now
        self.rows += [
            company(),
            *people(),
        ]
        self.rows += [
            Template(id="t-1", organization=ORG, name="合同用印", approvers=["m-approver"], copied=["m-admin"]),
            Template(id="t-2", organization=ORG, name="财务用印", approvers=["m-approver", "m-admin"], copied=[]),
        ]
        self.rows += self._seals(now)
        self.rows += self._applications(now)
        self.rows += self._authorizations(now)
        presses = self._presses(now)
        self.rows += presses
        for press in presses[:6]:
            if press.number != 23:
                frame = await DrawnPage().take(Shot("采购框架协议", "云杉精密仪器有限公司", "合同专用章", press.own))
                self.blobs.append(Blob(frame.media, frame.data))
                self.rows.append(photo(press, self.blobs[-1]))
        return self

    def _seals(self, now: int) -> list[Row]:
        def at(lat: float, lon: float) -> Position:
            return Position(lat=lat, lon=lon, source="gnss", age_s=9, accuracy_m=12)

        return [
            seal(GL, "合同专用章（一）", keepers=["m-keeper", "m-keeper2"]),
            seal(SECOND, "合同专用章（二）", Model.L),
            seal(FINANCE, "财务专用章", flows=[SealFlow(None, "t-2")], keepers=["m-keeper2"]),
            seal(OFFICIAL, "云杉精密仪器有限公司苏州分公司行政公章（2026 年启用）", keepers=[], flows=[]),
            seal(LEGAL, "法定代表人章", Model.L, state=BindingState.AWAITING_SEAL, keepers=[]),
            status(GL, now, phase="usable", used=2, count=3, log_end=26, log_to=24),
            status(SECOND, now - DAY, battery=41, firmware="GYL2026010101", place=None),
            status(FINANCE, now - HOUR, phase="restricted", battery=63, place=at(31.2989, 120.5853)),
            status(OFFICIAL, now - 3 * DAY, phase="locked", battery=9, place=at(31.2304, 121.4737)),
        ]

    def _applications(self, now: int) -> list[Row]:
        rejected = Step(StepKind.APPROVE, ["m-approver"], StepState.REJECTED, "m-approver", now - 2 * HOUR, "附件缺页")
        done = to_authorize(StepState.PASSED, "m-keeper", now - 30 * MINUTE)
        passed: dict[str, Any] = {"state": ApplicationState.AUTHORIZED, "steps": [approved(now), done]}
        return [
            application("a-1", "云杉采购框架协议", now, authorization="z-1", **passed),
            application("a-2", "苏州分公司银行询证函", now, seal=FINANCE, created_at=now - 20 * MINUTE),
            application(
                "a-3",
                "南浦大桥检修项目投标文件与全部附件的最终版本（第三次修订）",
                now,
                applicant="m-han",
                steps=[approved(now, ""), to_authorize()],
                created_at=now - 50 * MINUTE,
                copied=["m-admin"],
                seal=SECOND,
            ),
            application(
                "a-4",
                "员工在职证明",
                now,
                state=ApplicationState.REJECTED,
                steps=[rejected, to_authorize(StepState.VOID)],
                created_at=now - 5 * HOUR,
                count=0,
            ),
            application("a-5", "仓储租赁补充协议二", now, authorization="z-2", created_at=now - DAY, **passed),
            application("a-6", "海关申报授权委托书", now, created_at=now - 3 * MINUTE, number="", applicant="m-clerk"),
        ]

    def _authorizations(self, now: int) -> list[Row]:
        over = {
            "ended_at": now - 20 * HOUR,
            "ended_by": "m-keeper",
            "end_confirmed_at": now - 20 * HOUR,
            "stage": Stage.OVER,
        }
        return [
            authorization("z-1", now, application="a-1", used=2),
            authorization(
                "z-2", now, application="a-5", issued_at=now - DAY, end=now - 20 * HOUR, used=5, count=5, **over
            ),
            authorization("z-3", now, member="m-han", seal=FINANCE, confirmed_at=None, issued_at=now - 4 * MINUTE),
            authorization(
                "z-4",
                now,
                member="m-approver",
                seal=SECOND,
                count=0,
                used=12,
                issued_at=now - 3 * DAY,
                end=now - 2 * HOUR,
                photo_required=False,
            ),
            authorization("z-5", now, seal=OFFICIAL, start=now + 2 * HOUR, count=0, issued_at=now - 9 * MINUTE),
        ]

    def _presses(self, now: int) -> list[Impression]:
        found = [impression(24, now - 2 * MINUTE), impression(23, now - 3 * MINUTE)]
        found += [
            impression(22, now - HOUR, result=Abnormality.JUST_ENDED, authorization="z-2"),
            impression(
                21, now - 3 * HOUR, authorization=None, member=None, result=Abnormality.NO_AUTHORIZATION, place=None
            ),
        ]
        for number in range(20, 0, -1):
            found.append(impression(number, now - DAY - (20 - number) * 47 * MINUTE, authorization="z-2"))
        found += [
            impression(number, now - 2 * DAY + number * MINUTE, seal=SECOND, authorization="z-4", member="m-approver")
            for number in range(1, 13)
        ]
        return found
