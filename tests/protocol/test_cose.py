"""Signed and sealed: by this key, for this purpose, to the last bit; or refused."""

import os

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import cose
from protocol.cbor import MAX_BYTES
from protocol.errors import BadSignature
from protocol.keys import key_id
from tests.protocol.examples import OTHER_SECRET, SECRET, authority, flips, platform, value_or_refusal
from tests.protocol.strategies import damaged, noise

SIGNED = cose.sign(b"seven uses", authority, "test/1")
SEALED = cose.encrypt(b"seven uses", SECRET, "test/1")


def verify(data: bytes) -> bytes:
    return cose.verify(data, authority.public, "test/1")


def decrypt(data: bytes) -> bytes:
    return cose.decrypt(data, SECRET, "test/1")


@given(st.binary(max_size=400), st.text(max_size=20))
def test_what_is_signed_is_read_again(payload: bytes, purpose: str) -> None:
    assert cose.verify(cose.sign(payload, authority, purpose), authority.public, purpose) == payload


@given(st.binary(max_size=400), st.text(max_size=20))
def test_what_is_sealed_is_read_again(payload: bytes, purpose: str) -> None:
    assert cose.decrypt(cose.encrypt(payload, SECRET, purpose), SECRET, purpose) == payload


def test_signing_twice_gives_the_same_bytes() -> None:
    assert cose.sign(b"seven uses", authority, "test/1") == SIGNED


def test_sealing_twice_never_gives_the_same_bytes() -> None:
    boxes = {cose.encrypt(b"seven uses", SECRET, "test/1") for _ in range(100)}
    assert len(boxes) == 100
    assert not any(b"seven uses" in box for box in boxes)


@given(noise() | damaged(SIGNED))
def test_other_bytes_are_not_signed(data: bytes) -> None:
    with pytest.raises(BadSignature):
        verify(data)


@given(noise() | damaged(SEALED))
def test_other_bytes_are_not_sealed(data: bytes) -> None:
    with pytest.raises(BadSignature):
        decrypt(data)


def test_every_turned_bit_is_found() -> None:
    for changed in flips(SIGNED):
        with pytest.raises(BadSignature):
            verify(changed)
    for changed in flips(SEALED):
        with pytest.raises(BadSignature):
            decrypt(changed)


def test_another_purpose_is_refused() -> None:
    with pytest.raises(BadSignature):
        cose.verify(SIGNED, authority.public, "test/2")
    with pytest.raises(BadSignature):
        cose.decrypt(SEALED, SECRET, "test/2")


def test_another_key_is_refused() -> None:
    with pytest.raises(BadSignature):
        cose.verify(SIGNED, platform.public, "test/1")
    with pytest.raises(BadSignature):
        cose.decrypt(SEALED, OTHER_SECRET, "test/1")


def test_the_name_of_a_key_proves_nothing() -> None:
    forged = SIGNED.replace(key_id(authority.public), key_id(platform.public))
    for public in (authority.public, platform.public):
        with pytest.raises(BadSignature):
            cose.verify(forged, public, "test/1")


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(32), bytes(33), b"\xff" * 32])
def test_what_is_no_key_verifies_nothing(public: bytes) -> None:
    with pytest.raises(BadSignature):
        cose.verify(SIGNED, public, "test/1")


@pytest.mark.parametrize("secret", [b"", bytes(16), bytes(31), bytes(33)])
def test_what_is_no_secret_opens_nothing(secret: bytes) -> None:
    with pytest.raises(BadSignature):
        cose.decrypt(SEALED, secret, "test/1")


def test_a_sealed_message_is_not_a_signed_one() -> None:
    with pytest.raises(BadSignature):
        verify(SEALED)
    with pytest.raises(BadSignature):
        decrypt(SIGNED)


def rebuilt(**changes: object) -> bytes:
    """The signed message with other outer parts; the signature itself stays right."""
    protected, unprotected, payload, signature = cbor2.loads(SIGNED).value
    parts = {"tag": 18, "protected": protected, "unprotected": unprotected, "payload": payload, "signature": signature}
    parts |= changes
    body = [parts["protected"], parts["unprotected"], parts["payload"], parts["signature"]]
    return cbor2.dumps(body if parts["tag"] is None else cbor2.CBORTag(int(str(parts["tag"])), body))


def test_the_rebuilt_message_is_the_same() -> None:
    assert rebuilt() == SIGNED


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"tag": None}, id="no tag"),
        pytest.param({"tag": 98}, id="the tag of many signatures"),
        pytest.param({"tag": 61}, id="the tag of a token"),
        pytest.param({"unprotected": {}}, id="no key named"),
        pytest.param({"unprotected": {4: key_id(authority.public), 99: 1}}, id="one more header"),
        pytest.param({"protected": cbor2.dumps({1: -7})}, id="another algorithm"),
        pytest.param({"protected": b""}, id="no algorithm"),
        pytest.param({"protected": cbor2.dumps({1: -8, 2: [99], 99: 1})}, id="a header that must be understood"),
        pytest.param({"payload": None}, id="the payload elsewhere"),
        pytest.param({"payload": "seven uses"}, id="text as payload"),
        pytest.param({"signature": []}, id="no signature"),
        pytest.param({"signature": bytes(64)}, id="a signature of zeros"),
        pytest.param({"signature": b""}, id="an empty signature"),
    ],
)
def test_the_outside_is_exactly_as_written(changes: dict[str, object]) -> None:
    with pytest.raises(BadSignature):
        verify(rebuilt(**changes))


def test_a_longer_encoding_of_the_same_is_refused() -> None:
    payload_at = SIGNED.index(b"seven uses") - 1
    longer = SIGNED[:payload_at] + b"\x58\x0a" + SIGNED[payload_at + 1 :]
    assert cbor2.loads(longer).value == cbor2.loads(SIGNED).value
    with pytest.raises(BadSignature):
        verify(longer)
    with pytest.raises(BadSignature):
        verify(SIGNED + b"\x00")


def test_the_longest_message_passes_and_a_longer_one_does_not() -> None:
    payload = os.urandom(MAX_BYTES)
    assert verify(cose.sign(payload, authority, "test/1")) == payload
    assert decrypt(cose.encrypt(payload, SECRET, "test/1")) == payload
    with pytest.raises(BadSignature):
        verify(bytes(MAX_BYTES * 2))


def test_there_is_room_for_256_bytes_around_the_longest_message() -> None:
    """An array of one byte, a payload with 5 bytes before it, a signature of 2 + 64; sealed, a tag of 16."""
    longest = MAX_BYTES + 256 - 72
    verify(cose.sign(bytes(longest), authority, "test/1"))
    with pytest.raises(BadSignature):
        verify(cose.sign(bytes(longest + 1), authority, "test/1"))
    longest = MAX_BYTES + 256 - 22
    decrypt(cose.encrypt(bytes(longest), SECRET, "test/1"))
    with pytest.raises(BadSignature):
        decrypt(cose.encrypt(bytes(longest + 1), SECRET, "test/1"))


@given(noise(), st.binary(max_size=40), st.text(max_size=5))
def test_any_key_and_purpose_are_answered_or_refused(data: bytes, key: bytes, purpose: str) -> None:
    value_or_refusal(lambda given_bytes: cose.verify(given_bytes, key, purpose), data)
    value_or_refusal(lambda given_bytes: cose.decrypt(given_bytes, key, purpose), data)
