"""What costs time and needs only keys: opening slices and signing receipts, in processes of their own or a thread.

This module is all that such a process loads: it knows no database and no setting.
"""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from protocol.errors import ProtocolError
from protocol.keys import SigningKey
from protocol.log import Entry, Receipt, Slice, open_slice, sign_receipt
from protocol.modem import read_up

NAMED_WITHIN = 64  # a slice is never shorter, and names its binding within as many bytes
FIVE_FIELDS = 0x85  # of a sealed slice
GARBAGE = 50_000  # as in the cloud's own process


class Sealed(NamedTuple):
    """A message with a sealed slice, the seal's public key, and the binding that it names with its secret."""

    data: bytes
    public: bytes
    secret: bytes
    serial: str
    binding: int


class Opened(NamedTuple):
    """The slice as it was carried, what it says, and its entries."""

    data: bytes
    part: Slice
    entries: list[Entry]


class Unsigned(NamedTuple):
    """A receipt to be, and the secret of who signs it."""

    serial: str
    up_to: int
    head: bytes
    secret: bytes


def begin() -> None:
    """In a process of its own: it ends with the cloud's, however that ends, and not by Ctrl-C before it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(GARBAGE)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(0)


def named_binding(data: bytes) -> int:
    """The binding that a slice in a message seems to name, so that its secret can be looked up; 0: none. Unchecked."""
    at = {0x58: 4, 0x59: 5}.get(data[2], 0) if len(data) > NAMED_WITHIN else 0  # a byte string of up to 64 KiB
    if not at or data[at] != FIVE_FIELDS:
        return 0
    at += 2 + (data[at + 1] & 0x1F)  # the serial, a text of less than 24 bytes
    size = {0x18: 1, 0x19: 2, 0x1A: 4}.get(data[at], 0)
    return int.from_bytes(data[at + 1 : at + 1 + size], "big") if size else data[at]


def open_all(sealed: Sequence[Sealed]) -> list[Opened | None]:
    """Each slice and its entries; none for what the seal has not signed so in that binding."""
    return [_open(each) for each in sealed]


def sign_all(unsigned: Sequence[Unsigned]) -> list[bytes]:
    """Each receipt, signed."""
    return [sign_receipt(Receipt(each.serial, each.up_to, each.head), _key(each.secret)) for each in unsigned]


def _open(sealed: Sealed) -> Opened | None:
    try:
        body = read_up(sealed.data).body
        part, entries = open_slice(body, sealed.public, sealed.secret)
    except ProtocolError:
        return None
    fits = (part.serial, part.binding) == (sealed.serial, sealed.binding)
    return Opened(body, part, entries) if fits else None


_key = lru_cache(maxsize=1024)(SigningKey)
