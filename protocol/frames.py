"""Framing of the Bluetooth link: messages cut to what one GATT write or notification holds, and put together again.

A frame is one header byte and a part of the message: bit 7 START, bit 6 END, bits 5..0 the sequence. The first frame of
a message carries the message's length (2 bytes, big-endian) after the header. The sequence starts at 0 with each link
and counts every frame of one direction, modulo 64, across messages: so a whole message that got lost is seen as well.

The link layer of Bluetooth delivers in order and complete or not at all; a gap therefore means a peer or a system that
breaks the rules, and the only answer is to drop the link. Nothing here is secured: that is the session's work.
"""

from protocol.errors import ProtocolError

MAX_MESSAGE = 2048
"""Bytes of one message to a seal. Two kilobytes are what a small microcontroller can set aside twice."""

MAX_FROM_SEAL = 8192
"""Bytes of one message from a seal, which it makes frame by frame: a full log in four times fewer signatures."""

MIN_FRAME = 20
"""Bytes of one frame at the smallest MTU of Bluetooth LE (23, less three of the attribute protocol)."""

_START = 0x80
_END = 0x40
_SEQUENCE = 0x3F


class FrameError(ProtocolError):
    """A gap, an overrun or a malformed frame: drop the link."""


class Splitter:
    """The sending half of one direction of one link, with messages of at most `limit` bytes."""

    def __init__(self, limit: int = MAX_MESSAGE) -> None:
        self._limit = limit
        self._sequence = 0

    def split(self, message: bytes, frame_size: int) -> list[bytes]:
        """Frames of at most `frame_size` bytes (MTU less 3) that carry `message` (1 to `limit` bytes).

        ValueError if the message or the frame size is out of range: that is the caller's mistake, not the peer's.
        """
        if not 1 <= len(message) <= self._limit:
            raise ValueError(f"a message has 1 to {self._limit} bytes, not {len(message)}")
        if frame_size < MIN_FRAME:
            raise ValueError(f"a frame has room for at least {MIN_FRAME} bytes, not {frame_size}")
        rest = len(message).to_bytes(2, "big") + message
        room = frame_size - 1
        parts = [rest[at : at + room] for at in range(0, len(rest), room)]
        last = len(parts) - 1
        return [
            bytes([(_START if at == 0 else 0) | (_END if at == last else 0) | self._next()]) + part
            for at, part in enumerate(parts)
        ]

    def _next(self) -> int:
        sequence = self._sequence
        self._sequence = (sequence + 1) & _SEQUENCE
        return sequence


class Joiner:
    """The receiving half of one direction of one link. After a FrameError it takes nothing more."""

    def __init__(self, limit: int = MAX_MESSAGE) -> None:
        self._limit = limit
        self._sequence = 0
        self._message = bytearray()
        self._length = 0
        self._broken = False

    def feed(self, frame: bytes) -> bytes | None:
        """The message that this frame completes, or None. FrameError: the link is to be dropped."""
        if self._broken:
            raise FrameError("the link is broken")
        try:
            return self._take(frame)
        except FrameError:
            self._broken = True
            self._message.clear()
            raise

    def _take(self, frame: bytes) -> bytes | None:
        if len(frame) < 2:
            raise FrameError("a frame has a header and a part of a message")
        header, part = frame[0], frame[1:]
        if header & _SEQUENCE != self._sequence:
            raise FrameError(f"frame {header & _SEQUENCE} where {self._sequence} was due")
        self._sequence = (self._sequence + 1) & _SEQUENCE
        if header & _START:
            part = self._begin(part)
        elif not self._length:
            raise FrameError("a message that has no beginning")
        self._message += part
        return self._complete(ended=bool(header & _END))

    def _begin(self, part: bytes) -> bytes:
        if self._length:
            raise FrameError("a message begins inside another")
        if len(part) < 3:
            raise FrameError("a first frame has a length and a part of a message")
        self._length = int.from_bytes(part[:2], "big")
        if not 1 <= self._length <= self._limit:
            raise FrameError(f"a message of {self._length} bytes")
        return part[2:]

    def _complete(self, *, ended: bool) -> bytes | None:
        missing = self._length - len(self._message)
        if missing < 0 or ended != (missing == 0):
            raise FrameError("a message is not as long as it said")
        if missing:
            return None
        message = bytes(self._message)
        self._message.clear()
        self._length = 0
        return message
