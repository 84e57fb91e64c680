"""Small facts about this database itself: whose it is, its stream, the epoch of the cloud it follows."""

from sqlalchemy.dialects.sqlite import insert

from app.models.store import Tx
from app.models.tables import meta

USER = "user"  # the person whose database this is
STREAM = "stream"
SEQ = "seq"  # the last one used in the stream
EPOCH = "epoch"


def get(tx: Tx, key: str) -> str | None:
    """The value, or none."""
    query = meta.select().where(meta.c.key == key).with_only_columns(meta.c.value)
    return tx.remembered(key, lambda: tx.connection.execute(query).scalar(), _topic(key))


def put(tx: Tx, key: str, value: str) -> None:
    added = insert(meta).values(key=key, value=value)
    tx.connection.execute(added.on_conflict_do_update(["key"], set_={"value": value}))
    tx.touch("meta")
    tx.forget(_topic(key))


def _topic(key: str) -> str:
    return f"meta {key}"
