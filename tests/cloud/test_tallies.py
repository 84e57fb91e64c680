"""Of each scope the cloud keeps how many rows stand in it, and the sum of their hashes: what a console that has pulled
everything counts as well."""

import logging
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from cloud.pull import Pull
from cloud.scopes import standing
from cloud.store import tables, tallies
from cloud.store.database import Database
from cloud.store.facts import decode
from cloud.store.unit import Unit, View
from cloud.tokens import Speaker
from domain.acts import ROWS
from domain.approvals import Approve
from domain.authorizations import Authorization
from domain.ending import EndUse
from domain.keepers import RemoveKeeper
from domain.leaving import ChangeRole
from domain.members import SetStandIn
from domain.organization import Member, Organization, Role
from domain.rows import Row
from domain.seals import Seal
from domain.usage import Impression, Photo
from protocol.sync import Change, Page, Tally, row_hash
from tests.cloud import steps
from tests.cloud.act_table import application
from tests.cloud.company import HOUR_MS, SERIAL, Company, found_company, uid
from tests.cloud.test_pull import impression, put, seal
from tests.cloud.world import Cloud, Person

Tallies = Mapping[str, Tally]
ALL = 1 << 64


@dataclass
class Counted:
    """What somebody holds after his pages, counted as a console would: by what travelled alone."""

    rows: dict[tuple[str, str], Change] = field(default_factory=dict[tuple[str, str], Change])
    scopes: dict[tuple[str, str], set[str]] = field(default_factory=dict[tuple[str, str], set[str]])

    def take(self, page: Page) -> None:
        for change in page.rows:
            self.rows[change.table, change.id] = change
            self.scopes[change.table, change.id] = set(_told(change) if change.scopes is None else change.scopes)
        for gone in page.gone:
            self.scopes.get((gone.table, gone.id), set()).discard(gone.scope)

    def of(self, scope: str) -> Tally:
        held = [self.rows[key] for key, scopes in self.scopes.items() if scope in scopes or self._approved(key, scope)]
        return Tally(count=len(held), sum=sum(row_hash(row.table, bytes(row.body)) for row in held) % ALL)

    def _approved(self, key: tuple[str, str], scope: str) -> bool:
        """A press, where the use was approved to which it belongs."""
        if key[0] != Impression.table or not scope.startswith("approved:"):
            return False
        use = decode(Impression, bytes(self.rows[key].body).decode()).authorization
        return scope in self.scopes.get((Authorization.table, use or ""), set())


def _told(change: Change) -> set[str]:
    """The scopes of a record, by its own fields."""
    row = decode(Impression, bytes(change.body).decode())
    found = {"usage", f"usage:{row.seal}", f"member:{row.member}"}
    return found | {"abnormal", f"abnormal:{row.seal}"} if row.result else found


async def counted(person: Person, space: str | None = None, counted: Counted | None = None) -> tuple[Counted, Page]:
    """Everything that he is given from where he stands, and the last page."""
    counted = counted or Counted()
    while True:
        page = await person.pull(space, tally="1")
        counted.take(page)
        if not page.more:
            return counted, page
        assert page.tallies is None


def recount(view: View) -> dict[tuple[str, str], Tally]:
    """(space, scope) -> what stands there, by the tables alone."""
    found: dict[tuple[str, str], list[int]] = {}

    def add(kind: str, body: str, places: Iterable[tuple[str, str]]) -> None:
        for place in places:
            found.setdefault(place, []).append(row_hash(kind, body.encode()))

    for kind, table in tables.rows.items():
        for row in view.connection.execute(select(table)):
            if kind in tables.APPEND_ONLY:
                where = standing(decode(ROWS[kind], row.body), view.facts(row.organization))
                add(kind, row.body, [(space, scope) for space, scopes in where.items() for scope in scopes])
                continue
            of = tables.changes.c
            query = select(of.space, of.scope).where(of.kind == kind, of.organization == row.organization)
            query = query.where(of.id == row.id, of.gone.is_(False))
            add(kind, row.body, [(space, scope) for space, scope in view.connection.execute(query)])
    return {place: Tally(count=len(hashes), sum=sum(hashes) % ALL) for place, hashes in found.items()}


def kept(view: View) -> dict[tuple[str, str], Tally]:
    """(space, scope) -> what the cloud says stands there, where anything does."""
    table = tables.tallies
    places = list(view.connection.execute(select(table.c.space, table.c.scope)))
    found = {(space, scope): tallies.of(view, space, [scope])[scope] for space, scope in places}
    assert all(tally == Tally(count=0, sum=0) for tally in found.values() if not tally.count)
    return {place: tally for place, tally in found.items() if tally.count}


