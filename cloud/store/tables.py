"""The tables. The same definitions serve SQLite and PostgreSQL.

A row of `domain` is stored as it goes out (`body`, JSON), with those of its fields beside it that queries use. Times
are BIGINT milliseconds since 1970 UTC. Keys and signed bytes are stored as they were received.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, UniqueConstraint

from cloud.store import job_tables, money_tables, operator_tables, outside_tables, release_tables
from cloud.store.columns import metadata
from cloud.store.columns import number as _number
from cloud.store.columns import raw as _bytes
from cloud.store.columns import text as _text
from domain.acts import ROWS
from domain.rows import Row

AT_ONCE = 500  # values in one query: databases limit the number of parameters

# What was said to exist from the beginning: `epoch`, `generation`, `platform` (hex of the public key).
meta = Table("meta", metadata, _text("name", key=True), _text("value"))

# Versions: one counter for each organization and each user (`user:<id>`), and the rows that changed with it. A row's
# change rows in one space all carry the same rev, and no two rows share one: a page can end between any two.
# Of what left a scope up to `floor` nothing is known any more; `mark` was the newest version at `marked_at`.
versions = Table(
    "versions",
    metadata,
    _text("space", key=True),
    _number("rev"),
    *(Column(name, BigInteger, nullable=False, server_default="0") for name in ("floor", "mark", "marked_at")),
    Index(None, "marked_at"),
)
changes = Table(
    "changes",
    metadata,
    _text("space", key=True),
    _text("kind", key=True),
    _text("organization", key=True),
    _text("id", key=True),
    _text("scope", key=True),
    _number("rev"),
    Column("gone", Boolean, nullable=False),
    Index(None, "space", "rev", "scope"),
)
# How many rows stand in a scope, and the sums of the upper and the lower half of their hashes: the whole of it would
# overflow, which PostgreSQL refuses and SQLite rounds.
_sums = map(_number, ("count", "upper", "lower"))
tallies = Table("tallies", metadata, _text("space", key=True), _text("scope", key=True), *_sums)

# The fields that stand beside a row's body, and the indexes on them.
KEYS: dict[str, tuple[str, ...]] = {
    "organizations": ("reminds_after_ms", "withheld_after_ms", "silent_after_ms", "pictures_kept_ms"),
    "members": ("user", "phone", "role", "department", "away_from", "away_until"),
    **dict.fromkeys(("departments", "subsidiaries", "quota_requests", "categories", "templates", "seals"), ()),
    **dict.fromkeys(("my_consoles", "sign_ins", "second_factor", "stock", "commands", "events", "seen_abnormal"), ()),
    "seal_status": ("untold_withheld", "untold_silent"),
    "seal_certificates": ("seal",),
    "firmware": ("binding", "release", "ordered", "running", "state", "failed_at"),
    "applications": ("state", "consents", "waits_since", "reminded_at"),
    "comments": ("application",),
    "attachments": ("application", "authorization", "sha256", "stored_at", "removed_at"),
    "authorizations": ("seal", "member", "stage", "owed_by", "due_at", "pictures_due_at"),
    "messages": ("member", "kept_until"),
    "audit": ("number",),
    **dict.fromkeys(("invoice_titles", "named_areas", "cases", "holds", "outlets", "tariffs"), ()),
    "seal_services": ("remind_at",),
    "orders": ("trade", "state", "made_at", "lapses_at"),
    "invoices": ("state", "asked_at", "issued_number"),
    "photos": ("seal", "number", "sha256", "stored_at", "removed_at"),
    "usage": ("seal", "number", "authorization", "member", "result", "listed_at"),
    "reviews": ("seal", "number"),
    "exports": ("state", "kept_until"),
    "api_tokens": ("sha256",),
    "webhooks": (),
    "webhook_deliveries": ("webhook",),
}
_INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "organizations": (
        ("reminds_after_ms", "id"),
        ("withheld_after_ms", "id"),
        ("silent_after_ms", "id"),
        ("pictures_kept_ms", "id"),
    ),
    "seal_status": (("organization", "untold_withheld"), ("organization", "untold_silent")),
    "seal_certificates": (("organization", "seal"),),
    "stock": (("id",),),
    "firmware": (("release",),),
    "members": (("user",), ("organization", "phone"), ("away_from",), ("away_until",)),
    "applications": (
        ("organization", "state"),
        ("organization", "consents"),
        ("organization", "waits_since", "reminded_at"),
    ),
    "comments": (("organization", "application"),),
    "attachments": (
        ("organization", "application"),
        ("organization", "authorization"),
        ("organization", "sha256"),
        ("organization", "removed_at", "stored_at"),
    ),
    "authorizations": (
        ("organization", "seal", "stage"),
        ("organization", "member"),
        ("organization", "owed_by"),
        ("due_at",),
        ("pictures_due_at",),
    ),
    "messages": (("organization", "member"), ("kept_until",)),
    "audit": (("organization", "rev"), ("organization", "number")),
    "photos": (
        ("organization", "seal", "number"),
        ("organization", "sha256"),
        ("organization", "removed_at", "stored_at"),
    ),
    "usage": (
        ("organization", "rev"),
        ("organization", "authorization"),
        ("organization", "listed_at", "seal", "number"),
    ),
    "reviews": (("organization", "seal", "number"),),
    "exports": (("state",), ("kept_until",)),
    "seal_services": (("remind_at",),),
    "orders": (("trade",), ("state", "made_at"), ("lapses_at",)),
    "invoices": (("state", "asked_at"), ("issued_number",)),
    "api_tokens": (("sha256",),),
    "webhook_deliveries": (("organization", "webhook"),),
}
# For what is due by itself.
_TIMES = {
    *("reminds_after_ms", "away_from", "away_until", "waits_since", "reminded_at", "due_at", "pictures_due_at"),
    *("kept_until", "withheld_after_ms", "silent_after_ms", "untold_withheld", "untold_silent"),
    *("pictures_kept_ms", "stored_at", "removed_at", "failed_at"),
    *("remind_at", "made_at", "lapses_at", "asked_at"),
}
_NUMBERS = {"number", "result", "listed_at", "binding", "ordered", "running"} | _TIMES
_MAY_MISS = {
    ("usage", "authorization"),
    ("usage", "member"),
    ("members", "department"),
    ("applications", "consents"),
    ("authorizations", "owed_by"),
    *(("attachments", each) for each in ("application", "authorization")),
    ("invoices", "issued_number"),
}
# Never changed once written: pulled from themselves, so each row carries its own version.
APPEND_ONLY = frozenset({"usage", "audit"})


def _rows(name: str) -> Table:
    beside = [
        (_number if key in _NUMBERS else _text)(key, null=key in _TIMES or (name, key) in _MAY_MISS)
        for key in KEYS[name]
    ]
    if name in APPEND_ONLY:
        beside.append(_number("rev"))
    return Table(
        name,
        metadata,
        _text("organization", key=True),
        _text("id", key=True),
        *beside,
        _text("body"),
        *(Index(None, *columns) for columns in _INDEXES.get(name, ())),
    )


rows: dict[str, Table] = {name: _rows(name) for name in ROWS}

# People, their consoles, and how they prove themselves.
users = Table(
    "users", metadata, _text("id", key=True), _text("phone"), _number("created_at"), UniqueConstraint("phone")
)
consoles = Table(
    "consoles",
    metadata,
    _text("id", key=True),
    _text("user"),
    _text("name"),
    _bytes("signing"),
    _bytes("static"),
    _number("created_at"),
    _number("last_seen"),
    _number("revoked_at", null=True),
    UniqueConstraint("user", "signing"),
)
refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    _bytes("hash", key=True),
    _text("console"),
    _number("expires_at"),
    _number("used_at", null=True),
    _bytes("successor", null=True),
    Index(None, "console"),
)
# Codes that are out, by what they are good for (`turn` 0: the newest, 1: the one before it); no organization: sign-in.
codes = Table(
    "codes",
    metadata,
    _text("purpose", key=True),
    _text("organization", key=True),
    _text("phone", key=True),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    _bytes("digest"),
    _number("expires_at"),
    Column("tries", Integer, nullable=False),
    Index(None, "expires_at"),
)
# How many codes a phone number was sent, and somebody (`user:<id>`, `codes from <host>`) has had sent, whatever they
# are for; and how many tickets were asked for from an address (`address:<host>`).
code_limits = Table(
    "code_limits",
    metadata,
    _text("who", key=True),
    _number("sent_at"),
    _number("hour_from"),
    Column("hour_count", Integer, nullable=False),
    Index(None, "sent_at"),
)
# Attempts to sign in by WeChat: whose key may use one, where it was asked for, and the number of who has confirmed it.
tickets = Table(
    "tickets",
    metadata,
    _text("id", key=True),
    _bytes("holder"),
    _text("console"),
    _text("phone", null=True),
    _number("expires_at"),
    Column("tries", Integer, nullable=False),
    Index(None, "expires_at"),
)
# Second factors: the secret of the authenticator is sealed, recovery codes are digests and go when they are used.
factors = Table(
    "factors",
    metadata,
    _text("user", key=True),
    _bytes("secret"),
    _number("confirmed_at", null=True),
    _number("step"),
    Column("tries", Integer, nullable=False),
    _number("blocked_until"),
)
recovery_codes = Table("recovery_codes", metadata, _text("user", key=True), _bytes("digest", key=True))
# Every console certificate ever issued: with it an act's signature can be proved later.
certificates = Table(
    "certificates",
    metadata,
    _text("console", key=True),
    _text("organization", key=True),
    _number("expires_at", key=True),
    _bytes("certificate"),
)

# Streams and the acts they brought, as received (sealed, if they bring a code: `proofs.received`). An act is known by
# its id whichever stream brings it again.
streams = Table("streams", metadata, _text("stream", key=True), _text("user"), _number("last_seq"))
acts = Table(
    "acts",
    metadata,
    _text("id", key=True),
    _text("user"),
    _text("console"),
    _text("organization"),
    _text("name"),
    _bytes("body"),
    _bytes("signature"),
    _number("received_at"),
)
stream_acts = Table(
    "stream_acts",
    metadata,
    _text("stream", key=True),
    _number("seq", key=True),
    _text("act"),
    Column("done", Boolean, nullable=False),
    _text("code"),
    _text("detail"),
    _text("field", null=True),
    Index(None, "act"),
)

# How long the audit log of each organization is and its newest head, signed with the organization's key, which is not
# in this database.
audit_heads = Table(
    "audit_heads", metadata, _text("organization", key=True), _number("number"), _text("head"), _bytes("signature")
)

# Physical seals, whichever organization they are bound to. The log runs for the seal's whole life.
devices = Table(
    "devices",
    metadata,
    _text("serial", key=True),
    _text("model"),
    _bytes("signing"),
    _bytes("static"),
    _bytes("identity"),
    _number("log_to"),
    _bytes("log_head"),
)
bindings = Table(
    "bindings",
    metadata,
    _text("serial", key=True),
    _number("binding", key=True),
    _text("organization"),
    _number("asked_at"),
    _number("confirmed_at", null=True),
    _number("unbound_at", null=True),
    Column("over_gprs", Boolean, nullable=False),
    _number("withdrawn_at", null=True),
)
down = Table(
    "down",
    metadata,
    _text("serial", key=True),
    _number("binding", key=True),
    _number("generation", key=True),
    _number("number", key=True),
    Column("kind", Integer, nullable=False),
    _text("subject", null=True),
    _bytes("body"),
    _number("created_at"),
    Column("outcome", Integer, nullable=True),
)
log_entries = Table(
    "log_entries",
    metadata,
    _text("serial", key=True),
    _number("number", key=True),
    _number("binding"),
    _bytes("entry"),
    _bytes("head"),
    _number("received_at"),
)
# Slices that contradict what is held: kept, for somebody will want to know which storage was rolled back or copied.
log_forks = Table(
    "log_forks",
    metadata,
    _text("serial", key=True),
    _number("number", key=True),
    _bytes("slice_hash", key=True),
    _bytes("slice"),
    _number("received_at"),
)

# Certificates of the seals' modems, by their numbers, which are longer than any integer of a database.
modems = Table(
    "modems",
    metadata,
    _text("serial", key=True),
    _text("number", key=True),
    _number("issued_at"),
    _number("expires_at"),
    _number("revoked_at", null=True),
    Column("barred", Boolean, nullable=False),
)

# Who showed that he has a file, by sending all of it: to know its hash is not enough to read it.
uploads = Table(
    "uploads",
    metadata,
    _text("organization", key=True),
    _text("sha256", key=True),
    _text("member", key=True),
    _number("bytes"),
    _number("stored_at"),
    Index(None, "organization", "member", "stored_at"),
)
# Numbers people read (SQ-20261123-001): the last one of a kind, organization and day.
numbers = Table(
    "numbers",
    metadata,
    _text("organization", key=True),
    _text("kind", key=True),
    _text("day", key=True),
    Column("last", Integer, nullable=False),
)
# Codes of pre-authorizations: never the code itself, and how often it was tried. Consoles choose the ids, so one stands
# for an authorization of one organization only.
activation_codes = Table(
    "activation_codes",
    metadata,
    _text("organization", key=True),
    _text("authorization", key=True),
    _bytes("digest"),
    Column("tries", Integer, nullable=False),
    _number("expires_at"),
)

jobs, sendings = job_tables.jobs, job_tables.sendings
kept_outlets, wechat_accounts = outside_tables.kept_outlets, outside_tables.wechat_accounts
releases, firmware_log = release_tables.releases, release_tables.firmware_log
ledger, payment_faults = money_tables.ledger, money_tables.payment_faults
operators, operator_audit = operator_tables.operators, operator_tables.operator_audit


def table_of(kind: type[Row]) -> Table:
    """The table of a kind of row."""
    return rows[kind.table]
