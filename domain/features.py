"""Feature configuration: what is asked for and demanded, and the regime that follows (R-277..R-295, C-08, C-09)."""

from typing import Annotated

import msgspec

from domain.organization import Feature, Permission, may, of
from domain.rows import Act
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing


class SetFeatures(Act, frozen=True, kw_only=True):
    """All items that are checked; none: free use. Manual and batch editing differ only in where they begin (C-09)."""

    items: Annotated[list[Feature], msgspec.Meta(max_length=len(Feature))]


def decide_set_features(act: SetFeatures, at: Circumstances) -> Verdict:
    """R-029, R-277: whoever may configure features. Each item once, in the printed order."""
    if not may(at.actor, Permission.CONFIGURE_FEATURES):
        return Refused("not_allowed")
    organization = of(at)
    if organization is None:
        return missing(at.facts)
    items = [item for item in Feature if item in act.items]
    return Allowed((msgspec.structs.replace(organization, features=items),))
