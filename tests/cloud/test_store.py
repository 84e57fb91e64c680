"""The database: its migrations, its transactions, its keys beside it."""

import asyncio
import os
import stat
import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from msgspec.structs import replace
from sqlalchemy import event, inspect
from sqlalchemy.exc import DBAPIError, IntegrityError

from cloud import app
from cloud.keys import Keys, KeysUnusable
from cloud.settings import Settings
from cloud.store import tables
from cloud.store.database import HEAD, Database
from cloud.store.migrations.run import configuration
from cloud.store.unit import Unit, View
from domain.ids import new_id
from domain.organization import Member, Organization, Role
from protocol import certificates
from protocol.certificates import Root
from tests.cloud.world import Cloud, maker


def test_the_migrations_make_exactly_the_tables(database: Database) -> None:
    with database._writer.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, tables.metadata) == []
        assert set(inspect(connection).get_table_names()) == {*tables.metadata.tables, "alembic_version"}


def test_the_newest_migration_is_the_one_that_is_looked_for() -> None:
    assert ScriptDirectory.from_config(configuration()).get_heads() == [HEAD]


def test_alembic_is_left_alone_when_there_is_nothing_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        database = Database.in_folder(tmp_path)
        database.migrate()
        database.close()

        def never(*_anything: object) -> None:
            raise AssertionError

        monkeypatch.setattr(command, "upgrade", never)


def organization(name: str, id: str = "o") -> Organization:
    return Organization(id=id, organization=id, name=name, created_at=0)


def name(view: View) -> str | None:
    row = view.get(Organization, "o", "o")
    return None if row is None else row.name


async def test_what_raises_leaves_nothing_and_tells_nobody(database: Database) -> None:
    told: list[dict[str, int]] = []
    database.listeners.append(told.append)

    def fails(unit: Unit) -> None:
        unit.put(organization("a"))
        with unit.savepoint():
            pass
        raise KeyError

    with pytest.raises(KeyError):
        await database.write(fails)
    assert await database.read(name) is None
    await database.write(lambda unit: unit.put(organization("b")))
    assert told == [{"o": 1}]
    await database.write(lambda unit: unit.put(organization("b")))
    assert told == [{"o": 1}]


async def test_a_savepoint_takes_back_its_own_rows_only(database: Database) -> None:
    def work(unit: Unit) -> str | None:
        unit.put(organization("a"))
        with pytest.raises(KeyError), unit.savepoint():
            unit.put(organization("b"))
            unit.put(organization("c", "p"))
            unit.flush()
            raise KeyError
        with unit.savepoint():
            unit.put(organization("d"))
        return name(unit)

    assert await database.write(work) == "d"
    assert await database.read(name) == "d"
    assert await database.read(lambda view: view.get(Organization, "p", "p")) is None


async def test_what_was_taken_back_stands_in_no_list(database: Database) -> None:
    def work(unit: Unit) -> list[str]:
        with pytest.raises(KeyError), unit.savepoint():
            unit.put(organization("a"))
            unit.flush()
            assert [row.name for row in unit.rows.all(Organization, "o")] == ["a"]
            raise KeyError
        return [row.name for row in unit.rows.all(Organization, "o")]

    assert await database.write(work) == []


async def test_many_rows_are_written_as_they_are_and_the_last_of_a_key_stands(database: Database) -> None:
    def row(name: bytes, expires: int, used: int | None, successor: bytes | None) -> dict[str, object]:
        return {"hash": name, "console": '章"\\', "expires_at": expires, "used_at": used, "successor": successor}

    rows = [row(b"\0\xff", -(2**60), None, None), row(b"", 0, 0, b"\0"), row(b"", 2**60, 1, b"")]

    def work(unit: Unit) -> None:
        unit.upsert(tables.refresh_tokens, rows)
        unit.upsert(tables.refresh_tokens, [])

    await database.write(work)
    query = tables.refresh_tokens.select().order_by(tables.refresh_tokens.c.hash.desc())
    found = await database.read(lambda view: view.connection.execute(query).mappings().all())
    assert [dict(one) for one in found] == [rows[0], rows[2]]


async def test_rows_that_were_expected_come_together(database: Database) -> None:
    await database.write(lambda unit: [unit.put(organization(name, name)) for name in "ab"])
    asked: list[str] = []

    def work(unit: Unit) -> list[Organization | None]:
        event.listen(unit.connection, "before_cursor_execute", lambda *of: asked.append(of[2]))
        for at in "abc":
            unit.rows.expect(at, [at, f"not in {at}"])
        unit.put(organization("changed", "a"))
        return [unit.get(Organization, at, id) for at in "abc" for id in (at, f"not in {at}")]

    found = await database.write(work)
    assert [row and row.name for row in found] == ["changed", None, "b", None, None, None]
    assert len([text for text in asked if text.startswith("SELECT organizations")]) == 3


