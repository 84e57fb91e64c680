"""How a console is started: the words of `main.py console`."""

import argparse
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from app.device.setting import virtual_place
from app.sync.address import NotSecure, check_address
from app.views.i18n import Tongue

VERSION = "0.1.0"


class Moving(msgspec.Struct, frozen=True):
    """What is to be done with the console's data instead of starting it: `do` is backup, move or restore.

    `passphrase`: a file whose first line it is; none: it is asked for.
    """

    do: str
    file: Path
    passphrase: Path | None


class Options(msgspec.Struct, frozen=True):
    """How a console is started."""

    profile: Path
    cloud: str  # empty: the one that was chosen at the first start
    radio: str
    camera: str
    name: str
    language: Tongue | None
    hidden: bool = False
    tray: bool = True
    moving: Moving | None = None
    link: str = ""  # as it came, to be told on the screen if it is none


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py console", description="The seal console.")
    parser.add_argument("--profile", type=Path, required=True, help="folder of settings, keys and database")
    parser.add_argument("--cloud", default="", metavar="ADDRESS", help="default: the one chosen at the first start")
    parser.add_argument("--radio", default="native", help="native (default), or virtual:HOST:PORT")
    camera = "device (default): this computer's; page: draws a page; photo: a photographed one; none"
    parser.add_argument("--camera", choices=["device", "page", "photo", "none"], default="device", help=camera)
    parser.add_argument("--name", default=platform.node() or "console", help="how this console is called")
    parser.add_argument("--language", choices=[*Tongue], default=None, help="default: the last one, else the system's")
    parser.add_argument("--hidden", action="store_true", help="begin in the tray, without a window")
    parser.add_argument("--no-tray", action="store_true", help="closing the window always ends the program")
    data = parser.add_argument_group("its data, in one file sealed with a passphrase (the console is not started)")
    one = data.add_mutually_exclusive_group()
    one.add_argument("--backup", type=Path, metavar="FILE", help="write it; the console may be running")
    one.add_argument("--move", type=Path, metavar="FILE", help="write it, then sign out and remove the data here")
    one.add_argument("--restore", type=Path, metavar="FILE", help="take it in; then everybody in it signs in anew")
    data.add_argument("--passphrase-file", type=Path, metavar="FILE", help="its first line; else it is asked for")
    parser.add_argument(
        "link", nargs="?", default="", help="signet://seal/SERIAL, as on a seal's body: go to that seal"
    )
    return parser


def parse(argv: Sequence[str]) -> Options:
    """The options of `main.py console`; a wrong one ends the program with a sentence and status 2."""
    parser = _parser()
    given = parser.parse_args(argv)
    try:
        if given.cloud:
            check_address(given.cloud)
        virtual_place(given.radio)
    except NotSecure:
        parser.error(f"a cloud elsewhere is spoken to only over https, not as {given.cloud}")
    except ValueError as error:
        parser.error(str(error))
    tongue = Tongue(given.language) if given.language else None
    return Options(
        profile=given.profile,
        cloud=given.cloud,
        radio=given.radio,
        camera=given.camera,
        name=given.name,
        language=tongue,
        hidden=given.hidden,
        tray=not given.no_tray,
        moving=_moving(given),
        link=given.link,
    )


def _moving(given: argparse.Namespace) -> Moving | None:
    named = ((do, getattr(given, do)) for do in ("backup", "move", "restore"))
    return next((Moving(do, file, given.passphrase_file) for do, file in named if file is not None), None)


def again(options: Options) -> list[str]:
    """The command that starts the same console, hidden; what is as usual is left to the program of that day."""
    parser, words = _parser(), [*program(), "console", "--profile", str(options.profile.absolute())]
    for name in ("cloud", "radio", "camera", "name", "language"):
        value = getattr(options, name)
        if value != parser.get_default(name):
            words += [f"--{name}", str(value)]
    return [*words, "--hidden"]


def program(*, spoken: bool = False) -> list[str]:
    """As it is installed, or from its sources. `spoken`: what it prints is read, which on Windows asks for the twin of
    the program that has a terminal."""
    if getattr(sys, "frozen", False):
        twin = Path(sys.executable).with_name("signet-cli.exe")
        return [str(twin) if spoken and twin.exists() else sys.executable]
    return [sys.executable, str(Path(__file__).parents[1] / "main.py")]
