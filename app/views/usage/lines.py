"""What the usage page reads: impressions with their photos, documents and names."""

from dataclasses import dataclass

from app.models import fold, photos, usage
from app.models.store import Tx
from app.models.usage import Filter
from app.views.applications.known import Known, read_known
from app.views.room import Room
from domain.applications import Application
from domain.authorizations import Authorization
from domain.seals import manages
from domain.usage import Impression, Photo

ALL, MINE, MANAGED = range(3)


@dataclass(frozen=True)
class Line:
    """One impression as the list and the detail show it. `pending`: not yet confirmed by the cloud."""

    impression: Impression
    pending: bool
    photos: tuple[Photo, ...]
    authorization: Authorization | None
    application: Application | None


@dataclass(frozen=True)
class Lines:
    """A list newest first, how many there are of it in all, and names for what it mentions."""

    rows: list[Line]
    count: int
    known: Known


def read_lines(tx: Tx, room: Room, tab: int, seal: str, limit: int) -> Lines:
    """The newest `limit` impressions of a tab: all I may see, used by me, or of seals I manage (R-147)."""
    known = read_known(tx, room.id)
    lists = [Filter(seal=seal or None, member=room.me.id if tab == MINE else None)]
    if tab == MANAGED:
        managed = (each.id for each in known.seals.values() if manages(room.me, each))
        lists = [Filter(seal=each) for each in managed if seal in ("", each)]
    found = [press for narrowed in lists for press in usage.page(tx, room.id, narrowed, limit=limit)]
    presses = sorted(found, key=lambda press: press.place, reverse=True)[:limit]
    count = sum(usage.count(tx, room.id, narrowed) for narrowed in lists)
    taken = photos.of_presses(tx, room.id, (press.impression for press in presses))
    authorizations = {each.row.id: each.row for each in fold.folded(tx, room.id, Authorization)}
    applications = {each.row.id: each.row for each in known.applications}
    rows: list[Line] = []
    for press in presses:
        impression = press.impression
        authorization = authorizations.get(impression.authorization or "")
        application = applications.get(authorization.application or "") if authorization else None
        of_it = taken.get((impression.seal, impression.number), ())
        rows.append(Line(impression, press.pending, of_it, authorization, application))
    return Lines(rows, count, known)
