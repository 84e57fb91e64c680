"""What the page of templates reads: templates, categories, people, and which seals use which of them."""

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from app.models import fold
from app.models.fold import Folded
from app.models.store import Tx
from domain.categories import Category
from domain.organization import Member, Permission, may
from domain.seals import Seal
from domain.templates import Template

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Rules:
    """Templates (the system's own first) and categories by name; members by id, also those who have left."""

    templates: list[Folded[Template]] = field(default_factory=list[Folded[Template]])
    categories: list[Folded[Category]] = field(default_factory=list[Folded[Category]])
    members: dict[str, Member] = field(default_factory=dict[str, Member])
    seals: tuple[Seal, ...] = ()

    def person(self, id: str) -> str:
        return self.members[id].name if id in self.members else "—"

    def approvers(self) -> list[Member]:
        """Who can be asked to approve."""
        return [each for each in self.members.values() if may(each, Permission.APPROVE)]

    def readers(self) -> list[Member]:
        """Who can be copied."""
        return [each for each in self.members.values() if each.active]

    def template_names(self) -> dict[str, str]:
        return {each.row.id: template_name(each.row) for each in self.templates}

    def seals_of_template(self, id: str) -> list[str]:
        """The seals whose flow takes this template, and for which kind of use."""
        kinds = {each.row.id: each.row.name for each in self.categories}
        return [
            f"{seal.name}（{kinds.get(flow.category, '—')}）" if flow.category else seal.name
            for seal in self.seals
            for flow in seal.flows
            if flow.template == id
        ]

    def seals_of_category(self, id: str) -> list[str]:
        """The seals that have a flow of their own for this kind of use, and which."""
        names = self.template_names()
        return [
            f"{seal.name} · {names.get(flow.template, '—')}"
            for seal in self.seals
            for flow in seal.flows
            if flow.category == id
        ]


def template_name(row: Template) -> str:
    """The system's own is called so in the language of the screens (R-198)."""
    return translate("templates", "System template") if row.system else row.name


def read_rules(tx: Tx, organization: str) -> Rules:
    """Without those that were deleted."""
    known = fold.facts(tx, organization)
    templates = [each for each in fold.folded(tx, organization, Template) if each.row.deleted_at is None]
    categories = [each for each in fold.folded(tx, organization, Category) if each.row.deleted_at is None]
    members = sorted(known.all(Member), key=lambda each: each.name)
    return Rules(
        sorted(templates, key=lambda each: (not each.row.system, each.row.name)),
        sorted(categories, key=lambda each: each.row.name),
        {each.id: each for each in members},
        tuple(sorted(known.all(Seal), key=lambda each: each.name)),
    )
