"""What the screens of applications read at once, and names for what it mentions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from app.models import fold
from app.models.fold import Folded
from app.models.store import Tx
from domain.applications import Application
from domain.categories import Category
from domain.departments import Department
from domain.named_areas import NamedArea
from domain.organization import Member, Organization
from domain.rows import Named
from domain.seals import Position, Seal, SealStatus
from domain.service import SealService
from domain.verdict import all_named


@dataclass(frozen=True)
class Known:
    """What these screens read at once: the applications, and names for what they mention.

    `categories`, `departments`: those that were deleted as well, for what was done under their names. `places`: where
    each seal last was. `works_until`: where a seal's service allows no use to end later (ms).
    """

    applications: list[Folded[Application]]
    people: dict[str, str]
    seals: dict[str, Seal]
    members: dict[str, Member] = field(default_factory=dict[str, Member])
    categories: dict[str, Category] = field(default_factory=dict[str, Category])
    departments: dict[str, Department] = field(default_factory=dict[str, Department])
    places: dict[str, Position] = field(default_factory=dict[str, Position])
    organization: Organization | None = None
    areas: Sequence[NamedArea] = ()
    works_until: dict[str, int] = field(default_factory=dict[str, int])

    def name(self, id: str | None) -> str:
        return self.people.get(id or "", "—")

    def names(self, ids: list[str]) -> str:
        return "、".join(self.people.get(id, "—") for id in ids)

    def seal(self, id: str) -> str:
        return self.seals[id].name if id in self.seals else id

    def category(self, id: str | None) -> str:
        return self.categories[id].name if id in self.categories else ""

    def department(self, id: str | None) -> str:
        return self.departments[id].name if id in self.departments else ""

    def application(self, id: str | None) -> Application | None:
        return next((each.row for each in self.applications if each.row.id == id), None)


def offered(named: dict[str, Category] | dict[str, Department]) -> list[tuple[str, str]]:
    """(id, name) of those that were not deleted, by name."""
    there: list[Named] = [each for each in named.values() if each.deleted_at is None]
    return sorted(((each.id, each.name) for each in there), key=lambda each: each[1])


def read_known(tx: Tx, organization: str, only: Collection[str] | None = None) -> Known:
    """Newest first; what was filed at the same time in the order of its ids. `only`: of all applications these."""
    known = fold.facts(tx, organization)
    if only is None:
        found = fold.folded(tx, organization, Application)
    else:
        some = (fold.folded_one(tx, organization, Application, id) for id in only)
        found = [each for each in some if each is not None]
    members = {each.id: each for each in known.all(Member)}
    return Known(
        sorted(found, key=lambda each: (-each.row.created_at, each.row.id)),
        {id: each.name for id, each in members.items()},
        {each.id: each for each in known.all(Seal)},
        members,
        {each.id: each for each in known.all(Category)},
        {each.id: each for each in known.all(Department)},
        {each.id: each.place for each in known.all(SealStatus) if each.place is not None},
        known.get(Organization, organization),
        all_named(known, NamedArea),
        {each.id: each.works_until for each in known.all(SealService) if not each.free},
    )
