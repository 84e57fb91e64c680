"""Tokens of the API by the hash of what they say."""

from sqlalchemy import select

from cloud.store import tables
from cloud.store.facts import decode
from cloud.store.unit import Unit, View
from domain.integrations import ApiToken


def with_hash(view: View, sha256: str) -> ApiToken | None:
    """The token, of whichever organization; none: nobody has one like that."""
    if isinstance(view, Unit):
        view.flush()  # what this transaction has left counts as well
    table = tables.table_of(ApiToken)
    body = view.connection.execute(select(table.c.body).where(table.c.sha256 == sha256)).scalar()
    return None if body is None else decode(ApiToken, body)
