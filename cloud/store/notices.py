"""What has to leave the house, left in the transaction that caused it."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from cloud.store import tables
from cloud.store.unit import Unit, View


@dataclass(frozen=True)
class Notice:
    """A text for a recipient; times in milliseconds. A later notice of the same `key` takes the place of an earlier.

    `topic`: what it is about, as programs know it. `sealed`: the text can be read only with the key file.
    """

    key: str
    channel: str
    recipient: str
    topic: str
    text: str
    created_at: int
    expires_at: int
    sealed: bool = False


def leave(unit: Unit, notice: Notice) -> None:
    """Leave a notice; those whose time is over go: a sign-in code is not kept longer than it is good for."""
    table = tables.notices
    unit.connection.execute(delete(table).where(table.c.expires_at <= notice.created_at))
    unit.upsert(table, vars(notice))


def waiting(view: View, now: int) -> list[Notice]:
    """What waits, newest first."""
    table = tables.notices
    query = select(table).where(table.c.expires_at > now).order_by(table.c.created_at.desc(), table.c.key)
    return [Notice(**row) for row in view.connection.execute(query).mappings()]
