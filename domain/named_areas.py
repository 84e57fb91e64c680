"""Areas that an organization uses again and again, under a name (R-112, R-285): a draft for what is authorized.

What was applied for or authorized holds the area itself: it stays as it was, whatever becomes of the name.
"""

from typing import ClassVar, Final

import msgspec

from domain import geo
from domain.geo import Area
from domain.organization import Permission, may
from domain.rows import Act, IdText, Name, Named
from domain.verdict import Allowed, Circumstances, Refused, Verdict, all_named, judge_name, missing, named

MOST: Final = 200
TAKEN: Final = "area_name_taken"


class NamedArea(Named, frozen=True, kw_only=True):
    """`shape` has no name of its own."""

    table: ClassVar[str] = "named_areas"
    shape: Area


class AddNamedArea(Act, frozen=True, kw_only=True):
    id: IdText
    name: Name
    shape: Area


class RenameNamedArea(Act, frozen=True, kw_only=True):
    named_area: IdText
    name: Name


class DeleteNamedArea(Act, frozen=True, kw_only=True):
    named_area: IdText


def decide_add_area(act: AddNamedArea, at: Circumstances) -> Verdict:
    """Whoever authorizes says where (R-112)."""
    if not may(at.actor, Permission.AUTHORIZE):
        return Refused("not_allowed")
    if (why := judge_name(at.facts, NamedArea, act.name, TAKEN)) is not None:
        return why
    if not geo.fits(act.shape):
        return Refused("area_unfit", "shape")
    if len(all_named(at.facts, NamedArea)) >= MOST:
        return Refused("areas_full", None, str(MOST))
    shape = msgspec.structs.replace(act.shape, name="")
    return Allowed((NamedArea(id=act.id, organization=at.actor.organization, name=act.name, shape=shape),))


def decide_rename_area(act: RenameNamedArea, at: Circumstances) -> Verdict:
    """Whoever may add one."""
    if not may(at.actor, Permission.AUTHORIZE):
        return Refused("not_allowed")
    area = named(at.facts, NamedArea, act.named_area)
    if area is None:
        return missing(at.facts)
    if (why := judge_name(at.facts, NamedArea, act.name, TAKEN, area.id)) is not None:
        return why
    return Allowed((msgspec.structs.replace(area, name=act.name),))


def decide_delete_area(act: DeleteNamedArea, at: Circumstances) -> Verdict:
    """Whoever may add one."""
    if not may(at.actor, Permission.AUTHORIZE):
        return Refused("not_allowed")
    area = named(at.facts, NamedArea, act.named_area)
    if area is None:
        return missing(at.facts)
    return Allowed((msgspec.structs.replace(area, deleted_at=at.now),))
