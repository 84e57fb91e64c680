"""What the page of the organization reads: people by department, subsidiaries, quotas; what somebody has in hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.models import fold
from app.models.fold import Folded
from app.models.store import Tx
from domain.applications import StepState, open_ones
from domain.authorizations import Authorization, Stage, owed_by
from domain.departments import Department
from domain.leaving import uses_of
from domain.organization import Member, Organization, Role
from domain.quotas import Quota, QuotaRequest
from domain.seals import Seal, by_name, is_ours
from domain.subsidiaries import Subsidiary
from domain.templates import Template
from domain.verdict import Facts, all_named

RANK = list(Role)  # the owner first
OPEN = (StepState.WAITING, StepState.PENDING)


@dataclass(frozen=True)
class Company:
    """`members`: those who count, the owner first, then by name; `approver`: the headquarters' one, who is none of
    them; `parent`: the headquarters' name, where this person is a member there too."""

    organization: Folded[Organization]
    parent: str = ""
    members: tuple[Folded[Member], ...] = ()
    approver: Member | None = None
    departments: tuple[Folded[Department], ...] = ()
    subsidiaries: tuple[Folded[Subsidiary], ...] = ()
    requests: tuple[QuotaRequest, ...] = ()
    seals: tuple[Seal, ...] = ()

    def member(self, id: str) -> Folded[Member] | None:
        return next((each for each in self.members if each.row.id == id), None)

    def person(self, id: str | None) -> str:
        found = self.member(id or "")
        return found.row.name if found else "—"

    def department(self, id: str | None) -> Folded[Department] | None:
        return next((each for each in self.departments if each.row.id == id), None)

    def inside(self, department: str | None) -> list[Folded[Member]]:
        """Members of a department, or (none) of none: also those whose department was deleted."""
        known = {each.row.id for each in self.departments}
        return [
            each
            for each in self.members
            if (each.row.department if each.row.department in known else None) == department
        ]

    def subsidiary(self, id: str) -> Folded[Subsidiary] | None:
        return next((each for each in self.subsidiaries if each.row.id == id), None)

    def kept(self, member: str) -> list[Seal]:
        return [seal for seal in self.seals if member in seal.keepers]

    def fingers(self, member: str) -> list[Seal]:
        """Seals that hold his fingerprint (R-235)."""
        return [seal for seal in self.seals if member in seal.fingers]

    def count(self, quota: Quota) -> tuple[int, int]:
        """How many there are, and may be."""
        there = {Quota.PEOPLE: self.members, Quota.DEPARTMENTS: self.departments, Quota.SEALS: self.seals}
        return len(there[quota]), getattr(self.organization.row.quotas, quota.value)

    def request(self, quota: Quota) -> QuotaRequest | None:
        """The last one."""
        return max((each for each in self.requests if each.quota is quota), key=lambda each: each.at, default=None)


def read_company(tx: Tx, organization: str) -> Company | None:
    """None while the cloud has not told of it."""
    known = fold.facts(tx, organization)
    row = fold.folded_one(tx, organization, Organization, organization)
    if row is None:
        return None
    active = [each for each in fold.folded(tx, organization, Member) if each.row.active]
    people = [each for each in active if each.row.role is not Role.HEADQUARTERS]
    parent = row.row.parent and fold.facts(tx, row.row.parent).get(Organization, row.row.parent)
    return Company(
        organization=row,
        parent=parent.name if parent else "",
        members=tuple(sorted(people, key=lambda each: (RANK.index(each.row.role), each.row.name))),
        approver=next((each.row for each in active if each.row.id == row.row.headquarters), None),
        departments=_by_name(fold.folded(tx, organization, Department)),
        subsidiaries=_by_name(fold.folded(tx, organization, Subsidiary)),
        requests=tuple(known.all(QuotaRequest)),
        seals=tuple(sorted((each for each in known.all(Seal) if is_ours(each)), key=by_name)),
    )


def _by_name(rows: "Sequence[Folded[Department]] | Sequence[Folded[Subsidiary]]") -> tuple:
    return tuple(sorted((each for each in rows if each.row.deleted_at is None), key=lambda each: each.row.name))


@dataclass(frozen=True)
class InHand:
    """What somebody has in hand, as names: documents to decide on, templates, seals kept, seals he may press or wait to
    (a use is named by its seal), and how many pictures he owes."""

    steps: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    seals: tuple[str, ...] = ()
    live: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    pictures: int = 0

    @property
    def nothing(self) -> bool:
        return self == InHand()


def in_hand(member: str, facts: Facts) -> InHand:
    """C-33: what goes to somebody else before he may leave."""
    named = {seal.id: seal.name for seal in facts.all(Seal)}

    def of(uses: Sequence[Authorization]) -> tuple[str, ...]:
        return tuple(named.get(use.seal, use.seal) for use in uses)

    return InHand(
        steps=tuple(
            each.document
            for each in open_ones(facts)
            if any(member in step.candidates and step.state in OPEN for step in each.steps)
        ),
        templates=tuple(each.name for each in all_named(facts, Template) if member in (*each.approvers, *each.copied)),
        seals=tuple(seal.name for seal in facts.all(Seal) if member in seal.keepers),
        live=of(uses_of(member, facts, Stage.LIVE)),
        waiting=of(uses_of(member, facts, Stage.WAITING)),
        pictures=sum(each.pressed - each.pictured for each in owed_by(member, facts)),
    )
