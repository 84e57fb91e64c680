"""Upgrades in any order of faults, each drawn from a seed, over GPRS and over Bluetooth; see `upgrades`.

A few with every run; `make soak` plays 500. One that fails names its seed: `--seed 123` plays it again, both ways.
"""

import asyncio
import traceback
from collections import Counter

import pytest

from tests.faults.upgrades import Upgrading

STEPS = 25
FIRST_SEED, WITH_EACH_RUN = 20261129, 30
WITHIN_S = 120.0


async def played(seed: int, way: str) -> Counter[str]:
    """One schedule to its end. What fails is raised with all that was said."""
    with pytest.MonkeyPatch.context() as patch:
        schedule = Upgrading(seed, way, patch)
        try:
            await schedule.play(STEPS)
            return schedule.seen + Counter({"schedules": 1})
        except Exception as error:
            told = "\n".join([*schedule.said, traceback.format_exc()])
            raise AssertionError(f"--seed {seed}, {way}\n{told}") from error


def seeds(config: pytest.Config) -> range:
    """Those that are asked for, each named as it begins."""
    count, first = config.getoption("--schedules"), config.getoption("--seed")
    if count is None:
        count = WITH_EACH_RUN if first is None else 1
    first = FIRST_SEED if first is None else first
    return range(first, first + count)


@pytest.mark.req("I-05", "I", "seal")
@pytest.mark.slow
@pytest.mark.parametrize("way", ["gprs", "bluetooth"])
async def test_whatever_goes_wrong_one_of_the_two_versions_runs(way: str, request: pytest.FixtureRequest) -> None:
    totals = Counter[str]()
    for seed in seeds(request.config):
        print(f"seed {seed}, {way}", flush=True)
        totals += await asyncio.wait_for(played(seed, way), WITHIN_S)
    print(", ".join(f"{name} {count}" for name, count in sorted(totals.items())))
