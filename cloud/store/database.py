"""The database: one writer queue, several readers, in threads.

SQLite lets one transaction write at a time and makes contenders wait long, so they queue here. Whoever waits while
another commits shares the next transaction, each in a savepoint of its own: a commit is the dearest part of it. Of
several processes one writes (`turn`).
Readers have a snapshot each (WAL; on PostgreSQL REPEATABLE READ) and never wait for the writer.
"""

import asyncio
import logging
import secrets
import threading
from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from cloud.store import changes, tables
from cloud.store.turn import WAIT_S, FileTurn, Turn, in_vain
from cloud.store.unit import Unit, View

T = TypeVar("T")
HEAD = "0032"  # the newest migration
READERS = 2  # of one interpreter: more of them read no faster, and the writer waits behind each (decision 0075)
TRIES = 3
CONNECT_S = 5  # a server that is away is away, and not two minutes later
TOGETHER = 16  # as many as share one commit
# PostgreSQL: a broken connection, a serialization failure, a deadlock, no room (on the disk, in memory, for one more
# connection), a lock that somebody holds, a server that is shutting down or starting, a failing disk.
_PASSES = ("08", "40001", "40P01", "53", "55P03", "57P0", "58")
# SQLite: somebody else writes, or the disk is full or fails: what is wanted is not at fault and is not refused for it.
_PASSES_LITE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_NOMEM")
_LOG = logging.getLogger(__name__)


class DatabaseUnusable(Exception):
    """The setting names a database that this cloud cannot use; the message is for whoever starts it."""


class Occupied(DatabaseUnusable):
    """Another process writes to it."""


class WritesElsewhere(Exception):
    """Another process writes: what was wanted is for that one."""


