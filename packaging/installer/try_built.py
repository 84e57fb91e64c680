"""Tries a built program: try_built.py PROGRAM [TIMES]. Its window, its cloud, its seal; with nothing but Python itself.

Prints how long it takes from the start of the process to the first filled window (the median of TIMES starts).
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Self

NOWHERE = "127.0.0.1:9"
WITHIN_S = 120


def main(argv: list[str]) -> int:
    program, times = argv[0], int(argv[1]) if len(argv) > 1 else 3
    for face in ("console", "cloud", "seal", "radio", "fleet", "demo"):
        _expect(f"main.py {face}" in _run(program, face, "--help").stdout, f"{face} --help")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        folder = Path(home)
        _try_data(program, folder)
        root = _try_seal(program, folder)
        _try_cloud(program, folder, root)
        starts = [_start_console(program, folder / "pc") for _ in range(times)]
    print(f"first window after {statistics.median(starts):.2f} s (of {times}: {', '.join(f'{s:.2f}' for s in starts)})")
    return 0


def _try_data(program: str, folder: Path) -> None:
    done = _run(program, "console", "--profile", str(folder / "none"), "--restore", str(folder / "nothing"))
    _expect(done.returncode == 1 and "there is no file" in done.stderr, f"a restore of nothing: {done.stderr}")


def _try_seal(program: str, folder: Path) -> Path:
    """A virtual seal is made; its maker's root."""
    words = ["seal", "--state", str(folder / "seal"), "--maker", str(folder / "maker"), "--make", "GL", "--headless"]
    with _Running(program, *words, "--air", NOWHERE):
        deadline, root = time.monotonic() + WITHIN_S, folder / "maker" / "maker.root"
        while not root.exists() or not root.stat().st_size:
            _expect(time.monotonic() < deadline, "a seal is made")
            time.sleep(0.1)  # between two looks: the program says nothing when it has written the file
    return root


def _try_cloud(program: str, folder: Path, root: Path) -> None:
    with _Running(program, "cloud", "--data", str(folder / "cloud"), "--maker-root", str(root), "--demo") as cloud:
        address = cloud.ready()["address"]
        with urllib.request.urlopen(f"{address}/healthz", timeout=30) as answer:  # noqa: S310 - its own address
            _expect(answer.status == 200, "healthz")
    print(f"cloud: {address}")


def _start_console(program: str, profile: Path) -> float:
    """Seconds to the line with which it says that its window is filled."""
    words = ["demo", "console", "--profile", str(profile), "--cloud", f"http://{NOWHERE}", "--camera", "none"]
    began = time.monotonic()
    with _Running(program, *words, "--radio", f"virtual:{NOWHERE}") as console:
        _expect("control" in console.ready(), "the console shows its window")
        return time.monotonic() - began


class _Running:
    """The program while it is needed."""

    def __init__(self, *words: str) -> None:
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
        self._process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment)  # noqa: S603

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def ready(self) -> dict[str, str]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):
                return json.loads(line)
        raise SystemExit("it ended before it was ready")


def _run(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 - the program that is tried
        words, capture_output=True, text=True, encoding="utf-8", check=False, timeout=WITHIN_S,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip


def _expect(so: bool, what: str) -> None:
    if not so:
        raise SystemExit(f"not so: {what}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
