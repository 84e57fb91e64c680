"""Random schedules of faults and attacks, each drawn from a seed: the real firmware, the real courier and store of
consoles, the real cloud, one process, no radio, and a clock in the test's hand.

A few with every run; `make soak` plays 2,000. One that fails names its seed: `--seed 123` plays it again.
"""

import asyncio
import itertools
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from domain import ids
from tests.faults import settled
from tests.faults.attacks import Attacks
from tests.faults.stage import Stage

STEPS = 30
FIRST_SEED, WITH_EACH_RUN = 20261128, 6
WITHIN_S = 300.0


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


async def played(seed: int, built: Stage) -> Counter[str]:
    """One schedule to its end: how often what has happened in it. What fails is raised with all that was said."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(prefix="signet-faults-") as folder:
        drawn = itertools.count(1)
        patch.setattr(ids, "os", SimpleNamespace(urandom=lambda count: next(drawn).to_bytes(count, "big")))
        schedule = Attacks(seed, built, Path(folder), patch)
        await schedule.begin()
        try:
            await schedule.play(STEPS)
            await settled.settle(schedule)
            seen = await settled.accounted(schedule)
            seen["storage put back"] += await settled.put_back(schedule)
            return seen
        except Exception as error:
            told = "\n".join([*schedule.said, traceback.format_exc()])
            raise AssertionError(f"--seed {seed}\n{told}") from error
        finally:
            await schedule.end()


def seeds(config: pytest.Config) -> range:
    """Those that are asked for, each named as it begins."""
    count, first = config.getoption("--schedules"), config.getoption("--seed")
    if count is None:
        count = WITH_EACH_RUN if first is None else 1
    first = FIRST_SEED if first is None else first
    return range(first, first + count)


@pytest.mark.req("I-03", "I-05", "I", "cloud")
@pytest.mark.req("I-04", "I-06", "I-07", "I-08", "I-10", "I-12", "I")
@pytest.mark.slow
def test_whatever_goes_wrong(loop: asyncio.AbstractEventLoop, built: Stage, request: pytest.FixtureRequest) -> None:
    totals = Counter[str]()
    for seed in seeds(request.config):
        print(f"seed {seed}", flush=True)
        totals += loop.run_until_complete(asyncio.wait_for(played(seed, built), WITHIN_S))
    print(", ".join(f"{name} {count}" for name, count in sorted(totals.items())))
