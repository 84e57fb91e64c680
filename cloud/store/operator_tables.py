"""The tables of the operator's pages: who may open them, who has, and what was done there."""

from sqlalchemy import Boolean, Column, Index, Integer, Table

from cloud.store.columns import metadata
from cloud.store.columns import number as _number
from cloud.store.columns import raw as _bytes
from cloud.store.columns import text as _text

# `password`: a salt and what scrypt made of it; `secret`: of the authenticator, sealed. `fresh`: the password was drawn
# for him and he has chosen none yet. `step`: the last time step whose code was taken; `tries` wrong attempts since.
operators = Table(
    "operators",
    metadata,
    _text("name", key=True),
    _bytes("password"),
    _bytes("secret"),
    Column("fresh", Boolean, nullable=False),
    _number("created_at"),
    _number("disabled_at", null=True),
    _number("step"),
    Column("tries", Integer, nullable=False),
    _number("blocked_until"),
)
# By the hash of what the browser shows. `browser`: a hash of what it said of itself and from where; `proved_at`: when a
# code of the authenticator was last taken in it.
operator_sessions = Table(
    "operator_sessions",
    metadata,
    _bytes("hash", key=True),
    _text("operator"),
    _bytes("browser"),
    _number("began_at"),
    _number("seen_at"),
    _number("proved_at"),
    Index(None, "operator"),
)
# One chain: `head` is of the entry before with this one. `words` (JSON): what was typed; `code`: why it was refused.
operator_audit = Table(
    "operator_audit",
    metadata,
    _number("number", key=True),
    _number("at"),
    _text("operator"),
    _text("address"),
    _text("act"),
    _text("organization"),
    _text("subject"),
    _text("words"),
    _text("code"),
    _text("head"),
    Index(None, "organization"),
    Index(None, "operator"),
)
