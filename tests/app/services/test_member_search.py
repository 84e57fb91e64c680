"""People are found by what one types."""

import pytest

from app.services.member_search import Finder

NAMES = ["陈佳宁", "单雄信", "吕布", "Bob Li", "欧阳娜娜", "曾国藩"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("佳宁", ["陈佳宁"]),
        ("chenjianing", ["陈佳宁"]),
        ("Chen Jia Ning", ["陈佳宁"]),
        ("cjn", ["陈佳宁"]),
        ("chjn", ["陈佳宁"]),
        ("jian", ["陈佳宁"]),
        ("shan", ["单雄信"]),
        ("dan", ["单雄信"]),
        ("lvbu", ["吕布"]),
        ("lubu", ["吕布"]),
        ("bobli", ["Bob Li"]),
        ("oynn", ["欧阳娜娜"]),
        ("zgf", ["曾国藩"]),
        ("xyz", []),
        ("", NAMES),
    ],
)
def test_by_name_pinyin_and_initials(query: str, found: list[str]) -> None:
    finder = Finder()
    finder.learn(NAMES)
    assert [name for name in NAMES if finder.finds(query, name)] == found


def test_by_phone_and_before_anything_was_learned() -> None:
    finder = Finder()
    assert finder.finds("0000 0001", "陈佳宁", "19900000001")
    assert not finder.finds("0002", "陈佳宁", "19900000001")
    assert finder.finds("佳", "陈佳宁")
    assert not finder.finds("cjn", "陈佳宁")


def test_a_long_name_and_a_long_query_are_no_trouble() -> None:
    finder = Finder()
    name = "石狮" * 30
    finder.learn([name])
    assert finder.finds("shi" * 60, name)
    assert not finder.finds("shi" * 61, name)