async def test_lists_that_were_expected_come_together(database: Database) -> None:
    names = {"a": "x", "b": "y", "c": "x"}
    known = {"organization": "o", "phone": "19900000001", "role": Role.MEMBER}
    members = [Member(id=id, name=id, user=user, **known) for id, user in names.items()]
    await database.write(lambda unit: [unit.put(member) for member in members])
    asked: list[str] = []

    def work(unit: Unit) -> list[list[str]]:
        event.listen(unit.connection, "before_cursor_execute", lambda *of: asked.append(of[2]))
        unit.rows.expect_lists(Member, "o", [{"user": "x"}, {"user": "y"}])
        unit.rows.expect_lists(Member, "o", [{"user": "z"}])
        unit.put(replace(members[1], user="z"))
        return [[row.id for row in unit.rows.all(Member, "o", user=user)] for user in "xyzw"]

    assert await database.write(work) == [["a", "c"], [], ["b"], []]
    assert len([text for text in asked if text.startswith("SELECT members") and " IN " in text]) == 1


async def test_a_reader_has_a_snapshot_and_does_not_wait(database: Database) -> None:
    await database.write(lambda unit: unit.put(organization("a")))
    seen: list[str | None] = []
    first, go_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def read(view: View) -> None:
        seen.append(view.connection.exec_driver_sql("SELECT body FROM organizations").scalar())
        loop.call_soon_threadsafe(first.set)
        assert go_on.wait(10)
        seen.append(view.connection.exec_driver_sql("SELECT body FROM organizations").scalar())

    reading = asyncio.create_task(database.read(read))
    await asyncio.wait_for(first.wait(), 10)
    await database.write(lambda unit: unit.put(organization("b")))
    go_on.set()
    await reading
    assert seen[0] == seen[1]
    assert await database.read(name) == "b"


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)readonly"):
        await database.read(lambda view: view.connection.execute(tables.meta.insert().values(name="a", value="b")))


async def test_an_error_text_holds_no_values(database: Database) -> None:
    def twice(unit: Unit) -> None:
        for _ in range(2):
            unit.connection.execute(tables.users.insert().values(id=new_id(), phone="19900000009", created_at=0))

    with pytest.raises(IntegrityError, match=r"(?i)unique") as error:
        await database.write(twice)
    assert "19900000009" not in str(error.value)


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
@pytest.mark.rule(2)
async def test_a_server_that_cuts_its_connections_is_asked_again(database: Database) -> None:
    """As when it is restarted: what was under way is done once, and nobody is told of it."""

    def cut(view: View) -> None:
        view.connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = user AND pid <> pg_backend_pid()"
        )

    await database.write(lambda unit: unit.put(organization("a")))
    await database.read(cut)
    await database.write(lambda unit: unit.put(organization("b")))
    await database.write(cut)
    assert await database.read(name) == "b"


@pytest.mark.parametrize(
    "url", ["", "here", "mysql://u:secret@127.0.0.1/d", "postgresql+psycopg://u:secret@127.0.0.1:1/d"]
)
def test_a_database_that_cannot_be_used_is_said_in_a_sentence(tmp_path: Path, url: str) -> None:
    root = tmp_path / "root"
    root.write_bytes(certificates.issue(Root("tests", maker.public, demo=True), maker))
    with pytest.raises(app.CannotStart, match="database") as error:
        app.create(Settings(data=tmp_path, maker_root=root, demo=True, database=url or "sqlite:////nowhere/at/all"))
    assert "secret" not in str(error.value)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(os.name != "posix", reason="file modes")
async def test_keys_and_database_are_their_owners_alone(cloud: Cloud) -> None:
    assert mode(cloud.settings.data / app.KEY_FILE) == 0o600
    if cloud.settings.database is None:
        assert mode(cloud.settings.data / "cloud.db") == 0o600


def test_keys_are_kept_and_made_once(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    keys = Keys.open(path, fresh=True)
    keys.make_authority("a")
    keys.make_authority("a")
    again = Keys.open(path, fresh=False)
    assert (again.platform, again.tokens, again.codes) == (keys.platform, keys.tokens, keys.codes)
    assert (again.signing("a"), again.agreement("a")) == (keys.signing("a"), keys.agreement("a"))
    assert (
        len({again.platform.secret, again.tokens.secret, again.signing("a").secret, again.agreement("a").secret}) == 4
    )
    with pytest.raises(KeysUnusable, match="no keys for an organization"):
        again.signing("b")
    assert [each.name for each in tmp_path.iterdir()] == ["keys"]


def test_a_key_file_that_others_can_read_or_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    Keys.open(path, fresh=True)
    if os.name == "posix":
        path.chmod(0o640)
        with pytest.raises(KeysUnusable, match="0600"):
            Keys.open(path, fresh=False)
        path.chmod(0o600)
    path.write_bytes(b"{}")
    with pytest.raises(KeysUnusable, match="not a key file"):
        Keys.open(path, fresh=False)
    path.unlink()
    with pytest.raises(KeysUnusable, match="is missing"):
        Keys.open(path, fresh=False)


async def test_a_database_and_keys_that_do_not_belong_together_do_not_start(cloud: Cloud) -> None:
    await cloud.stop()
    key_file = cloud.settings.data / app.KEY_FILE
    kept = key_file.read_bytes()
    key_file.unlink()
    with pytest.raises(KeysUnusable, match="is missing"):
        app.create(cloud.settings)
    Keys.open(key_file, fresh=True)
    with pytest.raises(app.CannotStart, match="other keys"):
        app.create(cloud.settings)
    key_file.write_bytes(kept)
    await cloud.start()


def test_settings_come_from_the_environment_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNET_CLOUD_LEASE_S", "42")
    assert Settings(data=tmp_path, maker_root=tmp_path).lease_s == 42
