"""The organization as a tree of frozen rows: headquarters, subsidiaries, departments, and the members in them."""

from dataclasses import dataclass, field
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from app.models.fold import Folded
from app.views import words
from app.views.i18n import number
from app.views.look import Tone
from app.views.organization.company import Company
from app.views.room import sending
from domain.organization import Member, Role

translate = QCoreApplication.translate


class Kind(StrEnum):
    ORGANIZATION = "organization"
    DEPARTMENT = "department"
    NONE = "none"  # 未加入部门
    MEMBER = "member"
    SUBSIDIARIES = "subsidiaries"
    SUBSIDIARY = "subsidiary"


ICONS = {
    Kind.ORGANIZATION: "buildings",
    Kind.DEPARTMENT: "users-three",
    Kind.NONE: "users",
    Kind.SUBSIDIARIES: "tree-structure",
    Kind.SUBSIDIARY: "buildings",
}
TONES = {
    Role.OWNER: Tone.BRAND,
    Role.ADMINISTRATOR: Tone.ACCENT,
    Role.KEEPER: Tone.OK,
    Role.CUSTOM: Tone.WARN,
    Role.MEMBER: Tone.NEUTRAL,
    Role.HEADQUARTERS: Tone.NEUTRAL,
}


@dataclass(frozen=True)
class Node:
    """What a row shows. A member has an avatar, everything else an icon; `note`: e.g. "sending"."""

    kind: Kind
    id: str
    title: str
    pill: str = ""
    tone: Tone = Tone.NEUTRAL
    count: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind.value}:{self.id}"

    @property
    def spoken(self) -> str:
        return ", ".join(part for part in (self.title, self.pill, self.count, self.note) if part)


@dataclass(frozen=True)
class Branch:
    """A row with what stands below it."""

    node: Node
    below: tuple["Branch", ...] = field(default=())

    @property
    def members(self) -> list[str]:
        """The ids of all members in it, from top to bottom."""
        own = [self.node.id] if self.node.kind is Kind.MEMBER else []
        return own + [id for each in self.below for id in each.members]


def no_department() -> str:
    return translate("organization", "No department")


def tree(company: Company, found: frozenset[str] | None = None) -> Branch:
    """The whole tree, or only the members (and departments, and subsidiaries) of these ids, with what they stand in."""
    below = [
        _department(company, each.row.id, each.row.name, pending=sending(each), found=found)
        for each in company.departments
    ]
    below.append(_department(company, None, no_department(), pending=False, found=found))
    if company.subsidiaries:
        below.append(_subsidiaries(company, found))
    row = company.organization.row
    node = Node(
        Kind.ORGANIZATION,
        row.id,
        row.name,
        count=number(len(company.members)),
        note=_note(pending=sending(company.organization)),
    )
    return Branch(node, tuple(each for each in below if each is not None))


def _department(
    company: Company, id: str | None, name: str, *, pending: bool, found: frozenset[str] | None
) -> Branch | None:
    inside = company.inside(id)
    members = tuple(_member(each) for each in inside if found is None or each.row.id in found)
    if not members and (id not in found if found is not None else id is None and bool(company.departments)):
        return None  # nothing of it was searched for; or everybody is in a department
    kind = Kind.DEPARTMENT if id else Kind.NONE
    return Branch(Node(kind, id or "", name, count=number(len(inside)), note=_note(pending=pending)), members)


def _member(each: Folded[Member]) -> Branch:
    row = each.row
    pill = "" if row.role is Role.MEMBER else words.role(row.role)
    return Branch(Node(Kind.MEMBER, row.id, row.name, pill, TONES[row.role], note=_note(pending=sending(each))))


def _subsidiaries(company: Company, found: frozenset[str] | None) -> Branch | None:
    below = tuple(
        Branch(Node(Kind.SUBSIDIARY, each.row.id, each.row.name, note=_note(pending=sending(each))))
        for each in company.subsidiaries
        if found is None or each.row.id in found
    )
    if not below:
        return None
    count = number(len(company.subsidiaries))
    return Branch(Node(Kind.SUBSIDIARIES, "", translate("organization", "Subsidiaries"), count=count), below)


def _note(*, pending: bool) -> str:
    return translate("organization", "sending") if pending else ""
