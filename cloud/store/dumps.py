"""A copy of the whole database as one file, and the way back: by SQLite's own backup, or by PostgreSQL's programs.

A copy is of one moment, while the cloud runs on. Going back replaces everything, and is done by who writes.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, make_url, select, text

from cloud.store import tables
from cloud.store.database import Database
from cloud.store.unit import View

_TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")


class DumpFailed(Exception):
    """The message is for whoever does it."""


def kind(database: Database) -> str:
    """`sqlite` or `postgresql`: a copy of the one is none of the other."""
    return make_url(database.url).get_backend_name()


def dump(database: Database, to: Path, programs: Path | None) -> None:
    """Write a copy. `programs`: the folder of PostgreSQL's, if they are not on the path. Raises `DumpFailed` or
    `OSError`."""
    at = make_url(database.url)
    if kind(database) == "postgresql":
        _run(at, programs, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={to}")
        return
    with (
        closing(sqlite3.connect(f"file:{at.database}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(to)) as target,
    ):
        source.backup(target)


def load(database: Database, dumped: Path, noted: Mapping[str, str], programs: Path | None) -> None:
    """Everything is as in the copy, and `noted` besides. It must be this process's turn, and nobody else reads. Raises
    `DumpFailed`, `OSError`; what is broken off is begun again."""
    if kind(database) == "postgresql":
        _load_postgresql(database, dumped, noted, programs)
    else:
        _load_sqlite(database, dumped, noted)


def missing(view: View, serial: str, first: int, last: int) -> list[tuple[int, int]]:
    """Which of these entries of a seal's log are not held, from … to."""
    table = tables.log_entries.c
    query = select(table.number).where(table.serial == serial, table.number.between(first, last))
    held = set(view.connection.execute(query).scalars())
    found: list[tuple[int, int]] = []
    for number in range(first, last + 1):
        if number in held:
            continue
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _load_sqlite(database: Database, dumped: Path, noted: Mapping[str, str]) -> None:
    at = Path(make_url(database.url).database or "")
    new = at.with_name(f"{at.name}.new")
    new.unlink(missing_ok=True)
    new.touch(0o600)
    shutil.copyfile(dumped, new)
    with closing(sqlite3.connect(new)) as copy:
        copy.executemany("UPDATE meta SET value = ? WHERE name = ?", [(value, name) for name, value in noted.items()])
        copy.commit()
    with new.open("r+b") as file:
        os.fsync(file.fileno())
    database.let_go()
    for beside in ("-wal", "-shm"):  # they belong to what was there
        at.with_name(f"{at.name}{beside}").unlink(missing_ok=True)
    new.replace(at)


def _load_postgresql(database: Database, dumped: Path, noted: Mapping[str, str], programs: Path | None) -> None:
    at = make_url(database.url)
    _run(at, programs, "pg_restore", "--list", f"--file={os.devnull}", str(dumped))  # it can be read
    with database.alone() as connection:
        for table in connection.execute(_TABLES).scalars().all():
            connection.exec_driver_sql(f'DROP TABLE "{table}" CASCADE')
    words = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={at.database}"]
    _run(at, programs, "pg_restore", *words, str(dumped))
    with database.alone() as connection:
        for name, value in noted.items():
            connection.execute(tables.meta.update().where(tables.meta.c.name == name).values(value=value))


def _run(at: URL, programs: Path | None, name: str, *words: str) -> None:
    """The password goes by the environment: what stands at the command line everybody can read."""
    found = programs / name if programs is not None else shutil.which(name)
    if found is None:
        raise DumpFailed(f"PostgreSQL's {name} is not here: SIGNET_CLOUD_POSTGRESQL_PROGRAMS names its folder")
    said = {"PGHOST": at.host, "PGPORT": at.port, "PGUSER": at.username, "PGPASSWORD": at.password}
    said["PGDATABASE"] = at.database
    own = {name: str(value) for name, value in said.items() if value is not None}
    try:
        subprocess.run([found, *words], check=True, capture_output=True, env={**os.environ, **own})  # noqa: S603
    except subprocess.CalledProcessError as error:
        raise DumpFailed(f"{name} failed: {_last(error.stderr)}") from error
    except OSError as error:
        raise DumpFailed(f"{name} cannot be run: {error.strerror}") from error


def _last(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it did not say why"
