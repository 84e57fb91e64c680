"""Lists of members as tables of text: what stands in which column, which row is a member to add, and which is not
and why; and the members of an organization as such a table (R-231).

Nothing here reads or writes a file (`member_files`), and nothing is done: each row that is right is an act to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain import acts
from domain.departments import Department
from domain.ids import new_id
from domain.members import AddMember
from domain.organization import Member, Role
from domain.phones import normal_phone
from domain.rows import Row
from domain.verdict import Circumstances, Laid, Refused, Verdict, all_named

LONGEST_NAME = 60  # domain.rows.Name
Table = Sequence[Sequence[str]]


class Column(StrEnum):
    """What a list says of a member, in the order in which it is written."""

    NAME = "name"
    PHONE = "phone"
    DEPARTMENT = "department"
    ROLE = "role"


# What is written, in Chinese and in English; the others are read as well.
HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.NAME: ("姓名", "Name", "名字", "成员"),
    Column.PHONE: ("手机号", "Phone number", "手机", "手机号码", "电话", "Phone", "Mobile"),
    Column.DEPARTMENT: ("部门", "Department", "所属部门"),
    Column.ROLE: ("角色", "Role", "身份"),
}
SEALS: tuple[str, str] = ("管理的印章", "Seals kept")
ROLES: dict[Role, tuple[str, ...]] = {
    Role.MEMBER: ("成员", "Member", "普通成员"),
    Role.KEEPER: ("管章人", "Seal keeper", "Keeper"),
    Role.ADMINISTRATOR: ("管理员", "Administrator"),
    Role.OWNER: ("主管理员", "Owner"),
    Role.CUSTOM: ("自定义用户", "Custom role", "自定义"),
}
GIVEN_IN_LISTS = (Role.MEMBER, Role.KEEPER, Role.ADMINISTRATOR)  # a custom role needs its permissions chosen
NO_DEPARTMENT: tuple[str, str] = ("未加入部门", "No department")


class NotAList(Exception):
    """The file or table is no list of members, and why."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.refused = Refused(code, detail=detail)


@dataclass(frozen=True)
class Line:
    """One row of the list as it stands there; `number` counts as the spreadsheet does, from 1."""

    number: int
    name: str
    phone: str
    department: str
    role: str


@dataclass(frozen=True)
class Judged:
    """A row, and what it would do; or (no act) everything that is wrong with it."""

    line: Line
    act: AddMember | None
    faults: tuple[Refused, ...] = ()


def lines_of(table: Table) -> list[Line]:
    """The rows under the headings, which may stand in any order among others; empty rows are passed over. Raises
    `NotAList`."""
    at = next((number for number, row in enumerate(table) if any(cell.strip() for cell in row)), None)
    if at is None:
        raise NotAList("list_empty")
    columns = _columns(table[at])
    if Column.NAME not in columns or Column.PHONE not in columns:
        raise NotAList("list_columns_missing")
    found: list[Line] = []
    for number, row in enumerate(table[at + 1 :], at + 2):
        # A line break in a cell is a blank: names have none.
        said = {of: " ".join(row[place].split()) if place < len(row) else "" for of, place in columns.items()}
        if any(said.values()):
            found.append(Line(number, *(said.get(of, "") for of in Column)))
    if not found:
        raise NotAList("list_empty")
    return found


def _columns(headings: Sequence[str]) -> dict[Column, int]:
    known = {_plain(word): of for of, words in HEADINGS.items() for word in words}
    found: dict[Column, int] = {}
    for place, heading in enumerate(headings):
        of = known.get(_plain(heading))
        if of is not None:
            found.setdefault(of, place)
    return found


def _plain(text: str) -> str:
    return "".join(text.casefold().split()).strip("*＊:：")


def judge(lines: Sequence[Line], at: Circumstances) -> list[Judged]:
    """Each row as the rule sees it after the ones before have been done."""
    departments = {_plain(each.name): each.id for each in all_named(at.facts, Department)}
    first: dict[str, int] = {}  # phone number -> the row where it stands first
    done: list[Row] = []
    judged: list[Judged] = []
    for line in lines:
        phone = normal_phone(line.phone)
        faults = _faults(line, phone, departments, first)
        if phone is not None:
            first.setdefault(phone, line.number)
        act = None if faults else _act(line, phone or "", departments)
        if act is not None:
            verdict: Verdict = acts.decide(act, Circumstances(at.actor, at.now, Laid(at.facts, done)))
            if isinstance(verdict, Refused):
                act, faults = None, [verdict]
            else:
                done += getattr(verdict, "rows", ())
        judged.append(Judged(line, act, tuple(faults)))
    return judged


def _faults(line: Line, phone: str | None, departments: Mapping[str, str], first: Mapping[str, int]) -> list[Refused]:
    """What the list alone shows."""
    found: list[Refused] = []
    if not line.name:
        found.append(Refused("name_missing", Column.NAME))
    if len(line.name) > LONGEST_NAME:
        found.append(Refused("text_too_long", Column.NAME, str(LONGEST_NAME)))
    if phone is None:
        found.append(Refused("phone_wrong", Column.PHONE))
    elif phone in first:
        found.append(Refused("phone_twice_in_list", Column.PHONE, str(first[phone])))
    if _department(line, departments) is None:
        found.append(Refused("department_unknown", Column.DEPARTMENT, line.department))
    role = _role(line.role)
    if role is None:
        found.append(Refused("role_unknown", Column.ROLE, line.role))
    elif role not in GIVEN_IN_LISTS:
        found.append(Refused("role_not_given_here", Column.ROLE))
    return found


def _department(line: Line, departments: Mapping[str, str]) -> str | None:
    """Its id, empty for none, None for one that is not there."""
    named = _plain(line.department)
    if not named or named in map(_plain, NO_DEPARTMENT):
        return departments.get(named, "")
    return departments.get(named)


def _role(text: str) -> Role | None:
    if not text:
        return Role.MEMBER
    return next((role for role, words in ROLES.items() if _plain(text) in map(_plain, words)), None)


def _act(line: Line, phone: str, departments: Mapping[str, str]) -> AddMember:
    role = _role(line.role) or Role.MEMBER
    department = _department(line, departments) or None
    return AddMember(id=new_id(), name=line.name, phone=phone, role=role, department=department)


def headings(*, chinese: bool) -> list[str]:
    """Of a list to be filled in."""
    return [words[0 if chinese else 1] for words in HEADINGS.values()]


def table_of(
    members: Sequence[Member], departments: Mapping[str, str], kept: Mapping[str, Sequence[str]], *, chinese: bool
) -> list[list[str]]:
    """Members as a list that can be read again. `departments`: names by id; `kept`: names of seals by member."""
    word = 0 if chinese else 1
    table = [[*headings(chinese=chinese), SEALS[word]]]
    for member in members:
        department = departments.get(member.department or "", NO_DEPARTMENT[word])
        seals = ("、" if chinese else ", ").join(kept.get(member.id, ()))
        table.append([member.name, member.phone, department, ROLES[member.role][word], seals])
    return table
