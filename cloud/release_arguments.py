"""How the operator says what is to become of a release: `main.py cloud … release add|stage|stop|list`."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cloud.operating import Order, What
from cloud.rollout import Wanted
from protocol.firmware import MAX_RELEASE_BYTES

WORD = "release"
ALL = 100  # percent


def add(words: "argparse._SubParsersAction[Any]", within: Callable[[int, int], Callable[[str], int]]) -> None:  # pyright: ignore[reportPrivateUsage]
    """The word, and what may follow it. `within`: reads a whole number of an option."""
    release = words.add_parser(WORD, help="what is to become of a release of the seals' firmware, and end")
    acts = release.add_subparsers(dest="release", required=True)
    adding = acts.add_parser("add", help="take in a release that the maker has signed; it goes to nobody yet")
    adding.add_argument("manifest", type=Path, metavar="MANIFEST")
    adding.add_argument("image", type=Path, metavar="IMAGE")
    staging = acts.add_parser("stage", help="let it go to these seals, and to no others; also after it was stopped")
    staging.add_argument("version", metavar="VERSION")
    staging.add_argument("--seals", nargs="+", default=[], metavar="SERIAL", help="to these")
    staging.add_argument(
        "--first", type=within(1, 100_000), default=0, metavar="COUNT", help="to so many of those bound"
    )
    share = staging.add_mutually_exclusive_group()
    share.add_argument("--share", type=within(1, ALL), default=0, metavar="PERCENT", help="to this share of all")
    share.add_argument("--all", dest="share", action="store_const", const=ALL, help="to all")
    said = "stop by itself when more have failed than this (%(default)s)"
    staging.add_argument("--failures", type=within(0, 100_000), default=0, metavar="COUNT", help=said)
    acts.add_parser("stop", help="it goes to nobody any more").add_argument("version", metavar="VERSION")
    acts.add_parser("list", help="which releases there are, to whom each goes, and how the seals are with it")


def order(given: argparse.Namespace) -> Order:
    """What was said. Raises `OSError` for a file that cannot be read."""
    match given.release:
        case "add":
            # A byte more than may be is enough to be refused.
            manifest, image = (_read(each) for each in (given.manifest, given.image))
            return Order(What.ADD_RELEASE, manifest=manifest, image=image)
        case "stage":
            wanted = Wanted(given.seals, given.first, given.share, given.failures)
            return Order(What.STAGE_RELEASE, version=given.version, stage=wanted)
        case "stop":
            return Order(What.STOP_RELEASE, version=given.version)
        case _:
            return Order(What.LIST_RELEASES)


def _read(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MAX_RELEASE_BYTES + 1)
