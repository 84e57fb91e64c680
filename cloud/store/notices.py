"""What has to leave the house, left in the transaction that caused it."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from cloud.store import tables
from cloud.store.unit import Unit, View


@dataclass(frozen=True)
class Notice:
    """A text for a recipient; times in milliseconds. A later notice of the same `key` takes the place of an earlier."""

    key: str
    channel: str
    recipient: str
    text: str
    created_at: int
    expires_at: int


def leave(unit: Unit, notice: Notice) -> None:
    """Leave a notice; those whose time is over go: a sign-in code is not kept longer than it is good for."""
    table = tables.notices
    unit.connection.execute(delete(table).where(table.c.expires_at <= notice.created_at))
    values = {"channel": notice.channel, "recipient": notice.recipient, "text": notice.text}
    times = {"created_at": notice.created_at, "expires_at": notice.expires_at}
    unit.upsert(table, {"key": notice.key, **values, **times})


def waiting(view: View, now: int) -> list[Notice]:
    """What waits, newest first."""
    table = tables.notices
    query = select(table).where(table.c.expires_at > now).order_by(table.c.created_at.desc(), table.c.key)
    return [
        Notice(row.key, row.channel, row.recipient, row.text, row.created_at, row.expires_at)
        for row in view.connection.execute(query)
    ]
