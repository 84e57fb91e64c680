"""A cloud for each test, once on each of the two databases, and an organization in it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from cloud.store.database import Database
from tests.cloud import wechat_pay
from tests.cloud.wechat_pay import WeChatPay
from tests.cloud.world import Cloud, Person, running


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


@pytest.fixture
async def there() -> AsyncIterator[WeChatPay]:
    """The counterpart that a cloud with an account at WeChat Pay speaks to."""
    async with wechat_pay.running() as found:
        yield found
