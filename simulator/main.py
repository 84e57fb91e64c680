"""The two programs of the simulator: `seal` (one virtual seal) and `radio` (the air between seals and consoles)."""

import argparse
import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from domain.seals import Model
from protocol.errors import ProtocolError
from protocol.log import Place

if TYPE_CHECKING:
    from simulator.faults import Faults
    from simulator.host import Host

    # Shows a seal in a window; the second is called when the window is closed. Gives what takes a picture of it.
    Show = Callable[[Host, Callable[[], None]], Callable[[Path], None]]

RADIO_PORT = 7870
RELEASE_BYTES = 200_000  # what a real one has
LANGUAGES = ("zh_CN", "en")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the whole usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def _address(text: str) -> tuple[str, int]:
    """HOST:PORT; argparse says which option was wrong."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"“{text}” is not HOST:PORT")
    return host, int(port)


def _own_address(text: str) -> tuple[str, int]:
    host, port = _address(text)
    if host not in ("127.0.0.1", "localhost"):
        raise argparse.ArgumentTypeError("orders are taken on 127.0.0.1 only")
    return host, port


def _radio(text: str) -> str:
    """A dongle (`usb:0`), or the virtual radio's HOST:PORT."""
    if text.startswith(("usb:", "virtual:")):
        return text
    host, port = _address(text)
    return f"virtual:{host}:{port}"


def _key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise argparse.ArgumentTypeError("a platform key has 64 hexadecimal digits")
    return key


def _serial(text: str) -> str:
    if re.fullmatch(r"[A-Z0-9]{6,20}", text) is None:
        raise argparse.ArgumentTypeError("a serial has 6 to 20 capital letters and digits")
    return text


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError("must be a number of more than 0")
    return value


# The radio


def radio(argv: Sequence[str]) -> int:
    """Run the virtual radio until it is told to end; the exit status."""
    parser = _Parser(prog="main.py radio", description="The virtual radio: seals and consoles attach to it by TCP.")
    parser.add_argument(
        "--port", type=int, default=RADIO_PORT, help="on 127.0.0.1 (default %(default)s; 0 = a free one)"
    )
    options = parser.parse_args(argv)
    return asyncio.run(_run_radio(options.port))


async def _run_radio(port: int) -> int:
    from simulator.air import Air

    air, ended = Air(), _ended_by_signal()
    try:
        await air.start(port=port)
    except (OSError, OverflowError) as error:
        print(f"main.py radio: port {port} cannot be used ({error})", file=sys.stderr)
        return 1
    host, bound = air.address
    _say_ready(air=f"{host}:{bound}")
    await ended.wait()
    await air.stop()
    return 0


# A seal


def _seal_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="main.py seal", description="A virtual seal, with a window that shows it.")
    parser.add_argument("--state", type=Path, required=True, metavar="FOLDER", help="its keys and its memory")
    parser.add_argument(
        "--make", type=Model, choices=list(Model), metavar="MODEL", help="make one there if there is none: GL or L"
    )
    parser.add_argument("--serial", type=_serial, help="of the seal that is made (default MODEL2026000001)")
    parser.add_argument("--maker", type=Path, metavar="FOLDER", help="the maker's keys (default: beside the seal)")
    parser.add_argument(
        "--platform", type=_key, metavar="KEY", help="deliver it to the cloud with this public key (64 hex digits)"
    )
    parser.add_argument(
        "--cloud", metavar="ADDRESS", help="where its modem gets its certificate (http://127.0.0.1:…), if it has none"
    )
    parser.add_argument(
        "--air", type=_radio, default=_radio(f"127.0.0.1:{RADIO_PORT}"), metavar="HOST:PORT",
        help=f"the virtual radio (default 127.0.0.1:{RADIO_PORT}), or usb:0 for a Bluetooth dongle",
    )  # fmt: skip
    parser.add_argument(
        "--control", type=_own_address, metavar="HOST:PORT", help="take orders on 127.0.0.1:PORT; 0 = a free one"
    )
    parser.add_argument(
        "--track", default="hangzhou", help="where it goes: hangzhou, chengdu, wuhan, or a GPX file (default hangzhou)"
    )
    parser.add_argument("--pace", type=_positive, default=1.0, help="how many times as fast as recorded (default 1)")
    parser.add_argument(
        "--release", metavar="VERSION",
        help="write a release of its firmware, signed by its maker, into its folder (for “cloud release add”), and end",
    )  # fmt: skip
    parser.add_argument("--on", action="store_true", help="switch it on at once")
    parser.add_argument("--headless", action="store_true", help="without a window")
    parser.add_argument("--language", choices=LANGUAGES, help="of the window's labels (default: the system's)")
    return parser


def seal(argv: Sequence[str]) -> int:
    """Run one seal until its window is closed or it is told to end; the exit status."""
    from simulator.faults import Faults

    parser = _seal_parser()
    options = parser.parse_args(argv)
    try:
        _prepare(options)
        if options.release:
            return _release(options)
        locate, faults = _receiver(options), Faults(os.environ)
    except (OSError, ValueError, msgspec.DecodeError, ProtocolError) as error:
        parser.error(str(error))
    if options.headless:
        return asyncio.run(_run_seal(options, locate, faults, None))
    return _with_window(options, locate, faults)


