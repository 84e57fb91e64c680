"""Ids: UUID version 7 (RFC 9562) as text; they sort by the time they were made, which keeps index pages together."""

import os
import time
from uuid import UUID


def new_id(at_ms: int | None = None) -> str:
    """A new id; `at_ms` milliseconds since 1970 UTC, now if not given."""
    stamp = int(time.time() * 1000) if at_ms is None else at_ms
    rest = int.from_bytes(os.urandom(10), "big")
    number = stamp << 80 | 0x7 << 76 | (rest >> 64 & 0xFFF) << 64 | 0b10 << 62 | rest & (2**62 - 1)
    return str(UUID(int=number))


def to_bytes(text: str) -> bytes:
    """The 16 bytes of an id as it travels to a seal. Raises `ValueError` if it is none."""
    return UUID(text).bytes


def from_bytes(data: bytes) -> str:
    """The text of a 16-byte id."""
    return str(UUID(bytes=data))
