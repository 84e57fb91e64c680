"""Each rule of the sync has a test on both databases, and a mark that names no rule ends the run."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.rules import RULES, Shown

pytest_plugins = ["pytester"]
ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_each_rule_is_shown_on_both_databases(tmp_path: Path) -> None:
    file = tmp_path / "rules.json"
    words = ["--collect-only", "-q", f"--rules={file}", "tests/app/models", "tests/app/sync", "tests/cloud"]
    command = [sys.executable, "-m", "pytest", *words]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    found = msgspec.json.decode(file.read_bytes(), type=Shown)
    assert list(found) == list(RULES) == list(range(1, 15))
    both = ["sqlite", "postgresql"]
    assert [rule for rule, tests in found.items() if both not in tests.values()] == []


@pytest.mark.parametrize("words", ["0", "15", "", '"9"', "True", "9, 15", "number=9"])
def test_a_mark_that_names_no_rule_ends_the_run(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.fspath(ROOT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeini("[pytest]\nmarkers = rule")
    pytester.makepyfile(f"import pytest\n\n@pytest.mark.rule({words})\ndef test_some():\n    pass\n")
    done = pytester.runpytest_subprocess("-p", "tests.rules")
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    done.stderr.fnmatch_lines(["ERROR: *::test_some: there is no rule *"])
