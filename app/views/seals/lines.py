"""What the page of seals reads: each seal with what it last said, what is in use, and who could be its keeper."""

from dataclasses import dataclass

from app.models import fold
from app.models.fold import Folded
from app.models.store import Tx
from app.services.nearby import NearbySeal
from domain.authorizations import Authorization, live
from domain.categories import Category
from domain.organization import Member, Role
from domain.seals import Seal, SealStatus
from domain.templates import Template
from domain.verdict import all_named


@dataclass(frozen=True)
class Line:
    """One seal. `use`: the authorization that is not ended; `heard`: by this computer, now; `waiting`: entries of its
    log that are nowhere else yet."""

    seal: Folded[Seal]
    status: SealStatus | None
    use: Authorization | None
    heard: NearbySeal | None = None
    waiting: int = 0


@dataclass(frozen=True)
class Seals:
    """The seals by name, and names for what they mention."""

    lines: tuple[Line, ...] = ()
    members: tuple[Member, ...] = ()
    templates: tuple[Template, ...] = ()
    categories: tuple[Category, ...] = ()

    def person(self, id: str) -> str:
        return next((each.name for each in self.members if each.id == id), "—")

    def template(self, id: str) -> Template | None:
        return next((each for each in self.templates if each.id == id), None)

    def may_keep(self, seal: Seal) -> list[Member]:
        """Who could be added as a keeper (R-173)."""
        keepers = (each for each in self.members if each.active and each.role is Role.KEEPER)
        return [each for each in keepers if each.id not in seal.keepers]


def read_seals(tx: Tx, organization: str) -> Seals:
    """Everything but what is heard: that changes without the database."""
    known = fold.facts(tx, organization)
    states = {each.id: each for each in known.all(SealStatus)}
    uses = {each.seal: each for each in known.all(Authorization) if live(each)}
    lines = [Line(each, states.get(each.row.id), uses.get(each.row.id)) for each in fold.folded(tx, organization, Seal)]
    lines.sort(key=lambda line: line.seal.row.name)
    templates = sorted(all_named(known, Template), key=lambda each: (not each.system, each.name))
    categories = sorted(all_named(known, Category), key=lambda each: each.name)
    return Seals(tuple(lines), tuple(known.all(Member)), tuple(templates), tuple(categories))
