"""What the page of service outlets reads: the outlets, and the seals whose position is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.models import fold, replica
from app.models.store import Tx
from domain.geo import Point
from domain.outlets import Near, Outlet, nearest
from domain.seals import Seal, SealStatus, by_name, is_ours
from domain.track import is_place


@dataclass(frozen=True)
class Origin:
    """From where one looks: a place, what it is called, and of which seal it is the position, if of one."""

    point: Point
    text: str
    seal: str = ""


@dataclass(frozen=True)
class Known:
    """Outlets by name, and the positions of seals by their names."""

    outlets: Sequence[Outlet] = ()
    seals: Sequence[Origin] = ()

    def seal(self, serial: str) -> Origin | None:
        return next((each for each in self.seals if each.seal == serial), None)

    def lines(self, origin: Origin | None) -> list[Near]:
        """Nearest first; by name where nobody has said from where (then no distance is meant)."""
        if origin is None:
            return [Near(each, 0) for each in self.outlets]
        return nearest(self.outlets, origin.point)


def read_known(tx: Tx, organization: str) -> Known:
    outlets = sorted(replica.all(tx, Outlet, organization), key=lambda each: (each.name, each.id))
    states = {each.id: each for each in replica.all(tx, SealStatus, organization)}
    seals = sorted((each.row for each in fold.folded(tx, organization, Seal) if is_ours(each.row)), key=by_name)
    found: list[Origin] = []
    for seal in seals:
        place = states[seal.id].place if seal.id in states else None
        if place is not None and is_place(place.lat, place.lon):
            found.append(Origin(Point(place.lat, place.lon), seal.name, seal.id))
    return Known(outlets, found)
