"""Which rows may be seen: by the scopes held, and not by those just lost.

A changeable row says in which scopes it stands (`row_scopes`). A press tells by itself: everybody's presses, those of
one seal, abnormal ones, or one's own; and those under an authorization that one has approved (R-084), which are shown
with its application and in no list of records (R-149, R-167).
"""

from collections.abc import Collection, Iterable, Sequence

import msgspec
from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, exists, or_, select, true, tuple_

from app.models.store import Tx
from app.models.tables import cursors, lost_scopes, row_scopes, rows, usage, usage_places

USAGE, ABNORMAL, APPROVED = "usage", "abnormal", "approved:"
TOPIC = "scopes"  # what is remembered of them
PIECE = 1000  # rows that one transaction removes: everybody else waits for it


def held(tx: Tx, pull: str) -> list[str]:
    """The scopes that the last page of this pull named."""
    found = tx.connection.execute(select(cursors.c.scopes).where(cursors.c.pull == pull)).scalar()
    return msgspec.json.decode(found, type=list[str]) if found else []


def lost(tx: Tx) -> list[tuple[str, str]]:
    """(pull, scope) of what is lost and not yet purged."""
    return tx.remembered(
        "lost", lambda: [(pull, scope) for pull, scope in tx.connection.execute(select(lost_scopes)).all()], TOPIC
    )


def visible(tx: Tx, table: Table, organization: str) -> ColumnElement[bool]:
    """The condition that hides what only lost scopes showed."""
    if table is usage:
        return tx.remembered(organization, lambda: covered(held(tx, organization)), TOPIC)
    gone = lost(tx)
    if not gone:
        return true()
    scope = row_scopes.c
    return exists(
        select(scope.id).where(
            scope.kind == table.name,
            scope.organization == table.c.organization,
            scope.id == table.c.id,
            tuple_(scope.pull, scope.scope).not_in(gone),
        )
    )


def with_approved(tx: Tx, organization: str) -> ColumnElement[bool]:
    """The condition that a press may be seen where the use is looked at to which it belongs."""
    mine = held(tx, organization)
    return or_(covered(mine), _approved(organization, mine))


def _approved(organization: str, scopes: Iterable[str]) -> ColumnElement[bool]:
    of = row_scopes.c
    approved = sorted(scope for scope in scopes if scope.startswith(APPROVED))
    standing = select(of.id).where(of.kind == "authorizations", of.organization == organization, of.scope.in_(approved))
    return usage.c.authorization.in_(standing)


def approved(tx: Tx, pull: str) -> dict[str, list[str]]:
    """Of each authorization that was approved by the person, the scopes in which it and its presses stand for that."""
    of = row_scopes.c
    query = select(of.id, of.scope).where(of.kind == "authorizations", of.pull == pull, of.scope.startswith(APPROVED))
    found: dict[str, list[str]] = {}
    for id, scope in tx.connection.execute(query):
        found.setdefault(id, []).append(scope)
    return found


def covered(scopes: Iterable[str]) -> ColumnElement[bool]:
    """The condition that a press stands in one of these scopes by itself."""
    scopes, of = set(scopes), usage.c
    if USAGE in scopes:
        return true()
    parts: list[ColumnElement[bool]] = [
        of.seal.in_(_named(scopes, f"{USAGE}:")),
        of.member.in_(_named(scopes, "member:")),
    ]
    if ABNORMAL in scopes:
        parts.append(of.abnormal == 1)
    parts.append(and_(of.abnormal == 1, of.seal.in_(_named(scopes, f"{ABNORMAL}:"))))
    return or_(*parts)


def of_press(seal: str, member: str | None, abnormal: int) -> set[str]:
    """The scopes in which a press stands by itself: those of which each alone would be `covered`."""
    of = {USAGE, f"{USAGE}:{seal}"} | ({f"member:{member}"} if member else set())
    return of | {ABNORMAL, f"{ABNORMAL}:{seal}"} if abnormal else of


def _named(scopes: set[str], prefix: str) -> list[str]:
    return sorted(scope.removeprefix(prefix) for scope in scopes if scope.startswith(prefix))


def lose(tx: Tx, pull: str, scopes: Iterable[str]) -> None:
    """Hide at once what these scopes alone showed; `purge` removes it in pieces."""
    for scope in scopes:
        tx.connection.execute(lost_scopes.insert().prefix_with("OR IGNORE").values(pull=pull, scope=scope))
    tx.touch(TOPIC, *rows)


def purge(tx: Tx, limit: int = PIECE) -> bool:
    """Remove at most `limit` rows that a lost scope has left behind; whether there is more to do."""
    for pull, scope in lost(tx)[:1]:
        _purge(tx, pull, scope, limit)
    return bool(lost(tx))


def clear(tx: Tx, pull: str, scopes: Collection[str]) -> bool:
    """The same for those of these scopes that were lost and come back: each starts at zero."""
    mine = [scope for of, scope in lost(tx) if of == pull and scope in scopes]
    for scope in mine[:1]:
        _purge(tx, pull, scope, PIECE)
    return bool(mine)


def _purge(tx: Tx, pull: str, scope: str, limit: int) -> None:
    of = row_scopes.c
    victims = tx.connection.execute(
        select(of.kind, of.organization, of.id).where(of.pull == pull, of.scope == scope).limit(limit)
    ).all()
    for kind in {row.kind for row in victims}:
        forget(tx, kind, [(row.organization, row.id) for row in victims if row.kind == kind], pull, scope)
    if victims or (_shows_presses(scope) and _purge_presses(tx, pull, limit)):
        return
    tx.connection.execute(delete(lost_scopes).where(lost_scopes.c.pull == pull, lost_scopes.c.scope == scope))
    tx.touch(TOPIC, "meta")


def _shows_presses(scope: str) -> bool:
    return scope.partition(":")[0] in (USAGE, ABNORMAL, "member", APPROVED.rstrip(":"))


def _purge_presses(tx: Tx, pull: str, limit: int) -> bool:
    # Not `~`: of a press whose member is unknown the condition is neither true nor false.
    out_of_sight = with_approved(tx, pull).is_not(true())
    victims = select(usage.c.n).where(usage.c.organization == pull, out_of_sight).limit(limit)
    gone = tx.connection.execute(victims).scalars().all()
    # The next press may be given the number of one that goes.
    for table in (usage_places, usage):
        tx.connection.execute(delete(table).where(table.c.n.in_(gone)))
    return bool(gone)


def forget(tx: Tx, kind: str, left: Sequence[tuple[str, str]], pull: str, scope: str) -> None:
    """Rows, (organization, id), left this scope; what stands in no scope any more goes."""
    of, table = row_scopes.c, rows[kind]
    row = [of.kind == kind, of.organization == bindparam("organization_"), of.id == bindparam("id_")]
    keys = [{"organization_": organization, "id_": id} for organization, id in left]
    tx.connection.execute(delete(row_scopes).where(*row, of.pull == pull, of.scope == scope), keys)
    of = table.c
    this = [of.organization == bindparam("organization_"), of.id == bindparam("id_")]
    tx.connection.execute(delete(table).where(*this, ~exists(select(row_scopes.c.id).where(*row))), keys)
    tx.touch(kind)
