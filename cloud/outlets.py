"""Service outlets as the operator keeps them (R-273): each organization has a copy of all, a new one at once."""

import msgspec

from cloud.service import Service
from cloud.store import outlets
from cloud.store.outlets import Kept
from cloud.store.unit import Unit, View
from domain.outlets import OPERATOR, Outlet, judge
from domain.verdict import Refused


def every(view: View) -> list[Kept]:
    """As the operator keeps them, in the order in which they were made."""
    return outlets.every(view)


def put(service: Service, unit: Unit, outlet: Outlet, by: str, now: int) -> Outlet | Refused:
    """A new outlet, or one as it is from now on, by its id; its `organization` does not matter. `by`: the operator.

    What is refused changes nothing. Nobody is told when it is so already.
    """
    outlet = msgspec.structs.replace(outlet, organization=OPERATOR)
    known = {kept.outlet.id: kept.outlet for kept in outlets.every(unit)}
    refused = judge(outlet, known.values())
    if refused is not None:
        return refused
    if known.get(outlet.id) == outlet:
        return outlet
    outlets.keep(unit, Kept(outlet, by, now))
    for organization in outlets.organizations(unit):
        unit.put(msgspec.structs.replace(outlet, organization=organization))
    return outlet


def remove(service: Service, unit: Unit, id: str, by: str, now: int) -> Outlet | Refused:
    """Nobody finds it any more; the outlet as it was."""
    found = outlets.find(unit, id)
    if found is None:
        return Refused("not_found")
    outlets.forget(unit, id)
    for organization in outlets.organizations(unit):
        copy = unit.get(Outlet, organization, id)
        if copy is not None:
            unit.remove(copy)
    return found.outlet


def stock(unit: Unit, organization: str) -> None:
    """A new organization gets its copies."""
    for kept in outlets.every(unit):
        unit.put(msgspec.structs.replace(kept.outlet, organization=organization))
