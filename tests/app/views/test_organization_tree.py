"""The tree of the organization: what stands where, merged in place, searched, and members dragged to a department."""

import json

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QModelIndex, Qt

from app.models.fold import Folded
from app.views.i18n import Tongue
from app.views.organization import permissions
from app.views.organization.company import Company
from app.views.organization.tree import Branch, tree
from app.views.organization.tree_model import MEMBERS, NODE, TreeModel
from demo import driver
from domain.departments import Department
from domain.organization import Member, Organization, Permission, Role
from tests.app.views import staff, world
from tests.app.views.stage import Stage, see
from tests.waiting import until


def company(*members: Member, departments: tuple[str, ...] = ("采购部", "法务与合规部")) -> Company:
    whole = Organization(id=world.ORG, organization=world.ORG, name="云杉", created_at=1)
    made = [Department(id=f"d-{name}", organization=world.ORG, name=name) for name in departments]
    return Company(
        organization=Folded(whole),
        members=tuple(Folded(each) for each in members),
        departments=tuple(Folded(each) for each in made),
    )


def person(id: str, department: str | None = None, role: Role = Role.MEMBER) -> Member:
    return Member(id=id, organization=world.ORG, name=id, phone="19900000001", role=role, department=department)


def lines(branch: Branch, depth: int = 0) -> list[str]:
    own = f"{'  ' * depth}{branch.node.title} {branch.node.count or branch.node.pill}".rstrip()
    return [own, *(line for each in branch.below for line in lines(each, depth + 1))]


def shown(model: TreeModel, above: QModelIndex | None = None) -> list[str]:
    """The keys as a view reads them."""
    above = above or QModelIndex()
    found: list[str] = []
    for at in range(model.rowCount(above)):
        index = model.index(at, 0, above)
        assert model.parent(index) == above
        found += [index.data(NODE).key, *shown(model, index)]
    return found


def test_departments_with_their_members_and_counts() -> None:
    whole = company(person("甲", "d-采购部"), person("乙", "d-gone"), person("丙", None, Role.KEEPER))
    assert lines(tree(whole)) == ["云杉 3", "  采购部 1", "    甲", "  法务与合规部 0", "  No department 2", "    乙",
                                  "    丙 Seal keeper"]  # fmt: skip


def test_only_what_was_found_with_what_it_stands_in() -> None:
    whole = company(person("甲", "d-采购部"), person("乙", "d-采购部"), person("丙"))
    assert lines(tree(whole, frozenset({"乙"}))) == ["云杉 3", "  采购部 2", "    乙"]
    assert lines(tree(whole, frozenset({"d-法务与合规部"}))) == ["云杉 3", "  法务与合规部 0"]
    assert lines(tree(whole, frozenset())) == ["云杉 3"]


def test_nobody_without_department_is_no_line_but_everybody_is() -> None:
    assert lines(tree(company(person("甲", "d-采购部"))))[-1] == "  法务与合规部 0"
    assert lines(tree(company(departments=()))) == ["云杉 0", "  No department 0"]


def test_new_rows_are_merged_in_place() -> None:
    model = TreeModel()
    model.set_tree([tree(company(person("甲", "d-采购部"), person("乙", "d-采购部"), person("丙")))])
    place = model.index_of("member:乙")
    kept = model.index_of("department:d-采购部")
    resets: list[str] = []
    changed: list[str] = []
    model.modelReset.connect(lambda: resets.append("reset"))
    model.dataChanged.connect(lambda index, _: changed.append(index.data(NODE).key))
    after = company(person("乙", "d-采购部"), person("丁", "d-法务与合规部"), person("丙", "d-采购部"))
    model.set_tree([tree(after)])
    assert shown(model) == [
        f"organization:{world.ORG}",
        "department:d-采购部",
        "member:乙",
        "member:丙",
        "department:d-法务与合规部",
        "member:丁",
    ]
    assert model.index_of("department:d-采购部") == kept
    assert model.index_of("member:乙").row() == place.row() - 1
    assert resets == []
    assert changed == ["department:d-法务与合规部"]  # its count
    assert not model.index_of("member:甲").isValid()
    model.set_tree([])
    assert shown(model) == []


def test_an_order_that_changed_moves_rows() -> None:
    model = TreeModel()
    model.set_tree([tree(company(person("甲"), person("乙"), person("丙"), departments=()))])
    model.set_tree([tree(company(person("丙"), person("甲"), person("乙"), departments=()))])
    assert shown(model)[2:] == ["member:丙", "member:甲", "member:乙"]


