"""Activation codes as the database knows them: never the code itself, and how often it was tried."""

from dataclasses import dataclass

from sqlalchemy import delete, update

from cloud.store import tables
from cloud.store.unit import Unit, View


@dataclass(frozen=True)
class Kept:
    digest: bytes
    tries: int
    expires_at: int


def keep(unit: Unit, authorization: str, digest: bytes, expires_at: int) -> None:
    """The code that is out for an authorization, instead of the one before."""
    values = {"authorization": authorization, "digest": digest, "tries": 0, "expires_at": expires_at}
    unit.upsert(tables.activation_codes, values)


def kept(view: View, authorization: str) -> Kept | None:
    found = view.first(tables.activation_codes, authorization=authorization)
    return None if found is None else Kept(found.digest, found.tries, found.expires_at)


def count_try(unit: Unit, authorization: str) -> None:
    table = tables.activation_codes
    unit.connection.execute(update(table).where(table.c.authorization == authorization).values(tries=table.c.tries + 1))


def forget(unit: Unit, authorization: str) -> None:
    table = tables.activation_codes
    unit.connection.execute(delete(table).where(table.c.authorization == authorization))
