"""What stands after an act: the rows as they will be, and none that it does not concern."""

import pytest

from domain import applications
from domain.applications import ApplicationState, HandedOn, Step, StepKind, StepState
from domain.approvals import Approve, Reject, Transfer, waits_for_me
from domain.authorizations import Authorization, Stage
from domain.departments import DeleteDepartment, Department
from domain.ending import Activate, CancelAuthorization, ExtendUse, WaiveUpload
from domain.features import SetFeatures
from domain.geo import Area, Point
from domain.invoice_titles import (
    AddInvoiceTitle,
    ChangeInvoiceTitle,
    DeleteInvoiceTitle,
    InvoiceTitle,
    TitleKind,
)
from domain.locating import LocateSeal
from domain.messages import SeeAbnormal, Seen
from domain.named_areas import AddNamedArea, DeleteNamedArea, NamedArea, RenameNamedArea
from domain.organization import Feature, Member, Role, StandIn
from domain.rows import Act, Row
from domain.seals import BindingState, Seal, SealFlow
from domain.templates import SYSTEM_ID, SYSTEM_NAME, ClearFlow, SetFlow, Template
from domain.usage import Photo
from domain.uses import Method
from domain.verdict import Laid
from domain.waiting import Withdraw
from tests.domain.refused_records import PHOTO, PRESS
from tests.domain.refused_uses import OWING, WAITING
from tests.domain.world import (
    ADMIN,
    APPLICANT,
    APPLIED,
    APPLY,
    APPROVED,
    APPROVER,
    AUTHORIZE,
    BIND,
    COMPANY,
    DIRECT,
    HOUR,
    ISSUED,
    KEEPER,
    LATER,
    NOW,
    ORG,
    OWNER,
    SEAL,
    TEMPLATE,
    World,
    but,
)

APPROVING, AUTHORIZING = APPLIED.steps


@pytest.mark.parametrize(
    ("given", "pictured", "owed_by"),
    [
        (OWING, 4, "applicant"),
        (but(OWING, pressed=4), 4, None),
        (but(OWING, heir="admin", owed_by="admin"), 4, "admin"),
        (but(OWING, waived_at=NOW, owed_by=None), 4, None),
    ],
)
def test_a_picture_is_one_less_that_is_owed(
    world: World, given: Authorization, pictured: int, owed_by: str | None
) -> None:
    rows = world.after(APPLICANT, PHOTO, PRESS, given)
    assert rows.keys() == {"p", "auth"}
    assert rows["auth"] == but(given, pictured=pictured, owed_by=owed_by)
    world.book.put(*rows.values())
    assert world.after(APPLICANT, but(PHOTO, id="p2")).keys() == {"p2"}  # the second of the same press


