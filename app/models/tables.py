"""The tables of the local database.

A row of the cloud is stored as it was received (`body`, JSON), with those of its fields beside it that queries use.
Every table of rows is named after the row's kind (`Row.table`). Times are milliseconds since 1970 UTC.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Select,
    Table,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    func,
    select,
)

from domain.acts import ROWS
from domain.rows import Row

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, *, null: bool = False) -> "Column[str]":
    return Column(name, Text, nullable=null)


def _number(name: str, *, null: bool = False) -> "Column[int]":
    return Column(name, Integer, nullable=null)


def _blob(name: str, *, null: bool = False) -> "Column[bytes]":
    return Column(name, LargeBinary, nullable=null)


# The fields of a row that stand beside its body, with the columns of each index.
KEYS: dict[str, tuple[str, ...]] = {
    "organizations": (),
    "members": ("user",),
    "departments": (),
    "subsidiaries": (),
    "quota_requests": (),
    "categories": (),
    "templates": (),
    "seals": ("state",),
    "seal_status": (),
    "seal_certificates": ("seal",),
    "stock": (),
    "firmware": (),
    "commands": ("seal",),
    "events": ("seal",),
    "applications": ("applicant", "seal", "state"),
    "comments": ("application",),
    "attachments": ("application", "authorization"),
    "authorizations": ("seal", "member", "stage"),
    "photos": ("seal", "number"),
    "reviews": ("seal", "number"),
    **dict.fromkeys(("cases", "exports", "holds"), ()),
    "messages": ("member",),
    "seen_abnormal": (),
    "audit": ("number",),
    **dict.fromkeys(("invoice_titles", "tariffs", "seal_services", "orders", "invoices"), ()),
    "named_areas": (),
    "outlets": (),
    "api_tokens": (),
    "webhooks": (),
    "webhook_deliveries": ("webhook",),
    "my_consoles": (),
    "sign_ins": (),
    "second_factor": (),
}
_INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "applications": (("organization", "seal"), ("organization", "state")),
    "comments": (("organization", "application"),),
    "attachments": (("organization", "application"), ("organization", "authorization")),
    "authorizations": (("organization", "seal"), ("organization", "member")),
    "audit": (("organization", "number"),),
    "commands": (("organization", "seal"),),
    "events": (("organization", "seal"),),
    "photos": (("organization", "seal", "number"),),
    "seal_certificates": (("organization", "seal"),),
    "reviews": (("organization", "seal", "number"),),
    "webhook_deliveries": (("organization", "webhook"),),
}


_MAY_MISS = {"application", "authorization"}


def _rows(table: str) -> Table:
    """A table of changeable rows."""
    return Table(
        table,
        metadata,
        _text("organization"),
        _text("id"),
        _number("rev"),
        *(_number(key) if key == "number" else _text(key, null=key in _MAY_MISS) for key in KEYS[table]),
        _blob("body"),
        PrimaryKeyConstraint("organization", "id"),
        *(Index(None, *columns) for columns in _INDEXES.get(table, ())),
        sqlite_with_rowid=False,
    )


USAGE_ORDER = ("at", "seal", "number")


def _presses(name: str, *more: "Column[int]") -> Table:
    """A table of presses; each index ends in the order in which lists show them."""
    return Table(
        name,
        metadata,
        Column("n", Integer, primary_key=True),
        _text("organization"),
        _text("id"),
        _text("seal"),
        _number("number"),
        _text("authorization", null=True),
        _text("member", null=True),
        _number("at"),
        _number("result"),
        _number("abnormal"),
        *more,
        _blob("body"),
        UniqueConstraint("organization", "id"),
        Index(None, "organization", *USAGE_ORDER),
        *(Index(None, "organization", key, *USAGE_ORDER) for key in ("authorization", "member", "abnormal")),
        Index(None, "organization", "seal", "at", "number"),
    )


# `n` is small and never changes: a list of a million presses is kept as an array of it.
usage = _presses("usage", _number("rev"))
# What the person in front of the seal was told, until the cloud's own row arrives.
seen = _presses("seen", _number("seen_at"))

# In which district a press was made (`places`); a press that is not here has not been looked at yet.
usage_places = Table("usage_places", metadata, Column("n", Integer, primary_key=True), _number("place"))

rows: dict[str, Table] = {name: usage if name == "usage" else _rows(name) for name in ROWS}

# Why a changeable row may be seen: `pull` is the organization whose pull said so (empty: the person's own).
row_scopes = Table(
    "row_scopes",
    metadata,
    _text("kind"),
    _text("organization"),
    _text("id"),
    _text("pull"),
    _text("scope"),
    PrimaryKeyConstraint("kind", "organization", "id", "pull", "scope"),
    Index(None, "pull", "scope"),
    sqlite_with_rowid=False,
)
# Scopes lost, whose rows are hidden and still have to be purged.
lost_scopes = Table(
    "lost_scopes",
    metadata,
    _text("pull"),
    _text("scope"),
    PrimaryKeyConstraint("pull", "scope"),
    sqlite_with_rowid=False,
)
# `checked_at`: when what is held was last compared with the cloud's count of it; `again`: the scopes to load once more.
cursors = Table(
    "cursors",
    metadata,
    Column("pull", Text, primary_key=True),
    _text("cursor"),
    _number("rev"),
    _blob("scopes"),
    _number("pulled_at"),
    _number("checked_at", null=True),
    _blob("again", null=True),
    sqlite_with_rowid=False,
)
meta = Table("meta", metadata, Column("key", Text, primary_key=True), _text("value"), sqlite_with_rowid=False)
certificates = Table(
    "certificates",
    metadata,
    Column("organization", Text, primary_key=True),
    _blob("certificate"),
    _number("expires"),
    _number("fetched_at"),
    sqlite_with_rowid=False,
)
# `verdict`: none until the cloud has answered; `covered`: its effects have been pulled; `over_at`: shown no longer.
outbox = Table(
    "outbox",
    metadata,
    Column("n", Integer, primary_key=True),
    _text("id"),
    _text("stream"),
    _number("seq"),
    _text("organization"),
    _text("name"),
    _number("at"),
    _blob("body"),
    _blob("signature"),
    _text("verdict", null=True),
    _number("covered"),
    _text("code"),
    _text("sentence"),
    _text("field", null=True),
    _number("over_at", null=True),
    UniqueConstraint("id"),
    UniqueConstraint("stream", "seq"),
    Index(None, "over_at"),
)
carried = Table(
    "carried",
    metadata,
    Column("n", Integer, primary_key=True),
    _text("organization"),
    _text("serial"),
    _number("binding"),
    _number("first"),
    _number("last"),
    _number("at"),
    _number("sent_at", null=True),
    _text("code"),
    _blob("slice"),
    UniqueConstraint("serial", "first", "last"),
    Index(None, "sent_at"),
)
# The newest receipt of each seal, for its next contact.
receipts = Table(
    "receipts",
    metadata,
    Column("serial", Text, primary_key=True),
    _number("log_to"),
    _blob("receipt", null=True),
    sqlite_with_rowid=False,
)
# `outgoing`: made here, has to reach the cloud; `sent`: how many bytes of it are there. The content stands last, so
# that nobody reads through it to find the next file.
files = Table(
    "files",
    metadata,
    Column("n", Integer, primary_key=True),
    _text("organization"),
    _text("sha256"),
    _text("media"),
    _number("bytes"),
    _number("outgoing"),
    _number("sent"),
    _number("sent_at", null=True),
    _text("code"),
    _number("used_at"),
    _blob("content"),
    UniqueConstraint("organization", "sha256"),
    Index(None, "outgoing", "sent_at"),
)

# Documents that a seal is to sign, or has signed (`app.models.sealings`); the prepared file stands last.
sealings = Table(
    "sealings",
    metadata,
    Column("id", Text, primary_key=True),
    _text("organization"),
    _text("authorization"),
    _text("digest"),
    _number("step"),
    _number("begun_at"),
    _blob("body"),
    _blob("prepared"),
    Index(None, "organization", "digest"),
    sqlite_with_rowid=False,
)


def table_of(kind: type[Row]) -> Table:
    """The table of a kind of row."""
    return rows[kind.table]


# For `in_`: a list of any length as one parameter, which `listed` gives.
LISTED: "Select[Any]" = select(func.json_each(bindparam("listed")).table_valued("value").c.value)


def listed(values: Iterable[object]) -> dict[str, str]:
    """Numbers, texts, or lists of them."""
    return {"listed": msgspec.json.encode(list(values)).decode()}


def one(table: Table, organization: str, id: str) -> ColumnElement[bool]:
    """The condition that names one row."""
    return and_(table.c.organization == organization, table.c.id == id)
