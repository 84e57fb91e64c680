"""Seal-use categories: the same seal takes another flow for another kind of use (R-171, R-172, R-205..R-210)."""

from typing import ClassVar

import msgspec

from domain.organization import Permission, may
from domain.rows import Act, IdText, Name, Named
from domain.seals import Seal
from domain.verdict import Allowed, Circumstances, Refused, Verdict, judge_name, missing, named

TAKEN = "category_name_taken"


class Category(Named, frozen=True, kw_only=True):
    table: ClassVar[str] = "categories"


class AddCategory(Act, frozen=True, kw_only=True):
    id: IdText
    name: Name


class RenameCategory(Act, frozen=True, kw_only=True):
    category: IdText
    name: Name


class DeleteCategory(Act, frozen=True, kw_only=True):
    category: IdText


def decide_add_category(act: AddCategory, at: Circumstances) -> Verdict:
    """R-206, R-207."""
    if not may(at.actor, Permission.CONFIGURE_FLOW):
        return Refused("not_allowed")
    if (why := judge_name(at.facts, Category, act.name, TAKEN)) is not None:
        return why
    return Allowed((Category(id=act.id, organization=at.actor.organization, name=act.name),))


def decide_rename_category(act: RenameCategory, at: Circumstances) -> Verdict:
    """R-208."""
    if not may(at.actor, Permission.CONFIGURE_FLOW):
        return Refused("not_allowed")
    category = named(at.facts, Category, act.category)
    if category is None:
        return missing(at.facts)
    if (why := judge_name(at.facts, Category, act.name, TAKEN, category.id)) is not None:
        return why
    return Allowed((msgspec.structs.replace(category, name=act.name),))


def decide_delete_category(act: DeleteCategory, at: Circumstances) -> Verdict:
    """R-209; not while a seal's own flow uses it (R-210, I-15)."""
    if not may(at.actor, Permission.CONFIGURE_FLOW):
        return Refused("not_allowed")
    category = named(at.facts, Category, act.category)
    if category is None:
        return missing(at.facts)
    used = [seal.name for seal in at.facts.all(Seal) if any(flow.category == category.id for flow in seal.flows)]
    if used:
        return Refused("category_in_use", "category", used[0])
    return Allowed((msgspec.structs.replace(category, deleted_at=at.now),))
