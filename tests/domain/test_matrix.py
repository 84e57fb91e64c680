"""The printed permission matrix, cell by cell (requirements 2), and the words for every refusal."""

import re
from pathlib import Path

import pytest

from domain import ids, wording
from domain.organization import MATRIX, PRINTED, Permission, Role, may
from tests.domain.world import member

# Marks fill from the left: how many of owner, administrator, keeper, member have the function.
MARKS = {
    Permission.BIND: 2,
    Permission.APPLY: 4,
    Permission.APPROVE: 4,
    Permission.AUTHORIZE: 3,
    Permission.STAMP: 4,
    Permission.END_USE: 3,
    Permission.VIEW_USAGE: 4,
    Permission.VIEW_AUTHORIZATIONS: 3,
    Permission.OFFLINE_USE: 3,
    Permission.CONFIGURE_FLOW: 2,
    Permission.LOSS_LOCK: 1,
    Permission.PAY: 3,
    Permission.CONFIGURE_FEATURES: 1,
    Permission.ADD_ROLE: 2,
    Permission.SET_KEEPER: 2,
    Permission.SET_ADMINISTRATOR: 1,
    Permission.ADD_DEPARTMENT: 2,
    Permission.CHANGE_ORGANIZATION: 1,
    Permission.CHANGE_SUBSIDIARY: 1,
    Permission.CHANGE_OWNER: 1,
}
COLUMNS = [Role.OWNER, Role.ADMINISTRATOR, Role.KEEPER, Role.MEMBER]


@pytest.mark.req(*(f"R-{number:03}" for number in range(17, 37)))
@pytest.mark.parametrize("permission", PRINTED)
@pytest.mark.parametrize("role", COLUMNS)
def test_each_cell(permission: Permission, role: Role) -> None:
    expected = COLUMNS.index(role) < MARKS[permission]
    assert (permission in MATRIX[role]) is expected
    assert may(member("m", role), permission) is expected


@pytest.mark.req("R-016")
@pytest.mark.parametrize("permission", Permission)
def test_a_custom_role_has_what_was_chosen(permission: Permission) -> None:
    assert may(member("m", Role.CUSTOM, [permission]), permission)
    assert not may(member("m", Role.CUSTOM, [p for p in Permission if p is not permission]), permission)


def test_every_refusal_of_the_rules_has_its_sentence() -> None:
    root = Path(__file__).parents[2]
    text = "".join(path.read_text("utf-8") for path in (root / "domain").glob("*.py"))
    codes = set(re.findall(r'Refused\(\s*"([a-z_]+)"', text))
    assert codes
    assert codes <= set(wording.SENTENCES)
    for chinese, english in wording.SENTENCES.values():
        assert re.search(r"[\u4e00-\u9fff]", chinese)
        assert not re.search(r"[\u4e00-\u9fff]", english)
        assert chinese.count("{detail}") == english.count("{detail}")


def test_a_sentence_in_both_languages() -> None:
    assert wording.sentence("keepers_full", "3", chinese=False) == "A seal has at most 3 keepers."
    assert wording.sentence("keepers_full", "3") == wording.SENTENCES["keepers_full"][0].format(detail="3")
    assert wording.sentence("from_a_newer_cloud") == "from_a_newer_cloud"


def test_ids_sort_by_their_time_and_survive_the_way_to_a_seal() -> None:
    early, late = ids.new_id(1_000), ids.new_id(2_000)
    assert early < late
    assert ids.from_bytes(ids.to_bytes(late)) == late
    assert len({ids.new_id(5) for _ in range(1000)}) == 1000
