"""What proves later who did what: console certificates, and the acts of each stream as they were received."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from cloud.store import tables
from cloud.store.unit import Unit, View
from cloud.vault import Vault
from domain.acts import WITH_CODE
from domain.verdict import Refused

MAX_DETAIL = 200
_OWNERS = select(tables.acts.c.id, tables.acts.c.user).where(tables.acts.c.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True)
class Received:
    """An act as its console signed it, sealed if it brings a code (I-19); `user` and `console` as the session told."""

    id: str
    user: str
    console: str
    organization: str
    name: str
    body: bytes
    signature: bytes
    received_at: int


def stored(vault: Vault, id: str, name: str, body: bytes) -> bytes:
    """The body of an act as the database holds it."""
    return vault.seal(_place(id), body) if name in WITH_CODE else body


def received(vault: Vault, id: str, name: str, stored: bytes) -> bytes:
    """The body as it was received. Raises `Unsealable`."""
    return vault.open(_place(id), stored) if name in WITH_CODE else stored


def _place(id: str) -> str:
    return f"act {id}"


def keep_certificate(unit: Unit, console: str, organization: str, expires_at: int, certificate: bytes) -> None:
    values = {"console": console, "organization": organization, "expires_at": expires_at, "certificate": certificate}
    unit.upsert(tables.certificates, values)


def certificates(view: View, organization: str) -> list[bytes]:
    """All that were ever issued for it."""
    table = tables.certificates
    query = select(table.c.certificate).where(table.c.organization == organization)
    return list(view.connection.execute(query).scalars())


def certified(view: View, console: str, now: int) -> dict[str, int]:
    """Until when (milliseconds) the newest certificate of a console holds, in each organization where one does."""
    table = tables.certificates
    query = (
        select(table.c.organization, func.max(table.c.expires_at).label("until"))
        .where(table.c.console == console, table.c.expires_at > now)
        .group_by(table.c.organization)
    )
    return {row.organization: row.until for row in view.connection.execute(query)}


def last_seq(view: View, stream: str, user: str) -> int | None:
    """The last act of the stream, 0 for a new one, None if it is somebody else's."""
    found = view.first(tables.streams, stream=stream)
    if found is None:
        return 0
    return found.last_seq if found.user == user else None


def advance(unit: Unit, stream: str, user: str, seq: int) -> None:
    unit.upsert(tables.streams, {"stream": stream, "user": user, "last_seq": seq})


def act_at(view: View, stream: str, seq: int) -> tuple[str, Refused | None] | None:
    """The act that stands there and why it was refused, if it was."""
    found = view.first(tables.stream_acts, stream=stream, seq=seq)
    return None if found is None else (found.act, _refused(found))


def owners_of_acts(view: View, ids: list[str]) -> dict[str, str]:
    """Whose the acts are that came before."""
    return {row.id: row.user for row in view.connection.execute(_OWNERS, {"ids": ids})}


def verdict_of(view: View, id: str) -> Refused | None:
    """Why an act that is known was refused when it came first; None: it was done."""
    table = tables.stream_acts
    owner = tables.acts.c
    query = (
        select(table)
        .join(tables.acts, owner.id == table.c.act)
        .join(tables.streams, tables.streams.c.stream == table.c.stream)
        .where(table.c.act == id, tables.streams.c.user == owner.user)
        .limit(1)
    )
    return _refused(view.connection.execute(query).one())


def verdicts(view: View, act: str, user: str) -> set[tuple[bool, str]]:
    """(done, why not) of an act, wherever a stream of this person brought it."""
    of, streams = tables.stream_acts, tables.streams
    query = (
        select(of.c.done, of.c.code)
        .join(streams, streams.c.stream == of.c.stream)
        .where(of.c.act == act, streams.c.user == user)
    )
    return {(done, code) for done, code in view.connection.execute(query)}


def keep_acts(unit: Unit, acts: list[Received]) -> None:
    unit.upsert(tables.acts, [vars(act) for act in acts])


def keep_verdicts(unit: Unit, stream: str, places: list[tuple[int, str, Refused | None]]) -> None:
    """(seq, act, why not) of each."""
    values: list[dict[str, Any]] = []
    for seq, act, refused in places:
        why = refused or Refused("")
        detail = why.detail[:MAX_DETAIL].replace("\0", "")  # it may quote what was sent, which may be anything
        verdict = {"done": refused is None, "code": why.code, "detail": detail, "field": why.field}
        values.append({"stream": stream, "seq": seq, "act": act, **verdict})
    unit.upsert(tables.stream_acts, values)


def _refused(row: Any) -> Refused | None:
    return None if row.done else Refused(row.code, row.field, row.detail)
