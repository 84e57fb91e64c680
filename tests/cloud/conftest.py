"""A cloud for each test, once on each of the two databases, and an organization in it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from cloud.store.database import Database
from tests.cloud.world import Cloud, Person, running
from tests.postgres import Server

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
def database(tmp_path: Path, database_url: str | None) -> Iterator[Database]:
    """A migrated database without a cloud."""
    database = opened(tmp_path, database_url)
    database.migrate()
    yield database
    database.close()


def opened(folder: Path, url: str | None) -> Database:
    """The database of this setting."""
    return Database(url) if url else Database.in_folder(folder)


@pytest.fixture
async def cloud(tmp_path: Path, database_url: str | None) -> AsyncIterator[Cloud]:
    async with running(tmp_path, database=database_url) as cloud:
        yield cloud


@pytest.fixture
async def owner(cloud: Cloud) -> Person:
    return await cloud.organization("19900000001")
