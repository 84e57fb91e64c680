"""The photos of impressions, the cloud's and those on their way there."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, func, literal, select, tuple_

from app.models import fold, scopes
from app.models.replica import decoder
from app.models.store import Tx
from app.models.tables import LISTED, listed, table_of
from domain.files import Attachment
from domain.usage import Impression, Photo

Press = tuple[str, int]  # seal, and number in its log


def of_presses(tx: Tx, organization: str, presses: Iterable[Impression]) -> dict[Press, tuple[Photo, ...]]:
    """Those of a page of a list; a press without photo is not in it."""
    found = {photo.id: photo for photo in _of(tx, organization, [(each.seal, each.number) for each in presses])}
    pending = fold.overlay(tx, organization).rows.get(Photo.table, {})
    found |= {row.id: row for row in pending.values() if isinstance(row, Photo)}
    taken: dict[Press, tuple[Photo, ...]] = {}
    for photo in sorted(found.values(), key=lambda each: each.id):
        key = photo.seal, photo.number
        taken[key] = (*taken.get(key, ()), photo)
    return taken


def count(tx: Tx, organization: str) -> int:
    """How many photos and attachments of the organization are known here."""
    of = (table_of(kind).c.organization for kind in (Photo, Attachment))
    known = (select(func.count()).where(each == organization).scalar_subquery() for each in of)
    return tx.connection.execute(select(sum(known, literal(0)))).scalar_one()


def _of(tx: Tx, organization: str, presses: Sequence[Press]) -> list[Photo]:
    query = _BY_PRESS.where(scopes.visible(tx, _photos, organization))
    found = tx.connection.execute(query, {"organization": organization, **listed(presses)})
    return [decoder(Photo).decode(body) for body in found.scalars()]


# What is shown beside each other may lie far apart in the log of its seal: each is looked up by its own key.
_photos = table_of(Photo)
_press = LISTED.subquery().c.value
_BY_PRESS = select(_photos.c.body).where(
    _photos.c.organization == bindparam("organization"),
    tuple_(_photos.c.seal, _photos.c.number).in_(
        select(func.json_extract(_press, "$[0]"), func.json_extract(_press, "$[1]"))
    ),
)
