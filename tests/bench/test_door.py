"""`python -m bench NAME`: what there is, and a clear word for what there is not."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import BENCHES
from bench.figures import percentile, show, within

ROOT = Path(__file__).parents[2]


def bench(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "bench", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_help_names_every_bench_and_what_it_measures() -> None:
    done = bench("--help")
    assert done.returncode == 0
    assert done.stdout.startswith("python -m bench NAME")
    for name, what in BENCHES.items():
        assert f"{name:8} {what}" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("words", [["speed"], [], ["press", "start"]])
def test_what_is_no_bench_is_refused(words: list[str]) -> None:
    done = bench(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.endswith(f"Choose one of {', '.join(BENCHES)}.\n")


@pytest.mark.parametrize("name", BENCHES)
def test_every_bench_is_there(name: str) -> None:
    assert callable(importlib.import_module(f"bench.{name}").measure)


def test_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert percentile([4, 1, 3, 2], 0.5) == 3
    assert percentile([1], 0.95) == 1
    show("press_p50_ms", 87.84)
    show("press_max_ms", 1234.6)
    assert capsys.readouterr().out == "press_p50_ms=87.8\npress_max_ms=1235\n"
    assert within(press_p50_ms=(87.8, 150), start_ratio=(1.6, 1.6)) == 0
    assert within(press_p50_ms=(150.1, 150)) == 1
    assert capsys.readouterr().out.splitlines()[0] == "# limits: press_p50_ms <= 150, start_ratio <= 1.6"
