"""Which files a member has sent to his organization, and which rows name them."""

import msgspec
from sqlalchemy import select

from cloud.store import tables
from cloud.store.facts import decode
from cloud.store.unit import Unit, View
from domain.usage import Photo


def stored_at(view: View, organization: str, sha256: str, member: str) -> int | None:
    """When this member had sent the whole file, None if he has not: others' uploads are not his."""
    found = view.first(tables.uploads, organization=organization, sha256=sha256, member=member)
    return None if found is None else found.stored_at


def photos(view: View, organization: str, sha256: str) -> list[Photo]:
    """The photos that are this file."""
    table = tables.rows["photos"]
    query = select(table.c.body).where(table.c.organization == organization, table.c.sha256 == sha256)
    return [decode(Photo, body) for body in view.connection.execute(query).scalars()]


def as_stored(photo: Photo, now: int) -> Photo:
    return msgspec.structs.replace(photo, stored_at=now)


def store(unit: Unit, organization: str, sha256: str, member: str, size: int, now: int) -> None:
    """The member has sent the whole file: so it is stored for the photos that he declared."""
    values = {"organization": organization, "sha256": sha256, "member": member, "bytes": size, "stored_at": now}
    unit.upsert(tables.uploads, values)
    for photo in photos(unit, organization, sha256):
        if photo.member == member and photo.stored_at is None:
            unit.put(as_stored(photo, now))
