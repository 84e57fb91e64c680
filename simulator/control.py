"""A virtual seal's control port: a test, a tour or a script does what a hand would do. Never in a real seal.

Lines of JSON over TCP on 127.0.0.1, one answer a line: `{"ok": true, ...}` or `{"ok": false, "error": "…"}`.

    {"do": "status"}                        what it shows and is, see `status`; all others answer with it as well
    {"do": "power"}                         3 s on the power key; with "on" only if that changes something
    {"do": "stand", "out": true}            {"do": "cover", "on": false}           {"do": "press"}
    {"do": "key", "presses": 5}             so many presses of the power key, and the pause after which they count
    {"do": "reset"}                         the reset key
    {"do": "touch", "finger": "thumb"}      on the reader; any name for the same finger; "quality": how well it is read
    {"do": "sim", "on": false}              the card out, or in
    {"do": "charge", "on": true}            the USB plug      {"do": "battery", "percent": 9}
    {"do": "signal", "bars": 2}             how well its modem hears the network
    {"do": "stamp"}                         stand out and cover off, press, cover on and stand in
    {"do": "wait", "for": {…}, "within": 10}   until each named field of the status is so (`screen`: holds that text)
    {"do": "fault", "kind": "kill", "point": "press_after_commit", "times": 1}      see `faults`
    {"do": "picture", "path": "seal.png"}   of the window
    {"do": "quit"}
"""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from simulator.faults import Kind
from simulator.firmware import Firmware
from simulator.host import Host

logger = logging.getLogger(__name__)

LONGEST_WAIT_S = 600


Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line; which fields count depends on `do`."""

    do: Literal[
        "status", "power", "key", "reset", "stand", "cover", "press", "stamp", "touch", "sim", "charge", "battery",
        "signal", "wait", "fault", "picture", "quit",
    ]  # fmt: skip
    on: bool | None = None
    out: bool = True
    what: dict[str, Any] = msgspec.field(name="for", default_factory=dict[str, Any])
    within: float = 10
    kind: Kind = Kind.KILL
    point: str = ""
    times: int = 1
    path: str = ""
    presses: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1
    finger: str = ""
    quality: Percent = 100
    percent: Percent = 100
    bars: Annotated[int, msgspec.Meta(ge=0, le=5)] = 5


class Impossible(Exception):
    """What cannot be done now, in a sentence."""


def status(host: Host) -> dict[str, Any]:
    """What a person sees of the seal, and what a test wants to know of it. `screen` are its words although it may be
    dark; `address`: what the address code on it says, `code` any code."""
    seal, live, grant = host.seal, host.seal.live, host.seal.grant
    return {
        "serial": host.board.serial,
        "name": host.name,
        "on": seal.on,
        "screen": list(seal.words),
        "dark": seal.dark,
        "address": seal.address,
        "code": seal.code,
        "number": seal.number,
        "phase": seal.phase.name,
        "battery": seal.battery,
        "charging": live.charging,
        "mode": live.mode.name,
        "sim": seal.sim,
        "signal": live.signal,
        "online": seal.online,
        "fingers": live.fingers,
        "taking_finger": seal.taking_finger,
        "waiting": live.waiting,
        "free": live.free,
        "on_air": host.on_air,
        "linked": host.linked,
        "connected": seal.connected,
        "in_hand": live.in_hand,
        "unlocked": seal.unlocked,
        "stand_out": seal.stand_out,
        "cover_on": seal.cover_on,
        "used": grant.used if grant else None,
        "count": grant.count if grant else None,
        "impressions": seal.impressions,
        "stored": seal.stored,
        "log_to": live.log_to,
        "receipted": live.receipted,
        "binding": live.binding,
        "firmware": seal.firmware,
        "upgrade": seal.upgrade.state.name,
        "upgrade_bytes": seal.upgrade.offset,
        "clock": live.clock,
        "lease_left_s": live.lease_left_s,
    }


def stamp(seal: Firmware) -> bool:
    """What a hand does to stamp once; False if the mechanics did not let it."""
    seal.stand(out=True)
    seal.cover(on=False)
    pressed = seal.press()
    seal.cover(on=True)
    seal.stand(out=False)
    return pressed


def _move(seal: Firmware, order: Order) -> None:
    """What a hand does in one movement."""
    match order.do:
        case "power":
            if order.on is None or order.on != seal.on:
                seal.hold()
        case "reset":
            seal.reset()
        case "stand":
            seal.stand(out=order.out)
        case "cover":
            seal.cover(on=order.on is not False)
        case "touch":
            seal.touch(order.finger, order.quality)
        case "sim":
            seal.put_sim(there=order.on is not False)
        case "charge":
            seal.charge(plugged=order.on is not False)
        case "battery":
            seal.battery = order.percent
        case "signal":
            seal.receive(order.bars)
        case _:
            raise Impossible(f"a hand cannot {order.do}")


class Control:
    """The port; `quit` is set when it is told to end the program."""

    def __init__(self, host: Host, picture: Callable[[Path], None] | None = None) -> None:
        self._host, self._picture = host, picture
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()
        self.quit = asyncio.Event()

    async def start(self, host: str, port: int) -> None:
        """OSError if the port is taken; port 0: a free one, see `address`."""
        self._server = await asyncio.start_server(self._welcome, host, port)

    @property
    def address(self) -> str:
        """HOST:PORT"""
        assert self._server is not None
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"{host}:{port}"

    async def stop(self) -> None:
        """Takes no more orders."""
        if self._server is not None:
            self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.ensure_future(self._converse(reader, writer))
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                writer.write(msgspec.json.encode(await self._obey(line)) + b"\n")
                await writer.drain()
        except (OSError, ValueError) as error:  # gone, or a line without end
            logger.info("control: %s", error)
        finally:
            writer.close()

    async def _obey(self, line: bytes) -> dict[str, Any]:
        try:
            order = msgspec.json.decode(line, type=Order)
            result = await self._do(order)
        except (msgspec.DecodeError, Impossible, ValueError, OSError) as error:
            return {"ok": False, "error": str(error)}
        return {"ok": True, **status(self._host), **result}

    async def _do(self, order: Order) -> dict[str, Any]:
        """The hand first; what is no gesture of a hand follows."""
        host = self._host
        match order.do:
            case "press":
                return {"pressed": host.act(Firmware.press)}
            case "stamp":
                return {"pressed": host.act(stamp)}
            case "key":
                await host.press_key(order.presses)
            case "wait":
                await self._wait(order)
            case "fault":
                host.faults.set(order.kind, order.point, order.times)
            case "picture":
                self._photograph(order.path)
            case "quit":
                self.quit.set()
            case "status":
                pass
            case _:
                host.act(lambda seal: _move(seal, order))
        return {}

    async def _wait(self, order: Order) -> None:
        if unknown := order.what.keys() - status(self._host).keys():
            raise Impossible(f"the status has no {', '.join(sorted(unknown))}")

        def there() -> bool:
            now = status(self._host)
            return all(
                any(str(value) in text for text in now["screen"]) if field == "screen" else now[field] == value
                for field, value in order.what.items()
            )

        try:
            async with asyncio.timeout(min(order.within, LONGEST_WAIT_S)):
                await self._host.until(there)
        except TimeoutError:
            raise Impossible(f"still not so after {order.within:g} s: {status(self._host)}") from None

    def _photograph(self, path: str) -> None:
        if self._picture is None:
            raise Impossible("there is no window to take a picture of")
        self._picture(Path(path))
