"""Deterministic CBOR (RFC 8949 section 4.2) for typed, positional messages.

A message is a frozen `msgspec.Struct` with `array_like=True`: on the wire an array of its fields in order. Only
integers, byte and text strings, booleans, null, arrays and maps travel; no floats (positions are integers of 1e-7
degrees), no tags, no indefinite lengths, so that one value has exactly one encoding and can be hashed.

Reading is our own: a general reader builds decimals, dates and patterns out of a stranger's tags before anybody can
refuse them (100 kB of a decimal took it 1.2 s), and takes encodings that a second one would be needed to rule out.
"""

from typing import Any, TypeVar

import cbor2
import msgspec

from protocol.errors import Malformed

# The longest message of the protocol is a slice of a full GL store (816 entries of about 130 bytes).
MAX_BYTES = 256 * 1024
MAX_DEPTH = 8

UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG, SIMPLE = range(8)  # major types, RFC 8949 section 3.1
SHORT_ARGUMENT, LONGEST_ARGUMENT = 24, 27  # below: the argument itself; 24..27: in 1, 2, 4, 8 bytes
_SIMPLE = {20: False, 21: True, 22: None}

T = TypeVar("T")


class Message(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A positional message: an array of its fields, nothing more and nothing less."""


def encode(value: Any) -> bytes:
    """The one encoding of plain data (int, bytes, str, bool, None, list, dict)."""
    return cbor2.dumps(value, canonical=True)


def decode(data: bytes, limit: int = MAX_BYTES) -> Any:
    """Plain data of exactly `data`; raises `Malformed` for anything that `encode` would not have written."""
    if len(data) > limit:
        raise Malformed(f"{len(data)} bytes, at most {limit} allowed")
    value, end = _item(data, 0, MAX_DEPTH)
    if end != len(data):
        raise Malformed("bytes behind the end")
    return value


def _item(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    """One data item at `at` and where the next one starts."""
    major, argument, at = _head(data, at)
    if major == UNSIGNED:
        return argument, at
    if major == NEGATIVE:
        if argument >= 2**63:
            raise Malformed("integer of more than 64 bits")
        return -1 - argument, at
    if major in (BYTES, TEXT):
        return _string(data, at, argument, major)
    if major in (ARRAY, MAP):
        if depth == 0:
            raise Malformed("nested too deeply")
        return (_array if major == ARRAY else _map)(data, at, argument, depth - 1)
    return _SIMPLE[argument], at


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Major type, argument in its shortest form, and where the content starts."""
    if at >= len(data):
        raise Malformed("cut off")
    major, argument = data[at] >> 5, data[at] & 31
    at += 1
    if major == TAG or (major == SIMPLE and argument not in _SIMPLE) or argument > LONGEST_ARGUMENT:
        raise Malformed(f"a data item of type {major} with {argument} does not travel")
    if major == SIMPLE or argument < SHORT_ARGUMENT:
        return major, argument, at
    size = 1 << (argument - SHORT_ARGUMENT)
    value = int.from_bytes(data[at : at + size], "big")
    if at + size > len(data):
        raise Malformed("cut off")
    if value < (SHORT_ARGUMENT if size == 1 else 1 << (4 * size)):
        raise Malformed("not the shortest form")
    return major, value, at + size


def _string(data: bytes, at: int, length: int, major: int) -> tuple[bytes | str, int]:
    end = at + length
    if end > len(data):
        raise Malformed("cut off")
    if major == BYTES:
        return data[at:end], end
    try:
        return data[at:end].decode(), end
    except UnicodeDecodeError as error:
        raise Malformed("not UTF-8") from error


def _array(data: bytes, at: int, count: int, depth: int) -> tuple[list[Any], int]:
    items: list[Any] = []
    for _ in range(count):
        item, at = _item(data, at, depth)
        items.append(item)
    return items, at


def _map(data: bytes, at: int, count: int, depth: int) -> tuple[dict[int | str, Any], int]:
    items: dict[int | str, Any] = {}
    before = (0, b"")
    for _ in range(count):
        if at < len(data) and data[at] >> 5 not in (UNSIGNED, NEGATIVE, TEXT):
            raise Malformed("a map key is neither integer nor text")
        key, end = _item(data, at, depth)
        encoded = (end - at, data[at:end])
        if encoded <= before:  # shorter keys first, then by their bytes (section 4.2.3); never the same key twice
            raise Malformed("map keys out of order")
        items[key], at = _item(data, end, depth)
        before = encoded
    return items, at


def pack(message: Any) -> bytes:
    """Bytes of a `Message` (or of a union member of them)."""
    return encode(msgspec.to_builtins(message, builtin_types=(bytes,)))


def unpack(data: bytes, kind: type[T], limit: int = MAX_BYTES) -> T:
    """The message in `data`; raises `Malformed` when a field is missing, too many, of another type or out of range."""
    return shape(decode(data, limit), kind)


def shape(value: Any, kind: type[T]) -> T:
    """Plain data as a typed message; raises `Malformed`."""
    try:
        message = msgspec.convert(value, kind, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        raise Malformed(str(error)) from error
    # A default is for whoever builds a message: on the wire the field is there, or one value had two encodings.
    if isinstance(value, list) and msgspec.to_builtins(message, builtin_types=(bytes,)) != value:
        raise Malformed("a field is missing")
    return message
