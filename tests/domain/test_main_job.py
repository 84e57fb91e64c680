"""The rules of the main job, as tables: who may, in which state, and the limits of each value."""

import msgspec
import pytest

import domain.acts
from domain import applications, approvals, authorizations
from domain.applications import Application, ApplicationState, Apply, StepState
from domain.approvals import Approve, Reject
from domain.authorizations import Authorization, Authorize, EndUse, Method, Mode, State
from domain.organization import AddMember, Member, Role
from domain.rows import Act
from domain.seals import AddKeeper, BindingState, BindSeal, Model, Seal, SealStatus
from domain.templates import AddTemplate, SetFlow, Template
from domain.usage import AttachPhoto, Grade, Impression, Photo, impression_id, may_read
from domain.verdict import Allowed, OnlyCloud, Refused
from tests.domain.world import (
    ADMIN,
    APPLICANT,
    APPROVER,
    EVERYBODY,
    HOUR,
    KEEPER,
    NOW,
    ORG,
    OTHER_KEEPER,
    OWNER,
    SEAL,
    World,
    member,
)

APPLY = Apply(
    id="app",
    seal=SEAL.id,
    reason="签约",
    document="采购合同",
    copies=2,
    count=3,
    start=NOW,
    end=NOW + HOUR,
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


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def applied(world: World) -> World:
    world.do(APPLICANT, APPLY)
    return world


@pytest.fixture
def approved(applied: World) -> World:
    applied.do(APPROVER, Approve(application="app"))
    return applied


@pytest.fixture
def authorized(approved: World) -> World:
    approved.do(KEEPER, AUTHORIZE)
    return approved


def code(verdict: object) -> str:
    return verdict.code if isinstance(verdict, Refused) else type(verdict).__name__


@pytest.mark.parametrize(
    ("act", "allowed"),
    [
        (BIND, {"owner", "admin"}),
        (AddKeeper(seal=SEAL.id, member="other-keeper"), {"owner", "admin"}),
        (AddTemplate(id="t", name="新", approvers=["approver"]), {"owner", "admin"}),
        (SetFlow(seal=SEAL.id, category=None, template="template"), {"owner", "admin"}),
        (AddMember(id="m", name="新人", phone="19900001234", role=Role.MEMBER), {"owner", "admin"}),
        (APPLY, {each.id for each in EVERYBODY}),
        (DIRECT, {"owner", "admin", "keeper"}),
    ],
)
def test_who_may_do_what(world: World, act: Act, allowed: set[str]) -> None:
    """R-017, R-018, R-026, R-030, R-031, R-100: each role, and the keeper of another seal."""
    got = {each.id for each in EVERYBODY if isinstance(world.judge(each, act), Allowed)}
    assert got == allowed
    assert all(code(world.judge(each, act)) == "not_allowed" for each in EVERYBODY if each.id not in allowed)


def test_an_application_takes_its_seals_flow(applied: World) -> None:
    """R-089, C-07: the named approver, then any one of keepers, owner and administrator."""
    application = applied.book.get(Application, "app")
    assert application is not None
    assert [step.candidates for step in application.steps] == [["approver"], ["keeper", "admin", "owner"]]
    assert application.copied == ["owner"]
    assert applications.waits_for(application, "approver")
    assert not applications.waits_for(application, "keeper")
    assert applications.concerns(application) == ["applicant", "owner", "approver", "keeper", "admin"]


def test_without_a_template_the_keepers_authorize_at_once(world: World) -> None:
    """C-12."""
    world.book.put(msgspec.structs.replace(SEAL, flows=[]))
    world.do(APPLICANT, APPLY)
    application = world.book.get(Application, "app")
    assert application is not None
    assert applications.waits_for(application, "keeper")


@pytest.mark.parametrize(
    ("change", "refusal", "field"),
    [
        ({"seal": "L9"}, "not_found", None),
        ({"reason": "  "}, "reason_missing", "reason"),
        ({"document": " "}, "document_missing", "document"),
        ({"end": NOW}, "end_before_start", "end"),
        ({"start": NOW - 2 * HOUR, "end": NOW}, "end_in_past", "end"),
        ({"start": NOW - 2 * HOUR, "end": NOW + 1}, "Allowed", None),
        ({"count": 0}, "Allowed", None),
        ({"count": 500}, "Allowed", None),
    ],
)
def test_what_an_application_must_say(world: World, change: dict[str, object], refusal: str, field: str) -> None:
    verdict = world.judge(APPLICANT, msgspec.structs.replace(APPLY, **change))
    assert code(verdict) == refusal
    assert getattr(verdict, "field", None) == field


@pytest.mark.parametrize(("count", "fits"), [(-1, False), (0, True), (500, True), (501, False)])
@pytest.mark.parametrize("kind", ["Apply", "Authorize"])
def test_the_number_of_uses_has_a_limit(kind: str, count: int, fits: bool) -> None:
    """R-088, R-111: checked where arguments are read, on both sides."""
    act = {"Apply": APPLY, "Authorize": AUTHORIZE}[kind]
    args = msgspec.json.encode(msgspec.structs.asdict(act) | {"count": count})
    got = domain.acts.read(kind, args)
    assert isinstance(got, type(act)) if fits else isinstance(got, Refused)
    if isinstance(got, Refused):
        assert (got.code, got.field) == ("arguments_do_not_fit", "count")


@pytest.mark.parametrize(
    ("name", "args", "refusal"),
    [
        ("Fly", b"{}", "unknown_act"),
        ("Approve", b"{", "arguments_do_not_fit"),
        ("Approve", b'{"application":"a","more":1}', "arguments_do_not_fit"),
        ("Approve", b"[" * 100_000, "arguments_do_not_fit"),
        ("Approve", b'{"application":"\xff"}', "arguments_do_not_fit"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(name: str, args: bytes, refusal: str) -> None:
    assert code(domain.acts.read(name, args)) == refusal


@pytest.mark.parametrize(
    ("actor", "act", "refusal"),
    [
        (APPROVER, Approve(application="app"), "Allowed"),
        (KEEPER, Approve(application="app"), "not_your_turn"),
        (APPLICANT, Approve(application="app"), "not_your_turn"),
        (APPROVER, Approve(application="other"), "not_found"),
        (APPROVER, Reject(application="app", reason=" "), "Allowed"),
        (APPROVER, Reject(application="app", reason=""), "reason_missing"),
        (OWNER, Reject(application="app", reason="no"), "not_your_turn"),
        (KEEPER, AUTHORIZE, "not_your_turn"),
    ],
)
def test_the_first_level(applied: World, actor: Member, act: Act, refusal: str) -> None:
    """R-077, R-096, R-097, C-35."""
    assert code(applied.judge(actor, act)) == refusal


def test_rejecting_ends_the_application(applied: World) -> None:
    applied.do(APPROVER, Reject(application="app", reason="内容不符"))
    application = applied.book.get(Application, "app")
    assert application is not None
    assert application.state is ApplicationState.REJECTED
    assert [step.state for step in application.steps] == [StepState.REJECTED, StepState.VOID]
    assert application.steps[0].note == "内容不符"
    for act in (Approve(application="app"), Reject(application="app", reason="x"), AUTHORIZE):
        assert code(applied.judge(KEEPER, act)) == "already_decided"


@pytest.mark.parametrize(
    ("actor", "change", "refusal", "field"),
    [
        (KEEPER, {}, "Allowed", None),
        (ADMIN, {}, "Allowed", None),
        (OTHER_KEEPER, {}, "not_allowed", None),
        (APPLICANT, {}, "not_allowed", None),
        (KEEPER, {"count": 2}, "Allowed", None),
        (KEEPER, {"count": 4}, "wider_than_applied", "count"),
        (KEEPER, {"count": 0}, "wider_than_applied", "count"),
        (KEEPER, {"start": NOW - 1}, "wider_than_applied", "start"),
        (KEEPER, {"end": NOW + HOUR + 1}, "wider_than_applied", "end"),
        (KEEPER, {"start": NOW + 1, "end": NOW + HOUR - 1}, "Allowed", None),
        (KEEPER, {"start": NOW + HOUR, "end": NOW + HOUR}, "end_before_start", "end"),
        (KEEPER, {"member": "approver"}, "other_than_applied", "member"),
        (KEEPER, {"member": "nobody"}, "not_found", None),
        (KEEPER, {"application": "nothing"}, "not_found", None),
        (KEEPER, {"method": Method.PRE}, "not_offered", "method"),
        (KEEPER, {"mode": Mode.ELECTRONIC}, "not_offered", "mode"),
    ],
)
def test_authorizing_narrows_never_widens(
    approved: World, actor: Member, change: dict[str, object], refusal: str, field: str | None
) -> None:
    """R-100, R-101, C-28."""
    verdict = approved.judge(actor, msgspec.structs.replace(AUTHORIZE, **change))
    assert code(verdict) == refusal
    assert getattr(verdict, "field", None) == field


def test_an_unlimited_application_may_be_narrowed(world: World) -> None:
    world.do(APPLICANT, msgspec.structs.replace(APPLY, count=0))
    world.do(APPROVER, Approve(application="app"))
    assert code(world.judge(KEEPER, msgspec.structs.replace(AUTHORIZE, count=0))) == "Allowed"
    assert code(world.judge(KEEPER, msgspec.structs.replace(AUTHORIZE, count=7))) == "Allowed"


def test_the_authorizing_step_is_not_approved(approved: World) -> None:
    assert code(approved.judge(KEEPER, Approve(application="app"))) == "authorize_instead"


def test_authorizing_closes_the_application(authorized: World) -> None:
    application = authorized.book.get(Application, "app")
    assert application is not None
    assert (application.state, application.authorization) == (ApplicationState.AUTHORIZED, "auth")
    assert all(step.state is StepState.PASSED for step in application.steps)


def test_one_live_authorization_a_seal(authorized: World) -> None:
    """R-104, C-03, I-03: also an expired one keeps the seal until it has been ended."""
    again = msgspec.structs.replace(DIRECT, id="auth-2")
    assert code(authorized.judge(KEEPER, again)) == "former_use_not_ended"
    authorized.now = NOW + 2 * HOUR
    later = msgspec.structs.replace(again, start=authorized.now, end=authorized.now + HOUR)
    assert code(authorized.judge(KEEPER, later)) == "former_use_not_ended"
    authorized.do(KEEPER, EndUse(authorization="auth"))
    assert code(authorized.judge(KEEPER, later)) == "Allowed"


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [(OWNER, "Allowed"), (ADMIN, "Allowed"), (KEEPER, "Allowed")]
    + [(each, "not_allowed") for each in (OTHER_KEEPER, APPLICANT, APPROVER)],
)
def test_who_ends_a_use(authorized: World, actor: Member, refusal: str) -> None:
    """R-022, R-140."""
    assert code(authorized.judge(actor, EndUse(authorization="auth"))) == refusal
    assert code(authorized.judge(actor, EndUse(authorization="nothing"))) == "not_found"


def test_a_use_ends_once(authorized: World) -> None:
    authorized.do(KEEPER, EndUse(authorization="auth"))
    assert code(authorized.judge(KEEPER, EndUse(authorization="auth"))) == "already_ended"


@pytest.mark.parametrize(
    ("change", "at", "expected"),
    [
        ({}, NOW - 1, State.NOT_STARTED),
        ({}, NOW, State.IN_USE),
        ({}, NOW + HOUR - 1, State.IN_USE),
        ({}, NOW + HOUR, State.EXPIRED),
        ({"used": 2}, NOW, State.IN_USE),
        ({"used": 3}, NOW, State.EXPIRED),
        ({"used": 3, "count": 0}, NOW, State.IN_USE),
        ({"ended_at": NOW}, NOW, State.ENDED),
        ({"refused_at": NOW}, NOW, State.REFUSED),
    ],
)
def test_states_of_an_authorization(
    authorized: World, change: dict[str, object], at: int, expected: authorizations.State
) -> None:
    """R-142..R-144 and requirements 5.2."""
    row = authorized.book.get(Authorization, "auth")
    assert row is not None
    row = msgspec.structs.replace(row, **change)
    assert authorizations.state(row, at) is expected
    assert authorizations.live(row) is (expected not in (State.ENDED, State.REFUSED))


def test_what_waits_for_the_seal(authorized: World) -> None:
    """C-05."""
    row = authorized.book.get(Authorization, "auth")
    assert row is not None
    assert authorizations.awaiting_seal(row)
    held = msgspec.structs.replace(row, confirmed_at=NOW)
    assert not authorizations.awaiting_seal(held)
    ended = msgspec.structs.replace(held, ended_at=NOW)
    assert authorizations.awaiting_seal(ended)
    assert not authorizations.awaiting_seal(msgspec.structs.replace(ended, end_confirmed_at=NOW))
    assert not authorizations.awaiting_seal(msgspec.structs.replace(row, refused_at=NOW))


@pytest.mark.parametrize("act", [APPLY, DIRECT])
def test_a_seal_must_be_bound_to_be_used(world: World, act: Act) -> None:
    world.book.put(msgspec.structs.replace(SEAL, state=BindingState.AWAITING_SEAL))
    assert code(world.judge(OWNER, act)) == "seal_not_bound"


def test_binding_again_is_possible_until_the_seal_has_confirmed(world: World) -> None:
    world.do(ADMIN, BIND)
    row = world.book.get(Seal, BIND.serial)
    assert row is not None
    assert (row.state, row.binding, row.name) == (BindingState.AWAITING_SEAL, 1, "公章")
    world.do(OWNER, msgspec.structs.replace(BIND, name="财务章"))
    bound = msgspec.structs.replace(row, state=BindingState.BOUND)
    world.book.put(bound)
    assert code(world.judge(ADMIN, BIND)) == "seal_already_bound"


def test_keepers_have_the_role_and_are_at_most_three(world: World) -> None:
    """R-173, R-174, I-02."""
    assert code(world.judge(ADMIN, AddKeeper(seal=SEAL.id, member="applicant"))) == "keeper_role_needed"
    assert code(world.judge(ADMIN, AddKeeper(seal=SEAL.id, member="nobody"))) == "not_found"
    for n in range(2):
        world.book.put(member(f"keeper-{n}", Role.KEEPER))
        world.do(ADMIN, AddKeeper(seal=SEAL.id, member=f"keeper-{n}"))
    assert code(world.judge(ADMIN, AddKeeper(seal=SEAL.id, member="other-keeper"))) == "keepers_full"
    assert code(world.judge(ADMIN, AddKeeper(seal=SEAL.id, member="keeper"))) == "Allowed"


def test_template_names_do_not_repeat(world: World) -> None:
    assert code(world.judge(OWNER, AddTemplate(id="t", name="合同", approvers=[]))) == "template_name_taken"
    assert code(world.judge(OWNER, AddTemplate(id="t", name="新", approvers=["nobody"]))) == "not_found"


def test_setting_a_flow_replaces_the_one_of_its_category(world: World) -> None:
    world.book.put(Template(id="t2", organization=ORG, name="二", approvers=[]))
    world.do(OWNER, SetFlow(seal=SEAL.id, category=None, template="t2"))
    seal = world.book.get(Seal, SEAL.id)
    assert seal is not None
    assert [(flow.category, flow.template) for flow in seal.flows] == [(None, "t2")]


@pytest.mark.parametrize(
    ("actor", "change", "refusal"),
    [
        (OWNER, {"role": Role.OWNER}, "role_not_given_here"),
        (OWNER, {"role": Role.CUSTOM}, "role_not_given_here"),
        (ADMIN, {"role": Role.ADMINISTRATOR}, "not_allowed"),
        (OWNER, {"role": Role.ADMINISTRATOR}, "one_administrator"),
        (OWNER, {"phone": APPLICANT.phone}, "phone_already_member"),
        (OWNER, {"role": Role.KEEPER}, "Allowed"),
    ],
)
def test_adding_a_member(world: World, actor: Member, change: dict[str, object], refusal: str) -> None:
    """R-030, R-032, C-01."""
    act = AddMember(id="m", name="新人", phone="19900001234", role=Role.MEMBER)
    assert code(world.judge(actor, msgspec.structs.replace(act, **change))) == refusal


def test_a_console_that_does_not_see_it_leaves_it_to_the_cloud(world: World) -> None:
    world.book.complete = False
    assert isinstance(world.judge(APPROVER, approvals.Approve(application="app")), OnlyCloud)


IMPRESSION = Impression(
    id=impression_id(SEAL.id, 7),
    organization=ORG,
    seal=SEAL.id,
    binding=1,
    number=7,
    own=2,
    authorization="auth",
    member="applicant",
    grade=Grade.SESSION,
    at=NOW,
    clock=1,
    received_at=NOW,
    place=None,
    result=0,
)


@pytest.mark.parametrize(
    ("actor", "reads"),
    [(OWNER, True), (ADMIN, True), (KEEPER, True), (APPLICANT, True), (OTHER_KEEPER, False), (APPROVER, False)],
)
def test_who_reads_a_record_and_adds_pictures(world: World, actor: Member, reads: bool) -> None:
    """R-148, R-149; a picture may come before its record."""
    assert may_read(actor, IMPRESSION, SEAL) is reads
    photo = AttachPhoto(id="p", seal=SEAL.id, number=7, sha256="0" * 64, bytes=10, media="image/png", taken_at=NOW)
    assert code(world.judge(actor, photo)) == "Allowed"
    world.book.put(IMPRESSION)
    assert code(world.judge(actor, photo)) == ("Allowed" if reads else "not_found")
    world.book.put(
        Photo(
            id="x",
            organization=ORG,
            seal=SEAL.id,
            number=7,
            sha256="0" * 64,
            bytes=1,
            media="image/png",
            taken_at=NOW,
            member="applicant",
        )
    )


def test_every_row_kind_knows_its_name() -> None:
    assert set(domain.acts.ROWS) == {kind.table for kind in domain.acts.ROWS.values()}
    assert SealStatus.table in domain.acts.ROWS