def _maker(options: argparse.Namespace) -> Path:
    """The folder of his keys."""
    return options.maker or options.state.parent / "maker"


def _prepare(options: argparse.Namespace) -> None:
    """The seal is there and delivered, as far as asked for. ValueError with a sentence."""
    from simulator import factory

    maker = _maker(options)
    if options.make and not (options.state / factory.SEAL_FILE).exists():
        factory.make_root(maker)
        factory.make_seal(maker, options.state, options.serial or f"{options.make.value}2026000001", options.make)
    if not (options.state / factory.SEAL_FILE).exists():
        raise ValueError(f"there is no seal in {options.state}; --make GL makes one")
    if options.platform:
        factory.deliver(maker, options.state, options.platform)
    if options.cloud and not (options.state / factory.MODEM_FILE).exists():
        factory.enrol(options.state, options.cloud)


def _release(options: argparse.Namespace) -> int:
    """Two files for an operator. ProtocolError: no version."""
    from simulator import factory
    from simulator.firmware.image import Image

    image = Image(factory.read_seal(options.state).model, options.release)
    manifest, data = factory.write_release(_maker(options), options.state, image, RELEASE_BYTES)
    _say_ready(manifest=str(manifest), image=str(data))
    return 0


def _receiver(options: argparse.Namespace) -> Callable[[], Place | None]:
    """An L seal has none."""
    import time

    from simulator import factory, position

    if factory.read_seal(options.state).model is Model.L:
        return lambda: None
    return position.walk(position.read_track(options.track), options.pace, time.monotonic)


async def _run_seal(
    options: argparse.Namespace,
    locate: Callable[[], Place | None],
    faults: "Faults",
    show: "Show | None",
) -> int:
    from simulator.control import Control
    from simulator.host import Host

    ended = _ended_by_signal()
    try:
        host = Host(options.state, options.air, locate, faults)
    except (OSError, ProtocolError) as error:
        print(f"main.py seal: {error}", file=sys.stderr)
        return 1
    control = Control(host, show(host, ended.set) if show else None)
    await host.start()
    if options.on and not host.seal.on:
        host.act(type(host.seal).hold)
    try:
        if options.control:
            await control.start(*options.control)
        _say_ready(
            serial=host.board.serial, name=host.name, **({"control": control.address} if options.control else {})
        )
        await _first_of(asyncio.ensure_future(ended.wait()), asyncio.ensure_future(control.quit.wait()), host.failed)
    except OSError as error:
        print(f"main.py seal: {error}", file=sys.stderr)
        return 1
    finally:
        await control.stop()
        await host.stop()
    return 0


async def _first_of(*futures: "asyncio.Future[Any]") -> None:
    """Wait for one of them; its error is ours."""
    done, others = await asyncio.wait(futures, return_when=asyncio.FIRST_COMPLETED)
    for other in others:
        other.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for each in done:
        each.result()


def _with_window(options: argparse.Namespace, locate: Callable[[], Place | None], faults: "Faults") -> int:
    import qasync

    from simulator.window import application, show

    app = application(options.language)
    with qasync.QEventLoop(app) as loop:
        return int(loop.run_until_complete(_run_seal(options, locate, faults, show)))


# Many seals


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 10_000:
        raise argparse.ArgumentTypeError("a fleet has 1 to 9999 seals")
    return int(text)


def fleet(argv: Sequence[str]) -> int:
    """Run many seals until it is told to end; the exit status."""
    parser = _Parser(prog="main.py fleet", description="Many virtual seals in one process, over GPRS alone.")
    parser.add_argument("--cloud", required=True, metavar="ADDRESS", help="http://127.0.0.1:…, one that has a broker")
    parser.add_argument("--maker", type=Path, required=True, metavar="FOLDER", help="the maker's keys")
    parser.add_argument(
        "--platform", type=_key, required=True, metavar="KEY", help="the cloud's public key (64 hex digits)"
    )
    parser.add_argument("--seals", type=_count, default=1000, metavar="NUMBER", help="default %(default)s")
    parser.add_argument("--press", type=_positive, metavar="SECONDS", help="how often each is pressed (default: never)")
    return asyncio.run(_run_fleet(parser.parse_args(argv)))


async def _run_fleet(options: argparse.Namespace) -> int:
    from simulator.fleet import Fleet

    ended, made = _ended_by_signal(), Fleet(options.maker, options.platform, options.cloud, options.seals)
    try:
        await made.make()
    except (OSError, ProtocolError) as error:
        print(f"main.py fleet: {error}", file=sys.stderr)
        return 1
    until = [asyncio.ensure_future(made.run(options.press)), asyncio.ensure_future(ended.wait())]
    attached = asyncio.ensure_future(made.all_attached())
    attached.add_done_callback(lambda done: done.cancelled() or _say_ready(seals=str(options.seals)))
    try:
        await _first_of(*until)
    finally:
        attached.cancel()
    return 0


# All of them


def _say_ready(**facts: str) -> None:
    """One line of JSON for whoever started this."""
    print(json.dumps(facts), flush=True)


def _ended_by_signal() -> asyncio.Event:
    """Set when the program is asked to end. Not `loop.add_signal_handler`: neither Windows nor Qt's loop has it."""
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda _number, _frame: loop.call_soon_threadsafe(ended.set))
    return ended
