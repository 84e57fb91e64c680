"""Releases: the maker's manifest, versions that compare by their number, and chunks that fit what carries them."""

from typing import Any

import pytest
from hypothesis import given

from domain.seals import presses_to_switch, version_number
from protocol import conversation, firmware, modem
from protocol.cbor import encode, pack, unpack
from protocol.conversation import MAX_BODY_BYTES, Op, Request
from protocol.cose import sign
from protocol.errors import Malformed, ProtocolError
from protocol.firmware import CHUNK_BYTES, MAX_CHUNK_BYTES, MAX_RELEASE_BYTES, Chunk, Manifest, Upgrade
from protocol.frames import Splitter
from protocol.modem import Down, DownKind
from protocol.session import TAG_BYTES
from tests.protocol import examples as ex
from tests.protocol.strategies import damaged, message, noise

MTU = 247


def test_a_manifest_is_the_makers_alone() -> None:
    signed = firmware.sign_manifest(ex.MANIFEST, ex.maker)
    assert firmware.open_manifest(signed, ex.maker.public) == ex.MANIFEST
    assert ex.MANIFEST.number == 2026120101
    ex.none_but({"firmware/1"}, lambda data: firmware.open_manifest(data, ex.maker.public), ex.maker, pack(ex.MANIFEST))
    for flipped in ex.flips(signed):
        ex.refused(lambda data: firmware.open_manifest(data, ex.maker.public), flipped)
    ex.refused(lambda data: firmware.open_manifest(data, ex.authority.public), signed)


@pytest.mark.parametrize(
    "value",
    [
        ["XL", "GYGL2026120101", 9, bytes(32)],
        ["GL", "GYGL2026120101", 0, bytes(32)],
        ["GL", "GYGL2026120101", MAX_RELEASE_BYTES + 1, bytes(32)],
        ["GL", "GYGL2026120101", 9, bytes(31)],
        ["GL", "GYGL2026120101", 9, bytes(32), 0],
        ["GL", "GYGL2026120101", 9],
        ["GL", "GYGL2026120101\n", 9, bytes(32)],
        ["GL", "2026120101", 9, bytes(32)],
        {}, None, [],
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_manifest_is_malformed_although_the_maker_signed_it(value: Any) -> None:
    with pytest.raises(Malformed):
        firmware.open_manifest(sign(encode(value), ex.maker, "firmware/1"), ex.maker.public)


@given(message(Manifest))
def test_any_manifest_is_read_again(manifest: Manifest) -> None:
    assert firmware.open_manifest(firmware.sign_manifest(manifest, ex.maker), ex.maker.public) == manifest


@given(message(Chunk) | message(Upgrade))
def test_any_chunk_and_upgrade_is_read_again(said: Chunk | Upgrade) -> None:
    assert unpack(pack(said), type(said)) == said


@given(noise() | damaged(pack(Chunk(bytes(32), 1872, b"some of it"))))
def test_whatever_comes_is_read_or_refused(data: bytes) -> None:
    for kind in (Chunk, Upgrade, Manifest):
        try:
            unpack(data, kind)
        except ProtocolError as error:
            assert str(error)


@pytest.mark.req("R-058", "C-19")
@pytest.mark.parametrize(
    ("version", "number", "presses"),
    [("GYGL2020121706", 2020121706, 5), ("GYGL2020121705", 2020121705, 2), ("GL", 0, 2), ("", 0, 2),
     ("GY2GL2021", 2021, 2), ("GYGL2020121706b", 0, 2)],
)  # fmt: skip
def test_versions_compare_by_the_digits_at_their_end(version: str, number: int, presses: int) -> None:
    assert (version_number(version), presses_to_switch(version)) == (number, presses)


def test_a_chunk_fills_eight_frames_and_not_a_byte_more_than_a_message() -> None:
    last = MAX_RELEASE_BYTES - CHUNK_BYTES
    body = pack(Chunk(bytes(32), last, bytes(CHUNK_BYTES)))
    assert len(body) <= MAX_BODY_BYTES
    plain = pack(Request(2**16 - 1, Op.GIVE_CHUNK, body))
    frames = Splitter().split(plain + bytes(TAG_BYTES), MTU - 3)
    assert len(frames) == 8
    assert sum(map(len, frames)) > 8 * (MTU - 3) - 16
    assert len(plain) + TAG_BYTES <= conversation.MAX_MESSAGE_BYTES


def test_the_longest_chunk_fits_a_message_of_the_modem() -> None:
    chunk = pack(Chunk(bytes(32), MAX_RELEASE_BYTES - 1, bytes(MAX_CHUNK_BYTES)))
    assert len(pack(Down(DownKind.CHUNK, chunk))) <= modem.MAX_MESSAGE_BYTES
