"""Whose turn it is to write: one process has a database to itself, for as long as it lives.

A rule is judged by what was read before the counters are taken, and the key file beside the database is read once: two
that write at the same time would spoil both. So no connection of the writer's is used before it holds the lock. On
PostgreSQL this is an advisory lock of that very session: who has lost the lock has lost what he was writing. For SQLite
it is a file beside the database's own, locked as SQLite locks, on each system, until its process ends.
"""

import secrets
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

WAIT_S = 10.0  # for one that is ending; it gives its consoles 5 s to leave
_LOCK = 0x5167_6E65_7400  # any number, the same for all versions; PostgreSQL asks for it within a database
# Looking costs nothing; who waits for the lock in vain leaves an error in the server's log each time.
_HELD = (
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND classid = %s AND objid = %s"
)
_NOTED = (
    "INSERT INTO meta (name, value) VALUES ('writer', %s), ('writer_at', %s)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
# The lock of a computer that vanished is free again after half a minute, not after two hours.
_SESSION = ("tcp_keepalives_idle = 15", "tcp_keepalives_interval = 5", "tcp_keepalives_count = 3")


class Ousted(Exception):
    """Another process has written since the lock was lost: what this one knows may be wrong, it may write no more."""


class Turn:
    """Of one process on PostgreSQL. `take` is given each new connection of the writer's."""

    def __init__(self, wait_s: float) -> None:
        self._wait_ms = round(wait_s * 1000)
        self.token = secrets.token_hex(8)
        self._noted = False
        self.over = False

    def take(self, connection: Any, _record: Any) -> None:
        """Wait for the lock, but not for long. Raises `Ousted`, or the driver's own error when it was in vain."""
        try:
            self._check(connection)
            connection.execute(f"SET LOCAL lock_timeout = {self._wait_ms}")
            connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
            for setting in _SESSION:
                connection.execute(f"SET {setting}")
            self._check(connection)
            connection.commit()
        except BaseException:
            connection.close()
            raise

    def note(self, connection: Any, at: str) -> None:
        """Leave word in the database of who writes now, for whoever comes back to it, and where he is found."""
        connection.exec_driver_sql(_NOTED, (self.token, at))
        self._noted = True

    def is_anothers(self, token: str) -> bool:
        """Whether who has noted this has taken the turn since it was this one's, who may write no more then."""
        self.over = self.over or (self._noted and token != self.token)
        return self.over

    def is_free(self, connection: Any) -> bool:
        """Whether nobody writes now."""
        return not connection.exec_driver_sql(_HELD, (_LOCK >> 32, _LOCK & 0xFFFFFFFF)).scalar()

    def _check(self, connection: Any) -> None:
        if self._noted:
            found = connection.execute("SELECT value FROM meta WHERE name = 'writer'").fetchone()
            self.is_anothers("" if found is None else found[0])
        if self.over:
            raise Ousted

    def end(self) -> None:
        """The lock goes with its connection."""


class FileTurn:
    """The same for the SQLite file at `path`. It is never lost."""

    over, token = False, ""

    def __init__(self, path: Path, wait_s: float) -> None:
        self._path, self._wait_s = path.with_name(f"{path.name}.lock"), wait_s
        self._held: sqlite3.Connection | None = None

    def take(self, _connection: Any, _record: Any) -> None:
        """Wait for the lock, but not for long. Raises the driver's own error when it was in vain."""
        if self._held is None:
            self._path.touch(0o600)
            held = sqlite3.connect(self._path, self._wait_s, isolation_level=None, check_same_thread=False)
            try:
                held.execute("BEGIN EXCLUSIVE")
            except BaseException:
                held.close()
                raise
            self._held = held

    def note(self, _connection: Any, _at: str) -> None:
        """Nobody comes back to it."""

    def is_anothers(self, _token: str) -> bool:
        return False

    def is_free(self, _connection: Any) -> bool:
        return self._held is None

    def end(self) -> None:
        """Let go of it."""
        if self._held is not None:
            self._held.close()
            self._held = None


def in_vain(error: DBAPIError) -> bool:
    """Whether it was waited for the lock, and another process kept it."""
    return (
        getattr(error.orig, "sqlstate", "") == "55P03" or getattr(error.orig, "sqlite_errorname", "") == "SQLITE_BUSY"
    )
