import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
import sqlcipher3
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.models import meta
from app.models import store as store_module
from app.models.store import HEAD, Store, StoreTooNew, StoreUnreadable, Topics, Tx
from app.models.tables import metadata
from tests.app.examples import KEY

VALUE = "值" * 6  # longer than chance would put into a file of random bytes


async def test_what_was_kept_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "console.db"
    first = await Store.open(path, KEY)
    await first.run(lambda tx: meta.put(tx, "name", VALUE))
    await first.close()
    again = await Store.open(path, KEY)
    assert await again.run(lambda tx: meta.get(tx, "name")) == VALUE
    await again.close()
    for file in tmp_path.iterdir():
        assert VALUE.encode() not in file.read_bytes()


async def test_another_key_and_a_damaged_file_are_told_apart_from_our_own_faults(tmp_path: Path) -> None:
    path = tmp_path / "console.db"
    await (await Store.open(path, KEY)).close()
    with pytest.raises(StoreUnreadable):
        await Store.open(path, KEY[::-1])
    path.write_bytes(b"rubbish" * 1000)
    with pytest.raises(StoreUnreadable):
        await Store.open(path, KEY)


async def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "console.db"
    first = await Store.open(path, KEY)
    await first.run(lambda tx: tx.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    await first.close()
    with pytest.raises(StoreTooNew):
        await Store.open(path, KEY)


async def test_a_failed_transaction_leaves_nothing_and_tells_nobody(store: Store) -> None:
    heard: list[Topics] = []
    store.subscribe(heard.append)

    def work(tx: Tx) -> None:
        meta.put(tx, "half", "done")
        raise KeyError("stop")

    with pytest.raises(KeyError):
        await store.run(work)
    assert await store.run(lambda tx: meta.get(tx, "half")) is None
    assert heard == []


async def test_listeners_hear_once_of_each_transaction_and_before_its_caller(store: Store) -> None:
    heard: list[Topics] = []
    stop = store.subscribe(heard.append)

    def work(tx: Tx) -> None:
        tx.touch("seals", "usage")
        tx.touch("usage")

    await store.run(work)
    assert heard == [frozenset({"seals", "usage"})]
    stop()
    await store.run(work)
    assert len(heard) == 1


async def test_a_cancelled_caller_still_lets_the_others_hear(store: Store) -> None:
    heard = asyncio.Event()
    store.subscribe(lambda topics: heard.set() if "meta" in topics else None)
    task = asyncio.ensure_future(store.run(lambda tx: meta.put(tx, "kept", "yes")))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    written = await store.run(lambda tx: meta.get(tx, "kept"))
    if written is not None:  # it had begun
        await asyncio.wait_for(heard.wait(), 5)


async def test_the_file_is_durable_and_encrypted(store: Store) -> None:
    def pragma(name: str) -> object:
        return lambda tx: tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    assert await store.run(pragma("journal_mode")) == "wal"
    assert await store.run(pragma("synchronous")) == 2
    assert await store.run(pragma("cache_size")) == -65536
    assert await store.run(pragma("cipher_version"))


async def test_migrations_lead_to_exactly_the_tables_of_the_code(store: Store) -> None:
    folder = Path(store_module.__file__).parent / "migrations"
    assert ScriptDirectory(folder).get_current_head() == HEAD
    assert await store.run(lambda tx: compare_metadata(MigrationContext.configure(tx.connection), metadata)) == []


def test_a_file_that_is_up_to_date_is_opened_without_alembic(tmp_path: Path) -> None:
    script = f"""
import asyncio, sys
from pathlib import Path
from app.models.store import Store
async def main():
    await (await Store.open(Path({str(tmp_path / "console.db")!r}), bytes(32))).close()
asyncio.run(main())
print("alembic" in sys.modules, "aiohttp" in sys.modules, "cryptography" in sys.modules)
"""
    said = [
        subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.strip()
        for _ in range(2)
    ]
    assert said == ["True False False", "False False False"]


def test_the_driver_is_sqlcipher() -> None:
    connection = sqlcipher3.connect(":memory:")
    assert connection.execute("PRAGMA cipher_version").fetchone()
    connection.close()


async def test_what_was_read_is_remembered_until_its_topic_is_touched(store: Store) -> None:
    made: list[str] = []

    def read(tx: Tx) -> int:
        tx.remembered("key", lambda: made.append("any"))
        tx.remembered("key", lambda: made.append("seals"), "seals")
        return len(made)

    assert [await store.run(read) for _ in range(2)] == [2, 2]
    await store.run(lambda tx: tx.touch("usage"))
    assert await store.run(read) == 3  # what stands on any topic
    await store.run(lambda tx: tx.touch("seals"))
    assert await store.run(read) == 5

    def fail(tx: Tx) -> None:
        read(tx)
        raise KeyError("stop")

    with pytest.raises(KeyError):
        await store.run(fail)
    assert await store.run(read) == 7  # what was read in a transaction that failed may never have been so

    def refuse(tx: Tx) -> None:
        tx.remembered("another", lambda: None)
        raise KeyError("stop")

    with pytest.raises(KeyError):
        await store.run(refuse)
    assert await store.run(read) == 7  # what it had nothing to do with is as it was
