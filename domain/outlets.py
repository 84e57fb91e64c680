"""Service outlets: shops that work with the platform, nearest first to a place (R-273, A-07).

The operator keeps them; each organization has a copy, so that consoles find them with no network.
"""

import re
from collections.abc import Iterable
from typing import ClassVar, Final

import msgspec

from domain import texts
from domain.geo import Point, distance_m
from domain.rows import Label, Name, Row, Sentence
from domain.texts import as_read
from domain.track import is_place
from domain.verdict import Refused

MOST: Final = 2000
OPERATOR: Final = "operator"  # whose outlets they are before an organization has its copy
_PHONE = re.compile(r"[0-9+\-()/ ]{3,60}")


class Outlet(Row, frozen=True, kw_only=True):
    """A shop; `point` in WGS-84 degrees, `hours` as people write them (may be empty)."""

    table: ClassVar[str] = "outlets"
    name: Name
    address: Sentence
    phone: Label = ""
    hours: Label = ""
    point: Point


class Near(msgspec.Struct, frozen=True):
    """An outlet, and how far it is in a straight line."""

    outlet: Outlet
    metres: float


def judge(outlet: Outlet, others: Iterable[Outlet]) -> Refused | None:
    """Why the operator's outlet cannot be kept so, beside the others that are kept; None: it can."""
    if not outlet.name.strip():
        return Refused("name_missing", "name")
    if not outlet.address.strip():
        return Refused("outlet_address_missing", "address")
    if outlet.phone and not _PHONE.fullmatch(outlet.phone):
        return Refused("outlet_phone_unfit", "phone")
    if not is_place(outlet.point.lat, outlet.point.lon):
        return Refused("outlet_place_unfit", "point")
    if (field := texts.unfit(outlet)) is not None:
        return Refused("text_unfit", field)
    try:
        msgspec.convert(msgspec.to_builtins(outlet), Outlet)
    except msgspec.ValidationError as error:
        return Refused("arguments_do_not_fit", str(error).partition("at `$.")[2].rstrip("`") or None)
    return _beside(outlet, [each for each in others if each.id != outlet.id])


def _beside(outlet: Outlet, others: list[Outlet]) -> Refused | None:
    if len(others) >= MOST:
        return Refused("outlets_full", None, str(MOST))
    said = _read(outlet)
    return next((Refused("outlet_twice", "name", each.name) for each in others if _read(each) == said), None)


def _read(outlet: Outlet) -> tuple[str, str]:
    return as_read(outlet.name), as_read(outlet.address)


def nearest(outlets: Iterable[Outlet], place: Point) -> list[Near]:
    """All of them, nearest first; of two as near the one whose name comes first."""
    found = [Near(each, distance_m(place, each.point)) for each in outlets]
    return sorted(found, key=lambda each: (each.metres, each.outlet.name, each.outlet.id))
