"""The one entry: help, programs that are none, options that are wrong."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

import main

ROOT = Path(__file__).parent.parent


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "main.py", *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )


def test_help_names_every_program() -> None:
    got = run("--help")
    assert got.returncode == 0
    assert all(f"main.py {name}" in got.stdout for name in ("demo", "console", "cloud", "seal", "radio"))


@pytest.mark.parametrize("program", ["demo", "console", "cloud", "seal", "radio"])
def test_each_program_tells_its_options(program: str) -> None:
    got = run(program, "--help")
    assert got.returncode == 0
    assert f"main.py {program}" in got.stdout


@pytest.mark.parametrize(
    "words",
    [("fly",), ("demo", "--bad"), ("console", "--camera", "eye"), ("cloud",), ("seal", "--bad"), ("radio", "--bad")],
)
def test_what_does_not_fit_gets_one_sentence(words: tuple[str, ...], tmp_path: Path) -> None:
    folder = {"demo": "--profile", "console": "--profile", "cloud": "--data", "seal": "--state"}.get(words[0])
    got = run(*words, *((folder, str(tmp_path)) if folder else ()))
    assert got.returncode == 2
    assert got.stdout == ""
    assert len(got.stderr.strip().splitlines()) == 1, got.stderr


def test_a_folder_that_cannot_be_used_gets_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    got = run("console", "--profile", str(tmp_path / "file" / "profile"))
    assert (got.returncode, len(got.stderr.strip().splitlines())) == (1, 1), got.stderr
    assert "cannot be used" in got.stderr


@pytest.mark.parametrize(("qt", "fits"), [("6.8.3", False), ("6.9.0", True), ("6.11.3", True), ("6.12.0", False)])
def test_a_qt_that_will_not_do_is_refused(
    qt: str, fits: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda _: qt)
    monkeypatch.setattr("argparse.ArgumentParser.error", argparse.ArgumentParser.error)  # the entry puts its own there
    monkeypatch.setattr("main.PROGRAMS", {"cloud": ("platform", "node", None)})
    monkeypatch.setattr("platform.node", lambda _: "0")
    assert main.main(["cloud"]) == (0 if fits else 1)
    assert (qt in capsys.readouterr().err) is not fits
