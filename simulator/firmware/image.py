"""The image of a virtual firmware: what a real one would hold as code, this one says of itself in its first bytes.

SIGNETFW · length of the header (2 bytes, big-endian) · header (CBOR) · anything, up to the size
"""

from protocol.cbor import Message, pack, unpack
from protocol.errors import ProtocolError

MAGIC = b"SIGNETFW"


class Image(Message, frozen=True):
    """`starts`: it comes so far as to check itself; `passes`: and finds nothing wrong."""

    model: str
    version: str
    starts: bool = True
    passes: bool = True


def write(image: Image, size: int, noise: bytes = b"") -> bytes:
    """`size` bytes that begin with the header and go on with `noise`, over and over. ValueError: too small for it."""
    header = pack(image)
    head = MAGIC + len(header).to_bytes(2, "big") + header
    if size < len(head):
        raise ValueError(f"an image has at least {len(head)} bytes")
    filling = noise or b"\xff"
    return (head + filling * (size // len(filling) + 1))[:size]


def read(data: bytes) -> Image | None:
    """None: nothing that a seal could start."""
    at = len(MAGIC) + 2
    end = at + int.from_bytes(data[at - 2 : at], "big")
    if not data.startswith(MAGIC) or end > len(data):
        return None
    try:
        return unpack(data[at:end], Image)
    except ProtocolError:
        return None
