"""Every screen of the console on the smallest office screen, in all scalings: `tests.app.views.screens` goes over them.

Here two ways of the twelve that `make screens` goes: as most people see them, and where there is the least room.
"""

import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

import app.views

ROOT = Path(__file__).parents[3]
WAYS = {1.0: ("zh_CN,light",), 1.5: ("en,dark",)}
LONGEST_S = 540
# The bare window around the first page, which the walk shows in its own one; `test_first_start.py` opens it.
BESIDE = {"app.views.first_start.window.FirstStart"}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[float, dict[str, Any]]:
    """The report of each scaling. The scaling is of a whole process, so each has one of its own."""
    folder = tmp_path_factory.mktemp("screens")
    running = {scale: _begin(scale, folder / f"{scale}.json") for scale in WAYS}
    said = {scale: process.communicate(timeout=LONGEST_S)[0] for scale, process in running.items()}
    reports = {scale: folder / f"{scale}.json" for scale in WAYS}
    assert all(path.exists() for path in reports.values()), {
        scale: (process.returncode, said[scale]) for scale, process in running.items()
    }
    return {scale: json.loads(path.read_text("utf-8")) for scale, path in reports.items()}


def _begin(scale: float, report: Path) -> "subprocess.Popen[str]":
    ways = [word for way in WAYS[scale] for word in ("--in", way)]
    words = [
        "-X",
        "faulthandler",
        "-m",
        "tests.app.views.screens",
        "--scale",
        str(scale),
        *ways,
        "--report",
        str(report),
    ]
    return subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


@pytest.mark.parametrize("scale", WAYS)
def test_all_can_be_read_and_reached(found: dict[float, dict[str, Any]], scale: float) -> None:
    assert {way: screens for way, screens in found[scale]["faults"].items() if screens} == {}
    assert len(found[scale]["faults"]) == len(WAYS[scale])


def test_qt_has_nothing_to_complain_of(found: dict[float, dict[str, Any]], pytestconfig: pytest.Config) -> None:
    harmless = re.compile("|".join(pytestconfig.getini("qt_log_ignore")))
    assert [text for report in found.values() for text in report["said"] if not harmless.search(text)] == []


def test_no_page_card_or_dialog_is_left_out(found: dict[float, dict[str, Any]]) -> None:
    seen = {name for report in found.values() for name in report["seen"]}
    ours = set(_ours())
    missed = {_name(kind) for kind in ours if not any(_name(each) in seen for each in ours if issubclass(each, kind))}
    assert missed - BESIDE == set()


def _ours() -> Iterator[type[QWidget]]:
    """All kinds of widgets that the console's screens are made of."""
    for module in pkgutil.walk_packages(app.views.__path__, "app.views."):
        if not module.name.endswith(".windows"):  # the system's own, elsewhere not to be loaded
            importlib.import_module(module.name)
    waiting: list[type[QWidget]] = [QWidget]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("app.views."):
            yield kind


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"
