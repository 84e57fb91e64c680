"""The console of `bench.sync`: ADDRESS PHONE PROFILE; prints {rows, pull_s, bare_s, stall_ms}."""

import gc
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_API", "pyside6")

import qasync
from PySide6.QtWidgets import QApplication
from sqlalchemy import Table, func, select

from app.models.store import Store, Tx
from app.models.tables import row_scopes, rows
from app.services.account import Account
from app.services.desk import now_ms
from app.sync.pull import OWN, Puller
from app.views.garbage import Sweeper
from demo.gauge import Gauge
from demo.seed import Cloud

AT_ONCE = 5_000
Content = list[tuple[Table, list[tuple[Any, ...]]]]


async def pull(address: str, phone: str, profile: Path) -> dict[str, float]:
    """Sign in as a new console would, pull everything, then insert it again, bare."""
    account = Account(profile, address, "bench", lambda: None)
    async with Cloud(address) as cloud:
        await account.ask_code(phone)
        await account.sign_in(phone, await cloud.code_for(phone))
    store = await account.open_store()
    puller = Puller(store, account.client, account.sign, now_ms)
    await puller._turn(OWN)  # who I am, and where: what is pulled then is the organization
    gc.collect()
    gc.freeze()  # as a console does when it begins to talk
    gauge = Gauge()
    gauge.watch()
    begun = time.perf_counter()
    await puller.pull()
    took = time.perf_counter() - begun
    stall = gauge.report()["stall_ms"]
    content = await store.run(_content)
    count = await store.run(_count)
    bare = await _bare(profile / "bare.db", content)
    await store.close()
    await account.close()
    return {"rows": count, "pull_s": took, "bare_s": bare, "stall_ms": stall}


def _content(tx: Tx) -> Content:
    return [
        (table, [tuple(row) for row in tx.connection.execute(select(table))]) for table in (*rows.values(), row_scopes)
    ]


def _count(tx: Tx) -> int:
    return sum(tx.connection.execute(select(func.count()).select_from(table)).scalar_one() for table in rows.values())


async def _bare(path: Path, content: Content) -> float:
    """Seconds for the insertion alone, by the driver, in the store's own thread."""
    store = await Store.open(path, bytes(32))
    took = 0.0
    for table, held in content:
        names = [column.name for column in table.c]
        words = f"INSERT INTO {table.name} ({', '.join(_quoted(names))}) VALUES ({', '.join('?' * len(names))})"
        for start in range(0, len(held), AT_ONCE):
            some = held[start : start + AT_ONCE]
            begun = time.perf_counter()
            await store.run(lambda tx: tx.connection.exec_driver_sql(words, some) and None)  # noqa: B023
            took += time.perf_counter() - begun
    await store.close()
    return took


def _quoted(names: list[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def main() -> None:
    application = QApplication(sys.argv[:1])
    Sweeper(application)
    address, phone, profile = sys.argv[1:4]
    with qasync.QEventLoop(application) as loop:
        found = loop.run_until_complete(pull(address, phone, Path(profile)))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
