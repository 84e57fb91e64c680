"""One value, one encoding; whatever is not that encoding is refused, with an error of ours."""

import time
from typing import Annotated, Any

import cbor2
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import cbor
from protocol.errors import Malformed
from tests.protocol.examples import value_or_refusal
from tests.protocol.strategies import integers, noise, plain


class Sample(cbor.Message, frozen=True):
    number: Annotated[int, msgspec.Meta(ge=0, lt=10)]
    name: str
    more: bytes | None = None


@given(plain)
def test_what_is_written_is_read_again(value: Any) -> None:
    assert cbor.decode(cbor.encode(value)) == value


@given(plain)
def test_a_general_reader_reads_the_same(value: Any) -> None:
    assert cbor2.loads(cbor.encode(value)) == value


@given(noise())
def test_any_bytes_are_a_value_or_refused(data: bytes) -> None:
    value_or_refusal(cbor.decode, data)


@given(noise())
def test_what_is_read_has_no_second_encoding(data: bytes) -> None:
    try:
        value = cbor.decode(data)
    except Malformed:
        return
    assert cbor.encode(value) == data


@given(plain, st.binary(min_size=1, max_size=4))
def test_bytes_behind_the_end_are_refused(value: Any, more: bytes) -> None:
    with pytest.raises(Malformed, match="behind the end"):
        cbor.decode(cbor.encode(value) + more)


@given(plain)
def test_every_truncation_is_refused(value: Any) -> None:
    data = cbor.encode(value)
    for end in range(len(data)):
        with pytest.raises(Malformed):
            cbor.decode(data[:end])


