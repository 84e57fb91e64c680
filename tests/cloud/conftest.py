"""A cloud for each test, and an organization in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cloud.world import Cloud, Person, running


@pytest.fixture
async def cloud(tmp_path: Path) -> AsyncIterator[Cloud]:
    async with running(tmp_path) as cloud:
        yield cloud


@pytest.fixture
async def owner(cloud: Cloud) -> Person:
    return await cloud.organization("19900000001")
