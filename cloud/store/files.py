"""Which files of an organization are stored, and which rows name them."""

import msgspec
from sqlalchemy import select

from cloud.store import tables
from cloud.store.facts import decode
from cloud.store.unit import Unit, View
from domain.usage import Photo


def stored_at(view: View, organization: str, sha256: str) -> int | None:
    """When the file was stored, None if it is not there."""
    found = view.first(tables.files, organization=organization, sha256=sha256)
    return None if found is None else found.stored_at


def photos(view: View, organization: str, sha256: str) -> list[Photo]:
    """The photos that are this file."""
    table = tables.rows["photos"]
    query = select(table.c.body).where(table.c.organization == organization, table.c.sha256 == sha256)
    return [decode(Photo, body) for body in view.connection.execute(query).scalars()]


def as_stored(photo: Photo, now: int) -> Photo:
    return msgspec.structs.replace(photo, stored_at=now)


def store(unit: Unit, organization: str, sha256: str, size: int, now: int) -> None:
    values = {"organization": organization, "sha256": sha256, "bytes": size, "stored_at": now}
    unit.upsert(tables.files, values)
