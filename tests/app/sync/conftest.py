from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.app.console import Console, console
from tests.cloud.world import Cloud, Person, running

OWNER = "19900000001"


@pytest.fixture
def cloud_database(database_url: str | None) -> str | None:
    """What is said to a cloud must not depend on its database: these tests run on both."""
    return database_url


@pytest.fixture
async def cloud(tmp_path: Path, cloud_database: str | None) -> AsyncIterator[Cloud]:
    async with running(tmp_path, database=cloud_database) as cloud:
        yield cloud


@pytest.fixture
async def owner(cloud: Cloud) -> Person:
    """The owner of an organization, at another console of his."""
    return await cloud.organization(OWNER)


@pytest.fixture
async def pc(tmp_path: Path, cloud: Cloud, owner: Person) -> AsyncIterator[Console]:
    """The owner's console."""
    async with console(tmp_path / "pc", cloud, OWNER) as made:
        yield made
