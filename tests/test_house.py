"""The habits of the house that no other tool watches."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import PySide6
import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PACKAGES = ("app", "bench", "cloud", "demo", "domain", "gazetteer", "protocol", "simulator")
LONGEST_FILE = 400


def _tracked(pattern: str) -> list[Path]:
    """The files of the project, without those that were deleted and not committed yet."""
    listed = subprocess.run(["git", "ls-files", "-z", pattern], cwd=ROOT, check=True, capture_output=True, text=True)
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).exists()]


def _calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every call in a file, with what is called as it is written (`time.sleep`)."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


def test_no_file_is_too_long() -> None:
    sizes = {
        path: len(path.read_text("utf-8").splitlines()) for path in _tracked("*.py") if "migrations" not in path.parts
    }
    assert [f"{path.relative_to(ROOT)}: {size} lines" for path, size in sizes.items() if size > LONGEST_FILE] == []


def test_no_dialog_is_executed() -> None:
    """`exec()` inside a coroutine leaves the other tasks dead; dialogs are opened, and their answer is awaited.

    Windows' own print dialog knows nothing else: a timer executes it, outside of any task.
    """
    files = [path for path in _tracked("*.py") if path.relative_to(ROOT).parts[0] in {*PACKAGES, "main.py"}]
    found = [
        f"{path.relative_to(ROOT).as_posix()} {name}"
        for path in files
        for _, name in _calls(path)
        if re.search(r"\.exec_?$", name)
    ]
    assert found == ["app/views/applications/paper.py dialog.exec"]


def test_no_test_sleeps() -> None:
    """Tests wait for a condition (`tests.waiting.until`); `asyncio.sleep(0)` only gives the others their turn."""
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno} {name}"
        for path in _tracked("tests/*.py")
        if path.name != "waiting.py"
        for call, name in _calls(path)
        if re.search(r"\bsleep$|\bqtbot\.wait$|\bqWait$", name) and [ast.unparse(value) for value in call.args] != ["0"]
    ]
    assert found == []


@pytest.mark.parametrize("name", ["run", "dev"])
def test_lock_files_name_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    assert re.search(r"://|--(extra-)?index|--find-links|^file:", text, re.MULTILINE) is None
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_lock_files_agree_with_what_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for lock, asked in (
        ("run", project["project"]["dependencies"]),
        ("dev", project["project"]["dependencies"] + project["dependency-groups"]["dev"]),
    ):
        text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")
        locked = dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text, re.MULTILINE))
        wanted = [Requirement(line) for line in asked]
        assert [str(each) for each in wanted if locked.get(each.name.lower()) not in each.specifier] == [], lock


def test_pyside_is_one_that_suits() -> None:
    """6.12 aborts on Python 3.11 after some thousand calls, and short tests stay green."""
    assert (6, 9) <= PySide6.__version_info__[:2] <= (6, 11)


_IMPORT_ALL = """
import importlib, sys, threading
sys.path.insert(0, sys.argv[1])
written = []
def watch(event, args):
    if event == "open" and args[1] and set("wax+") & set(args[1]):
        written.append(args[0])
sys.addaudithook(watch)
for name in sys.argv[2:]:
    importlib.import_module(name)
assert threading.active_count() == 1, threading.enumerate()
assert not written, written
if "PySide6.QtCore" in sys.modules:
    assert sys.modules["PySide6.QtCore"].QCoreApplication.instance() is None
"""


def _modules() -> Iterator[str]:
    for path in _tracked("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] in PACKAGES and "migrations" not in parts and parts[-1] != "__main__":
            yield ".".join(parts).removesuffix(".__init__")


def test_importing_a_module_does_nothing_else(tmp_path: Path) -> None:
    """No output, no file, no thread, no application: what a program does begins in its `main`."""
    done = subprocess.run(
        [sys.executable, "-B", "-W", "error", "-c", _IMPORT_ALL, str(ROOT), *_modules()],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (done.stdout, done.stderr) == ("", "")
    assert list(tmp_path.iterdir()) == []


def test_what_people_call_things_is_no_html_in_a_tip() -> None:
    """Qt reads a tip as HTML if it looks like it, and fetches the pictures that it names: `tip` takes that away."""
    said = re.compile(r"tip\(|(self\.tr|translate)\([^)]*\)$")
    of_models = {path for path in _tracked("app/*.py") if "ToolTipRole" in path.read_text("utf-8")}
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno} {ast.unparse(call.args[0])}"
        for path in _tracked("app/*.py")
        for call, name in _calls(path)
        if name.endswith("setToolTip") and not said.match(ast.unparse(call.args[0]))
    ]
    assert found == []
    assert [path for path in of_models if "tip(" not in path.read_text("utf-8")] == []
