"""The pytest plugin of the two databases: a test that asks for `database_url` runs once on each of them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from shutil import copytree

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


class Backup:
    """Of a cloud that stands still: the folder of its data, and its database if that is elsewhere."""

    def __init__(self, folder: Path, url: str | None, server: Server | None) -> None:
        self._folder, self._url, self._server = folder, url, server

    def keep(self) -> None:
        copytree(self._folder / "cloud", self._folder / "backup")
        if self._server is not None and self._url is not None:
            self._server.copy(self._url, f"{self._url}_backup")

    def restore(self) -> None:
        """As it was when it was kept, in a new epoch."""
        for file in (self._folder / "cloud").glob("*.db*"):
            file.unlink()
        copytree(self._folder / "backup", self._folder / "cloud", dirs_exist_ok=True)
        if self._server is not None and self._url is not None:
            self._server.copy(f"{self._url}_backup", self._url)
        from cloud.store.database import Database  # only here: the mutants' tests run without a cloud beside them

        database = Database(self._url) if self._url else Database.in_folder(self._folder / "cloud")
        with database._writer.begin() as connection:
            connection.exec_driver_sql("UPDATE meta SET value = 'restored' WHERE name = 'epoch'")
        database.close()


@pytest.fixture
def backup(tmp_path: Path, database_url: str | None, request: pytest.FixtureRequest) -> Backup:
    """Of the cloud in the test's folder."""
    return Backup(tmp_path, database_url, request.getfixturevalue("postgres") if database_url else None)
