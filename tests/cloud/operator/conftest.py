"""A cloud with the operator's pages, on each of the two databases, and an operator who has chosen his password."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cloud.operator.desk import Desk, Person
from tests.cloud.world import Cloud, running


@pytest.fixture
async def cloud(tmp_path: Path, database_url: str | None) -> AsyncIterator[Cloud]:
    async with running(tmp_path, database=database_url, operator_port=0) as cloud:
        yield cloud


@pytest.fixture
async def person(cloud: Cloud) -> Person:
    return await Person.known(cloud, "zhao")


@pytest.fixture
async def desk(person: Person) -> AsyncIterator[Desk]:
    """A browser in which he is at work."""
    async with Desk(person.cloud) as desk:
        await desk.enter(person)
        yield desk
