"""Whatever anybody does in any order, online and offline: the invariants hold after each step, and in the end all
consoles and the cloud agree row for row.

Some stories, each time the same ones, are told with every run of the tests. `make soak` tells as many new ones as it is
asked for, and makes the first that goes wrong as short as it can; told again, it begins with that one.
"""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.cloud.invariants import beginning
from tests.cloud.invariants.beginning import Beginning
from tests.cloud.invariants.lines import Lines
from tests.cloud.invariants.world import arrange
from tests.databases import Databases

STEPS, SOAKED_STEPS = 30, 50
_AS_TOLD = settings(
    stateful_step_count=STEPS,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # to make a story shorter takes minutes
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
_SOAKED = settings(
    stateful_step_count=SOAKED_STEPS, report_multiple_bugs=False, suppress_health_check=list(HealthCheck)
)


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


@pytest.mark.req("I-01", "I-02", "I-04", "I-09", "I-11", "I-14", "I-15", "I-18", "I-19", "I-20", "I-21", "I")
@pytest.mark.req("I-03", "I", "cloud", "seal")
@pytest.mark.slow
@pytest.mark.parametrize(("databases", "stories"), [("sqlite", 5), ("postgresql", 3)], indirect=["databases"])
def test_whatever_anybody_does(
    databases: Databases,
    stories: int,
    loop: asyncio.AbstractEventLoop,
    begun: Beginning,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    arrange(monkeypatch)
    soak: int | None = request.config.getoption("--soak")
    told = settings(_AS_TOLD, max_examples=stories) if soak is None else settings(_SOAKED, max_examples=soak)
    run_state_machine_as_test(lambda: Lines(loop, begun, databases), settings=told)  # type: ignore[arg-type, return-value]