@pytest.mark.req("R-234", "F")
def test_members_are_dropped_on_a_department_or_one_of_its_members() -> None:
    model = TreeModel(may_move=True)
    model.set_tree([tree(company(person("甲", "d-采购部"), person("乙"), person("丙")))])
    told: list[tuple[list[str], str]] = []
    model.moved.connect(lambda members, department: told.append((members, department)))
    index = model.index_of
    dragged = model.mimeData([index("member:乙"), index("member:丙"), index("none:")])
    for place, expected in (
        ("department:d-采购部", "d-采购部"),
        ("member:甲", "d-采购部"),
        ("none:", ""),
    ):
        assert model.canDropMimeData(dragged, Qt.DropAction.MoveAction, -1, -1, index(place))
        assert not model.dropMimeData(dragged, Qt.DropAction.MoveAction, -1, -1, index(place))
        assert told.pop() == (["乙", "丙"], expected)
    nowhere = index(f"organization:{world.ORG}")
    assert not model.canDropMimeData(dragged, Qt.DropAction.MoveAction, -1, -1, nowhere)
    assert not model.canDropMimeData(QMimeData(), Qt.DropAction.MoveAction, -1, -1, index("none:"))
    assert told == []
    assert index("member:乙").flags() & Qt.ItemFlag.ItemIsDragEnabled
    assert not index("department:d-采购部").flags() & Qt.ItemFlag.ItemIsDragEnabled


def test_whoever_may_move_nobody_drags_nobody() -> None:
    model = TreeModel()
    model.set_tree([tree(company(person("甲")))])
    assert not model.index_of("member:甲").flags() & Qt.ItemFlag.ItemIsDragEnabled
    data = QMimeData()
    data.setData(MEMBERS, json.dumps(["甲"]).encode())
    assert not model.canDropMimeData(data, Qt.DropAction.MoveAction, -1, -1, model.index_of("none:"))


def test_every_permission_has_words_and_a_place() -> None:
    placed = [each for _, some in permissions.groups() for each in some]
    assert sorted(placed) == sorted(Permission)
    assert len({permissions.word(each) for each in Permission}) == len(Permission)


@pytest.mark.req("R-008", "F")
async def test_the_tree_of_the_company(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-owner")
    read = driver.see("organization.tree").split("\n")
    assert read[0] == "云杉精密仪器有限公司 · 云杉精密仪器有限公司, 9"
    assert "采购部 · 采购部, 3" in read
    assert "沈若溪 · 沈若溪, Seal keeper" in read
    assert "Subsidiaries · Subsidiaries, 2" in read
    assert not any("已离职" in line or "已撤部" in line for line in read)
    assert driver.see("organization.counts") == "9/100 people · 3/50 departments"
    assert page._tree.accessibleName() == "Page"


@pytest.mark.req("R-234", "F")
async def test_several_members_are_dragged_offline(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-admin")
    model = page._model
    dragged = model.mimeData([model.index_of("member:m-clerk"), model.index_of("member:m-han")])
    model.dropMimeData(dragged, Qt.DropAction.MoveAction, -1, -1, model.index_of(f"department:{staff.LEGAL}"))
    await until(lambda: stage.said.told == ["2 members moved to 法务与合规部"])
    await until(lambda: "韩子墨 · 韩子墨, sending" in driver.see("organization.tree"))
    inside = model.index_of(f"department:{staff.LEGAL}")
    assert {"许砚清", "韩子墨"} <= {model.index(at, 0, inside).data() for at in range(model.rowCount(inside))}
    moved = [msgspec.structs.replace(each, department=staff.LEGAL) for each in staff.members(stage.now)]
    await stage.settle_acts(page.room.store, *(each for each in moved if each.id in ("m-clerk", "m-han")))
    await until(lambda: "sending" not in driver.see("organization.tree"))


@pytest.mark.req("R-234", "F")
async def test_several_members_are_moved_without_a_mouse(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-owner")
    assert page._tree.choose("member:m-clerk", "member:m-keeper2", "member:m-owner")
    await see("organization.selection", "3 members chosen")
    driver.choose("organization.selection_department", "采购部")
    driver.click("organization.selection_move")
    await until(lambda: stage.said.told == ["陈佳宁 moved to 采购部"])  # the others are there already


async def test_a_search_shows_who_was_meant_and_opens_what_was_closed(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-owner")
    closed = page._model.index_of(f"department:{staff.BUYING}")
    page._tree.collapse(closed)
    for text in ("xuyan", "xyq", "砚清", "19900000006"):
        page.header.search.setText(text)
        await until(lambda: page._tree.keys() == ["member:m-clerk"])
        assert len(driver.see("organization.tree").split("\n")) == 3
        await see("organization.member", "19900000006")
    page.header.search.setText("suzhou")
    await until(lambda: "Subsidiaries" in driver.see("organization.tree"))
    found = driver.see("organization.tree")
    assert "苏州分公司驻地" in found
    assert "成都" not in found
    page.header.search.setText("没有这个人")
    await until(lambda: page._nothing.title.text() == "Nothing found" and page._nothing.isVisible())
    page.header.search.clear()
    await until(lambda: "韩子墨" in driver.see("organization.tree"))
    assert not page._tree.isExpanded(page._model.index_of(f"department:{staff.BUYING}"))


async def test_the_tree_in_chinese(stage: Stage) -> None:
    stage.language.choose(Tongue.ZH_CN)
    try:
        await staff.open_page(stage, "m-owner")
        assert "未加入部门" in driver.see("organization.tree")
        assert "管章人" in driver.see("organization.tree")
    finally:
        stage.language.choose(Tongue.EN)
