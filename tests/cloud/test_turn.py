"""One process writes to a database, and only one: another waits for it to end, and otherwise does not start."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import msgspec
import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from cloud.store.database import Database, DatabaseUnusable
from cloud.store.turn import Ousted
from cloud.store.unit import Unit, View
from domain.ids import new_id
from domain.organization import Organization
from domain.templates import Template
from tests.cloud.conftest import opened
from tests.cloud.test_main import ROOT, Program, Remote, template
from tests.cloud.test_tallies import agree
from tests.cloud.world import Problem, Replica, pull_all

SENTENCE = "another process of this cloud uses the database"
on_postgresql = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)


def organization(name: str) -> Organization:
    return Organization(id="o", organization="o", name=name, created_at=0)


def name(view: View) -> str | None:
    row = view.get(Organization, "o", "o")
    return None if row is None else row.name


@pytest.fixture
def first(tmp_path: Path, database_url: str | None) -> Iterator[Database]:
    database = opened(tmp_path, database_url)
    database.migrate()
    database.claim()
    yield database
    database.close()


def another(folder: Path, url: str | None, wait_s: float = 0.05) -> Database:
    return Database(url, wait_s) if url else Database.in_folder(folder, wait_s)


async def test_a_second_one_that_wants_to_write_is_refused(
    first: Database, tmp_path: Path, database_url: str | None
) -> None:
    second = another(tmp_path, database_url)
    second.migrate()  # there is nothing to do
    with pytest.raises(DatabaseUnusable, match=SENTENCE):
        second.claim()
    with pytest.raises(OperationalError, match=r"locked|55P03"):
        await second.write(lambda unit: unit.put(organization("b")))
    await first.write(lambda unit: unit.put(organization("a")))
    assert await second.read(name) == "a"
    second.close()


async def test_it_waits_for_the_first_to_end(first: Database, tmp_path: Path, database_url: str | None) -> None:
    await first.write(lambda unit: unit.put(organization("a")))
    second = another(tmp_path, database_url, 60)
    begun = threading.Event()

    def claim() -> None:
        begun.set()
        second.claim()

    claiming = asyncio.create_task(asyncio.to_thread(claim))
    await asyncio.to_thread(begun.wait)
    assert not claiming.done()
    first.close()
    await claiming
    await second.write(lambda unit: unit.put(organization("b")))
    assert await second.read(name) == "b"
    second.close()


def cut(url: str) -> None:
    """As when the network breaks: PostgreSQL ends all sessions of the cloud's."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@on_postgresql
async def test_who_lost_his_turn_to_nobody_goes_on(first: Database, database_url: str) -> None:
    told: list[bool] = []
    first.ousted.append(lambda: told.append(True))
    cut(database_url)
    await first.write(lambda unit: unit.put(organization("a")))
    assert (await first.read(name), told) == ("a", [])


@on_postgresql
@pytest.mark.rule(9)
async def test_who_lost_it_to_another_writes_no_more(first: Database, tmp_path: Path, database_url: str) -> None:
    """Not even what he was about to, and not when the other has ended: he may know less by now."""
    told: list[bool] = []
    first.ousted.append(lambda: told.append(True))
    await first.write(lambda unit: unit.put(organization("a")))
    second = another(tmp_path, database_url, 60)

    def work(unit: Unit) -> None:
        unit.put(organization("lost"))
        unit.flush()
        cut(database_url)
        second.claim()
        unit.connection.exec_driver_sql("SELECT 1")

    with pytest.raises(Ousted):
        await first.write(work)
    await second.write(lambda unit: unit.put(organization("b")))
    assert told
    await agree(second)
    second.close()
    with pytest.raises(Ousted):
        await first.write(lambda unit: unit.put(organization("c")))
    assert await first.read(name) == "b"


@pytest.fixture
def programs(tmp_path: Path, database_url: str | None) -> Iterator[tuple[Program, Program]]:
    """The same cloud twice."""
    both = Program(tmp_path, database_url), Program(tmp_path, database_url)
    yield both
    for each in both:
        if each.process is not None:
            each.end()


@pytest.mark.slow
async def test_a_second_process_says_why_it_does_not_start(programs: tuple[Program, Program]) -> None:
    remote = Remote(programs[0])
    await remote.start()
    owner = await remote.organization("19900000001")
    other = programs[1]
    words = ["cloud", "--data", str(other.folder / "data"), "--maker-root", str(other.root), "--demo"]
    environment = {**os.environ, "SIGNET_CLOUD_WRITER_WAIT_S": "0.1"}
    if other.database:
        environment["SIGNET_CLOUD_DATABASE"] = other.database
    ended = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "main.py", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"main.py cloud: {SENTENCE}, and only one may write.\n"
    await owner.done(template(owner))
    await remote.stop()
    assert remote.status == 0


@pytest.mark.slow
async def test_a_restart_that_overlaps(programs: tuple[Program, Program], monkeypatch: pytest.MonkeyPatch) -> None:
    """The new process waits until the old one has ended, and knows what was done meanwhile."""
    monkeypatch.setenv("SIGNET_CLOUD_WRITER_WAIT_S", "60")
    old, new = Remote(programs[0]), Remote(programs[1])
    await old.start()
    starting = asyncio.create_task(asyncio.to_thread(programs[1].start))
    owner = await old.organization("19900000001")  # with keys of its own
    act = template(owner)
    for number in range(20):
        await owner.done(msgspec.structs.replace(act, id=new_id(), name=f"{number}"))
    assert not starting.done()
    await old.stop()
    new.address = await starting
    new.http = aiohttp.ClientSession(new.address)
    owner.cloud = new
    await owner.done(template(owner))
    assert len((await pull_all(owner, Replica())).of(Template)) == 21
    await new.stop()
    assert (old.status, new.status) == (0, 0)


@on_postgresql
@pytest.mark.slow
async def test_a_process_whose_turn_is_over_ends(
    programs: tuple[Program, Program], tmp_path: Path, database_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    remote = Remote(programs[0])
    await remote.start()
    owner = await remote.organization("19900000001")
    second = another(tmp_path, database_url, 60)
    cut(database_url)
    second.claim()
    with pytest.raises((Problem, aiohttp.ClientError)):
        await owner.push(owner.signed(template(owner)))
    assert programs[0].process is not None
    assert await asyncio.to_thread(programs[0].process.wait, 30) == 1
    assert "another process writes to the database now" in capfd.readouterr().err
    await agree(second)
    second.close()
    await remote.stop()