class Database:
    """At an address as SQLAlchemy reads it, of SQLite or PostgreSQL; raises `DatabaseUnusable`. `listeners`
    are told on the loop, after the commit, which spaces changed: space -> newest version; `posted` that something was
    left which has to leave the house; `ordered` for which seals there is something new; `revoked` of which seals a
    modem's certificate was; `ousted` that another process writes now, and this one cannot any more.
    `closing` add to each transaction what follows from all of it, before it takes its versions.
    `wait_s`: how long the first write waits for another process to end. `elsewhere`: another process writes.
    """

    def __init__(self, url: str, wait_s: float = WAIT_S) -> None:
        self.url = url
        self.elsewhere = False
        self.trouble = ""  # what the last write met with, if it was of the moment: no room, nobody there
        self._lite = _backend(url) == "sqlite"
        file = make_url(url).database
        self._turn = FileTurn(Path(file or ":memory:"), wait_s) if self._lite else Turn(wait_s)
        self._writer = self._engine(url, writes=True)
        event.listen(self._writer, "connect", self._turn.take)
        self._reader = self._engine(url, writes=False)
        self._writing = ThreadPoolExecutor(1, "writer")
        self._reading = ThreadPoolExecutor(READERS, "reader")
        self._wishes: deque[_Wish] = deque()
        self._telling = threading.Lock()
        self._left_post = False
        self._ordered: set[str] = set()
        self._revoked: set[str] = set()
        self.listeners: list[Callable[[dict[str, int]], None]] = []
        self.posted: list[Callable[[], None]] = []
        self.ordered: list[Callable[[set[str]], None]] = []
        self.revoked: list[Callable[[set[str]], None]] = []
        self.ousted: list[Callable[[], None]] = []
        self.closing: list[Callable[[Unit], None]] = []

    @classmethod
    def in_folder(cls, folder: Path, wait_s: float = WAIT_S) -> "Database":
        """SQLite; what it holds is nobody else's business on this computer."""
        (folder / "cloud.db").touch(0o600)
        return cls(f"sqlite:///{folder / 'cloud.db'}", wait_s)

    def _engine(self, url: str, *, writes: bool) -> Engine:
        # Parameters are personal data and stay out of every error text.
        if not self._lite:
            level = "READ COMMITTED" if writes else "REPEATABLE READ"
            reads = {"postgresql_readonly": not writes}
            # Two connections of one writer's would wait for each other's lock.
            few: dict[str, Any] = {"pool_size": 1, "max_overflow": 0} if writes else {}
            few["connect_args"] = {"connect_timeout": CONNECT_S}
            engine = create_engine(url, hide_parameters=True, isolation_level=level, execution_options=reads, **few)
            event.listen(engine, "handle_error", _hush)
            return engine
        engine = create_engine(url, hide_parameters=True, connect_args={"check_same_thread": False, "timeout": 30})

        @event.listens_for(engine, "connect")
        def _configure(connection: Any, _record: Any) -> None:  # pyright: ignore[reportUnusedFunction]
            connection.isolation_level = None  # `begin` below says what kind of transaction it is
            # FULL: what a receipt was signed for must survive a power cut, not only the end of the process.
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}")
            if not writes:
                connection.execute("PRAGMA query_only=ON")

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

        return engine

    def migrate(self) -> None:
        """Bring the tables to this program's version. Alembic is loaded only when they are behind.

        Raises `DatabaseUnusable` if the database cannot be opened or is ahead, `Occupied` if another process writes to
        what is behind.
        """
        with _opening(), self._reader.connect() as connection:
            known = inspect(connection).has_table("alembic_version")
            version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if known else None
        if version is not None and version > HEAD:
            raise DatabaseUnusable("the database belongs to a newer version of this program")
        if version != HEAD:
            from cloud.store.migrations.run import upgrade

            with _opening(), self._writer.begin() as connection:
                upgrade(connection)

    def claim(self, at: str = "") -> None:
        """Write to it from now on, alone; `at`: where others find this process (HOST:PORT). Raises `DatabaseUnusable`,
        `Occupied` if another process does and does not end."""
        with _opening(), self._writer.begin() as connection:
            self._turn.note(connection, at)

    async def claim_if_free(self, at: str) -> bool:
        """The same while others read here, if nobody writes now: whether it is this process's turn."""
        if not await self.read(lambda view: self._turn.is_free(view.connection)):
            return False
        with suppress(DatabaseUnusable):  # somebody was faster
            await asyncio.get_running_loop().run_in_executor(self._writing, self.claim, at)
            return True
        return False

    async def writer_at(self) -> str:
        """Where the process is found that has taken the turn last; empty: nowhere, or it is this one."""
        noted = await self.read(lambda view: view.noted("writer", "writer_at"))
        return "" if noted.get("writer") == self.token else noted.get("writer_at", "")

    async def look_who_writes(self) -> None:
        """Somebody says that he has taken the turn; it may have been this process's."""
        noted = await self.read(lambda view: view.noted("writer"))
        if self._turn.is_anothers(noted.get("writer", "")):
            for tell in self.ousted:
                tell()

    @property
    def waiting(self) -> int:
        """How much waits for its turn to be written."""
        return len(self._wishes)

    @property
    def token(self) -> str:
        """What tells this process from others at the same database."""
        return self._turn.token

    def prepare(self, platform: bytes | None) -> bool:
        """Note whose database this is; False if it belongs to another platform key. None: only ask if it has one."""
        with self._reader.begin() as connection:
            known = {row.name: str(row.value) for row in connection.execute(select(tables.meta))}
        if platform is None or "platform" in known:
            return "platform" in known if platform is None else known["platform"] == platform.hex()
        first = {"platform": platform.hex(), "epoch": secrets.token_hex(8), "generation": "1"}
        with self._writer.begin() as connection:
            connection.execute(tables.meta.insert(), [{"name": name, "value": value} for name, value in first.items()])
        return True

    async def write(self, work: Callable[[Unit], T]) -> T:
        """Alone with the database; committed when `work` returns, undone when it raises. Raises `WritesElsewhere`."""
        if self.elsewhere:
            raise WritesElsewhere
        loop = asyncio.get_running_loop()
        wish = _Wish(work, loop.create_future())
        self._wishes.append(wish)
        revs = await loop.run_in_executor(self._writing, self._grant, loop)
        if revs:
            for listener in self.listeners:
                listener(revs)
        with self._telling:  # the writer may be at the next one
            left_post, self._left_post = self._left_post, False
            ordered, self._ordered = self._ordered, set()
            revoked, self._revoked = self._revoked, set()
        for tell in self.posted if left_post else ():
            tell()
        for call in self.ordered if ordered else ():
            call(ordered)
        for call in self.revoked if revoked else ():
            call(revoked)
        if self._turn.over:
            for tell in self.ousted:
                tell()
        return await wish.future

    async def read(self, work: Callable[[View], T]) -> T:
        """One snapshot."""
        return await asyncio.get_running_loop().run_in_executor(self._reading, self._read, work)

    def look(self, work: Callable[[View], T]) -> T:
        """One snapshot, in this thread: for a process without a loop."""
        return self._read(work)

    def _grant(self, loop: asyncio.AbstractEventLoop) -> dict[str, int]:
        """Do what is wished for now; nothing if it has been done together with an earlier wish."""
        wishes = [self._wishes.popleft() for _ in range(min(TOGETHER, len(self._wishes)))]
        try:
            return self._do(wishes)
        finally:
            loop.call_soon_threadsafe(_settle, wishes)

    def _do(self, wishes: "list[_Wish]") -> dict[str, int]:
        if len(wishes) > 1:
            try:
                return self._write_together(wishes)
            except Exception as error:  # noqa: BLE001  (each by itself then, where the one at fault fails alone)
                _LOG.info("not together: %s", type(error).__name__)
        revs: dict[str, int] = {}
        for wish in wishes:
            revs |= self._write_one(wish)
        return revs

    def _write_one(self, wish: "_Wish") -> dict[str, int]:
        wish.error = None
        try:
            wish.result, revs = self._write(wish.work)
        except BaseException as error:  # noqa: BLE001  (it is told to whoever wished)
            wish.error = error
            if passes(error):
                self.trouble = type(error).__name__
            return {}
        self.trouble = ""
        return revs

    def _write_together(self, wishes: "list[_Wish]") -> dict[str, int]:
        with self._writer.begin() as connection:
            unit = Unit(connection)
            for wish in wishes:
                wish.error = None
                try:
                    with unit.savepoint():
                        wish.result = wish.work(unit)
                except Exception as error:  # its own, and undone; what passes is tried again
                    if passes(error):
                        raise
                    wish.error = error
            revs = self._record(unit)
        self._note(unit)
        return revs

    def _write(self, work: Callable[[Unit], Any]) -> tuple[Any, dict[str, int]]:
        def once(connection: Connection) -> tuple[Any, dict[str, int], Unit]:
            unit = Unit(connection)
            result = work(unit)
            return result, self._record(unit), unit

        result, revs, unit = _try(self._writer, once)
        self._note(unit)
        return result, revs

    def _record(self, unit: Unit) -> dict[str, int]:
        for follow in self.closing:
            follow(unit)
        return changes.record(unit)

    def _note(self, unit: Unit) -> None:
        """What somebody is told of beside the rows, now that it is committed."""
        with self._telling:
            self._left_post |= unit.left_post
            self._ordered |= unit.ordered
            self._revoked |= unit.revoked

    def _read(self, work: Callable[[View], T]) -> T:
        return _try(self._reader, lambda connection: work(View(connection)))

    @contextmanager
    def alone(self) -> Generator[Connection]:
        """A transaction of who writes, in this thread: for a process without a loop."""
        with self._writer.begin() as connection:
            yield connection

    def let_go(self) -> None:
        """Of an SQLite file, so that another can take its place. The turn stays; of PostgreSQL it is a connection's."""
        self._reader.dispose()
        if self._lite:
            self._writer.dispose()

    def close(self) -> None:
        """Wait for what runs, then let go of the file."""
        self._writing.shutdown()
        self._reading.shutdown()
        self._writer.dispose()
        self._reader.dispose()
        self._turn.end()


