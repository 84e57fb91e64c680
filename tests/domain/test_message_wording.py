"""The sentences of messages."""

from string import Formatter

import pytest

from domain.message_wording import MESSAGES, Group, Said, group_of, message_text
from domain.organization import Role
from domain.times import day_start


@pytest.mark.parametrize("said", MESSAGES.values(), ids=list(MESSAGES))
def test_both_languages_mention_the_same(said: Said) -> None:
    mentioned = [{(name, spec) for _, name, spec, _ in Formatter().parse(text)} for text in said[1:]]
    assert mentioned[0] == mentioned[1]


@pytest.mark.parametrize(
    ("code", "words", "chinese", "english"),
    [
        ("use", ["张三", "章", "3", "5"], "张三使用“章”盖章，已用 3/5。", "张三 has stamped with “章”: 3/5 used."),
        ("use", ["A", "B", "3", "0"], "A使用“B”盖章，已用 3/不限。", "A has stamped with “B”: 3/unlimited used."),
        ("use_sealed", ["张三", "章", "3", "5"], "张三使用“章”在电子文件上用印，已用 3/5。",
         "张三 has sealed a document with “章”: 3/5 used."),
        ("role_changed", ["A", Role.KEEPER], "A变更了您的权限，角色是管章人。",
         "A has changed what you may do; your role: seal keeper."),
        ("quota_granted", ["people", "120"], "人员的配额已调整为 120。", "The quota of people is 120 now."),
        ("stand_in_named", ["A", "1767240000000", "1767283200000"],
         "2026-01-01 12:00 至 2026-01-02 00:00，由您代A处理审批。",
         "From 2026-01-01 12:00 to 2026-01-02 00:00 you decide in place of A."),
        ("role_changed", ["A", "astronaut"], "A变更了您的权限，角色是astronaut。",
         "A has changed what you may do; your role: astronaut."),
        ("authorization_activated", ["{1}", "{0:role}"], "{1}已激活“{0:role}”的用印授权。",
         "{1} has activated the authorization for “{0:role}”."),
    ],
)  # fmt: skip
def test_a_sentence(code: str, words: list[str], chinese: str, english: str) -> None:
    assert message_text(code, words) == chinese
    assert message_text(code, words, chinese=False) == english


@pytest.mark.parametrize(
    ("code", "words"),
    [("of_a_newer_cloud", ["A"]), ("use", ["A"]), ("stand_in_named", ["A", "soon", ""]),
     ("stand_in_named", ["A", "9" * 18, "0"]), ("stand_in_named", ["A", "9" * 40, "0"])],
)  # fmt: skip
def test_what_a_newer_cloud_says_is_shown_by_its_code(code: str, words: list[str]) -> None:
    assert message_text(code, words) == code


@pytest.mark.req("R-153")
def test_each_is_about_something() -> None:
    assert {group_of(code) for code in MESSAGES} == set(Group)
    assert group_of("of_a_newer_cloud") is None


def test_a_day_begins_at_midnight_in_china() -> None:
    midnight = 1_767_283_200_000  # 2026-01-02 00:00 in Beijing
    assert [day_start(midnight + after) for after in (-1, 0, 1)] == [midnight - 86_400_000, midnight, midnight]
