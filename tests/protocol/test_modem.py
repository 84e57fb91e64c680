"""Over the modem: a topic names one seal and one way, and a message is what its way says or nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import modem
from protocol.cbor import encode, pack
from protocol.envelopes import MAX_ENVELOPE_BYTES
from protocol.errors import Malformed
from protocol.modem import MAX_MESSAGE_BYTES, Down, DownKind, Up, UpKind, Way
from tests.protocol.examples import SERIAL, value_or_refusal
from tests.protocol.strategies import damaged, message, noise

ROOM = MAX_MESSAGE_BYTES - len(encode([1, bytes(256)])) + 256  # for a body


@given(message(Up))
def test_what_a_seal_says_is_read_again(said: Up) -> None:
    assert modem.read_up(pack(said)) == said


@given(message(Down).filter(lambda said: said.kind is not DownKind.POKE) | st.just(Down(DownKind.POKE, b"")))
def test_what_the_cloud_says_is_read_again(said: Down) -> None:
    assert modem.read_down(pack(said)) == said


@given(noise() | damaged(pack(Up(UpKind.SLICE, b"slice"))) | damaged(pack(Down(DownKind.POKE, b""))))
def test_any_bytes_are_a_message_or_refused(data: bytes) -> None:
    value_or_refusal(modem.read_up, data)
    value_or_refusal(modem.read_down, data)


@pytest.mark.parametrize(
    "value",
    [[0, b""], [5, b""], [1], [1, b"", 0], [1, "text"], [1, None], [True, b""], [None, b""], {}, None, "up", 1, []],
    ids=repr,
)
def test_what_a_seal_never_says_is_refused(value: Any) -> None:
    with pytest.raises(Malformed):
        modem.read_up(encode(value))


@pytest.mark.parametrize(
    "value", [[0, b""], [6, b""], [1], [1, b"", 0], [1, "text"], [4, b"x"], [4, None], {}, None, []], ids=repr
)
def test_what_the_cloud_never_says_is_refused(value: Any) -> None:
    with pytest.raises(Malformed):
        modem.read_down(encode(value))


def test_a_message_has_a_limit_that_each_order_fits() -> None:
    assert len(modem.read_up(pack(Up(UpKind.SLICE, bytes(ROOM)))).body) == ROOM
    assert len(modem.read_down(pack(Down(DownKind.ENVELOPE, bytes(ROOM)))).body) == ROOM
    for read, longer in (
        (modem.read_up, Up(UpKind.SLICE, bytes(ROOM + 1))),
        (modem.read_down, Down(DownKind.ENVELOPE, bytes(ROOM + 1))),
    ):
        with pytest.raises(Malformed, match="at most"):
            read(pack(longer))
    assert MAX_ENVELOPE_BYTES + 256 <= ROOM


@given(st.from_regex(r"[A-Z0-9]{6,20}", fullmatch=True), st.sampled_from(Way))
def test_a_topic_is_read_again(serial: str, way: Way) -> None:
    assert modem.read_topic(modem.topic(serial, way)) == (serial, way)


def test_the_topics_are_what_the_specification_says() -> None:
    assert modem.topic(SERIAL, Way.UP) == "seal/1/GL0000000001/up"
    assert modem.topic(SERIAL, Way.DOWN) == "seal/1/GL0000000001/down"


@pytest.mark.parametrize(
    "name",
    [
        "", "seal/1/GL0000000001", "seal/1/GL0000000001/", "seal/1/GL0000000001/sideways", "seal/1/GL0000000001/up/",
        "/seal/1/GL0000000001/up", "seal/2/GL0000000001/up", "seal/1/+/up", "seal/1/#", "seal/1/gl0000000001/up",
        "seal/1/ABCDE/up", f"seal/1/{'A' * 21}/up", "seal/1/GL0000000001/up\n", "seal/1/GL000/0001/up",
        "seal/1/GL0000000001/UP",
    ],
)  # fmt: skip
def test_another_topic_is_none_of_a_seal(name: str) -> None:
    with pytest.raises(Malformed):
        modem.read_topic(name)
