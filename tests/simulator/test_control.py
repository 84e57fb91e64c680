"""The control port: what a hand does, as lines of JSON; anything else gets a sentence."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from domain.seals import Model
from simulator import factory
from simulator.control import Control
from simulator.faults import Faults
from simulator.host import Host


@dataclass
class Talk:
    """A conversation with the port."""

    host: Host
    control: Control
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    pictures: list[Path]
    folder: Path

    async def say(self, line: str | bytes) -> dict[str, Any]:
        self.writer.write((line.encode() if isinstance(line, str) else line) + b"\n")
        async with asyncio.timeout(10):
            return json.loads(await self.reader.readline())

    async def do(self, do: str, **details: Any) -> dict[str, Any]:
        return await self.say(json.dumps({"do": do, **details}))


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    factory.make_root(tmp_path / "maker")
    factory.make_seal(tmp_path / "maker", tmp_path / "seal", "GL2026000001", Model.GL)
    pictures: list[Path] = []
    host = Host(tmp_path / "seal", "virtual:127.0.0.1:1", lambda: None, Faults())  # no radio: nobody hears it
    control = Control(host, pictures.append)
    await host.start()
    await control.start("127.0.0.1", 0)
    address, _, port = control.address.rpartition(":")
    reader, writer = await asyncio.open_connection(address, int(port))
    yield Talk(host, control, reader, writer, pictures, tmp_path / "seal")
    writer.close()
    await control.stop()
    await host.stop()


async def test_what_a_hand_does(talk: Talk) -> None:
    said = await talk.do("status")
    assert (said["ok"], said["on"], said["screen"], said["serial"]) == (True, False, [], "GL2026000001")
    said = await talk.do("power")
    assert (said["on"], said["screen"], said["phase"]) == (True, ["设备未交付"], "UNDELIVERED")
    assert (await talk.do("power", on=True))["on"] is True
    assert (await talk.do("press"))["pressed"] is False
    assert (await talk.do("stand", out=True))["stand_out"] is True
    assert (await talk.do("cover", on=False))["cover_on"] is False
    said = await talk.do("press")
    assert (said["pressed"], said["impressions"], said["stored"]) == (True, 1, 1)
    said = await talk.do("stamp")
    assert (said["pressed"], said["impressions"], said["stand_out"], said["cover_on"]) == (True, 2, False, True)
    assert (await talk.do("power", on=False))["screen"] == []
    assert (await talk.do("picture", path="a.png"))["ok"] is True
    assert talk.pictures == [Path("a.png")]


async def test_every_key_plug_and_card(talk: Talk) -> None:
    await talk.do("sim", on=False)
    said = await talk.do("power")
    assert (said["screen"], said["sim"], said["signal"], said["online"]) == (["请插入 SIM 卡"], False, 0, False)
    said = await talk.do("key", presses=5)
    assert (said["mode"], said["address"]) == ("GPRS", None)
    said = await talk.do("key", presses=3)
    assert said["address"] == factory.read_seal(talk.folder).address
    said = await talk.do("charge", on=True)
    assert said["charging"] is True
    assert (await talk.do("charge", on=False))["charging"] is False
    await talk.do("sim", on=True)
    assert (await talk.do("reset"))["on"] is False
    assert (await talk.do("power"))["signal"] == 4
    assert (await talk.do("signal", bars=0))["online"] is False
    assert (await talk.do("touch", finger="thumb", quality=90))["taking_finger"] is False
    assert (await talk.do("battery", percent=7))["battery"] == 7
    assert (await talk.do("battery", percent=0))["on"] is False
    for line in ({"do": "battery", "percent": 101}, {"do": "signal", "bars": 6}, {"do": "key", "presses": 0}):
        assert (await talk.do(**line))["ok"] is False


async def test_wait_comes_back_as_soon_as_it_is_so(talk: Talk) -> None:
    waiting = asyncio.ensure_future(talk.do("wait", **{"for": {"on": True, "screen": "未交付"}}))
    talk.host.act(lambda seal: seal.hold())
    assert (await waiting)["on"] is True
    said = await talk.do("wait", **{"for": {"impressions": 7}, "within": 0.01})
    assert said["ok"] is False
    assert said["error"].startswith("still not so after 0.01 s")


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("nonsense", "JSON"),
        (b"\xff", "JSON"),
        ("[]", "object"),
        ('{"do": "dance"}', "dance"),
        ('{"do": "press", "hard": true}', "hard"),
        ('{"do": "wait", "for": {"mood": 1}}', "mood"),
        ('{"do": "fault", "point": "nowhere"}', "nowhere"),
        ('{"do": "fault", "kind": "cut", "point": "press_after_commit"}', "press_after_commit"),
        ('{"do": "fault", "point": "press_after_commit", "times": 0}', "press_after_commit"),
    ],
)
async def test_what_makes_no_sense_gets_a_sentence_and_the_talk_goes_on(
    talk: Talk, line: str | bytes, part: str
) -> None:
    said = await talk.say(line)
    assert said["ok"] is False
    assert part in said["error"]
    assert (await talk.do("status"))["ok"] is True


async def test_without_a_window_there_is_no_picture(talk: Talk) -> None:
    bare = Control(talk.host)
    await bare.start("127.0.0.1", 0)
    address, _, port = bare.address.rpartition(":")
    reader, writer = await asyncio.open_connection(address, int(port))
    writer.write(b'{"do": "picture", "path": "a.png"}\n')
    assert json.loads(await reader.readline())["error"] == "there is no window to take a picture of"
    writer.close()
    await bare.stop()


async def test_a_line_without_an_end_ends_the_talk(talk: Talk) -> None:
    talk.writer.write(b"x" * 200_000)
    async with asyncio.timeout(10):
        with pytest.raises((ConnectionError, AssertionError)):
            assert await talk.reader.readline()


async def test_quit(talk: Talk) -> None:
    await talk.do("quit")
    assert talk.control.quit.is_set()
