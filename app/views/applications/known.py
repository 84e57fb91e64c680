"""What the screens of applications read at once, and names for what it mentions."""

from dataclasses import dataclass

from app.models import fold
from app.models.fold import Folded
from app.models.store import Tx
from domain.applications import Application
from domain.organization import Member
from domain.seals import Seal


@dataclass(frozen=True)
class Known:
    """What these screens read at once: the applications, and names for what they mention."""

    applications: list[Folded[Application]]
    people: dict[str, str]
    seals: dict[str, Seal]

    def names(self, ids: list[str]) -> str:
        return "、".join(self.people.get(id, "—") for id in ids)

    def seal(self, id: str) -> str:
        return self.seals[id].name if id in self.seals else id


def read_known(tx: Tx, organization: str) -> Known:
    """Newest first."""
    found = fold.folded(tx, organization, Application)
    people = {member.id: member.name for member in fold.facts(tx, organization).all(Member)}
    seals = {each.row.id: each.row for each in fold.folded(tx, organization, Seal)}
    return Known(sorted(found, key=lambda each: -each.row.created_at), people, seals)
