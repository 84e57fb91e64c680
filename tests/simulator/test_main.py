"""The programs as processes: options, readiness, the end, and a power cut at any press."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from demo.processes import ROOT, Program, ProgramFailed
from simulator import main
from simulator.faults import KILLED

HERE = {"QT_QPA_PLATFORM": "offscreen"}


def seal_program(folder: Path, *words: str) -> Program:
    state = ["--state", str(folder / "seal"), "--air", "127.0.0.1:1", "--control", "127.0.0.1:0"]
    return Program("seal", ["-W", "error", str(ROOT / "main.py"), "seal", *state, *words], folder / "seal.log", HERE)


@pytest.fixture
async def seal(tmp_path: Path) -> AsyncIterator[Program]:
    program = seal_program(tmp_path, "--make", "GL", "--headless", "--on")
    yield program
    await program.stop()


async def order(program: Program, do: str, **details: Any) -> dict[str, Any]:
    host, _, port = str(program.ready["control"]).rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(json.dumps({"do": do, **details}).encode() + b"\n")
        line = await reader.readline()
    finally:
        writer.close()
    return json.loads(line) if line else {}


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--state", "{}", "--frobnicate"], "--frobnicate"),
        ([], "--state"),
        (["--state", "{}", "--air", "nowhere"], "“nowhere” is not HOST:PORT"),
        (["--state", "{}", "--control", "127.0.0.1:99999"], "is not HOST:PORT"),
        (["--state", "{}", "--control", "0.0.0.0:0"], "127.0.0.1 only"),
        (["--state", "{}"], "there is no seal in"),
        (["--state", "{}", "--make", "XL"], "XL"),
        (["--state", "{}", "--make", "GL", "--serial", "gl 1"], "capital letters"),
        (["--state", "{}", "--make", "GL", "--platform", "abc"], "64 hexadecimal digits"),
        (["--state", "{}", "--make", "GL", "--pace", "0"], "more than 0"),
        (["--state", "{}", "--make", "GL", "--pace", "fast"], "more than 0"),
        (["--state", "{}", "--make", "GL", "--track", "/nowhere.gpx"], "/nowhere.gpx"),
    ],
)
def test_a_wrong_option_gets_one_sentence(
    argv: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as error:
        main.seal([word.format(tmp_path / "seal") for word in argv])
    said = capsys.readouterr().err
    assert error.value.code == 2
    assert said.startswith("main.py seal: ")
    assert said.count("\n") == 1
    assert sentence in said


def test_a_kill_point_that_does_not_exist_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIGNET_KILL", "nowhere")
    with pytest.raises(SystemExit):
        main.seal(["--state", str(tmp_path / "seal"), "--make", "GL"])
    assert "“nowhere”" in capsys.readouterr().err


@pytest.mark.parametrize("program", [main.seal, main.radio])
def test_help_names_every_option(program: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as error:
        program(["--help"])
    assert error.value.code == 0
    said = capsys.readouterr().out
    for option in ("--state", "--air", "--control", "--headless") if program is main.seal else ("--port",):
        assert option in said


async def test_the_radio_says_where_it_is_and_a_taken_port_is_an_error(tmp_path: Path) -> None:
    words = ["-W", "error", str(ROOT / "main.py"), "radio", "--port"]
    radio = Program("radio", [*words, "0"], tmp_path / "radio.log")
    air = (await radio.start())["air"]
    second = Program("radio", [*words, air.rpartition(":")[2]], tmp_path / "second.log")
    with pytest.raises(ProgramFailed, match="cannot be used"):
        await second.start()
    await radio.stop()
    assert radio.status == 0


@pytest.mark.parametrize(
    ("point", "presses"), [("press_before_commit:2", 1), ("press_after_commit:2", 2), ("switch_on_after_commit", 0)]
)
async def test_killed_at_a_point_it_comes_back_with_what_was_committed(
    seal: Program, tmp_path: Path, point: str, presses: int
) -> None:
    if point.startswith("switch_on"):
        with pytest.raises(ProgramFailed):
            await seal.start({"SIGNET_KILL": point})
    else:
        await seal.start({"SIGNET_KILL": point})
        await order(seal, "stamp")
        assert await order(seal, "stamp") == {}
        await seal.wait()
    assert seal.status == KILLED
    await seal.start()
    status = await order(seal, "status")
    assert (status["impressions"], status["stored"]) == (presses, presses)
    assert status["on"] is True
    await order(seal, "stamp")
    assert (await order(seal, "status"))["impressions"] == presses + 1
    await seal.stop()
    assert seal.status == 0
    assert (tmp_path / "seal" / "journal").exists()


async def test_two_programs_for_one_seal_are_one_too_many(seal: Program, tmp_path: Path) -> None:
    await seal.start()
    second = seal_program(tmp_path, "--headless")
    with pytest.raises(ProgramFailed, match="in use by another process"):
        await second.start()
    assert second.status == 1


async def test_a_window_that_can_be_photographed(tmp_path: Path) -> None:
    if os.name != "posix":
        pytest.skip("needs Qt's offscreen platform")
    program = seal_program(tmp_path, "--make", "L", "--on", "--language", "en")
    await program.start()
    picture = tmp_path / "seal.png"
    said = await order(program, "picture", path=str(picture))
    assert said["ok"] is True, said
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert (await order(program, "quit"))["ok"] is True
    assert await program.wait() == 0
    await program.stop()


def test_a_release_is_written_for_an_operator(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--state", str(tmp_path / "seal"), "--make", "GL"]
    assert main.seal([*words, "--release", "GYGL2026120101"]) == 0
    files = json.loads(capsys.readouterr().out)
    assert Path(files["manifest"]).exists()
    assert Path(files["image"]).stat().st_size == main.RELEASE_BYTES
    with pytest.raises(SystemExit):
        main.seal([*words, "--release", "new"])
    assert "Expected `str` matching" in capsys.readouterr().err
