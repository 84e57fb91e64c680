"""Whatever anybody does in any order, online and offline: the invariants hold after each step, and in the end all
consoles and the cloud agree row for row (I-01..I-04, I-09, I-11, I-14, I-15, I-18..I-21)."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.cloud.conftest import Databases
from tests.cloud.invariants import beginning
from tests.cloud.invariants.beginning import Beginning
from tests.cloud.invariants.lines import Lines
from tests.cloud.invariants.world import arrange


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Runs only while a step does: nothing happens in between."""
    loop = asyncio.new_event_loop()
    yield loop
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


@pytest.fixture(scope="module")
def begun(loop: asyncio.AbstractEventLoop, tmp_path_factory: pytest.TempPathFactory) -> Beginning:
    return loop.run_until_complete(beginning.make(tmp_path_factory.mktemp("beginning")))


@pytest.mark.slow
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_whatever_anybody_does(
    databases: Databases, loop: asyncio.AbstractEventLoop, begun: Beginning, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrange(monkeypatch)
    run_state_machine_as_test(
        lambda: Lines(loop, begun, None),  # type: ignore[arg-type, return-value]
        settings=settings(
            max_examples=int(os.environ.get("EX", "5")), stateful_step_count=int(os.environ.get("STEPS", "25")), suppress_health_check=list(HealthCheck),
            derandomize=bool(os.environ.get("DER")), phases=[Phase.generate] if not os.environ.get("SHRINK") else list(Phase), database=None, report_multiple_bugs=False,
        ),
    )
