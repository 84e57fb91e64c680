"""Makes the pictures of the user guide from those of the tour, of the operator's pages and of the screens (`make
guide`), one set for each language.

python packaging/guide_pictures.py zh_CN DIR_OF_TOUR DIR_OF_PAGES DIR_OF_SCREENS
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "resources" / "guide"
RAIL = 222  # pixels at the left of the window, of which most chapters have no need
LARGEST = 150_000  # bytes


@dataclass(frozen=True)
class Cut:
    """`box` in the window's pixels: left, top, right, bottom; none: all of it. `most`: of its larger side then."""

    box: tuple[int, int, int, int] | None = None
    most: int | None = None


PAGE = Cut((RAIL, 0, 1366, 736))
WHOLE = Cut()
DIALOG = Cut((385, 106, 983, 664), 480)
DEVICE = Cut((0, 110, 432, 680), 300)
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
    "authorization": Cut((294, 100, 1072, 667)),
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
    "bill": PAGE,
    "qr-code": PAGE,
    "outlets": PAGE,
    "integrations": PAGE,
    "token-shown": Cut((443, 243, 923, 524), 480),
}
# And of the operator's pages, by the names that their test gives them (of a list the first thing it opens).
PAGES = {
    "operator-overview": ("overview", Cut((0, 0, 1366, 480))),
    "operator-order": ("orders", Cut((RAIL - 12, 0, 1366, 490))),
    "operator-seal": ("seals", Cut((RAIL - 12, 0, 1366, 430))),
    "operator-releases": ("releases", Cut((RAIL - 12, 0, 1366, 400))),
}
# And of the screens that no tour comes by.
SCREENS = {"first-start": ("window.first-start", Cut((235, 102, 1131, 548)))}
IN_PAGES = {"zh_CN": "zh-CN", "en": "en"}


def make(tongue: str, tour: Path, pages: Path, screens: Path, to: Path) -> list[str]:
    """The names of pictures that there are none of; what the guide has of them stays."""
    to.mkdir(parents=True, exist_ok=True)
    wanted = {name: (sorted(tour.glob(f"[0-9][0-9]-{name}.png"))[:1], cut) for name, cut in PICTURES.items()}
    for name, (page, cut) in PAGES.items():
        wanted[name] = (sorted(pages.glob(f"{IN_PAGES[tongue]}_light_[0-9][0-9]_{page}.png"))[:2][-1:], cut)
    for name, (screen, cut) in SCREENS.items():
        wanted[name] = (sorted(screens.glob(f"{tongue}-light-100/{screen}.png")), cut)
    for name, (found, cut) in wanted.items():
        for path in found:
            _cut(path, cut, to / f"{name}.webp")
    return [name for name, (found, _) in wanted.items() if not found]


def _cut(path: Path, cut: Cut, to: Path) -> None:
    with Image.open(path) as image:
        part = image.convert("RGB").crop(cut.box) if cut.box else image.convert("RGB")
    if cut.most is not None:
        part.thumbnail((cut.most, cut.most), Image.Resampling.LANCZOS)
    ImageOps.expand(part, border=1, fill="#D9DDE4").save(to, quality=88, method=6)
    size = to.stat().st_size
    if size > LARGEST:
        raise ValueError(f"{to.name} has {size} bytes")


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the pictures of the user guide.")
    parser.add_argument("tongue", choices=["zh_CN", "en"])
    parser.add_argument("tour", type=Path, help="where main.py demo --tour put its pictures")
    parser.add_argument("pages", type=Path, help="where the operator's pages were kept (SIGNET_OPERATOR_PICTURES)")
    parser.add_argument("screens", type=Path, help="where tests.app.views.screens put its pictures")
    chosen = parser.parse_args()
    lacking = make(chosen.tongue, chosen.tour, chosen.pages, chosen.screens, GUIDE / "pictures" / chosen.tongue)
    print(*(f"there is no picture of {name}" for name in lacking), sep="\n", end="\n" if lacking else "")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
