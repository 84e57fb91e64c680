"""What changed in a space, for somebody who holds some scopes: by version, a page at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from cloud.scopes import APPROVED, AUDIT
from cloud.store import tables
from cloud.store.unit import View
from domain.rows import Row
from protocol.sync import Change, Gone


@dataclass
class Lane:
    """Rows up to and including version `end`; `cut`: there may be more before what was asked for."""

    end: int
    cut: bool
    rows: list[Change] = field(default_factory=list[Change])
    gone: list[Gone] = field(default_factory=list[Gone])


@dataclass(frozen=True)
class Span:
    """Versions `after` < rev <= `until` of a space, for the scopes `of` out of all those held (`mine`).

    `zero`: they are loaded from the beginning, and what has left them was never told. `kinds`: of these rows alone.
    """

    space: str
    mine: frozenset[str]
    of: frozenset[str]
    after: int
    until: int
    zero: bool = False
    kinds: frozenset[str] | None = None

    def wants(self, kind: str) -> bool:
        return self.kinds is None or kind in self.kinds


def lane(view: View, span: Span, limit: int) -> Lane:
    """At most `limit` versions of the span, each one row."""
    changed = _changed(view, span, limit)
    appended = _appended(view, span, limit)
    revs = sorted([*changed, *(row.rev for row in appended)])
    cut = len(revs) >= limit  # each kind was asked for as many: there may be more of it
    end = revs[:limit][-1] if cut else span.until
    found = Lane(end, cut, [row for row in appended if row.rev <= end])
    _fill(view, span, {rev for rev in changed if rev <= end}, found)
    found.rows.sort(key=lambda row: row.rev)
    return found


def _changed(view: View, span: Span, limit: int) -> list[int]:
    """Versions at which changeable rows stand."""
    table = tables.changes
    query = select(table.c.rev).distinct().where(_in_span(span), table.c.scope.in_(sorted(span.of)))
    return list(view.connection.execute(query.order_by(table.c.rev).limit(limit)).scalars())


def _in_span(span: Span) -> ColumnElement[bool]:
    table = tables.changes
    there = table.c.gone.is_(False) if span.zero else true()
    of_kind = true() if span.kinds is None else table.c.kind.in_(sorted(span.kinds))
    return and_(table.c.space == span.space, table.c.rev > span.after, table.c.rev <= span.until, there, of_kind)


def _fill(view: View, span: Span, revs: set[int], found: Lane) -> None:
    """Rows with all those of my scopes in which they stand, and those which they have left."""
    if not revs:
        return
    table = tables.changes
    query = select(table).where(_in_span(span), table.c.rev <= max(revs), table.c.scope.in_(sorted(span.mine)))
    standing: dict[tuple[str, str, str, int], list[str]] = {}
    for row in view.connection.execute(query.order_by(table.c.rev, table.c.scope)):
        if row.rev not in revs:
            continue
        if row.gone:
            found.gone.append(Gone(table=row.kind, id=row.id, rev=row.rev, scope=row.scope))
        else:
            standing.setdefault((row.kind, row.organization, row.id, row.rev), []).append(row.scope)
    bodies = _bodies(view, (key[:3] for key in standing))
    for (kind, organization, id, rev), scopes in standing.items():
        body = msgspec.Raw(bodies[(kind, organization, id)].encode())
        found.rows.append(Change(table=kind, id=id, rev=rev, scopes=scopes, body=body))


def _bodies(view: View, keys: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], str]:
    wanted: dict[tuple[str, str], list[str]] = {}
    for kind, organization, id in keys:
        wanted.setdefault((kind, organization), []).append(id)
    found: dict[tuple[str, str, str], str] = {}
    for (kind, organization), ids in wanted.items():
        table = tables.rows[kind]
        for start in range(0, len(ids), tables.AT_ONCE):
            query = select(table.c.id, table.c.body).where(
                table.c.organization == organization, table.c.id.in_(ids[start : start + tables.AT_ONCE])
            )
            found.update({(kind, organization, id): body for id, body in view.connection.execute(query)})
    return found


def _appended(view: View, span: Span, limit: int) -> list[Change]:
    """Rows that are only ever added: at most `limit` of each kind."""
    audited = AUDIT in span.of and span.wants("audit")
    found = _appended_of("audit", true(), [AUDIT], view, span, limit) if audited else []
    allowed = _readable(span) if span.wants("usage") else None
    if allowed is not None:  # records tell by their own fields who may read them
        found += _appended_of("usage", allowed, None, view, span, limit)
    return found


def _appended_of(
    kind: str, allowed: ColumnElement[bool], scopes: list[str] | None, view: View, span: Span, limit: int
) -> list[Change]:
    table = tables.rows[kind]
    query = select(table.c.id, table.c.rev, table.c.body).where(
        table.c.organization == span.space, table.c.rev > span.after, table.c.rev <= span.until, allowed
    )
    return [
        Change(table=kind, id=id, rev=rev, scopes=scopes, body=msgspec.Raw(body.encode()))
        for id, rev, body in view.connection.execute(query.order_by(table.c.rev).limit(limit))
    ]


def _readable(span: Span) -> ColumnElement[bool] | None:
    """The records that these scopes open; None: none do."""
    table, of = tables.rows["usage"], span.of
    if "usage" in of:
        return true()
    parts = [scope.partition(":") for scope in of]
    named = {kind: [value for scope, _, value in parts if scope == kind and value] for kind in ("member", "usage")}
    abnormal = [value for scope, _, value in parts if scope == "abnormal"]
    conditions: list[ColumnElement[bool]] = []
    if named["member"]:
        conditions.append(table.c.member.in_(named["member"]))
    if named["usage"]:
        conditions.append(table.c.seal.in_(named["usage"]))
    if abnormal:
        seals = true() if "" in abnormal else table.c.seal.in_(abnormal)
        conditions.append(and_(table.c.result != 0, seals))
    if approved := [scope for scope in of if scope.startswith(APPROVED)]:
        conditions.append(table.c.authorization.in_(_authorizations_in(span.space, approved)))
    return or_(*conditions) if conditions else None


def readable(organization: str, scopes: frozenset[str]) -> ColumnElement[bool] | None:
    """The records that these scopes open, as a pull brings them; None: none do."""
    return _readable(Span(organization, scopes, scopes, 0, 0))


def _authorizations_in(space: str, scopes: list[str]) -> Select[tuple[str]]:
    """The authorizations that stand in these scopes, by their ids."""
    table = tables.changes
    return select(table.c.id).where(
        table.c.space == space, table.c.kind == "authorizations", table.c.scope.in_(scopes), table.c.gone.is_(False)
    )


def floor(view: View, space: str) -> int:
    """Of what left a scope up to this version nothing is known any more."""
    return (
        view.connection.execute(select(tables.versions.c.floor).where(tables.versions.c.space == space)).scalar() or 0
    )


def standing_in(view: View, space: str, scope: str) -> Iterator[tuple[str, str]]:
    """Kind and body of each row that stands in a scope, as it would be pulled from zero."""
    of = tables.changes.c
    here = and_(of.space == space, of.scope == scope, of.gone.is_(False))
    for kind in view.connection.execute(select(of.kind).distinct().where(here)).scalars().all():
        table = tables.rows[kind]
        same = and_(table.c.organization == of.organization, table.c.id == of.id)
        query = select(table.c.body).join(tables.changes, same).where(here, of.kind == kind)
        yield from ((kind, body) for body in _streamed(view, query))
    one = frozenset({scope})
    for kind, allowed in (
        ("audit", true() if scope == AUDIT else None),
        ("usage", _readable(Span(space, one, one, 0, 0))),
    ):
        if allowed is not None:
            table = tables.rows[kind]
            query = select(table.c.body).where(table.c.organization == space, allowed)
            yield from ((kind, body) for body in _streamed(view, query))


def _streamed(view: View, query: Select[str]) -> Iterator[str]:
    """A scope may hold every press there ever was."""
    for (body,) in view.connection.execute(query.execution_options(yield_per=1000)):
        yield body


def may_see(view: View, row: Row, mine: frozenset[str]) -> bool:
    """Whether a changeable row stands in one of these scopes."""
    return stands(view, row.organization, (row.table, row.id), mine)


def stands(view: View, organization: str, what: tuple[str, str], mine: frozenset[str]) -> bool:
    """The same of a row that is named by its kind and its id."""
    table = tables.changes
    query = select(table.c.scope).where(
        table.c.space == organization,
        table.c.kind == what[0],
        table.c.organization == organization,
        table.c.id == what[1],
        table.c.gone.is_(False),
        table.c.scope.in_(sorted(mine)),
    )
    return view.connection.execute(query.limit(1)).first() is not None
