"""A cloud with the operator's pages, on each of the two databases, and an operator who has chosen his password."""

from collections.abc import AsyncIterator, Generator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from cloud.operator import people
from tests.cloud import wallet
from tests.cloud.company import Company, found_company
from tests.cloud.operator.desk import Desk, Person
from tests.cloud.world import Cloud, running

CHEAP = 2**4  # of scrypt's work


@pytest.fixture(scope="package", autouse=True)
def _made_once() -> Generator[None]:
    """What took most of the time of these tests, and says nothing about the pages: each password cost a tenth of a
    second (test_door.py asks for that), and each cloud compiled the same templates."""
    compiled: dict[tuple[object, ...], Any] = {}
    compile = Environment.compile

    def once(environment: Environment, *source: Any) -> Any:
        if source not in compiled:
            compiled[source] = compile(environment, *source)
        return compiled[source]

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(people.COST, "n", CHEAP)
        patch.setattr(Environment, "compile", once)
        yield


@pytest.fixture
async def cloud(tmp_path: Path, database_url: str | None) -> AsyncIterator[Cloud]:
    async with running(tmp_path, database=database_url, operator_port=0) as cloud:
        yield cloud


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    """A company in a cloud that charges. To found it may begin the cloud anew: what else there is comes after it."""
    company = await found_company(cloud)
    await wallet.charge(cloud)
    return company


@pytest.fixture
async def person(cloud: Cloud) -> Person:
    return await Person.known(cloud, "zhao")


@pytest.fixture
async def desk(person: Person) -> AsyncIterator[Desk]:
    """A browser in which he is at work."""
    async with Desk(person.cloud) as desk:
        await desk.enter(person)
        yield desk
