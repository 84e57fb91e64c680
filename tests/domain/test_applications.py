"""Applications and the decisions on them, and who may do what at all."""

import msgspec
import pytest

import domain.acts
from domain import applications, approvals
from domain.applications import Application, ApplicationState, StepState
from domain.approvals import Approve, Reject
from domain.keepers import AddKeeper
from domain.members import AddMember
from domain.organization import Member, Role
from domain.rows import Act
from domain.templates import AddTemplate, SetFlow
from domain.verdict import Allowed, OnlyCloud, Refused
from tests.domain.world import (
    ADMIN,
    APPLICANT,
    APPLY,
    APPROVER,
    AUTHORIZE,
    BIND,
    DIRECT,
    EVERYBODY,
    HOUR,
    KEEPER,
    NOW,
    OWNER,
    SEAL,
    World,
    code,
)
from tests.traceability import Proves

req = pytest.mark.req
EARLY = {"start": NOW - 2 * HOUR}


@pytest.mark.req("R-017", "R-018", "R-026", "R-030", "R-031", "R-100")
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
    """Each role, and the keeper of another seal."""
    got = {each.id for each in EVERYBODY if isinstance(world.judge(each, act), Allowed)}
    assert got == allowed
    assert all(code(world.judge(each, act)) == "not_allowed" for each in EVERYBODY if each.id not in allowed)


@pytest.mark.req("R-089", "C-07")
def test_an_application_takes_its_seals_flow(applied: World) -> None:
    """The named approver, then any one of the seal's keepers (R-203)."""
    application = applied.book.get(Application, "app")
    assert application is not None
    assert [step.candidates for step in application.steps] == [["approver"], ["keeper"]]
    assert application.copied == ["owner"]
    assert applications.waits_for(application, "approver")
    assert not applications.waits_for(application, "keeper")
    assert applications.concerns(application) == ["applicant", "owner", "approver", "keeper"]


@pytest.mark.req("C-12")
def test_without_a_template_the_keepers_authorize_at_once(world: World) -> None:
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
        pytest.param({"end": NOW - 1}, "end_before_start", "end", marks=req("R-283", "V", "outside")),
        pytest.param({"end": NOW}, "end_before_start", "end", marks=req("R-283", "V", "at")),
        pytest.param({"end": NOW + 1}, "Allowed", None, marks=req("R-283", "V", "inside")),
        pytest.param(EARLY | {"end": NOW - 1}, "end_in_past", "end", marks=req("R-284", "V", "outside")),
        pytest.param(EARLY | {"end": NOW}, "end_in_past", "end", marks=req("R-284", "V", "at")),
        pytest.param(EARLY | {"end": NOW + 1}, "Allowed", None, marks=req("R-284", "V", "inside")),
        ({"count": 0}, "Allowed", None),
        ({"count": 500}, "Allowed", None),
    ],
)
def test_what_an_application_must_say(world: World, change: dict[str, object], refusal: str, field: str) -> None:
    verdict = world.judge(APPLICANT, msgspec.structs.replace(APPLY, **change))
    assert code(verdict) == refusal
    assert getattr(verdict, "field", None) == field


@pytest.mark.parametrize(("count", "case"), [(-1, "outside"), (0, "inside"), (500, "at"), (501, "outside")])
@pytest.mark.parametrize("kind", ["Apply", "Authorize"])
def test_the_number_of_uses_has_a_limit(kind: str, count: int, case: str, proves: Proves) -> None:
    """Checked where arguments are read, on both sides."""
    fits = case != "outside"
    act = {"Apply": APPLY, "Authorize": AUTHORIZE}[kind]
    args = msgspec.json.encode(msgspec.structs.asdict(act) | {"count": count})
    got = domain.acts.read(kind, args)
    assert isinstance(got, type(act)) if fits else isinstance(got, Refused)
    if isinstance(got, Refused):
        assert (got.code, got.field) == ("arguments_do_not_fit", "count")
    proves(*{"Apply": ("R-088", "L"), "Authorize": ("R-111", "V")}[kind], case)


