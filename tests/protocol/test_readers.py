"""The fuzzer's beginning: each reader is given something that it takes, so that what is made of it comes deep."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.errors import ProtocolError
from tests.protocol.readers import NAMES, READERS, corpus, one_input

BY_READER: dict[str, list[bytes]] = {}
for _name, _data in corpus():
    BY_READER.setdefault(_name, []).append(_data)
# Of these no input can be written down: each handshake is another.
OF_THE_MOMENT = {"handshake at a seal", "handshake at a console"}


def takes(name: str, data: bytes) -> bool:
    try:
        READERS[name](data)
    except ProtocolError:
        return False
    return True


@pytest.mark.parametrize("name", sorted(READERS.keys() - OF_THE_MOMENT))
def test_each_reader_begins_with_something_that_it_takes(name: str) -> None:
    assert any(takes(name, data) for data in BY_READER[name])


def test_the_first_byte_names_each_reader() -> None:
    assert len(NAMES) == len(READERS) <= 256


@given(st.sampled_from([(name, data) for name, inputs in BY_READER.items() for data in inputs]), st.data())
def test_what_is_made_of_it_is_read_or_refused(given_: tuple[str, bytes], data: st.DataObject) -> None:
    name, content = given_
    at = data.draw(st.integers(0, max(0, len(content) - 1)))
    other = content[:at] + data.draw(st.binary(max_size=3)) + content[at + data.draw(st.integers(0, 3)) :]
    one_input(bytes([NAMES.index(name)]) + other)
