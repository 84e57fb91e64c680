"""A small organization for rule tests: facts held in a dictionary, complete as in the cloud."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

import domain.acts
from domain.applications import Application, ApplicationState, Apply, Step, StepKind, StepState
from domain.authorizations import Authorization, Mode
from domain.files import File
from domain.issuing import Authorize
from domain.organization import Feature, Member, Organization, Permission, Role
from domain.rows import Act, Row
from domain.seals import BindingState, BindSeal, Model, Seal, SealFlow, SealStatus
from domain.templates import Template
from domain.uses import Method
from domain.verdict import Allowed, Circumstances, OnlyCloud, Refused, Verdict

R = TypeVar("R", bound=Row)
S = TypeVar("S", bound=msgspec.Struct)
NOW = 1_790_000_000_000
LATER = NOW + 1
HOUR = 3_600_000
ORG = "org-1"


@dataclass
class Book:
    """`Facts` over plain rows; `complete=False` behaves as a console that does not see everything."""

    rows: dict[tuple[type[Row], str], Row] = field(default_factory=dict)
    complete: bool = True

    def get(self, kind: type[R], id: str) -> R | None:
        row = self.rows.get((kind, id))
        return row if isinstance(row, kind) else None

    def all(self, kind: type[R], **equal: str) -> Sequence[R]:
        found = [row for (each, _), row in sorted(self.rows.items(), key=lambda item: item[0][1]) if each is kind]
        return [row for row in found if isinstance(row, kind) and all(getattr(row, k) == v for k, v in equal.items())]

    def put(self, *rows: Row) -> None:
        for row in rows:
            self.rows[type(row), row.id] = row


def member(id: str, role: Role, permissions: Sequence[Permission] = ()) -> Member:
    return Member(
        id=id,
        organization=ORG,
        user=f"user-{id}",
        name=id.title(),
        phone=f"199{abs(hash(id)) % 10**8:08d}",
        role=role,
        permissions=list(permissions),
    )


# In controlled use, with everything checked.
COMPANY = Organization(id=ORG, organization=ORG, name="云杉", features=list(Feature), created_at=NOW)
OWNER, ADMIN = member("owner", Role.OWNER), member("admin", Role.ADMINISTRATOR)
KEEPER, OTHER_KEEPER = member("keeper", Role.KEEPER), member("other-keeper", Role.KEEPER)
APPLICANT, APPROVER = member("applicant", Role.MEMBER), member("approver", Role.MEMBER)
EVERYBODY = (OWNER, ADMIN, KEEPER, OTHER_KEEPER, APPLICANT, APPROVER)
SEAL = Seal(
    id="GL2026000001",
    organization=ORG,
    name="合同专用章",
    model=Model.GL,
    binding=1,
    state=BindingState.BOUND,
    keepers=["keeper"],
    flows=[SealFlow(None, "template")],
    bound_by="admin",
    bound_at=NOW,
)
TEMPLATE = Template(id="template", organization=ORG, name="合同", approvers=["approver"], copied=["owner"])


@dataclass
class World:
    """The organization, and the one way to act in it."""

    book: Book = field(default_factory=Book)
    now: int = NOW

    def __post_init__(self) -> None:
        self.book.put(COMPANY, *EVERYBODY, SEAL, TEMPLATE)

    def lay(self, case: "Case") -> None:
        """The situation of a case."""
        self.book.put(*case.given)
        for row in case.without:
            del self.book.rows[type(row), row.id]
        self.book.complete = case.complete

    def judge(self, actor: Member, act: Act) -> Verdict:
        return domain.acts.decide(act, Circumstances(actor, self.now, self.book))

    def do(self, actor: Member, act: Act) -> None:
        """The act is allowed and its rows stand."""
        verdict = self.judge(actor, act)
        assert isinstance(verdict, Allowed), verdict
        self.book.put(*verdict.rows)

    def after(self, actor: Member, act: Act, *given: Row) -> dict[str, Row]:
        """The rows of an act that is allowed at LATER, by their ids."""
        self.book.put(*given)
        self.now = LATER
        verdict = self.judge(actor, act)
        assert isinstance(verdict, Allowed), verdict
        rows = {row.id: row for row in verdict.rows}
        assert len(rows) == len(verdict.rows)
        return rows


def code(verdict: object) -> str:
    return verdict.code if isinstance(verdict, Refused) else type(verdict).__name__


APPLY = Apply(
    id="app",
    seal=SEAL.id,
    reason="签约",
    document="采购合同",
    copies=2,
    count=3,
    start=NOW,
    end=NOW + HOUR,
    pictures=[File("pic", "page.png", "0" * 64, 1000, "image/png")],
)
AUTHORIZE = Authorize(
    id="auth",
    application="app",
    seal=SEAL.id,
    member="applicant",
    start=NOW,
    end=NOW + HOUR,
    mode=Mode.PHYSICAL,
    method=Method.DIRECT,
    count=3,
    photo_required=True,
)
DIRECT = msgspec.structs.replace(AUTHORIZE, application=None)
BIND = BindSeal(serial="L2026000002", model=Model.L, name="公章", identity=b"")

# The same at three moments, as rows of their own: applied for, approved, issued.
APPLIED = Application(
    id="app",
    organization=ORG,
    applicant="applicant",
    seal=SEAL.id,
    reason=APPLY.reason,
    document=APPLY.document,
    copies=2,
    count=3,
    start=NOW,
    end=NOW + HOUR,
    state=ApplicationState.IN_APPROVAL,
    steps=[
        Step(StepKind.APPROVE, ["approver"], StepState.PENDING, since=NOW),
        Step(StepKind.AUTHORIZE, ["keeper"]),
    ],
    copied=["owner"],
    created_at=NOW,
)
APPROVED = msgspec.structs.replace(
    APPLIED,
    steps=[
        Step(StepKind.APPROVE, ["approver"], StepState.PASSED, decided_by="approver", decided_at=NOW, since=NOW),
        Step(StepKind.AUTHORIZE, ["keeper"], StepState.PENDING, since=NOW),
    ],
)
ISSUED = Authorization(
    id="auth",
    organization=ORG,
    seal=SEAL.id,
    binding=1,
    member="applicant",
    issued_by="keeper",
    application=None,
    start=NOW,
    end=NOW + HOUR,
    mode=Mode.PHYSICAL,
    method=Method.DIRECT,
    count=3,
    photo_required=True,
    issued_at=NOW,
)
STATUS = SealStatus(
    id=SEAL.id,
    organization=ORG,
    phase="ready",
    battery=80,
    firmware="GYGL",
    place=None,
    at=NOW,
    log_end=5,
    log_to=5,
    used=0,
    count=3,
)


def but(struct: S, **changes: Any) -> S:
    """The same with these changes."""
    return msgspec.structs.replace(struct, **changes)


@dataclass(frozen=True)
class Case:
    """What is said to `actor` when he does `act` where these rows are `given` beside the organization, `without` those.

    `verdict` none: it is allowed. `complete`: as in the cloud; otherwise as at a console that does not see everything.
    """

    actor: Member
    act: Act
    verdict: Refused | OnlyCloud | None
    given: Sequence[Row] = ()
    complete: bool = True
    without: Sequence[Row] = ()

    def __str__(self) -> str:
        said = "allowed" if self.verdict is None else getattr(self.verdict, "code", "only_cloud")
        return f"{type(self.act).__name__}-{said}"