REFUSED = {
    "nothing": "",
    "float of two bytes": "f93c00",
    "float of four bytes": "fa3f800000",
    "float of eight bytes": "fb3ff0000000000000",
    "undefined": "f7",
    "simple value": "f0",
    "simple value of two bytes": "f8ff",
    "false in two bytes": "f814",
    "break alone": "ff",
    "date": "c074323032362d30312d30315430303a30303a30305a",
    "seconds": "c100",
    "big integer": "c249010000000000000000",
    "small big integer": "c24101",
    "negative big integer": "c349010000000000000000",
    "decimal": "c48201187b",
    "pattern": "d8236161",
    "shared value": "d81c80",
    "set": "d9010280",
    "self-described": "d9d9f700",
    "indefinite bytes": "5f4101ff",
    "indefinite text": "7f6161ff",
    "indefinite array": "9f01ff",
    "indefinite map": "bf0101ff",
    "reserved length": "1c",
    "23 in two bytes": "1817",
    "255 in three bytes": "1900ff",
    "65535 in five bytes": "1a0000ffff",
    "2^32 - 1 in nine bytes": "1b00000000ffffffff",
    "length in a longer form": "580101",
    "negative below 64 bits": "3b8000000000000000",
    "text that is not UTF-8": "61ff",
    "half a surrogate": "63eda080",
    "same key twice": "a201010102",
    "same text key twice": "a2616101616102",
    "keys out of order": "a202010101",
    "longer key first": "a21818010101",
    "bytes as a key": "a1410101",
    "array as a key": "a18001",
    "true as a key": "a1f501",
    "null as a key": "a1f601",
    "key without value": "a101",
    "array of more than there is": "8301",
    "array of 2^64 - 1": "9bffffffffffffffff",
    "map of 2^64 - 1": "bbffffffffffffffff",
    "bytes of 2^64 - 1": "5bffffffffffffffff",
    "text of 2^64 - 1": "7bffffffffffffffff",
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_what_does_not_travel_is_refused(data: str) -> None:
    with pytest.raises(Malformed):
        cbor.decode(bytes.fromhex(data))


@pytest.mark.parametrize("value", [-(2**63), -1, 0, 23, 24, 255, 256, 2**16 - 1, 2**16, 2**32 - 1, 2**32, 2**64 - 1])
def test_the_borders_of_integers_are_read(value: int) -> None:
    assert cbor.decode(cbor.encode(value)) == value


@pytest.mark.parametrize("data", ["19ff", "1affffff", "1bffffffffffffff", "5affffff", "42ff"])
def test_what_is_cut_off_is_said_to_be(data: str) -> None:
    with pytest.raises(Malformed, match="cut off"):
        cbor.decode(bytes.fromhex(data))


@pytest.mark.parametrize(("reserved", "size"), [(28, 16), (29, 32), (30, 64)])
def test_a_reserved_length_is_none_though_its_bytes_are_there(reserved: int, size: int) -> None:
    with pytest.raises(Malformed, match="does not travel"):
        cbor.decode(bytes([reserved, 1]) + bytes(size - 1))


@pytest.mark.parametrize(("opening", "closing"), [("81", "80"), ("a101", "a0")])
def test_depth_ends_at_its_limit(opening: str, closing: str) -> None:
    deepest = bytes.fromhex(opening) * (cbor.MAX_DEPTH - 1) + bytes.fromhex(closing)
    assert cbor.encode(cbor.decode(deepest)) == deepest
    with pytest.raises(Malformed, match="deep"):
        cbor.decode(bytes.fromhex(opening) + deepest)
    with pytest.raises(Malformed, match="deep"):
        cbor.decode(bytes.fromhex(opening) * 100_000 + b"\x00")


def test_length_ends_at_its_limit() -> None:
    data = cbor.encode(bytes(cbor.MAX_BYTES - 5))
    assert len(data) == cbor.MAX_BYTES
    assert len(cbor.decode(data)) == cbor.MAX_BYTES - 5
    with pytest.raises(Malformed, match="at most"):
        cbor.decode(data, cbor.MAX_BYTES - 1)


def test_a_stranger_cannot_make_reading_slow() -> None:
    """A decimal of 200 kB keeps a general reader busy for seconds: here its first byte refuses it."""
    digits = b"\xc2\x5a" + (200_000).to_bytes(4, "big") + b"\xff" * 200_000
    started = time.process_time()
    with pytest.raises(Malformed):
        cbor.decode(b"\xc4\x82\x01" + digits)
    assert time.process_time() - started < 0.1


@given(integers, st.text(max_size=20), st.none() | st.binary(max_size=20))
def test_a_message_keeps_to_its_ranges(number: int, name: str, more: bytes | None) -> None:
    data = cbor.encode([number, name, more])
    if 0 <= number < 10:
        assert cbor.unpack(data, Sample) == Sample(number, name, more)
        assert cbor.pack(Sample(number, name, more)) == data
    else:
        with pytest.raises(Malformed):
            cbor.unpack(data, Sample)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([1, "a"], id="a field is missing, although it has a default"),
        pytest.param([1], id="two fields are missing"),
        pytest.param([], id="all fields are missing"),
        pytest.param([1, "a", None, None], id="a field too many"),
        pytest.param([True, "a", None], id="true is not 1"),
        pytest.param(["1", "a", None], id="text is not a number"),
        pytest.param([1, b"a", None], id="bytes are not text"),
        pytest.param([1, "a", "YQ=="], id="text is not bytes"),
        pytest.param([None, "a", None], id="null where a value must be"),
        pytest.param([10, "a", None], id="out of range"),
        pytest.param({"number": 1, "name": "a", "more": None}, id="a map instead"),
        pytest.param(1, id="a number instead"),
        pytest.param(None, id="null instead"),
    ],
)
def test_a_message_is_its_fields_and_nothing_else(value: Any) -> None:
    with pytest.raises(Malformed):
        cbor.unpack(cbor.encode(value), Sample)


@given(noise())
def test_any_bytes_are_a_message_or_refused(data: bytes) -> None:
    value_or_refusal(lambda given_bytes: cbor.unpack(given_bytes, Sample), data)
