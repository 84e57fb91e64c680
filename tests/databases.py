"""The pytest plugin of the two databases: a test that asks for `database_url` runs once on each of them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext

import pytest

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
def cloud_database() -> str | None:
    """The same for a console's cloud: SQLite, where it is a console that is tried."""
    return None
