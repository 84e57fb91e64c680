"""The console of `bench.records`: PATH; opens the page of usage records on it, and prints what was measured as JSON."""

import asyncio
import gc
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_API", "pyside6")

import psutil
import qasync
from PySide6.QtWidgets import QApplication

from app.models import records, replica
from app.models.records import Wanted
from app.models.store import Store, Tx
from app.views import icons
from app.views.garbage import Sweeper
from app.views.look import Look, Scheme
from app.views.usage.lines import read_lines
from app.views.usage.page import UsagePage
from bench.figures import percentile
from bench.records_data import CATEGORIES, CITIES, FIRMS, KEY, ORG, PAPERS, PRESSES, TRADES, check
from demo.gauge import Gauge
from domain.organization import Member, Organization
from tests.app.views import rooms

JUMPS, WORDS, LIKES = 200, 120, 12
PATIENCE_S = 120
ROWS = 20  # as many as a screen shows


async def measure(path: Path, application: QApplication) -> dict[str, float]:
    store = await Store.open(path, KEY)
    await store.run(check)
    page = await _page(store, application)
    gauge, before = Gauge(), psutil.Process().memory_info().rss
    gc.collect()
    gc.freeze()  # as a console does when it begins to talk
    gauge.watch()
    begun = time.perf_counter()
    page.resize(1400, 800)
    page.show()
    await _until(lambda: page._model.line(0) is not None and not page.covered)
    found = {"first_ms": _since(begun)}
    await _until(lambda: page._model.rowCount() == PRESSES and not page._loading and not page._reading)
    found["ready_s"] = _since(begun) / 1000
    found["memory_mb"] = (psutil.Process().memory_info().rss - before) / 1e6
    found["load_stall_ms"] = gauge.report()["stall_ms"]
    gauge.watch()
    found |= await _jump(page)
    found |= await _search(page)
    stall = gauge.report()["stall_ms"]
    found["stall_ms"] = max(stall, found["load_stall_ms"])
    found["people_ms"] = await _timed_search(page, "wang")
    found |= await _compare(page)
    page.close()
    page.deleteLater()
    await asyncio.sleep(0)
    await store.close()
    return found


async def _page(store: Store, application: QApplication) -> UsagePage:
    look = Look(application, Scheme.LIGHT)
    icons.load()
    company, me = await store.run(_who)
    said = rooms.Said()
    room = rooms.room(store, me, time.time_ns() // 1_000_000, said, application, organization=company, look=look)
    page = UsagePage(room, "Usage records")
    page._filters.seal.setCurrentIndex(1)  # all seals
    return page


def _who(tx: Tx) -> tuple[Organization, Member]:
    company, me = replica.get(tx, Organization, ORG, ORG), replica.me(tx, ORG)
    assert company is not None
    assert me is not None
    return company, me


async def _until(fits: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not fits():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.001)


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


async def _jump(page: UsagePage) -> dict[str, float]:
    """To anywhere: the rows of a screen read for themselves, and from the jump until they stand in the table."""
    chance, store, ns = random.Random(1), page.room.store, page._model.ns
    read: list[float] = []
    for _ in range(JUMPS):
        at = chance.randrange(len(ns) - ROWS)
        wanted = ns[at : at + ROWS].tolist()
        begun = time.perf_counter()
        lines = await store.run(lambda tx, wanted=wanted: read_lines(tx, ORG, wanted))
        read.append(_since(begun))
        assert list(lines.rows) == wanted
    shown: list[float] = []
    bar = page._list.verticalScrollBar()
    for _ in range(JUMPS):
        begun = time.perf_counter()
        bar.setValue(chance.randrange(bar.maximum()))
        await _until(lambda: all(page._model.line(at) for at in page._list.seen()) and not page._fetching)
        shown.append(_since(begun))
        await asyncio.sleep(0.01)
    return {
        "page_p50_ms": statistics.median(read),
        "page_p95_ms": percentile(read, 0.95),
        "jump_p95_ms": percentile(shown, 0.95),
    }


def _words() -> list[str]:
    chance = random.Random(2)
    known = [
        text[at : at + 2] for text in (*FIRMS, *TRADES, *PAPERS, *CATEGORIES, *CITIES) for at in range(len(text) - 1)
    ]
    names = ["王伟", "李娜", "张敏", "刘强", "陈静", "杨洋", "赵磊", "合同", "合同", "合同"]
    return [chance.choice(known) for _ in range(WORDS - len(names))] + names


async def _timed_search(page: UsagePage, word: str) -> float:
    """From the word to its rows in the table; how long one waits for the next stroke comes on top of it."""
    begun = time.perf_counter()
    page.header.search.setText(word)
    page._typing.stop()
    await page.read()
    took = _since(begun)
    assert page._model.rowCount() == 0 or page._model.line(0) is not None
    return took


async def _search(page: UsagePage) -> dict[str, float]:
    took: list[float] = []
    most = 0
    for word in _words():
        took.append(await _timed_search(page, word))
        most = max(most, page._model.rowCount())
        await asyncio.sleep(0.02)
    return {
        "search_p50_ms": statistics.median(took),
        "search_p95_ms": percentile(took, 0.95),
        "search_max_ms": max(took),
        "search_most_rows": most,
    }


async def _compare(page: UsagePage) -> dict[str, float]:
    """The same words by LIKE over one text for each record: rows and count; and whether the counts are the same."""
    store, room = page.room.store, page.room
    ours: list[float] = []
    like: list[float] = []
    wrong = 0
    for word in _words()[-LIKES:]:
        begun = time.perf_counter()
        counted = await store.run(lambda tx, word=word: _like(tx, word))
        like.append(_since(begun))
        ours.append(await _timed_search(page, word))
        asked = page._what_is_asked()
        cut = await store.run(lambda tx, asked=asked: _cut(tx, page, asked))
        wrong += counted != cut or counted != page._model.rowCount()
    everything = await store.run(lambda tx: records.cut(tx, room.id, Wanted()))
    wrong += everything is None or len(everything) != PRESSES
    return {"like_ms": statistics.median(like), "same_words_ms": statistics.median(ours), "wrong_counts": wrong}


def _cut(tx: Tx, page: UsagePage, asked: Any) -> int:
    ns = records.cut(tx, ORG, page._search.wanted(tx, ORG, page.room.me, asked))
    assert ns is not None
    return len(ns)


def _like(tx: Tx, word: str) -> int:
    run, part = tx.connection.exec_driver_sql, f"%{word}%"
    run("SELECT n FROM plain_texts WHERE text LIKE ? ORDER BY at DESC LIMIT 64", (part,)).all()
    return run("SELECT count(*) FROM plain_texts WHERE text LIKE ?", (part,)).scalar_one()


def main() -> None:
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    sweeper = Sweeper(application)
    with qasync.QEventLoop(application) as loop:
        found = loop.run_until_complete(measure(Path(sys.argv[1]), application))
    del sweeper
    print(json.dumps(found))


if __name__ == "__main__":
    main()
