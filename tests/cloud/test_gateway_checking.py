"""What the gateway reads of a message before it is checked, and what the checkers make of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.gateway.checking import Sealed, named_binding, open_all
from protocol.cbor import pack
from protocol.keys import SigningKey
from protocol.log import Clock, EventEntry, EventKind, Slice, first_head, next_head, seal_slice
from protocol.modem import Up, UpKind

KEY, SECRET, SERIAL = SigningKey(bytes([7]) * 32), bytes([8]) * 32, "GL2026000001"


def message(binding: int, serial: str = SERIAL, entries: int = 1) -> bytes:
    made = [pack(EventEntry(number + 1, 0, Clock.SET, EventKind.TAKEN)) for number in range(entries)]
    head = first_head(serial)
    for entry in made:
        head = next_head(head, entry)
    part = Slice(serial, binding, 1, entries, first_head(serial), made, head)
    return pack(Up(UpKind.SLICE, seal_slice(part, KEY, SECRET)))


@pytest.mark.parametrize("binding", [1, 23, 24, 255, 256, 70_000])
@pytest.mark.parametrize("serial", ["GL0001", SERIAL, "G" * 20])
@pytest.mark.parametrize("entries", [1, 20])
def test_the_binding_that_a_slice_names_is_found(binding: int, serial: str, entries: int) -> None:
    assert named_binding(message(binding, serial, entries)) == binding


@given(st.binary(max_size=200))
def test_whatever_comes_no_error_does(data: bytes) -> None:
    assert named_binding(b"\x82\x02" + data) >= 0
    assert open_all([Sealed(data, KEY.public, SECRET, SERIAL, 1)]) == [None]


def test_only_the_slice_of_that_seal_and_binding_is_opened() -> None:
    good = message(3)
    (opened,) = open_all([Sealed(good, KEY.public, SECRET, SERIAL, 3)])
    assert opened is not None
    assert opened.part.binding == 3
    bad = [
        Sealed(good, KEY.public, SECRET, SERIAL, 2),
        Sealed(good, KEY.public, SECRET, "GL2026000002", 3),
        Sealed(good, KEY.public, bytes(32), SERIAL, 3),
        Sealed(good, SigningKey(bytes([9]) * 32).public, SECRET, SERIAL, 3),
        Sealed(good + b"x", KEY.public, SECRET, SERIAL, 3),
    ]
    assert open_all(bad) == [None] * len(bad)