def photo(of: Person, number: int, id: str) -> Photo:
    return Photo(
        id=id,
        organization=of.organization,
        seal=SERIAL,
        number=number,
        sha256="0" * 64,
        bytes=1,
        media="image/png",
        taken_at=0,
        member=of.member,
    )


async def agree(database: Database) -> None:
    """In one snapshot: messages are on their way out, and say how far they are."""
    counted, there = await database.read(lambda view: (kept(view), recount(view)))
    assert counted == there


async def busy(cloud: Cloud) -> Company:
    """A company in which something of each sort has happened."""
    company = await found_company(cloud)
    await company.member.done(application(company))
    await company.approver.done(Approve(application=application(company).id))
    await company.keeper.done(company.authorize(application=application(company).id))
    await company.keeper.done(EndUse(authorization=uid("authorization")))
    await company.member.do(company.authorize("refused"))
    await put(cloud, photo(company.keeper, 1, uid("photo")))
    records = [impression(company.owner, number, company.member.member, SERIAL, number % 2) for number in range(4)]
    records[2:] = [msgspec.structs.replace(record, authorization=uid("authorization")) for record in records[2:]]
    await put(cloud, *records, impression(company.owner, 8, None, SERIAL, result=3))
    return company


@pytest.mark.rule(9)
async def test_the_cloud_counts_what_each_person_is_given(cloud: Cloud) -> None:
    company = await busy(cloud)
    seen: set[str] = set()
    for person in (
        *(company.owner, company.admin, company.keeper, company.other),
        *(company.member, company.approver, company.custom),
    ):
        for space in (company.owner.organization, ""):
            person.cursors.clear()
            held, page = await counted(person, space)
            assert page.tallies == {scope: held.of(scope) for scope in page.scopes}
            seen |= {scope.partition(":")[0] for scope, tally in page.tallies.items() if tally.count}
    assert seen == {"org", "member", "approved", "authorizations", "usage", "abnormal", "audit", "user"}


@pytest.mark.rule(9)
async def test_what_leaves_a_scope_is_no_longer_counted(cloud: Cloud) -> None:
    company = await busy(cloud)
    held, page = await counted(company.keeper)
    before = page.tallies
    now = cloud.now
    await company.owner.done(
        SetStandIn(member=company.approver.member, stand_in=company.other.member, start=now, end=now + HOUR_MS)
    )
    await company.member.done(msgspec.structs.replace(application(company), id=uid("another")))
    await company.owner.done(ChangeRole(member=company.custom.member, role=Role.MEMBER))
    held, page = await counted(company.keeper, counted=held)
    assert page.tallies == {scope: held.of(scope) for scope in page.scopes} != before
    await company.owner.done(RemoveKeeper(seal=SERIAL, member=company.keeper.member))
    held, page = await counted(company.keeper, counted=held)
    assert page.tallies is not None
    assert f"usage:{SERIAL}" not in page.tallies  # he has no right to know how many there are
    await agree(cloud.service.database)


async def test_nobody_is_told_who_does_not_ask(owner: Person) -> None:
    assert (await owner.pull()).tallies is None
    page = await owner.pull(tally="1", again="usage,nothing of mine")
    assert page.tallies is not None
    assert page.tallies["usage"] == Tally(count=0, sum=0)


@pytest.mark.rule(9)
async def test_a_scope_that_is_asked_for_again_comes_from_zero(cloud: Cloud, owner: Person) -> None:
    await put(cloud, seal(owner), *[impression(owner, number, owner.member) for number in range(9)])
    _, page = await counted(owner)
    speaker, cursor, again = Speaker(owner.signed_in.user, owner.signed_in.console), page.cursor, Counted()
    asked, pages = frozenset({"usage", "org", "another's"}), 0
    while True:

        def work(view: View, cursor: str = cursor, asked: frozenset[str] = asked) -> Page:
            return Pull(view, speaker, owner.organization, "").page(cursor, 4, again=asked, tally=True)

        page = await cloud.service.database.read(work)
        again.take(page)
        cursor, asked, pages = page.cursor, frozenset(), pages + 1
        assert (page.tallies is None) is page.more
        if not page.more:
            break
        if pages == 1:
            await put(cloud, impression(owner, 100, owner.member), seal(owner, name="renamed"))
    assert pages > 3
    assert page.tallies is not None
    assert {scope: again.of(scope) for scope in ("usage", "org")} == {
        scope: page.tallies[scope] for scope in ("usage", "org")
    }
    assert again.of("audit") == Tally(count=0, sum=0)  # which was not asked for
    assert (await owner.pull(cursor=cursor)).rows == []


