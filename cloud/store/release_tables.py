"""The tables of firmware: releases that the operator has added, and what the logs of the seals say of theirs."""

from sqlalchemy import Column, Integer, Table

from cloud.store.columns import metadata
from cloud.store.columns import number as _number
from cloud.store.columns import raw as _bytes
from cloud.store.columns import text as _text

# `manifest` as the maker signed it; `seals` (JSON), `share` and `failures` of the newest stage. `stopped_why`: by the
# operator, or for failures.
releases = Table(
    "releases",
    metadata,
    _text("release", key=True),
    _text("model"),
    _text("version"),
    _number("number"),
    _number("size"),
    _bytes("manifest"),
    _number("added_at"),
    _text("seals"),
    Column("share", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    _number("staged_at", null=True),
    _number("stopped_at", null=True),
    _text("stopped_why"),
)
# Entries of the seals' logs that are about firmware, by whichever binding they came.
firmware_log = Table(
    "firmware_log",
    metadata,
    _text("serial", key=True),
    _number("number", key=True),
    _text("kind"),
    _number("detail"),
)
