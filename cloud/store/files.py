"""Which files a member has sent to his organization, and which rows name them."""

import msgspec
from sqlalchemy import select

from cloud.store import tables
from cloud.store.facts import decode
from cloud.store.unit import Unit, View
from domain.files import Attachment
from domain.usage import Photo


def stored_at(view: View, organization: str, sha256: str, member: str) -> int | None:
    """When this member had sent the whole file, None if he has not: others' uploads are not his."""
    found = view.first(tables.uploads, organization=organization, sha256=sha256, member=member)
    return None if found is None else found.stored_at


def rows(view: View, organization: str, sha256: str) -> list[Photo | Attachment]:
    """The photos and attachments that are this file."""
    found: list[Photo | Attachment] = []
    for kind in (Photo, Attachment):
        table = tables.table_of(kind)
        query = select(table.c.body).where(table.c.organization == organization, table.c.sha256 == sha256)
        found += [decode(kind, body) for body in view.connection.execute(query).scalars()]
    return found


def store(unit: Unit, organization: str, sha256: str, member: str, size: int, now: int) -> None:
    """The member has sent the whole file: so it is stored for the rows in which he declared it."""
    values = {"organization": organization, "sha256": sha256, "member": member, "bytes": size, "stored_at": now}
    unit.upsert(tables.uploads, values)
    for row in rows(unit, organization, sha256):
        if row.member == member and row.stored_at is None:
            unit.put(msgspec.structs.replace(row, stored_at=now))
