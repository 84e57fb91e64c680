"""A list of a million usage records in a console's encrypted database: its first rows, jumps, searches, and its loop.

The database is made once and kept in `build/bench`. The console is a process of its own with Qt's loop, whose longest
stall is measured over the whole run. `page`: the rows of a screen, read at 200 random places; `search`: from a word of
two characters to its rows and their exact number in the table. Beside it the same words by LIKE, in the same file.
"""

import asyncio
import os
import sys
from pathlib import Path

import msgspec

from bench.figures import show, within
from bench.records_data import KIND, made

KEPT = Path(__file__).parents[1] / "build" / "bench"
LIMIT_PAGE_MS, LIMIT_SEARCH_MS, LIMIT_STALL_MS = 5, 40, 50


async def measure() -> int:
    """0 if it is as quick, as exact, and as little in the way, as it must be."""
    path = await asyncio.to_thread(made, KEPT / f"records-{KIND}.db")
    found = await _console(path)
    print("# a list of 1,000,000 records: first rows on the screen, everything read, screens at 200 random places")
    for name in ("first_ms", "ready_s", "memory_mb", "page_p50_ms", "page_p95_ms", "jump_p95_ms"):
        show(name, found[name])
    print("# from a word of two characters to its rows and count in the table, and the same words by LIKE")
    for name in ("search_p50_ms", "search_p95_ms", "search_max_ms", "search_most_rows", "people_ms", "like_ms"):
        show(name, found[name])
    show("like_ratio", found["like_ms"] / found["same_words_ms"])
    show("load_stall_ms", found["load_stall_ms"])
    show("stall_ms", found["stall_ms"])
    show("wrong_counts", found["wrong_counts"])
    return within(
        page_p95_ms=(found["page_p95_ms"], LIMIT_PAGE_MS),
        search_p95_ms=(found["search_p95_ms"], LIMIT_SEARCH_MS),
        stall_ms=(found["stall_ms"], LIMIT_STALL_MS),
        wrong_counts=(found["wrong_counts"], 0),
    )


async def _console(path: Path) -> dict[str, float]:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    words = ["-m", "bench.records_console", str(path)]
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=asyncio.subprocess.PIPE, env=env)
    said, _ = await process.communicate()
    assert process.returncode == 0
    return msgspec.json.decode(said.splitlines()[-1], type=dict[str, float])
