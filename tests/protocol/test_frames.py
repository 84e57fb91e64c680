"""Framing: what goes in comes out, at any MTU; anything else is our error and ends the link."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.errors import ProtocolError
from protocol.frames import MAX_MESSAGE, MIN_FRAME, FrameError, Joiner, Splitter

messages = st.binary(min_size=1, max_size=MAX_MESSAGE)
sizes = st.integers(min_value=MIN_FRAME, max_value=514)


def join(frames: list[bytes]) -> list[bytes]:
    joiner = Joiner()
    return [message for frame in frames if (message := joiner.feed(frame)) is not None]


@given(st.lists(st.tuples(messages, sizes), max_size=8))
def test_messages_come_out_as_they_went_in(sent: list[tuple[bytes, int]]) -> None:
    splitter = Splitter()
    frames: list[bytes] = []
    for message, size in sent:
        parts = splitter.split(message, size)
        assert all(len(part) <= size for part in parts)
        frames += parts
    assert join(frames) == [message for message, _ in sent]


@given(st.lists(st.binary(max_size=600), max_size=20))
def test_any_bytes_give_messages_or_our_error(frames: list[bytes]) -> None:
    try:
        taken = join(frames)
    except FrameError:
        return
    assert all(1 <= len(message) <= MAX_MESSAGE for message in taken)


@given(st.lists(messages, min_size=1, max_size=4), sizes, st.data())
def test_a_frame_lost_repeated_or_moved_never_gives_a_wrong_message(
    sent: list[bytes], size: int, data: st.DataObject
) -> None:
    splitter = Splitter()
    frames = [frame for message in sent for frame in splitter.split(message, size)]
    at = data.draw(st.integers(0, len(frames) - 1))
    match data.draw(st.sampled_from(["lost", "repeated", "moved"])):
        case "lost":
            faulty = frames[:at] + frames[at + 1 :]
        case "repeated":
            faulty = frames[: at + 1] + frames[at:]
        case _:  # by less than a whole turn of the sequence: a link layer that loses 64 frames in a row is not a link
            faulty = frames[at % 64 :] + frames[: at % 64]
    joiner = Joiner()
    taken: list[bytes] = []
    try:
        for frame in faulty:
            if (message := joiner.feed(frame)) is not None:
                taken.append(message)
    except FrameError:
        pass
    assert taken == sent[: len(taken)]


def test_sequence_counts_across_messages_and_wraps() -> None:
    splitter = Splitter()
    frames = [splitter.split(bytes([n]), 20)[0] for n in range(70)]
    assert [frame[0] & 0x3F for frame in frames] == [n % 64 for n in range(70)]
    assert join(frames) == [bytes([n]) for n in range(70)]


@pytest.mark.parametrize("length", [1, 17, 18, MAX_MESSAGE], ids=["one", "full frame", "one more byte", "longest"])
def test_messages_at_the_edges_come_out(length: int) -> None:
    """18 bytes leave one for the second frame, the shortest there is."""
    frames = Splitter().split(bytes(length), MIN_FRAME)
    assert min(map(len, frames)) >= 2
    assert join(frames) == [bytes(length)]


def test_the_bytes_on_the_air() -> None:
    splitter = Splitter()
    assert splitter.split(b"seal", 20) == [bytes.fromhex("c0 0004") + b"seal"]
    first, second = splitter.split(bytes(range(20)), 20)
    assert first == bytes.fromhex("81 0014") + bytes(range(17))
    assert second == bytes.fromhex("42") + bytes(range(17, 20))


@pytest.mark.parametrize(
    "frames",
    [
        [b""],
        [b"\xc0"],
        [b"\xc0\x00\x01"],
        [b"\xc0\x00\x00x"],
        [b"\xc0\x08\x01" + bytes(2049)],
        [b"\xc1\x00\x01x"],
        [b"\x40x"],
        [b"\x80\x00\x01x"],
        [b"\xc0\x00\x02x"],
        [b"\xc0\x00\x01xy"],
        [b"\x80\x00\x02x", b"\x81\x00\x02x"],
        [b"\x80\x00\x02x", b"\x41"],
        [b"\x80\x00\x02x", b"\x42y"],
        [b"\x80\x00\x03x", b"\x01yzz"],
    ],
)
def test_malformed_frames_are_refused_and_nothing_is_taken_after(frames: list[bytes]) -> None:
    joiner = Joiner()
    with pytest.raises(FrameError):
        for frame in frames:
            assert joiner.feed(frame) is None
    with pytest.raises(ProtocolError):
        joiner.feed(b"\xc0\x00\x01x")


@pytest.mark.parametrize(("message", "size"), [(b"", 20), (bytes(2049), 20), (b"x", 19)])
def test_what_cannot_be_framed_is_the_callers_mistake(message: bytes, size: int) -> None:
    with pytest.raises(ValueError, match="bytes"):
        Splitter().split(message, size)
