"""Feature configuration: what is asked for and demanded, and the regime that follows (R-277..R-295, C-08, C-09)."""

from typing import Annotated

import msgspec

from domain import geo
from domain.geo import Area
from domain.organization import Feature, Permission, may, of
from domain.rows import Act, Row
from domain.seals import BindingState, Seal, Wanted, is_ours
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing


class SetFeatures(Act, frozen=True, kw_only=True):
    """All items that are checked; none: free use. Manual and batch editing differ only in where they begin (C-09)."""

    items: Annotated[list[Feature], msgspec.Meta(max_length=len(Feature))]


def decide_set_features(act: SetFeatures, at: Circumstances) -> Verdict:
    """R-029, R-277: whoever may configure features. Each item once, in the printed order.

    Where the regime changes by it, each seal is told; until it has heard of it, the old one holds there (I-14, R-294).
    """
    if not may(at.actor, Permission.CONFIGURE_FEATURES):
        return Refused("not_allowed")
    organization = of(at)
    if organization is None:
        return missing(at.facts)
    items = [item for item in Feature if item in act.items]
    after = msgspec.structs.replace(organization, features=items)
    rows: list[Row] = [after]
    if after.regime is not organization.regime:
        told = Wanted(not items, at.actor.id, at.now)
        rows += [msgspec.structs.replace(seal, free_use=told) for seal in at.facts.all(Seal) if _hears(seal)]
    return Allowed(tuple(rows))


def _hears(seal: Seal) -> bool:
    """One that still waits to be bound hears nothing, and is told afterwards by which regime it is bound."""
    return is_ours(seal) and seal.state is not BindingState.AWAITING_SEAL


def off(asked: dict[Feature, tuple[bool, str]], features: list[Feature]) -> Refused | None:
    """The first of these that is asked for and that the organization has not checked."""
    return next(
        (Refused("feature_off", field) for feature, (on, field) in asked.items() if on and feature not in features),
        None,
    )


def judge_area(area: Area | None, features: list[Feature]) -> Refused | None:
    """An area that has an inside, where areas are asked for."""
    if area is None:
        return None
    if Feature.AREA not in features:
        return Refused("feature_off", "area")
    return None if geo.fits(area) else Refused("area_unfit", "area")
