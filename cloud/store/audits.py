"""The audit log as the database holds it."""

from sqlalchemy import select

from cloud.store import proofs, tables
from cloud.store.facts import decode
from cloud.store.unit import Unit, View
from cloud.vault import Unsealable, Vault
from domain.audit import GENESIS, AuditEntry, chained, digest
from domain.organization import Member, Organization


def member(view: View, organization: str, user: str) -> Member | None:
    """The person as a member of the organization, also one who has left it."""
    found = view.rows.all(Member, organization, user=user) if organization.isprintable() else []
    return next((each for each in found if each.active), found[-1] if found else None)


def head(view: View, organization: str) -> tuple[int, str] | None:
    """Number and head of the newest entry; pushes that share a commit go on where the one before them ends."""
    left = [
        row for row in view.rows.changed.values() if isinstance(row, AuditEntry) and row.organization == organization
    ]
    if left:
        newest = max(left, key=lambda row: row.number)
        return newest.number, newest.head
    table = tables.rows["audit"]
    query = select(table.c.body).where(table.c.organization == organization).order_by(table.c.number.desc()).limit(1)
    body = view.connection.execute(query).scalar()
    if body is None:
        return None
    newest = decode(AuditEntry, body)
    return newest.number, newest.head


def entries(view: View, organization: str) -> list[AuditEntry]:
    """All of them, in their order."""
    table = tables.rows["audit"]
    query = select(table.c.body).where(table.c.organization == organization).order_by(table.c.number)
    return [decode(AuditEntry, body) for body in view.connection.execute(query).scalars()]


def organizations(view: View) -> list[str]:
    """All there are; each may have a log."""
    table = tables.table_of(Organization)
    return list(view.connection.execute(select(table.c.id).order_by(table.c.id)).scalars())


def keep_head(unit: Unit, organization: str, number: int, head: str, signature: bytes) -> None:
    """The newest head as the organization's key has signed it."""
    unit.upsert(
        tables.audit_heads, {"organization": organization, "number": number, "head": head, "signature": signature}
    )


def broken_at(view: View, organization: str, vault: Vault) -> int | None:
    """The number of the first entry that does not continue the chain, or whose act is not as it was received (I-21)."""
    entries, acts = tables.rows["audit"], tables.acts
    told = (acts.c.name, acts.c.body, acts.c.signature, acts.c.user, acts.c.console)
    query = (
        select(entries.c.id, entries.c.number, entries.c.body.label("entry"), *told)
        .join(acts, acts.c.id == entries.c.id, isouter=True)
        .where(entries.c.organization == organization)
        .order_by(entries.c.number)
    )
    before = GENESIS
    for expected, row in enumerate(view.connection.execute(query), 1):
        entry = decode(AuditEntry, row.entry)
        if not row.number == entry.number == expected or row.body is None:
            return expected
        try:
            body = proofs.received(vault, row.id, row.name, row.body)
        except Unsealable:
            return expected
        if entry.digest != digest(body, row.signature, row.user, row.console):
            return expected
        if entry.head != chained(before, entry):
            return expected
        before = entry.head
    return None
