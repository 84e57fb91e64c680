"""What a seal's modem and its cloud say to each other over MQTT: the same sealed things that a courier carries.

    seal/1/<serial>/up      the seal publishes          seal/1/<serial>/down      the cloud publishes
QoS 1, clean session. One publication is one message [kind, body]; whatever comes twice, late or in another order is
harmless by its own numbers, as in a courier's hands.
"""

import re
from enum import IntEnum, StrEnum

from protocol.cbor import Message, unpack
from protocol.errors import Malformed

QOS = 1
KEEP_ALIVE_S = 60
# The longest question or envelope, signed; a seal cuts its slices to fit.
MAX_MESSAGE_BYTES = 8192  # a slice as long as over the link

_TOPIC = re.compile(r"seal/1/([A-Z0-9]{6,20})/(up|down)")


class Way(StrEnum):
    """The last level of a topic: who publishes there."""

    UP = "up"  # the seal
    DOWN = "down"  # the cloud


class UpKind(IntEnum):
    QUESTION = 1  # a signed Question: answered with ANSWER, before it the ENVELOPEs that are pending
    SLICE = 2  # a sealed slice: answered with RECEIPT
    UPGRADE = 3  # an Upgrade: which release it wants, and from where on; answered with CHUNK
    SEALING_KEY = 4  # a signed SealingKey


class DownKind(IntEnum):
    ANSWER = 1  # a signed Answer
    ENVELOPE = 2  # a signed envelope; what became of it is in the log
    RECEIPT = 3  # a signed receipt
    POKE = 4  # nothing: ask for contact now
    CHUNK = 5  # a Chunk of the release that it wants


class Up(Message, frozen=True):
    """What the seal says."""

    kind: UpKind
    body: bytes


class Down(Message, frozen=True):
    """What the cloud says."""

    kind: DownKind
    body: bytes


def topic(serial: str, way: Way) -> str:
    """Where the messages of a seal are published."""
    return f"seal/1/{serial}/{way}"


def read_topic(name: str) -> tuple[str, Way]:
    """Serial and way of a topic; raises `Malformed` for any other."""
    match = _TOPIC.fullmatch(name)
    if match is None:
        raise Malformed("not the topic of a seal")
    return match[1], Way(match[2])


def read_up(data: bytes) -> Up:
    """Raises `Malformed`."""
    return unpack(data, Up, limit=MAX_MESSAGE_BYTES)


def read_down(data: bytes) -> Down:
    """Raises `Malformed`."""
    message = unpack(data, Down, limit=MAX_MESSAGE_BYTES)
    if message.kind is DownKind.POKE and message.body:
        raise Malformed("a poke says nothing")
    return message
