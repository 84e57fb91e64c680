"""What processes at one PostgreSQL tell each other."""

import threading
from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy import make_url

from cloud.store.bus import CHANNEL, Bus, News
from tests.cloud.test_turn import cut, on_postgresql
from tests.waiting import until


def test_many_spaces_are_told_in_pieces_that_postgresql_takes() -> None:
    spaces = {f"{number:036}": 10**12 for number in range(1000)}
    pieces = list(News("a" * 16, spaces, ["c" * 36] * 5, keys=True).messages())
    assert max(map(len, pieces)) < 8000
    assert len(pieces) == 10
    assert list(News("a").messages()) == []


class Ear:
    """A process that hears."""

    def __init__(self, url: str, own: str) -> None:
        self.heard: list[News] = []
        self.ready = threading.Event()
        self.bus = Bus(url, own, self._hear)
        self.bus.start()

    def _hear(self, news: News) -> None:
        self.heard.append(news)
        self.ready.set()

    def revs(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for news in self.heard:
            found |= news.revs
        return found


@pytest.fixture
def ears(database_url: str) -> "list[Ear]":
    return [Ear(database_url, "a"), Ear(database_url, "b")]


@on_postgresql
async def test_the_others_hear_it_and_oneself_does_not(ears: list[Ear]) -> None:
    one, other = ears
    await until(lambda: one.ready.is_set() and other.ready.is_set())
    for rev in range(1, 301):
        one.bus.tell(News(revs={"space": rev}))
    one.bus.tell(News(ended=["console"], keys=True))
    await until(lambda: other.revs() == {"space": 300} and any(news.keys for news in other.heard))
    assert one.heard == [News(missed=True)]
    assert sum(len(news.ended) for news in other.heard) == 1
    for each in ears:
        each.bus.close()


@on_postgresql
async def test_what_nobody_understands_leaves_nobody_deaf(ears: list[Ear], database_url: str) -> None:
    """A process of another version, or another program at the same database."""
    one, other = ears
    await until(lambda: one.ready.is_set() and other.ready.is_set())
    with psycopg.connect(
        make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    ) as stranger:
        stranger.execute("SELECT pg_notify(%s, 'hello')", (CHANNEL,))
    one.bus.tell(News(revs={"space": 7}))
    await until(lambda: other.revs() == {"space": 7})
    assert other.heard[1] == News(missed=True)
    for each in ears:
        each.bus.close()


@on_postgresql
async def test_who_was_away_is_told_that_he_may_have_missed_something(ears: list[Ear], database_url: str) -> None:
    one, other = ears
    await until(lambda: one.ready.is_set() and other.ready.is_set())
    cut(database_url)
    one.bus.tell(News(revs={"space": 7}))
    missed: Callable[[], int] = lambda: sum(news.missed for news in other.heard)  # noqa: E731
    await until(lambda: missed() == 2 and other.revs().get("space", 7) == 7)
    one.bus.tell(News(revs={"space": 8}))
    await until(lambda: other.revs() == {"space": 8})
    for each in ears:
        each.bus.close()
