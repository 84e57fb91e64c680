"""The photos of impressions, the cloud's and those on their way there."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import func, select

from app.models import fold, scopes
from app.models.replica import decoder
from app.models.store import Tx
from app.models.tables import table_of
from domain.usage import Impression, Photo

Press = tuple[str, int]  # seal, and number in its log


def of_presses(tx: Tx, organization: str, presses: Iterable[Impression]) -> dict[Press, tuple[Photo, ...]]:
    """Those of a page of a list; a press without photo is not in it."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for press in presses:
        numbers[press.seal].append(press.number)
    found = {
        photo.id: photo for seal, some in numbers.items() for photo in _of(tx, organization, seal, min(some), max(some))
    }
    pending = fold.overlay(tx, organization).rows.get(Photo.table, {})
    found |= {row.id: row for row in pending.values() if isinstance(row, Photo)}
    taken: dict[Press, tuple[Photo, ...]] = {}
    for photo in sorted(found.values(), key=lambda each: each.id):
        key = photo.seal, photo.number
        taken[key] = (*taken.get(key, ()), photo)
    return taken


def count(tx: Tx, organization: str) -> int:
    """How many photos of the organization are known here."""
    table = table_of(Photo)
    return tx.connection.execute(select(func.count()).where(table.c.organization == organization)).scalar_one()


def _of(tx: Tx, organization: str, seal: str, first: int, last: int) -> list[Photo]:
    table = table_of(Photo)
    of = table.c
    where = (of.organization == organization, of.seal == seal, of.number.between(first, last))
    query = select(of.body).where(*where, scopes.visible(tx, table, organization))
    return [decoder(Photo).decode(body) for body in tx.connection.execute(query).scalars()]
