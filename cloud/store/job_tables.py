"""The tables of what has to leave the house, and of what left it."""

from sqlalchemy import Boolean, Column, Index, Integer, Table

from cloud.store.columns import metadata
from cloud.store.columns import number as _number
from cloud.store.columns import text as _text

# What has to leave the house, left here by the transaction that caused it. `sealed`: the text opens with the key file;
# `words`: what it mentions, a list in JSON; `place`: a later job of the same place says it all, so one that nobody has
# tried to send yet goes. `earlier`: tries of before it was sent anew; `put_aside_at`: since when the operator need not
# see any more that it failed.
jobs = Table(
    "jobs",
    metadata,
    _text("key", key=True),
    _text("place"),
    _text("channel"),
    _text("recipient"),
    _text("topic"),
    _text("text"),
    _text("words"),
    Column("sealed", Boolean, nullable=False),
    Column("urgent", Boolean, nullable=False),
    _text("organization"),
    _text("message", null=True),
    _number("number"),
    _text("state"),
    _text("why"),
    Column("tries", Integer, nullable=False),
    Column("earlier", Integer, nullable=False),
    _number("not_before"),
    _number("lease_until"),
    _number("created_at"),
    _number("expires_at"),
    _number("put_aside_at", null=True),
    Index(None, "channel", "state", "not_before"),
    Index(None, "state", "expires_at"),
    Index(None, "message"),
    Index(None, "place"),
)
# Each time a job was handed to its channel: what the channels' limits count.
sendings = Table(
    "sendings",
    metadata,
    _text("job", key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("channel"),
    _text("recipient"),
    _number("at"),
    Index(None, "channel", "at"),
    Index(None, "recipient", "channel", "at"),
)
