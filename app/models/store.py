"""The local database: one encrypted file for each person and cloud, used from one thread of its own.

Whoever wants something of it hands in a function, which runs there in one transaction; afterwards everybody who
subscribed is told once which topics it touched.
"""

import asyncio
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

import sqlcipher3
from sqlalchemy import Connection, Engine, StaticPool, create_engine, event

T = TypeVar("T")
Topics = frozenset[str]
Listener = Callable[[Topics], None]
Memory = dict[str, dict[Hashable, Any]]
ANY = ""  # the topic of what stands on more than one

HEAD = "0016"  # the newest revision in `migrations`; Alembic itself is loaded only when the file is behind

_PRAGMAS = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what a person did is on disk before it is shown as done
    "PRAGMA cache_size = -65536",
    "PRAGMA temp_store = MEMORY",  # nothing readable in a temporary file
)


class StoreUnreadable(Exception):
    """The key does not fit the file, or the file is damaged."""


class StoreTooNew(Exception):
    """The file was written by a newer version of the program."""


class Tx:
    """One transaction, valid only inside the function it was handed to."""

    def __init__(self, connection: Connection, memory: Memory) -> None:
        self.connection = connection
        self.touched: set[str] = set()
        self.afterwards: list[Callable[[], None]] = []
        self.used: set[tuple[str, Hashable]] = set()  # of what is remembered
        self._memory = memory

    def many(self, statement: str, values: Iterable[tuple[Any, ...]]) -> None:
        """Do the same for each of these values, read one by one: past SQLAlchemy, which would take most of the time."""
        cursor = self.connection.connection.cursor()
        try:
            cursor.executemany(statement, values)  # pyright: ignore[reportArgumentType]  (it takes any iterable)
        finally:
            cursor.close()

    def touch(self, *topics: str) -> None:
        """Say what changed; listeners hear of it after the commit."""
        self.touched.update(topics)
        self.forget(ANY, *topics)

    def after_commit(self, then: Callable[[], None]) -> None:
        """Call this in the database's thread once everything is on disk."""
        self.afterwards.append(then)

    def remembered(self, key: Hashable, make: Callable[[], T], topic: str = ANY) -> T:
        """What `make` gave since the topic (or any) was last touched: reading it again costs nothing."""
        known = self._memory.setdefault(topic, {})
        self.used.add((topic, key))
        if key not in known:
            known[key] = make()
        return known[key]

    def forget(self, *topics: str) -> None:
        """What was remembered of these topics is no longer so."""
        for topic in topics:
            self._memory.pop(topic, None)


class Store:
    """`key`: 32 bytes; none leaves the file unencrypted (for measuring only)."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._loop = asyncio.get_running_loop()
        self._listeners: list[Listener] = []
        self._memory: Memory = {}
        self._engine: Engine | None = None
        self._connection: Connection | None = None

    @classmethod
    async def open(cls, path: Path, key: bytes | None) -> "Store":
        """Open or create the file, and bring it up to date. Raises `StoreUnreadable`, `StoreTooNew`."""
        store = cls()
        try:
            await store._in_thread(partial(store._open, path, key))
        except BaseException:
            await store.close()
            raise
        return store

    async def run(self, work: Callable[[Tx], T]) -> T:
        """What `work` returns, from one transaction; if it raises, nothing of it was done."""
        return await self._in_thread(partial(self._transaction, work))

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Be told, on the loop, what each transaction touched; call what is returned to hear no more."""
        self._listeners.append(listener)
        return partial(self._listeners.remove, listener)

    async def close(self) -> None:
        """Wait for what is under way, and close the file."""
        await self._in_thread(self._close)
        self._thread.shutdown(wait=False)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self._thread.submit(work))

    def _open(self, path: Path, key: bytes | None) -> None:
        self._engine = create_engine(
            "sqlite://", module=sqlcipher3, poolclass=StaticPool, creator=partial(connect, path, key)
        )
        event.listen(self._engine, "begin", _begin)
        self._connection = self._engine.connect()
        with self._connection.begin():
            version = _version(self._connection)
            if version != HEAD:
                _migrate(self._connection, version)

    def _transaction(self, work: Callable[[Tx], T]) -> T:
        assert self._connection is not None
        tx = Tx(self._connection, self._memory)
        try:
            with self._connection.begin():
                result = work(tx)
        except BaseException:
            for topic, key in tx.used:  # it may hold what was not done
                self._memory.get(topic, {}).pop(key, None)
            raise
        for then in tx.afterwards:
            then()
        if tx.touched:
            self._loop.call_soon_threadsafe(self._announce, frozenset(tx.touched))
        return result

    def _announce(self, topics: Topics) -> None:
        for listener in tuple(self._listeners):
            listener(topics)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None


def connect(path: Path, key: bytes | None) -> Any:
    """A connection of the driver, with the key. Raises `StoreUnreadable`."""
    connection = cast("Any", sqlcipher3).connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to the standard error
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except cast("Any", sqlcipher3).DatabaseError as error:
        connection.close()
        raise StoreUnreadable(str(error)) from error
    return connection


def _begin(connection: Connection) -> None:
    # The driver would begin only before the first change; a function sees one state from its first query on.
    connection.exec_driver_sql("BEGIN")


def _version(connection: Connection) -> str | None:
    found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'alembic_version'").first()
    if found is None:
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return row[0] if row else None


def _migrate(connection: Connection, version: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, HEAD)
    except CommandError as error:
        raise StoreTooNew(f"the database stands at revision {version}, this program knows {HEAD}") from error