@dataclass
class _Wish:
    """A piece of work that waits for its turn, and what became of it."""

    work: Callable[[Unit], Any]
    future: "asyncio.Future[Any]"
    result: Any = None
    error: BaseException | None = None


def _settle(wishes: list[_Wish]) -> None:
    """Tell on the loop, after the commit."""
    for wish in wishes:
        if wish.future.cancelled():
            continue
        if wish.error is not None:
            wish.future.set_exception(wish.error)
        else:
            wish.future.set_result(wish.result)


@contextmanager
def _opening() -> Generator[None]:
    """Whoever starts the cloud is told in a sentence what is wrong with its database."""
    try:
        yield
    except OperationalError as error:
        if in_vain(error):
            raise Occupied("another process of this cloud uses the database, and only one may write") from error
        raise DatabaseUnusable(f"the database cannot be opened: {error.orig}") from error


def _backend(url: str) -> str:
    """`sqlite` or `postgresql`."""
    with suppress(ArgumentError):
        if (name := make_url(url).get_backend_name()) in ("sqlite", "postgresql"):
            return name
    raise DatabaseUnusable("the setting `database` is no address of SQLite or PostgreSQL")


def _try(engine: Engine, work: Callable[[Connection], T]) -> T:
    """One transaction, and another when the first met with what passes."""
    for left in reversed(range(TRIES)):
        try:
            with engine.begin() as connection:
                return work(connection)
        except DBAPIError as error:
            if not left or not passes(error):
                raise
            _LOG.warning("the database could not just now: %s", type(error.orig).__name__)
    raise AssertionError


def _hush(context: ExceptionContext) -> None:
    """PostgreSQL's own words quote values, too; the kind of error and what it speaks of are said without them."""
    error = cast(Any, context.original_exception)
    if getattr(error, "sqlstate", None):
        plain = f"{error.sqlstate} {error.diag.table_name or ''} {error.diag.constraint_name or ''}".rstrip()
        error.args = (plain,)
        if context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.args = (f"({type(error).__name__}) {plain}",)


def passes(error: BaseException | None) -> bool:
    """Whether a database error is of the moment: the same work can succeed when it is tried again.

    After some of them SQLite has undone the whole transaction by itself; then going back to a savepoint fails, and the
    error that counts is the one before it.
    """
    while error is not None and not (isinstance(error, DBAPIError) and _is_of_the_moment(error)):
        error = error.__context__
    return error is not None


def _is_of_the_moment(error: DBAPIError) -> bool:
    code = getattr(error.orig, "sqlstate", None) or ""
    lite = getattr(error.orig, "sqlite_errorname", None) or ""
    unreached = isinstance(error, OperationalError) and not code and not lite
    return error.connection_invalidated or unreached or code.startswith(_PASSES) or lite.startswith(_PASSES_LITE)