@pytest.mark.parametrize(("people", "case"), [(1, "inside"), (3, "at"), (4, "outside")])
@pytest.mark.parametrize("field", ["approvers", "copied"])
@pytest.mark.parametrize("kind", ["AddTemplate", "ChangeTemplate"])
def test_a_template_names_at_most_three_of_each(kind: str, field: str, people: int, case: str, proves: Proves) -> None:
    named = {"id": "t", "template": "t", "name": "合同", "approvers": ["m"], field: ["m"] * people}
    wanted = msgspec.structs.fields(domain.acts.ACTS[kind])
    args = msgspec.json.encode({each.name: named[each.name] for each in wanted if each.name in named})
    got = domain.acts.read(kind, args)
    assert isinstance(got, Refused) == (case == "outside")
    if isinstance(got, Refused):
        assert (got.code, got.field) == ("arguments_do_not_fit", field)
    proves("R-201", "L", case)


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


def reasons(case: str) -> pytest.MarkDecorator:
    return req("R-077", "R-097", "V", case)


@pytest.mark.req("C-35")
@pytest.mark.parametrize(
    ("actor", "act", "refusal"),
    [
        (APPROVER, Approve(application="app"), "Allowed"),
        (KEEPER, Approve(application="app"), "not_your_turn"),
        (APPLICANT, Approve(application="app"), "not_your_turn"),
        (APPROVER, Approve(application="other"), "not_found"),
        pytest.param(APPROVER, Reject(application="app", reason=" "), "Allowed", marks=reasons("at")),
        pytest.param(APPROVER, Reject(application="app", reason=""), "reason_missing", marks=reasons("outside")),
        (OWNER, Reject(application="app", reason="no"), "not_your_turn"),
        (KEEPER, AUTHORIZE, "not_your_turn"),
    ],
)
def test_the_first_level(applied: World, actor: Member, act: Act, refusal: str) -> None:
    assert code(applied.judge(actor, act)) == refusal


@pytest.mark.req("R-077", "R-097", "V", "inside")
@pytest.mark.req("R-092", "R-096")
def test_rejecting_ends_the_application(applied: World) -> None:
    applied.do(APPROVER, Reject(application="app", reason="内容不符"))
    application = applied.book.get(Application, "app")
    assert application is not None
    assert application.state is ApplicationState.REJECTED
    assert [step.state for step in application.steps] == [StepState.REJECTED, StepState.VOID]
    assert application.steps[0].note == "内容不符"
    for act in (Approve(application="app"), Reject(application="app", reason="x"), AUTHORIZE):
        assert code(applied.judge(KEEPER, act)) == "already_decided"


@pytest.mark.req("R-030", "R-032")
@pytest.mark.parametrize(
    ("actor", "change", "refusal"),
    [
        (OWNER, {"role": Role.OWNER}, "role_not_given_here"),
        (OWNER, {"role": Role.HEADQUARTERS}, "role_not_given_here"),
        (OWNER, {"role": Role.CUSTOM}, "permissions_missing"),
        (ADMIN, {"role": Role.ADMINISTRATOR}, "not_allowed"),
        pytest.param(
            OWNER,
            {"role": Role.ADMINISTRATOR},
            "one_administrator",
            marks=[req("R-248", "L", "outside"), req("C-01", "C")],
        ),
        (OWNER, {"phone": APPLICANT.phone}, "phone_already_member"),
        (OWNER, {"role": Role.KEEPER}, "Allowed"),
    ],
)
def test_adding_a_member(world: World, actor: Member, change: dict[str, object], refusal: str) -> None:
    act = AddMember(id="m", name="新人", phone="19900001234", role=Role.MEMBER)
    assert code(world.judge(actor, msgspec.structs.replace(act, **change))) == refusal


def test_a_console_that_does_not_see_it_leaves_it_to_the_cloud(world: World) -> None:
    world.book.complete = False
    assert isinstance(world.judge(APPROVER, approvals.Approve(application="app")), OnlyCloud)
