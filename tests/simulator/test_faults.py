"""Faults strike at their point, at the time that was said, and nowhere else."""

import pytest

from simulator import faults
from simulator.faults import COMMITS, KILLED, POINTS, Faults, Kind, LinkCut
from tests.simulator.world import World


@pytest.fixture(autouse=True)
def _no_real_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(status: int) -> None:
        raise SystemExit(status)

    monkeypatch.setattr(faults.os, "_exit", end)


def test_the_environment_names_a_point_and_a_time() -> None:
    made = Faults({"SIGNET_KILL": "press_after_commit:3"})
    for _ in range(2):
        made.reach("press_before_commit")
        made.reach("press_after_commit")
    with pytest.raises(SystemExit) as end:
        made.reach("press_after_commit")
    assert end.value.code == KILLED


def test_without_a_word_nothing_happens() -> None:
    made = Faults({})
    for point in POINTS:
        made.reach(point)


def test_a_cut_is_for_the_link_alone() -> None:
    made = Faults()
    made.set(Kind.CUT, "answer_before_send", 2)
    made.reach("answer_before_send")
    with pytest.raises(LinkCut):
        made.reach("answer_before_send")
    made.reach("answer_before_send")
    with pytest.raises(ValueError, match="press_before_commit"):
        made.set(Kind.CUT, "press_before_commit")


@pytest.mark.parametrize("word", ["nowhere", "press_after_commit:0", "press_after_commit:x"])
def test_a_point_that_does_not_exist_is_an_error(word: str) -> None:
    with pytest.raises(ValueError, match=r"nowhere|press_after_commit|invalid literal"):
        Faults({"SIGNET_KILL": word})


def test_the_firmware_passes_every_point_before_and_after() -> None:
    reached: list[str] = []
    made = World(probe=reached.append)
    grant = made.ready()
    made.seal.press()
    made.receipt()
    made.wait(601)
    made.end(grant.id)
    made.seal.stand(out=False)
    made.contact()
    made.issue(made.grant())
    made.take()
    made.open()
    made.seal.stand(out=False)
    made.seal.hold()
    assert {point.rpartition("_")[0].rpartition("_")[0] for point in reached} == set(COMMITS)
    for before, after in zip(reached[::2], reached[1::2], strict=True):
        assert (before.endswith("_before_commit"), after) == (True, before.replace("_before_", "_after_"))
