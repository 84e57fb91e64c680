"""The tables of what was paid: every balance and every service end is folded from the ledger, which never changes."""

from sqlalchemy import Column, Index, Integer, Table

from cloud.store.columns import metadata
from cloud.store.columns import number as _number
from cloud.store.columns import text as _text

# Of each seal of an order: that it was `paid` for, and that this was `refunded`, each once. `at`: when the money moved,
# `noted_at`: when the cloud heard of it; `by`: the operator who said so, empty: WeChat Pay.
ledger = Table(
    "ledger",
    metadata,
    _text("organization", key=True),
    _text("seal", key=True),
    _text("order", key=True),
    _text("entry", key=True),
    _number("cents"),
    Column("months", Integer, nullable=False),
    _text("transaction"),
    _number("at"),
    _number("noted_at"),
    _text("by"),
    Index(None, "organization", "order"),
)
# What of an order was given back without us, by somebody in WeChat Pay's merchant platform: by WeChat Pay's number of
# the refund, each once. Part of the ledger: nothing of it changes. `by`: the operator who has written it down, empty:
# WeChat Pay has said so.
returns = Table(
    "returns",
    metadata,
    _text("refund", key=True),
    _text("trade"),
    _number("cents"),
    _number("at"),
    _number("noted_at"),
    _text("by"),
    Index(None, "trade"),
)
# One chain over what was written into `ledger` and `returns` (`line`, a JSON list of its table and columns): `head` is
# of the entry before with this one. So a line that was changed, taken out or put in by somebody else is found.
ledger_links = Table("ledger_links", metadata, _number("number", key=True), _text("line"), _text("head"))
# Money of which it is told and that fits no order as it is: for the operator, who gives it back or finds out. `note`:
# what was done about it, by whom and when; nothing else of it changes.
payment_faults = Table(
    "payment_faults",
    metadata,
    _text("trade", key=True),
    _text("transaction", key=True),
    _text("why", key=True),
    _text("organization"),
    _text("order"),
    _number("cents"),
    _number("at"),
    _number("noted_at"),
    _number("dealt_at", null=True),
    _text("dealt_by", null=True),
    _text("note", null=True),
    Index(None, "noted_at"),
)
