"""The map: many seals from the call to their pixels, one of them that moves, and long tracks of the position history.

A console of its own over an encrypted database; without a graphics card (offscreen), so that the page is painted by the
processor. Medians of five; stalls are the longest times in which the window's loop did nothing else.
"""

import asyncio
import json
import os
import sys
import tempfile

from bench.figures import show, within

LIMITS = {"map_10000_ms": 1000.0, "map_10000_moved_ms": 500.0, "track_100000_stall_ms": 100.0}


async def measure() -> int:
    """0 if it is as quick, and as little in the way, as it must be."""
    with tempfile.TemporaryDirectory(prefix="signet-bench-", ignore_cleanup_errors=True) as home:
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        words = [sys.executable, "-m", "bench.map_console", home]
        process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE, env=env)
        assert process.stdout is not None
        said = await process.stdout.read()
        if await process.wait():
            return 1
    found: dict[str, float] = json.loads(said)
    print("# map_N_ms: N seals to painted; moved: one of them; track_N: uses of the position history, drawn: corners")
    for name, value in found.items():
        show(name, value)
    return within(**{name: (found[name], limit) for name, limit in LIMITS.items()})
