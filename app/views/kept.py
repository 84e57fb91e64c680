"""What a console remembers of its screens: `settings.json` in its profile."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec

from app.views.i18n import Tongue
from app.views.look import Scheme
from app.views.map.ground import Ground

FILE = "settings.json"
NEVER, MOST_MINUTES = 0, 60  # of idleness before the console locks


class PlaceFrom(StrEnum):
    """What this console says of where it stands."""

    SYSTEM = "system"
    FIXED = "fixed"
    NOWHERE = "nowhere"


class Kept(msgspec.Struct):
    """One profile's settings. `lat`, `lon`: WGS-84 degrees, of a place that was typed in."""

    cloud: str = ""  # the address that was chosen at the first start
    seen_version: str = ""  # of the program, whose page has been opened
    tongue: Tongue | None = None
    scheme: Scheme = Scheme.SYSTEM
    lock_after_min: Annotated[int, msgspec.Meta(ge=NEVER, le=MOST_MINUTES)] = 10
    keep_in_tray: bool = True
    told_of_tray: bool = False  # that it goes on there, once
    place_from: PlaceFrom = PlaceFrom.SYSTEM
    lat: Annotated[float, msgspec.Meta(ge=-90, le=90)] = 0.0
    lon: Annotated[float, msgspec.Meta(ge=-180, le=180)] = 0.0
    ground: Ground = Ground()  # of the map


def read(path: Path) -> Kept:
    """What was kept; a file that does not fit is as good as none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Kept)
    except (OSError, msgspec.MsgspecError):
        return Kept()


def write(path: Path, kept: Kept) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.encode(kept))
