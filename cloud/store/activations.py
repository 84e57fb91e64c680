"""Activation codes as the database knows them: never the code itself, and how often it was tried."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, update

from cloud.store import tables
from cloud.store.unit import Unit, View
from domain.authorizations import Authorization

_table = tables.activation_codes


@dataclass(frozen=True)
class Kept:
    digest: bytes
    tries: int
    expires_at: int


def keep(unit: Unit, of: Authorization, digest: bytes, expires_at: int) -> None:
    """The code that is out for an authorization, instead of the one before."""
    unit.upsert(_table, {**_key(of), "digest": digest, "tries": 0, "expires_at": expires_at})


def kept(view: View, of: Authorization) -> Kept | None:
    found = view.first(_table, **_key(of))
    return None if found is None else Kept(found.digest, found.tries, found.expires_at)


def count_try(unit: Unit, of: Authorization) -> None:
    unit.connection.execute(update(_table).where(*_is(of)).values(tries=_table.c.tries + 1))


def forget(unit: Unit, of: Authorization) -> None:
    unit.connection.execute(delete(_table).where(*_is(of)))


def _key(of: Authorization) -> dict[str, str]:
    return {"organization": of.organization, "authorization": of.id}


def _is(of: Authorization) -> list[ColumnElement[bool]]:
    return [_table.c[name] == value for name, value in _key(of).items()]
