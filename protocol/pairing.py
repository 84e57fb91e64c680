"""How a console is told which cloud is the right one: ADDRESS#FINGERPRINT.

The fingerprint is of the cloud's own (platform) key: 80 bits of its SHA-256, too many to be met by trying. Somebody
between console and cloud can answer at the address, and not with that key.
"""

import hashlib
import re

DIGITS, GROUP = 20, 4
_WRITTEN = re.compile(rf"[0-9A-F]{{{DIGITS}}}")


def fingerprint(platform: bytes) -> str:
    """As people read it to each other: five groups of four hexadecimal digits."""
    digits = hashlib.sha256(b"signet platform " + platform).hexdigest()[:DIGITS].upper()
    return "-".join(digits[at : at + GROUP] for at in range(0, DIGITS, GROUP))


def pairing(address: str, platform: bytes) -> str:
    """What an operator gives to his members."""
    return f"{address}#{fingerprint(platform)}"


def read_pairing(text: str) -> tuple[str, str]:
    """Address and fingerprint (empty: none was given) of what somebody typed; without a scheme it is https. Raises
    `ValueError` for a fingerprint that is none."""
    address, mark, written = "".join(text.split()).partition("#")
    digits = written.upper().replace("-", "")
    if mark and not _WRITTEN.fullmatch(digits):
        raise ValueError(written)
    if address and "://" not in address:
        address = f"https://{address}"
    return address, "-".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))
