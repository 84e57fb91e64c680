"""The set-up script on machines that it has to refuse, played by a few small programs in front of the PATH."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the script is for Linux")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A checkout without a virtual environment; `bin/` has every Debian package and an old Python."""
    for name in ("packaging/setup.sh", "requirements/dev.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    _program(tmp_path, "dpkg-query", "echo installed")
    _program(tmp_path, "oldpython", 'case "$1" in -V) echo Python 3.10.4;; *) exit 1;; esac')
    return tmp_path


def _program(machine: Path, name: str, body: str) -> None:
    path = machine / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def _set_up(machine: Path) -> tuple[int, str]:
    path = f"{machine / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [str(machine / "packaging/setup.sh")],
        env={**os.environ, "PATH": path, "PYTHON": str(machine / "bin/oldpython")},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stdout == ""
    return done.returncode, done.stderr


def test_an_unsuitable_python_is_refused(machine: Path) -> None:
    old = machine / "bin/oldpython"
    assert _set_up(machine) == (1, f"setup: Python 3.11, 3.12 or 3.13 is needed, and {old} is Python 3.10.4\n")


def test_missing_system_packages_are_named_to_one_who_is_not_root(machine: Path) -> None:
    _program(machine, "dpkg-query", 'case "$*" in *" xvfb"*|*" fonts-noto-cjk"*) exit 1;; *) echo installed;; esac')
    _program(machine, "id", "echo 1000")
    assert _set_up(machine) == (
        1,
        "setup: these system packages are missing, please install them as root: apt-get install xvfb fonts-noto-cjk\n",
    )


def test_names_of_newer_distributions_count(machine: Path) -> None:
    """There libasound2 is called libasound2t64; with it installed nothing is missing, and Python is asked for next."""
    _program(machine, "dpkg-query", 'case "$*" in *" libasound2") exit 1;; *) echo installed;; esac')
    code, said = _set_up(machine)
    assert (code, "Python 3.11" in said) == (1, True)


def test_what_is_ready_is_left_alone(machine: Path) -> None:
    """A second run only compares the lock file with the one that the environment was made from."""
    _program(machine, "dpkg-query", "exit 9")
    python = machine / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    made_from = b"".join((machine / name).read_bytes() for name in ("requirements/dev.txt", "packaging/setup.sh"))
    digest = subprocess.run(["sha256sum"], input=made_from, check=True, capture_output=True).stdout.split()[0]
    (machine / ".venv/ready").write_bytes(digest + b"\n")
    assert _set_up(machine) == (0, "")


def test_qt_opens_on_an_x_server() -> None:
    """The system packages that the script installs are enough for a display as well."""
    if (xvfb := shutil.which("xvfb-run")) is None:
        pytest.skip("there is no X server to try it on")
    script = (
        "from PySide6.QtWidgets import QApplication, QLabel; app = QApplication([]); label = QLabel('印信');"
        "label.show(); print(app.platformName(), label.grab().isNull())"
    )
    done = subprocess.run(
        [xvfb, "-a", "-s", "-screen 0 1280x1024x24", sys.executable, "-c", script],
        env={**os.environ, "QT_QPA_PLATFORM": "xcb"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "xcb False\n"
