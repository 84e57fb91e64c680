"""Which files a member has sent to his organization, and which rows name them."""

from typing import Any

import msgspec
from sqlalchemy import Select, delete, exists, func, select

from cloud.store import tables
from cloud.store.facts import decode
from cloud.store.unit import Unit, View
from domain.files import Attachment
from domain.usage import Photo


def stored_at(view: View, row: Photo | Attachment) -> int | None:
    """When the member who declares it had sent the whole file, None if he has not, or another size: others' uploads are
    not his."""
    found = view.first(tables.uploads, organization=row.organization, sha256=row.sha256, member=row.member)
    return None if found is None or found.bytes != row.bytes else found.stored_at


def sent_since(view: View, organization: str, member: str, since: int) -> int:
    """How many bytes this member has sent since then."""
    of = tables.uploads.c
    mine = (of.organization == organization, of.member == member, of.stored_at > since)
    return int(view.connection.execute(select(func.coalesce(func.sum(of.bytes), 0)).where(*mine)).scalar_one())


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
        if row.member == member and row.bytes == size and row.stored_at is None:
            unit.put(msgspec.structs.replace(row, stored_at=now))


def _orphans(before: int) -> "Select[Any, Any]":
    """(organization, hash) of what was sent before then, and that no row names (any more)."""
    of = tables.uploads.c
    named = (
        exists().where(
            table.c.organization == of.organization, table.c.sha256 == of.sha256, table.c.removed_at.is_(None)
        )
        for table in map(tables.table_of, (Photo, Attachment))
    )
    query = select(of.organization, of.sha256).where(*(~each for each in named))
    return query.group_by(of.organization, of.sha256).having(func.max(of.stored_at) <= before)


def orphans(view: View, before: int) -> list[tuple[str, str]]:
    """Some of them."""
    query = _orphans(before).limit(tables.AT_ONCE)
    return [(organization, sha256) for organization, sha256 in view.connection.execute(query)]


def forget(unit: Unit, organization: str, sha256: str, before: int) -> bool:
    """Nobody has sent this file; False: it is no orphan after all."""
    of = tables.uploads.c
    this = (of.organization == organization, of.sha256 == sha256)
    unit.flush()
    if unit.connection.execute(_orphans(before).where(*this)).first() is None:
        return False
    unit.connection.execute(delete(tables.uploads).where(*this))
    return True
