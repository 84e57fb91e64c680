"""The least that a console could be: a window with qasync and SQLAlchemy that shows one list of the same database.

python -m bench.minimal_window DATABASE KEY-IN-HEXADECIMAL: writes a line when the window has been drawn, and ends.
"""

import asyncio
import os
import sys
from typing import Any

os.environ.setdefault("QT_API", "pyside6")

import msgspec
import qasync
import sqlcipher3
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QListWidget
from sqlalchemy import Engine, StaticPool, create_engine, text


def main(database: str, key: str) -> int:
    application = QApplication(sys.argv[:1])
    with qasync.QEventLoop(application) as loop:
        loop.run_until_complete(_show(database, key))
    return 0


async def _show(database: str, key: str) -> None:
    engine = _engine(database, key)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT body FROM applications ORDER BY id DESC LIMIT 100")).scalars().all()
    engine.dispose()
    window = QListWidget()
    window.resize(1366, 768)
    window.addItems([msgspec.json.decode(row)["document"] for row in rows])
    assert window.count(), "the database is empty"
    window.show()
    await _painted()
    print("{}", flush=True)


async def _painted() -> None:
    painted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    QTimer.singleShot(0, lambda: painted.set_result(None))
    await painted


def _engine(database: str, key: str) -> Engine:
    def connect() -> Any:
        connection = sqlcipher3.connect(database, isolation_level=None)
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        return connection

    return create_engine("sqlite://", module=sqlcipher3, poolclass=StaticPool, creator=connect)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
