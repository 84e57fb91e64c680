"""A copy of a local database, and what makes a copy a database of its own.

Other connections may go on writing meanwhile: SQLite's online backup takes one state.
"""

from pathlib import Path
from typing import Any, cast

import sqlcipher3
from sqlalchemy import delete

from app.models import outbox
from app.models.outbox import Sign
from app.models.store import StoreUnreadable, Tx, connect
from app.models.tables import certificates as certificates_table


def copy(path: Path, key: bytes, to: Path) -> None:
    """One state of the database, under the same key, in a new file. Raises `StoreUnreadable`, `OSError`."""
    source = connect(path, key)
    try:
        target = cast("Any", sqlcipher3).connect(str(to), isolation_level=None)
        try:
            target.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        except cast("Any", sqlcipher3).Error as error:
            raise StoreUnreadable(str(error)) from error
        finally:
            target.close()
    finally:
        source.close()


def damage(path: Path, key: bytes) -> str:
    """What is wrong with a copy: each page is read and its authenticity checked; empty if nothing is. Raises
    `StoreUnreadable`."""
    source = connect(path, key)
    try:
        found = source.execute("PRAGMA cipher_integrity_check").fetchall()
        found = found or [row for row in source.execute("PRAGMA quick_check").fetchall() if row[0] != "ok"]
        return str(found[0][0]) if found else ""
    except cast("Any", sqlcipher3).Error as error:
        raise StoreUnreadable(str(error)) from error
    finally:
        source.close()


def begin_anew(tx: Tx, sign: Sign) -> None:
    """It was restored, perhaps beside the one it was copied from: a stream of its own, and no certificate of a key that
    this console does not have. What waits keeps its ids, so that the cloud does it once whoever sends it."""
    outbox.fork(tx, sign)
    tx.connection.execute(delete(certificates_table))
    tx.touch("certificates")