async def test_rows_that_were_there_before_are_counted_by_the_migration(cloud: Cloud) -> None:
    await busy(cloud)
    database = cloud.service.database

    def older(unit: Unit) -> None:
        for later in ("tallies", "invoice_titles", "modems"):
            unit.connection.exec_driver_sql(f"DROP TABLE {later}")
        unit.connection.exec_driver_sql("DROP INDEX ix_versions_marked_at")
        for later in ("floor", "mark", "marked_at"):
            unit.connection.exec_driver_sql(f"ALTER TABLE versions DROP COLUMN {later}")
        unit.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0011'")

    await database.write(older)
    steps.take(database, "0014")
    await agree(database)


@pytest.mark.rule(9)
async def test_what_is_asked_for_again_is_recounted_and_mended(cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    company = await busy(cloud)
    database = cloud.service.database
    table = tables.tallies.c

    def spoil(unit: Unit) -> None:
        of = tables.tallies
        for scope, column, by in (
            ("usage", table["count"], 1),
            ("org", table.upper, 1 << 32),
            ("abnormal", table.lower, -1),
        ):
            unit.connection.execute(update(of).where(table.scope == scope).values({column: column + by}))
        unit.connection.execute(delete(of).where(table.scope == "authorizations"))

    await database.write(spoil)
    with caplog.at_level(logging.ERROR):
        assert (await company.owner.pull(again="org,another's")).rows
        await company.member.pull(again="usage,abnormal")  # which he does not hold: he is no judge of it
        assert len(caplog.records) == 0  # what is too much by whole turns of 2**64 is nothing
        await company.owner.pull(again="usage,abnormal,authorizations,org")
    assert sorted(record.args[0] for record in caplog.records if isinstance(record.args, tuple)) == [
        "abnormal",
        "authorizations",
        "usage",
    ]
    await agree(database)


@pytest.mark.rule(9)
async def test_a_tally_that_has_moved_since_it_was_found_wrong_is_left(cloud: Cloud) -> None:
    company = await busy(cloud)
    database, space = cloud.service.database, company.owner.organization
    table = tables.tallies

    def spoil(unit: Unit) -> None:
        unit.connection.execute(update(table).where(table.c.scope == "usage").values(count=table.c.count + 1))

    def look(view: View) -> list[tallies.Wrong]:
        return tallies.wrong(view, space, ["usage"])

    await database.write(spoil)
    found = await database.read(look)
    await put(cloud, impression(company.owner, 99, None, SERIAL))
    await database.write(lambda unit: tallies.mend(unit, found))
    (left,) = await database.read(look)
    assert left.kept[0] == found[0].kept[0] + 1
    found = [left]
    for _ in range(2):  # two consoles at once
        await database.write(lambda unit: tallies.mend(unit, found))
    await agree(database)


KINDS = (Organization, Member, Seal, Photo, Impression)
changed = st.tuples(st.sampled_from(KINDS), st.integers(0, 2), st.integers(0, 2))  # a row, and what becomes of it
parts = st.tuples(st.lists(changed, max_size=4), st.booleans())  # together; whether it goes wrong
_numbers = iter(range(10_000))


def _row(organization: str, kind: type[Row], which: int, how: int) -> Row:
    if kind is Organization:
        return Organization(id=organization, organization=organization, name=f"{how}", created_at=0)
    if kind is Member:  # without a user he stands in no space of his own
        user = f"{organization}-{which}" if how else ""
        who = {"name": "某", "phone": "19900000001", "role": Role.MEMBER, "active": how < 2}
        return Member(id=f"m{which}", organization=organization, user=user, **who)
    person = Person.__new__(Person)
    person.organization, person.member = organization, f"m{how}"
    if kind is Seal:
        return seal(person, name=f"{how}")
    if kind is Photo:
        return photo(person, which, f"{which}")
    return impression(person, 3 * which + how, person.member, result=how % 2)


@pytest.mark.rule(9)
@given(st.lists(st.lists(parts, max_size=3), max_size=5))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_tallies_follow_whatever_changes(database: Database, transactions: list) -> None:  # type: ignore[type-arg]
    organization = f"o{next(_numbers)}"
    for transaction in transactions:

        def work(unit: Unit, transaction: list = transaction) -> None:  # type: ignore[type-arg]
            for rows, fails in transaction:
                with suppress(KeyError), unit.savepoint():
                    for kind, which, how in rows:
                        unit.put(_row(organization, kind, which, how))
                    if fails:
                        unit.flush()
                        raise KeyError

        await database.write(work)
    await agree(database)
