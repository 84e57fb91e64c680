"""Lists of members: what stands where, and what is wrong with which row."""

from typing import Any

import msgspec
import pytest

from app.services.member_lists import Judged, Line, NotAList, headings, judge, lines_of, table_of
from domain.departments import Department
from domain.organization import Member, Organization, Permission, Quotas, Role
from domain.verdict import Circumstances
from tests.domain.world import ADMIN, COMPANY, KEEPER, NOW, ORG, OWNER, Book, member

SALES = Department(id="d-sales", organization=ORG, name="销售部")
GONE = Department(id="d-gone", organization=ORG, name="已撤部", deleted_at=NOW)


def book(**organization: Any) -> Book:
    made = Book()
    company = Organization(**{**msgspec.structs.asdict(COMPANY), **organization})
    known = Member(id="m-1", organization=ORG, name="已在", phone="19900000001", role=Role.MEMBER)
    left = Member(id="m-2", organization=ORG, name="已走", phone="19900000002", role=Role.MEMBER, active=False)
    made.put(company, OWNER, KEEPER, SALES, GONE, known, left)
    return made


def judged(*rows: tuple[str, ...], by: Member = OWNER, at: Book | None = None) -> list[Judged]:
    lines = [Line(number, *(*row, *[""] * (4 - len(row)))) for number, row in enumerate(rows, 2)]
    return judge(lines, Circumstances(by, NOW, at or book()))


def codes(of: Judged) -> list[str]:
    return [fault.code for fault in of.faults]


def test_columns_in_any_order_and_in_either_language() -> None:
    table = [[], ["备注", "手机号码", " 姓 名 "], ["a", "199 0000 0003", "李\n四"], ["", "", ""], ["", "1", "x", "y"]]
    assert lines_of(table) == [Line(3, "李 四", "199 0000 0003", "", ""), Line(5, "x", "1", "", "")]
    english = [["Name*", "PHONE NUMBER", "Role", "Department"], ["Li", "2", "Keeper", "Sales"]]
    assert lines_of(english) == [Line(2, "Li", "2", "Sales", "Keeper")]
    for chinese in (True, False):
        assert lines_of([headings(chinese=chinese), ["甲", "1", "乙", "丙"]]) == [Line(2, "甲", "1", "乙", "丙")]


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ([], "list_empty"),
        ([["", " "]], "list_empty"),
        ([["姓名", "手机号"]], "list_empty"),
        ([["姓名", "邮箱"], ["甲", "a@example.org"]], "list_columns_missing"),
        ([["甲", "19900000003"]], "list_columns_missing"),
    ],
)
def test_what_is_no_list(table: list[list[str]], code: str) -> None:
    with pytest.raises(NotAList) as raised:
        lines_of(table)
    assert raised.value.refused.code == code


@pytest.mark.req("R-231")
@pytest.mark.parametrize(
    ("row", "faults"),
    [
        (("李四", "19900000003"), []),
        (("李四", "+86 199-0000-0003", "销售部", "管章人"), []),
        (("李四", "19900000003", " 未加入部门 ", "Member"), []),
        (("李四", "19900000002"), []),  # somebody who left may come back
        (("", "19900000003"), ["name_missing"]),
        (("李" * 61, "19900000003"), ["text_too_long"]),
        (("李\u202e四", "19900000003"), ["text_unfit"]),
        (("李四", "12345"), ["phone_wrong"]),
        (("李四", ""), ["phone_wrong"]),
        (("李四", "=cmd|' /C calc'!A0"), ["phone_wrong"]),
        (("李四", "19900000001"), ["phone_already_member"]),
        (("李四", "19900000003", "仓储部"), ["department_unknown"]),
        (("李四", "19900000003", "已撤部"), ["department_unknown"]),
        (("李四", "19900000003", "", "董事长"), ["role_unknown"]),
        (("李四", "19900000003", "", "主管理员"), ["role_not_given_here"]),
        (("李四", "19900000003", "", "自定义用户"), ["role_not_given_here"]),
        (("", "x", "y", "z"), ["name_missing", "phone_wrong", "department_unknown", "role_unknown"]),
    ],
)
def test_what_is_wrong_with_a_row(row: tuple[str, ...], faults: list[str]) -> None:
    (only,) = judged(row)
    assert codes(only) == faults
    assert (only.act is None) == bool(faults)


def test_the_act_of_a_row() -> None:
    (only,) = judged(("李四", "+86 199 0000 0003", "销售部", "管章人"))
    assert only.act is not None
    assert (only.act.name, only.act.phone, only.act.department) == ("李四", "19900000003", "d-sales")
    assert only.act.role is Role.KEEPER


def test_a_number_twice_in_the_file_names_the_row_where_it_stood_first() -> None:
    first, second, third = judged(("甲", "19900000003"), ("乙", "+8619900000003"), ("丙", "19900000004"))
    assert [codes(each) for each in (first, second, third)] == [[], ["phone_twice_in_list"], []]
    assert second.faults[0].detail == "2"


@pytest.mark.req("R-039", "L", "at", "outside")
def test_rows_beyond_the_quota_are_told_so() -> None:
    known = book(quotas=Quotas(people=4))  # owner, keeper and one member are there
    rows = [(f"甲{number}", f"1990000001{number}") for number in range(3)]
    assert [codes(each) for each in judged(*rows, at=known)] == [[], ["people_full"], ["people_full"]]


@pytest.mark.req("R-248", "L", "at", "outside")
def test_the_second_administrator_of_a_file_is_one_too_many() -> None:
    rows = [("甲", "19900000003", "", "管理员"), ("乙", "19900000004", "", "Administrator")]
    assert [codes(each) for each in judged(*rows)] == [[], ["one_administrator"]]


@pytest.mark.req("R-246")
def test_a_list_gives_nobody_more_than_its_reader_may() -> None:
    rows = [("甲", "19900000003", "", "管理员"), ("乙", "19900000004", "", "管章人")]
    assert [codes(each) for each in judged(*rows, by=ADMIN)] == [["not_allowed"], []]
    assert [codes(each) for each in judged(*rows, by=KEEPER)] == [["not_allowed"], ["not_allowed"]]
    clerk = member("clerk", Role.CUSTOM, [Permission.ADD_ROLE])
    assert [codes(each) for each in judged(*rows, by=clerk)] == [["not_allowed"], ["not_allowed"]]


@pytest.mark.parametrize("chinese", [True, False])
def test_what_is_written_can_be_read_again(chinese: bool) -> None:
    people = [
        Member(id="a", organization=ORG, name="=甲", phone="+442079460018", role=Role.KEEPER, department="d-sales"),
        Member(id="b", organization=ORG, name="乙", phone="19900000004", role=Role.MEMBER, department="d-gone"),
    ]
    table = table_of(people, {"d-sales": "销售部"}, {"a": ["合同章", "公章"]}, chinese=chinese)
    assert table[1][-1] == ("合同章、公章" if chinese else "合同章, 公章")
    first, second = judge(lines_of(table), Circumstances(OWNER, NOW, book()))
    assert first.act is not None
    assert (first.act.name, first.act.department, first.act.role) == ("=甲", "d-sales", Role.KEEPER)
    assert second.act is not None
    assert second.act.department is None
