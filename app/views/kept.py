"""What a console remembers of its screens: `settings.json` in its profile."""

from pathlib import Path

import msgspec

from app.views.i18n import Tongue
from app.views.look import Scheme


class Kept(msgspec.Struct):
    """One profile's settings."""

    tongue: Tongue | None = None
    scheme: Scheme = Scheme.SYSTEM


def read(path: Path) -> Kept:
    """What was kept; a file that does not fit is as good as none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Kept)
    except (OSError, msgspec.MsgspecError):
        return Kept()


def write(path: Path, kept: Kept) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.encode(kept))