@pytest.mark.parametrize("given", [[], [but(PRESS, authorization=None), OWING], [PRESS], [OWING]])
def test_a_picture_of_what_is_not_known_counts_for_nobody(world: World, given: list[Row]) -> None:
    rows = world.after(KEEPER, PHOTO, *given)
    assert list(rows.values()) == [
        Photo(
            id="p", organization=ORG, seal=SEAL.id, number=7, sha256="0" * 64, bytes=9, media="image/png", taken_at=NOW,
            member="keeper",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(("before", "binding"), [([], 1), ([but(SEAL, id=BIND.serial, binding=4)], 4)])
def test_how_often_a_seal_was_bound_is_not_forgotten(world: World, before: list[Seal], binding: int) -> None:
    given = [but(seal, state=BindingState.AWAITING_SEAL) for seal in before]
    (row,) = world.after(ADMIN, BIND, *given).values()
    assert row == Seal(
        id=BIND.serial, organization=ORG, name="公章", model=BIND.model, binding=binding,
        state=BindingState.AWAITING_SEAL, bound_by="admin", bound_at=LATER,
        keepers=SEAL.keepers if before else [],
    )  # fmt: skip


def test_more_uses_are_counted_on(world: World) -> None:
    act = ExtendUse(id="more", authorization="auth", count=9, end=NOW + 2 * HOUR)
    given = but(ISSUED, used=2, pressed=3, pictured=3, confirmed_at=NOW)
    rows = world.after(ADMIN, act, given)
    assert rows == {
        "auth": but(given, stage=Stage.OVER, ended_at=LATER, ended_by="admin"),
        "more": but(
            given, id="more", count=9, end=NOW + 2 * HOUR, continues="auth", carried=2, pressed=0, pictured=0,
            issued_by="admin", issued_at=LATER, confirmed_at=None,
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("actor", "act", "given", "changes"),
    [
        (APPLICANT, Activate(authorization="auth", code="12345678"), WAITING, {"stage": Stage.LIVE, "activated_at": 1}),
        (KEEPER, CancelAuthorization(authorization="auth"), WAITING, {"stage": Stage.OVER, "cancelled_at": 1}),
        (
            OWNER,
            WaiveUpload(authorization="auth", reason="丢失"),
            OWING,
            {"waived_at": 1, "waived_by": "owner", "waived_why": "丢失", "owed_by": None},
        ),
    ],
)
def test_what_becomes_of_an_authorization(
    world: World, actor: Member, act: Act, given: Authorization, changes: dict[str, object]
) -> None:
    told = {name: LATER if value == 1 else value for name, value in changes.items()}
    assert world.after(actor, act, given) == {"auth": but(given, **told)}


@pytest.mark.parametrize(("method", "stage"), [(Method.DIRECT, Stage.LIVE), (Method.PRE, Stage.WAITING)])
def test_an_authorization_is_live_or_waits_for_its_code(world: World, method: Method, stage: Stage) -> None:
    rows = world.after(KEEPER, but(DIRECT, method=method))
    assert rows == {"auth": but(ISSUED, method=method, stage=stage, issued_at=LATER)}


def test_authorizing_passes_the_last_step(world: World) -> None:
    rows = world.after(KEEPER, AUTHORIZE, APPROVED)
    passed = but(APPROVED.steps[1], state=StepState.PASSED, decided_by="keeper", decided_at=LATER)
    assert rows["auth"] == but(ISSUED, application="app", issued_at=LATER)
    assert rows["app"] == but(
        APPROVED, steps=[APPROVED.steps[0], passed], state=ApplicationState.AUTHORIZED, authorization="auth"
    )


# Approver, another approver, keepers.
THREE = but(APPLIED, steps=[APPROVING, Step(StepKind.APPROVE, ["admin"]), AUTHORIZING])
AWAY = but(APPROVER, stand_in=StandIn("owner", NOW, NOW + HOUR))
TRANSFER = Transfer(application="app", member="admin", note="请看")


@pytest.mark.parametrize(
    ("actor", "given", "instead_of"),
    [
        (APPROVER, APPROVING, None),
        (OWNER, APPROVING, "approver"),
        (APPROVER, but(APPROVING, instead_of="keeper"), "keeper"),
        (OWNER, but(APPROVING, instead_of="keeper"), "approver"),
    ],
)
def test_a_step_says_who_passed_it_in_whose_place(
    world: World, actor: Member, given: Step, instead_of: str | None
) -> None:
    rows = world.after(actor, Approve(application="app", note="可"), but(THREE, steps=[given, *THREE.steps[1:]]), AWAY)
    passed = but(given, state=StepState.PASSED, decided_by=actor.id, decided_at=LATER, note="可", instead_of=instead_of)
    pending = but(THREE.steps[1], state=StepState.PENDING, since=LATER)
    assert rows == {"app": but(THREE, steps=[passed, pending, AUTHORIZING])}


@pytest.mark.parametrize("actor", [APPROVER, OWNER], ids=["himself", "stand-in"])
def test_a_step_handed_on_begins_anew(world: World, actor: Member) -> None:
    given = but(APPROVING, urged_at=NOW, reminded_at=NOW)
    rows = world.after(actor, TRANSFER, but(APPLIED, steps=[given, AUTHORIZING]), AWAY)
    step = Step(StepKind.APPROVE, ["admin"], StepState.PENDING, note="请看", since=LATER, instead_of="approver")
    step = but(step, handed_on=[HandedOn("approver", actor.id, LATER, "请看")])
    assert rows == {"app": but(APPLIED, steps=[step, AUTHORIZING])}


def test_what_follows_a_rejection_is_void(world: World) -> None:
    passed = but(APPROVING, state=StepState.PASSED)
    given = but(THREE, steps=[passed, but(THREE.steps[1], state=StepState.PENDING), AUTHORIZING])
    rows = world.after(ADMIN, Reject(application="app", reason="不符"), given)
    rejected = but(given.steps[1], state=StepState.REJECTED, decided_by="admin", decided_at=LATER, note="不符")
    void = but(AUTHORIZING, state=StepState.VOID)
    assert rows == {"app": but(given, state=ApplicationState.REJECTED, steps=[passed, rejected, void])}


def test_what_is_withdrawn_waits_for_nobody(world: World) -> None:
    rows = world.after(APPLICANT, Withdraw(application="app"), but(THREE, steps=[THREE.steps[0], AUTHORIZING]))
    steps = [but(step, state=StepState.VOID) for step in APPLIED.steps]
    assert rows == {"app": but(APPLIED, state=ApplicationState.WITHDRAWN, steps=steps)}


def test_the_first_application_brings_the_system_template(world: World) -> None:
    system = Template(id=SYSTEM_ID, organization=ORG, name=SYSTEM_NAME, system=True, approvers=[])
    assert world.after(APPLICANT, APPLY)["system"] == system
    assert "system" not in world.after(APPLICANT, APPLY, but(system, deleted_at=NOW))


def test_whose_inbox_an_application_is_in(world: World) -> None:
    world.book.put(AWAY)
    decided = but(APPLIED, steps=[but(step, state=StepState.VOID) for step in APPLIED.steps])
    for row, me, waits in (
        (APPLIED, APPROVER, True),
        (APPLIED, OWNER, True),
        (APPLIED, ADMIN, False),
        (APPLIED, but(APPROVER, active=False), False),
        (decided, APPROVER, False),
    ):
        assert waits_for_me(row, me, NOW, world.book) is waits


def test_whom_an_application_concerns() -> None:
    decided = but(APPROVING, candidates=["a", "b"], decided_by="c", instead_of="d")
    row = but(APPLIED, copied=["owner", "a"], steps=[decided, AUTHORIZING])
    assert applications.concerns(row) == ["applicant", "owner", "a", "b", "c", "d", "keeper"]


FLOWS = but(SEAL, flows=[SealFlow(None, "template"), SealFlow("c", "template"), SealFlow("d", "template")])


def test_the_flows_of_other_categories_stay(world: World) -> None:
    world.book.put(but(TEMPLATE, id="t2"))
    rows = world.after(ADMIN, SetFlow(seal=SEAL.id, category=None, template="t2"), FLOWS)
    assert rows == {SEAL.id: but(SEAL, flows=[*FLOWS.flows[1:], SealFlow(None, "t2")])}
    rows = world.after(ADMIN, ClearFlow(seal=SEAL.id, category="c"), FLOWS)
    assert rows == {SEAL.id: but(SEAL, flows=[FLOWS.flows[0], FLOWS.flows[2]])}


def test_an_invoice_title_says_what_was_said_last(world: World) -> None:
    said = {"tax_number": "91310000MA1K00001X", "address": "人民东路 118 号", "phone": "0998-0000000"}
    said |= {"bank": "示例银行", "account": "6222 0000"}
    title = InvoiceTitle(id="i", organization=ORG, kind=TitleKind.COMPANY, name="云杉", **said)
    assert world.after(KEEPER, AddInvoiceTitle(id="i", kind=TitleKind.COMPANY, name="云杉", **said)) == {"i": title}
    changed = InvoiceTitle(id="i", organization=ORG, kind=TitleKind.PERSONAL, name="林知夏")
    act = ChangeInvoiceTitle(title="i", kind=TitleKind.PERSONAL, name="林知夏")
    assert world.after(OWNER, act, title) == {"i": changed}
    assert world.after(ADMIN, DeleteInvoiceTitle(title="i"), changed) == {"i": but(changed, deleted_at=LATER)}


def test_an_area_keeps_its_shape_whatever_it_is_called(world: World) -> None:
    shape = Area(name="x", centre=Point(30, 120), radius_m=300)
    area = NamedArea(id="a", organization=ORG, name="总部", shape=but(shape, name=""))
    assert world.after(KEEPER, AddNamedArea(id="a", name="总部", shape=shape)) == {"a": area}
    renamed = but(area, name="分部")
    assert world.after(ADMIN, RenameNamedArea(named_area="a", name="分部"), area) == {"a": renamed}
    assert world.after(OWNER, DeleteNamedArea(named_area="a"), renamed) == {"a": but(renamed, deleted_at=LATER)}


def test_to_be_located_changes_nothing(world: World) -> None:
    assert world.after(APPLICANT, LocateSeal(seal=SEAL.id)) == {}


def test_features_stand_once_in_the_printed_order(world: World) -> None:
    rows = world.after(OWNER, SetFeatures(items=[Feature.SMS, Feature.AREA, Feature.SMS]))
    assert rows == {ORG: but(COMPANY, features=[Feature.AREA, Feature.SMS])}


def test_members_of_a_department_that_is_deleted_are_in_none(world: World) -> None:
    department = Department(id="d", organization=ORG, name="财务部")
    inside, elsewhere = but(APPLICANT, department="d"), but(APPROVER, department="e")
    rows = world.after(ADMIN, DeleteDepartment(department="d"), department, inside, elsewhere)
    assert rows == {"d": but(department, deleted_at=LATER), "applicant": APPLICANT}


def test_what_is_seen_is_kept_for_each_seal(world: World) -> None:
    given = Seen(id="applicant", organization=ORG, abnormal={"other": 3})
    rows = world.after(APPLICANT, SeeAbnormal(seal=SEAL.id, number=2))
    assert rows == {"applicant": but(given, abnormal={SEAL.id: 2})}
    rows = world.after(APPLICANT, SeeAbnormal(seal=SEAL.id, number=2), given)
    assert rows == {"applicant": but(given, abnormal={"other": 3, SEAL.id: 2})}


def test_rows_laid_over_the_known_ones(world: World) -> None:
    renamed, new = but(APPROVER, name="新名", department="d"), but(APPROVER, id="new", role=Role.OWNER)
    laid = Laid(world.book, [renamed, new, but(TEMPLATE, id="applicant")])
    assert (laid.get(Member, "approver"), laid.get(Member, "new")) == (renamed, new)
    assert (laid.get(Member, "applicant"), laid.get(Member, "nobody")) == (APPLICANT, None)
    assert laid.all(Member, role=Role.OWNER) == [new, OWNER]
    assert laid.all(Member, role=Role.MEMBER) == [APPLICANT, renamed]
    assert laid.all(Member, department="d") == [renamed]
    assert laid.all(Seal) == [SEAL]
    for complete in (True, False):
        world.book.complete = complete
        assert laid.complete is complete
