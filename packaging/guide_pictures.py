"""Makes the pictures of the user guide from those of the tour (`make guide`), one set for each language.

python packaging/guide_pictures.py zh_CN DIR_OF_TOUR
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "resources" / "guide"
RAIL = 222  # pixels at the left of the window, of which most chapters have no need
HIGH = 300  # pixels of a picture of a seal
LARGEST = 150_000  # bytes


@dataclass(frozen=True)
class Cut:
    """`box` in parts of the window's pixels: left, top, right, bottom; none: all of it."""

    box: tuple[int, int, int, int] | None = None


PAGE = Cut((RAIL, 0, 1366, 736))
WHOLE = Cut()
DIALOG = Cut((374, 95, 994, 675))
DEVICE = Cut((0, 110, 432, 680))
# What the guide shows, by the name under which the tour keeps it.
PICTURES = {
    "sign-in": Cut((470, 84, 896, 576)),
    "binding-scan": DIALOG,
    "binding-number": DIALOG,
    "seal-number": DEVICE,
    "seal-bound": DEVICE,
    "seal": PAGE,
    "application-form": PAGE,
    "application": PAGE,
    "approval": PAGE,
    "authorization": Cut((283, 89, 1083, 678)),
    "ready": WHOLE,
    "seal-ready": DEVICE,
    "stamping": PAGE,
    "usage": PAGE,
    "abnormal": PAGE,
    "map": PAGE,
    "authorizations": PAGE,
    "end-use": PAGE,
    "upgrade": PAGE,
    "offline": WHOLE,
    "organization": PAGE,
    "templates": PAGE,
    "messages": PAGE,
}


def make(tour: Path, to: Path) -> list[str]:
    """The names of pictures that the tour lacks."""
    to.mkdir(parents=True, exist_ok=True)
    lacking: list[str] = []
    for name, cut in PICTURES.items():
        found = sorted(tour.glob(f"[0-9][0-9]-{name}.png"))
        if not found:
            lacking.append(name)
            continue
        with Image.open(found[0]) as image:
            part = image.convert("RGB").crop(cut.box) if cut.box else image.convert("RGB")
        if name.startswith("seal-"):
            part.thumbnail((part.width, HIGH), Image.Resampling.LANCZOS)
        framed = ImageOps.expand(part, border=1, fill="#D9DDE4")
        framed.save(to / f"{name}.webp", quality=88, method=6)
        size = (to / f"{name}.webp").stat().st_size
        assert size <= LARGEST, f"{name}: {size} bytes"
    return lacking


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the pictures of the user guide.")
    parser.add_argument("tongue", choices=["zh_CN", "en"])
    parser.add_argument("tour", type=Path, help="where main.py demo --tour put its pictures")
    chosen = parser.parse_args()
    lacking = make(chosen.tour, GUIDE / "pictures" / chosen.tongue)
    print(*(f"the tour has no picture {name}" for name in lacking), sep="\n", end="\n" if lacking else "")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
