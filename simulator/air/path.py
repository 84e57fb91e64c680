"""The way between two chips: how often they meet and what fits (`Conditions`), and what happens to single frames.

Without conditions everything arrives at once, as in a room where the radio is never the slow part.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

ATT_CHANNEL = 4  # of L2CAP
_MTU_REQUEST, _MTU_RESPONSE = 0x02, 0x03
_WRITE_REQUEST, _WRITE_COMMAND, _NOTIFICATION = 0x12, 0x52, 0x1B
_FRAMES = frozenset({_WRITE_REQUEST, _WRITE_COMMAND, _NOTIFICATION})
_PACKET = 251  # bytes of one packet of the link layer

# At 1 Mbit/s: preamble, address, header, checks around a packet, the empty packet that answers it, and two pauses.
_BIT_S = 1e-6
_OVERHEAD_S = (14 + 10) * 8 * _BIT_S + 2 * 150e-6


@dataclass(frozen=True)
class Conditions:
    """`interval_ms` from one meeting of two chips to the next (0: they always meet), in which as many packets go as
    have time; `mtu` is the most that both sides may agree on: 247 most computers, 185 a phone, 23 an old one."""

    interval_ms: float = 0.0
    mtu: int = 517


class Fault(StrEnum):
    """What may happen to a frame. A real radio does none but CUT and DELAY: systems and attackers do the rest."""

    DROP = "drop"
    DELAY = "delay"
    DOUBLE = "double"
    CUT = "cut"  # the link ends instead, for both sides


@dataclass
class Mischief:
    """`fault` befalls the `at`-th frame (1-based, of both directions of all links) from now on; `delay_s` for DELAY.

    `frames` counts them. A frame is a write to a characteristic or to its subscription, or a notification.
    """

    fault: Fault
    at: int
    delay_s: float = 0.0
    frames: int = 0

    def strikes(self, pdu: bytes) -> bool:
        """This is the frame."""
        if not is_frame(pdu):
            return False
        self.frames += 1
        return self.frames == self.at


def is_frame(pdu: bytes) -> bool:
    """A unit of L2CAP that carries a part of a conversation, not the reading of services."""
    return len(pdu) > 4 and int.from_bytes(pdu[2:4], "little") == ATT_CHANNEL and pdu[4] in _FRAMES


def unanswered(pdu: bytes) -> bytes:
    """The same frame as a write that no answer belongs to: hosts cannot take two answers to one request."""
    return pdu[:4] + bytes([_WRITE_COMMAND]) + pdu[5:] if pdu[4] == _WRITE_REQUEST else pdu


def limited(pdu: bytes, mtu: int) -> bytes:
    """The same, or the exchange of sizes with no more in it than `mtu`."""
    if len(pdu) == 7 and int.from_bytes(pdu[2:4], "little") == ATT_CHANNEL and pdu[4] in (_MTU_REQUEST, _MTU_RESPONSE):
        return pdu[:5] + min(mtu, int.from_bytes(pdu[5:7], "little")).to_bytes(2, "little")
    return pdu


def air_time(pdu: bytes) -> float:
    """Seconds that it takes on the air, in packets of 251 bytes, each acknowledged."""
    return len(pdu) * 8 * _BIT_S + _OVERHEAD_S * -(-len(pdu) // _PACKET)


class Path:
    """One link's traffic of both directions, in order, at the meetings of its two chips."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Callable[[], None], float]] = deque()
        self._timer: asyncio.Handle | None = None
        self._not_before = 0.0

    @property
    def idle(self) -> bool:
        return not self._waiting

    def put(self, deliver: Callable[[], None], seconds: float, interval_ms: float, delay_s: float = 0.0) -> None:
        """`deliver` when its turn comes; it takes `seconds` of a meeting. A delay holds up what comes behind."""
        loop = asyncio.get_running_loop()
        if delay_s:
            self._not_before = loop.time() + delay_s
        elif interval_ms == 0 and not self._waiting and loop.time() >= self._not_before:
            loop.call_soon(deliver)
            return
        self._waiting.append((deliver, seconds))
        if self._timer is None:
            self._meet_later(interval_ms / 1000)

    def _meet_later(self, interval: float) -> None:
        loop = asyncio.get_running_loop()
        now = max(loop.time(), self._not_before)
        due = (now // interval + 1) * interval if interval else now
        self._timer = loop.call_at(due, self._meet, due, interval)

    def _meet(self, due: float, interval: float) -> None:
        """At least one packet, else as many as fit between this meeting and the next."""
        self._timer = None
        if due < self._not_before:
            self._meet_later(interval)
            return
        left = interval
        while self._waiting and (not interval or left == interval or left + _BIT_S >= self._waiting[0][1]):
            deliver, seconds = self._waiting.popleft()
            left -= seconds
            deliver()
        if self._waiting:
            self._timer = asyncio.get_running_loop().call_at(due + interval, self._meet, due + interval, interval)
