"""The records of an export with everything that is said of each, read a page at a time as they are listed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, false, func, select, tuple_

from cloud.store import pulls, tables
from cloud.store.database import Database
from cloud.store.facts import decode
from cloud.store.unit import View
from domain.applications import Application
from domain.authorizations import Authorization
from domain.cases import Case
from domain.categories import Category
from domain.exports import Export
from domain.firmware import SealFirmware, spelled, version_of
from domain.organization import Member
from domain.reviews import Review, in_order
from domain.rows import Row
from domain.seals import Chain, Seal, SealStatus, chain
from domain.usage import Impression, Photo

PAGE = 1000  # records in one transaction
R = TypeVar("R", bound=Row)
Place = tuple[int, str, int]  # listed at, seal, number: where the list goes on


@dataclass(frozen=True)
class Line:
    """One record, and what is known of it. `sound`: its seal's log is held without a gap or contradiction up to it;
    `version`: of the seal's firmware that made it, empty: not known."""

    record: Impression
    seal: str
    person: str
    authorization: Authorization | None
    issuer: str
    application: Application | None
    category: str
    photos: tuple[Photo, ...]
    reviews: tuple[Review, ...]
    case: Case | None
    sound: bool
    version: str


@dataclass(frozen=True)
class Names:
    """What rows mention by their ids, and what each seal's log is like."""

    seals: dict[str, str]
    people: dict[str, str]
    categories: dict[str, str]
    statuses: dict[str, SealStatus]
    firmware: dict[str, SealFirmware]


class Records:
    """Those that `export` names, as far as `scopes` open them; what comes later is in another export, so that an export
    says how many it has before they are read."""

    def __init__(self, database: Database, export: Export, scopes: frozenset[str]) -> None:
        self._database, self._export = database, export
        self._of = export.organization
        allowed = pulls.readable(self._of, scopes)
        self._allowed: ColumnElement[bool] = false() if allowed is None else allowed
        self._until, self._names = database.look(lambda view: (self._newest(view), self._read_names(view)))

    def count(self) -> int:
        """How many there are."""
        query = select(func.count()).select_from(tables.rows["usage"]).where(self._wanted())
        return int(self._database.look(lambda view: view.connection.execute(query).scalar_one()))

    def pages(self) -> Iterator[list[Line]]:
        """All of them, the oldest first. Each page is a transaction of its own, so that nobody waits for this."""
        after: Place | None = None
        while page := self._database.look(lambda view, after=after: self._page(view, after)):
            yield page
            last = page[-1].record
            after = (last.listed_at, last.seal, last.number)

    def _newest(self, view: View) -> int:
        """Versions follow the order of commits: up to this one nothing more will come."""
        of = tables.rows["usage"].c
        query = select(func.coalesce(func.max(of.rev), 0)).where(of.organization == self._of)
        return int(view.connection.execute(query).scalar_one())

    def _wanted(self) -> ColumnElement[bool]:
        of, export = tables.rows["usage"].c, self._export
        period = (of.listed_at >= export.start, of.listed_at < export.end)
        of_seal = () if export.seal is None else (of.seal == export.seal,)
        known = of.rev + 0 <= self._until  # a sum, so that no database goes by the index of versions
        return and_(of.organization == self._of, *period, *of_seal, known, self._allowed)

    def _page(self, view: View, after: Place | None) -> list[Line]:
        of = tables.rows["usage"].c
        place = (of.listed_at, of.seal, of.number)
        beyond = () if after is None else (tuple_(*place) > after,)
        query = select(of.body).where(self._wanted(), *beyond).order_by(*place).limit(PAGE)
        records = [decode(Impression, body) for body in view.connection.execute(query).scalars()]
        return self._lines(view, records)

    def _lines(self, view: View, records: list[Impression]) -> list[Line]:
        uses = _named(view, Authorization, self._of, (each.authorization for each in records))
        applications = _named(view, Application, self._of, (each.application for each in uses.values()))
        cases = _named(view, Case, self._of, (each.id for each in records if each.result))
        photos = _of_entries(view, Photo, self._of, records)
        reviews = _of_entries(view, Review, self._of, records)
        names = self._names
        found: list[Line] = []
        for record in records:
            use = uses.get(record.authorization or "")
            application = None if use is None else applications.get(use.application or "")
            entry = (record.seal, record.number)
            line = Line(
                record=record,
                seal=names.seals.get(record.seal, record.seal),
                person=names.people.get(record.member or "", ""),
                authorization=use,
                issuer="" if use is None else names.people.get(use.issued_by, ""),
                application=application,
                category="" if application is None else names.categories.get(application.category or "", ""),
                photos=tuple(each for each in photos.get(entry, ()) if not each.foreign),
                reviews=tuple(in_order(reviews.get(entry, ()))),
                case=cases.get(record.id),
                sound=_is_sound(record, names.statuses.get(record.seal)),
                version=_version(record, names.firmware.get(record.seal), names.statuses.get(record.seal)),
            )
            found.append(line)
        return found

    def _read_names(self, view: View) -> Names:
        facts = view.facts(self._of)
        return Names(
            seals={each.id: each.name for each in facts.all(Seal)},
            people={each.id: each.name for each in facts.all(Member)},
            categories={each.id: each.name for each in facts.all(Category)},
            statuses={each.id: each for each in facts.all(SealStatus)},
            firmware={each.id: each for each in facts.all(SealFirmware)},
        )


def _is_sound(record: Impression, status: SealStatus | None) -> bool:
    return status is not None and chain(status, record.number) is Chain.UNBROKEN


def _version(record: Impression, row: SealFirmware | None, status: SealStatus | None) -> str:
    version = version_of(row, status, record.number)
    return "" if version is None else spelled(version, row, status)


def _named(view: View, kind: type[R], organization: str, ids: Iterable[str | None]) -> dict[str, R]:
    """Rows by their ids."""
    table = tables.table_of(kind)
    wanted = sorted({id for id in ids if id})
    found: dict[str, R] = {}
    for start in range(0, len(wanted), tables.AT_ONCE):
        some = table.c.id.in_(wanted[start : start + tables.AT_ONCE])
        query = select(table.c.id, table.c.body).where(table.c.organization == organization, some)
        found |= {id: decode(kind, body) for id, body in view.connection.execute(query)}
    return found


P = TypeVar("P", Photo, Review)


def _of_entries(
    view: View, kind: type[P], organization: str, records: Iterable[Impression]
) -> dict[tuple[str, int], list[P]]:
    """Rows that are about entries of logs, by seal and number."""
    table, usage = tables.table_of(kind), tables.rows["usage"]
    same = and_(*(table.c[name] == usage.c[name] for name in ("organization", "seal", "number")))
    these = (usage.c.organization == organization, usage.c.id.in_([record.id for record in records]))
    query = select(table.c.body).select_from(usage.join(table, same)).where(*these).order_by(table.c.id)
    found: dict[tuple[str, int], list[P]] = {}
    for body in view.connection.execute(query).scalars():
        row = decode(kind, body)
        found.setdefault((row.seal, row.number), []).append(row)
    return found
