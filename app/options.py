"""How a console is started: the words of `main.py console`."""

import argparse
import platform
from collections.abc import Sequence
from pathlib import Path

import msgspec

from app.device.setting import virtual_place
from app.sync.client import NotSecure, check_address
from app.views.i18n import Tongue


class Options(msgspec.Struct, frozen=True):
    """How a console is started."""

    profile: Path
    cloud: str
    radio: str
    camera: str
    name: str
    language: Tongue | None


def parse(argv: Sequence[str]) -> Options:
    """The options of `main.py console`; a wrong one ends the program with a sentence and status 2."""
    parser = argparse.ArgumentParser(prog="main.py console", description="The seal console.")
    parser.add_argument("--profile", type=Path, required=True, help="folder of settings, keys and database")
    parser.add_argument("--cloud", default="http://127.0.0.1:8470", help="address of the cloud (default %(default)s)")
    parser.add_argument("--radio", default="native", help="native (default), or virtual:HOST:PORT")
    camera = "device (default): this computer's; page: draws a page; photo: a photographed one; none"
    parser.add_argument("--camera", choices=["device", "page", "photo", "none"], default="device", help=camera)
    parser.add_argument("--name", default=platform.node() or "console", help="how this console is called")
    parser.add_argument("--language", choices=[*Tongue], default=None, help="default: the last one, else the system's")
    given = parser.parse_args(argv)
    try:
        check_address(given.cloud)
        virtual_place(given.radio)
    except NotSecure:
        parser.error(f"a cloud elsewhere is spoken to only over https, not as {given.cloud}")
    except ValueError as error:
        parser.error(str(error))
    tongue = Tongue(given.language) if given.language else None
    return Options(given.profile, given.cloud, given.radio, given.camera, given.name, tongue)
