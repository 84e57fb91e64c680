"""Seals, their keepers and flows: binding again, three keepers, names that do not repeat."""

import msgspec
import pytest

from domain.keepers import AddKeeper
from domain.organization import Permission, Role
from domain.rows import Act
from domain.seals import BindingState, Seal, Wanted, by_name, may_use_freely, serial_of_link
from domain.templates import AddTemplate, SetFlow, Template
from tests.domain.world import (
    ADMIN,
    APPLICANT,
    APPLY,
    BIND,
    COMPANY,
    DIRECT,
    EVERYBODY,
    ORG,
    OWNER,
    SEAL,
    World,
    code,
    member,
)


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


@pytest.mark.req("R-174", "L", "inside", "at", "outside")
@pytest.mark.req("R-173", "I-02")
def test_keepers_have_the_role_and_are_at_most_three(world: World) -> None:
    assert code(world.judge(ADMIN, AddKeeper(seal=SEAL.id, member="applicant"))) == "keeper_role_needed"
    assert code(world.judge(ADMIN, AddKeeper(seal=SEAL.id, member="nobody"))) == "not_found"
    for n in range(2):
        world.book.put(member(f"keeper-{n}", Role.KEEPER))
        world.do(ADMIN, AddKeeper(seal=SEAL.id, member=f"keeper-{n}"))
    assert code(world.judge(ADMIN, AddKeeper(seal=SEAL.id, member="other-keeper"))) == "keepers_full"
    assert code(world.judge(ADMIN, AddKeeper(seal=SEAL.id, member="keeper"))) == "Allowed"


def test_seals_stand_in_the_order_in_which_people_count() -> None:
    names = ["公章 10", "公章 9", "公章", "2 号章", "10 号章", "公章 9（旧）", "１１ 号章"]
    rows = [msgspec.structs.replace(SEAL, id=f"GL20260000{at:02}", name=name) for at, name in enumerate(names)]
    ordered = ["2 号章", "10 号章", "１１ 号章", "公章", "公章 9", "公章 9（旧）", "公章 10"]
    assert [each.name for each in sorted(rows, key=by_name)] == ordered
    same = [msgspec.structs.replace(SEAL, id=id) for id in ("L2026000002", "GL2026000001")]
    assert [each.id for each in sorted(same, key=by_name)] == ["GL2026000001", "L2026000002"]


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
    ("link", "serial"),
    [
        ("signet://seal/GL2026000001", "GL2026000001"),
        ("signet://seal/" + "A" * 6, "A" * 6),
        ("signet://seal/" + "A" * 20, "A" * 20),
        ("signet://seal/" + "A" * 5, None),
        ("signet://seal/" + "A" * 21, None),
        ("", None),
        ("GL2026000001", None),
        ("signet://seal/", None),
        ("signet://seal/gl2026000001", None),
        ("signet://seal/GL2026000001/", None),
        ("signet://seal/GL2026000001?x=1", None),
        ("signet://seal/GL2026000001\n", None),
        (" signet://seal/GL2026000001", None),
        ("signet://seal/../GL20260001", None),
        ("signet://map/GL2026000001", None),
        ("https://seal/GL2026000001", None),
        ("SIGNET://seal/GL2026000001", None),
        ("signet://seal/ＧＬ２０２６００", None),
    ],
)
def test_a_link_leads_to_exactly_one_seal(link: str, serial: str | None) -> None:
    assert serial_of_link(link) == serial


@pytest.mark.parametrize(
    ("link", "serial"),
    [
        ("signet://seal/GL2026000001", "GL2026000001"),
        ("signet://seal/GL2026", "GL2026"),
        ("signet://seal/" + "9" * 20, "9" * 20),
        ("signet://seal/GL202", None),
        ("signet://seal/" + "9" * 21, None),
        ("signet://seal/gl2026", None),
        ("signet://seal/GL2026\n", None),
        ("signet://seal/GL2026/x", None),
        ("signet://seal/", None),
        ("GL2026000001", None),
    ],
)
def test_a_link_names_exactly_one_seal(link: str, serial: str | None) -> None:
    assert serial_of_link(link) == serial


@pytest.mark.req("C-08", "C")
def test_in_free_use_a_seal_is_taken_by_who_may_press_and_by_nobody_where_it_is_not() -> None:
    free = msgspec.structs.replace(COMPANY, features=[])
    for person in EVERYBODY:
        assert may_use_freely(person, SEAL, free)
        assert not may_use_freely(person, SEAL, COMPANY)
    gone = msgspec.structs.replace(APPLICANT, active=False)
    assert not may_use_freely(gone, SEAL, free)
    assert not may_use_freely(member("c", Role.CUSTOM, [Permission.VIEW_USAGE]), SEAL, free)
    lost = msgspec.structs.replace(SEAL, loss_lock=Wanted(on=True, by="owner", at=1))
    assert not may_use_freely(OWNER, lost, free)
    for state in set(BindingState) - {BindingState.BOUND}:
        assert not may_use_freely(OWNER, msgspec.structs.replace(SEAL, state=state), free)
