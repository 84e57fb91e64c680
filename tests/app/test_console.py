"""The console as a program of its own."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from app.console import parse

ROOT = Path(__file__).parents[2]
NOWHERE = "127.0.0.1:9"


def busy(process: "subprocess.Popen[str]") -> int:
    """Hundredths of a second of work so far (proc(5): utime and stime)."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(") ")[2].split()
    return int(fields[11]) + int(fields[12])


def until_idle(process: "subprocess.Popen[str]") -> None:
    """Until it has done next to nothing for half a second."""
    before, now = -1000, busy(process)
    while now - before > 3:
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.5)
        before, now = now, busy(process)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_it_ends_when_asked_also_while_nothing_happens(tmp_path: Path) -> None:
    words = ["demo", "console", "--profile", str(tmp_path), "--cloud", f"http://{NOWHERE}", "--camera", "none"]
    with subprocess.Popen(
        [sys.executable, "main.py", *words, "--radio", f"virtual:{NOWHERE}"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    ) as console:
        try:
            assert console.stdout is not None
            assert "control" in json.loads(console.stdout.readline())
            until_idle(console)
            console.send_signal(signal.SIGTERM)
            assert console.wait(30) == 0
        finally:
            console.kill()


def test_a_second_one_of_the_same_profile_leaves_the_work_to_the_first(tmp_path: Path) -> None:
    words = ["demo", "console", "--profile", str(tmp_path), "--cloud", f"http://{NOWHERE}", "--camera", "none"]
    words = [sys.executable, "main.py", *words, "--radio", f"virtual:{NOWHERE}"]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as first:
        try:
            assert first.stdout is not None
            assert "control" in json.loads(first.stdout.readline())
            second = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
            assert (second.returncode, second.stdout) == (0, "")
            assert first.poll() is None
            first.kill()  # what it leaves behind keeps nobody out
            first.wait()
            with subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as third:
                assert third.stdout is not None
                assert "control" in json.loads(third.stdout.readline())
                third.kill()
        finally:
            first.kill()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--cloud", "nonsense"], "not an address of a cloud: nonsense"),
        (["--cloud", "ftp://example.org"], "not an address of a cloud"),
        (["--cloud", "http://example.org"], "only over https"),
        (["--radio", "nonsense"], "“nonsense” is neither native nor virtual:HOST:PORT"),
        (["--radio", "virtual:here:99999"], "is neither native nor virtual:HOST:PORT"),
    ],
)
def test_a_wrong_address_gets_one_sentence(
    words: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(["--profile", str(tmp_path), *words])
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err
