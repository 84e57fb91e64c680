"""The pytest plugin of the two databases: a test that asks for `database_url` runs once on each of them."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

from tests.postgres import PACKAGE, Server

if TYPE_CHECKING:
    from cloud.backup import About

STATEMENTS = 5000
_compiled: dict[Hashable, "LRUCache[Any, Any]"] = {}


def _kind(dialect: DefaultDialect) -> Hashable:
    """Of database, and the library that speaks to it: what a statement is compiled for."""
    return type(dialect), getattr(dialect, "dbapi", None)


def pytest_configure() -> None:
    """A statement is compiled once for each kind of database, and not by each engine anew: every test has engines of
    its own, whose compiling took a third of its time."""
    kept = property(
        lambda engine: _compiled.setdefault(_kind(engine.dialect), LRUCache(STATEMENTS)), lambda engine, cache: None
    )
    setattr(Engine, "_compiled_cache", kept)  # noqa: B010  (typed as what it is in each engine)
    DefaultDialect.__hash__ = lambda self: hash(_kind(self))
    DefaultDialect.__eq__ = lambda self, other: isinstance(other, DefaultDialect) and _kind(self) == _kind(other)


Databases = Callable[[], AbstractContextManager[str | None]]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Started for the first test that asks for it."""
    server = Server()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Opens fresh databases, each told as the cloud's setting `database`: none is SQLite in the folder of its data."""
    if request.param == "sqlite":
        return nullcontext
    server: Server = request.getfixturevalue("postgres")
    return server.fresh


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str | None]:
    with databases() as url:
        yield url


@pytest.fixture
def cloud_database() -> str | None:
    """The same for a console's cloud: SQLite, where it is a console that is tried."""
    return None


class Backup:
    """Of the cloud in this folder, by the commands that an operator has."""

    def __init__(self, folder: Path, url: str | None) -> None:
        from cloud.settings import Settings  # only here: the mutants' tests run without a cloud beside them

        programs = PACKAGE / "pginstall" / "bin"
        root, data = folder / "maker.root", folder / "cloud"
        self.settings = Settings(
            data=data, maker_root=root, database=url, demo=True, postgresql_programs=programs, writer_wait_s=0.1
        )
        self.file = folder / "signet.backup"

    def keep(self, file: Path | None = None) -> "About":
        """While the cloud runs, or not."""
        from cloud import backup

        return backup.make(self.settings, file or self.file, 0)

    def restore(self, file: Path | None = None) -> "About":
        """While it does not; in a new epoch and generation."""
        from cloud import backup

        return backup.restore(self.settings, file or self.file)


@pytest.fixture
def backup(tmp_path: Path, database_url: str | None) -> Backup:
    """Of the cloud in the test's folder."""
    return Backup(tmp_path, database_url)
