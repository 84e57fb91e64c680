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

GARBAGE = 50_000  # as in the cloud's own process


class Sealed(NamedTuple):
    """A sealed slice, the seal's public key and the binding's secret."""

    data: bytes
    public: bytes
    secret: bytes


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


def open_all(sealed: Sequence[Sealed]) -> list[tuple[Slice, list[Entry]] | None]:
    """Each slice and its entries; none for what the seal has not signed so."""
    return [_open(each) for each in sealed]


def sign_all(unsigned: Sequence[Unsigned]) -> list[bytes]:
    """Each receipt, signed."""
    return [sign_receipt(Receipt(each.serial, each.up_to, each.head), _key(each.secret)) for each in unsigned]


def _open(sealed: Sealed) -> tuple[Slice, list[Entry]] | None:
    try:
        return open_slice(*sealed)
    except ProtocolError:
        return None


_key = lru_cache(maxsize=1024)(SigningKey)
