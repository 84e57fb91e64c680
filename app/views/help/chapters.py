"""The chapters of the guide: in which order, for whom, which place of the console each tells about; looking for words.

The texts lie in `resources/guide`, a folder for each language, a file for each chapter; its first line is its title.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.views.i18n import Tongue
from app.views.resources import resource


class Group(StrEnum):
    """For whom a chapter is."""

    EVERYBODY = "everybody"
    MANAGING = "managing"
    OPERATING = "operating"


@dataclass(frozen=True)
class Chapter:
    """`icon`: a Phosphor name; `places`: keys of `app.views.places` whose page it explains."""

    key: str
    group: Group
    icon: str
    places: tuple[str, ...] = ()


_EVERYBODY = (
    Chapter("start", Group.EVERYBODY, "sign-in"),
    Chapter("console", Group.EVERYBODY, "desktop", ("settings", "overview")),
    Chapter("applying", Group.EVERYBODY, "file-text", ("applications",)),
    Chapter("approving", Group.EVERYBODY, "tray", ("approvals",)),
    Chapter("stamping", Group.EVERYBODY, "hand-pointing", ("ready",)),
    Chapter("sealing", Group.EVERYBODY, "file-pdf"),
    Chapter("records", Group.EVERYBODY, "clock-counter-clockwise", ("usage",)),
    Chapter("map", Group.EVERYBODY, "map-trifold", ("map",)),
    Chapter("messages", Group.EVERYBODY, "bell", ("messages",)),
    Chapter("outlets", Group.EVERYBODY, "storefront", ("outlets", "about")),
    Chapter("moving", Group.EVERYBODY, "desktop-tower"),
    Chapter("trouble", Group.EVERYBODY, "lifebuoy"),
)
_MANAGING = (
    Chapter("authorizing", Group.MANAGING, "key", ("authorizations",)),
    Chapter("binding", Group.MANAGING, "link"),
    Chapter("seals", Group.MANAGING, "broadcast", ("seals",)),
    Chapter("offline", Group.MANAGING, "wifi-slash"),
    Chapter("losing", Group.MANAGING, "lock-simple"),
    Chapter("unbinding", Group.MANAGING, "link-break"),
    Chapter("organization", Group.MANAGING, "tree-structure", ("organization",)),
    Chapter("templates", Group.MANAGING, "flow-arrow", ("templates",)),
    Chapter("features", Group.MANAGING, "sliders-horizontal", ("features",)),
    Chapter("keeping", Group.MANAGING, "archive-box", ("audit",)),
    Chapter("wallet", Group.MANAGING, "wallet", ("wallet",)),
    Chapter("integrations", Group.MANAGING, "share-network", ("integrations",)),
)
_OPERATING = (
    Chapter("cloud", Group.OPERATING, "cloud"),
    Chapter("desk", Group.OPERATING, "browser"),
    Chapter("delivery", Group.OPERATING, "package"),
    Chapter("releases", Group.OPERATING, "arrow-circle-up"),
    Chapter("payments", Group.OPERATING, "receipt"),
    Chapter("backups", Group.OPERATING, "hard-drives"),
)
CHAPTERS = (*_EVERYBODY, *_MANAGING, *_OPERATING)
FIRST = CHAPTERS[0].key


def folder(tongue: Tongue) -> Path:
    """Of the chapters in this language; what a chapter names (pictures, other chapters) is looked for from there."""
    return resource("guide", tongue.value)


def read(tongue: Tongue) -> dict[str, str]:
    """The Markdown of all chapters by key, in their order."""
    return {each.key: (folder(tongue) / f"{each.key}.md").read_text(encoding="utf-8") for each in CHAPTERS}


def title(text: str) -> str:
    """What stands in the first line of a chapter."""
    return text.partition("\n")[0].removeprefix("# ").strip()


def of_place(place: str) -> str:
    """The key of the chapter that explains this place; the first one where none does."""
    return next((each.key for each in CHAPTERS if place in each.places), FIRST)


_PICTURE = re.compile(r"\[?!\[[^]]*\]\([^)]*\)(\]\([^)]*\))?")
_LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*`|]|^[#>\-\d. ]+|\\(?=\W)", re.MULTILINE)


def plain(text: str) -> str:
    """The words of Markdown, as a reader sees them."""
    return _MARKS.sub("", _LINK.sub(r"\1", _PICTURE.sub("", text)))


def find(texts: Mapping[str, str], words: str) -> dict[str, int]:
    """How often each chapter says the words, in either case; those that do not are left out. Empty words: nothing."""
    wanted = words.strip().casefold()
    if not wanted:
        return {}
    counts = {key: plain(text).casefold().count(wanted) for key, text in texts.items()}
    return {key: count for key, count in counts.items() if count}
