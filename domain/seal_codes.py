"""What a code that belongs to a seal says: on its body (R-043), on the screen of an unbound L seal (R-070), or the
address of its Bluetooth (R-066)."""

import re
from dataclasses import dataclass

from domain.seals import LINK, SERIAL, serial_of_link

_ADDRESS = re.compile(r"(?:[0-9A-F]{2}([:-]))(?:[0-9A-F]{2}\1){4}[0-9A-F]{2}")


@dataclass(frozen=True)
class SealCode:
    """One of the two: `address` as Bluetooth writes it, C0:11:22:33:44:55."""

    serial: str = ""
    address: str = ""


def link_of(serial: str) -> str:
    return LINK + serial


def read_code(text: str) -> SealCode | None:
    """Of what was scanned or typed; none: it is no seal's. A serial by itself is one, as people type it."""
    text = text.strip()
    if (linked := serial_of_link(text)) is not None:
        return SealCode(serial=linked)
    text = text.upper()
    if _ADDRESS.fullmatch(text):
        return SealCode(address=text.replace("-", ":"))
    return SealCode(serial=text) if SERIAL.fullmatch(text) else None
