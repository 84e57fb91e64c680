"""A release of the firmware: the maker's signed manifest, and the chunks in which it comes to a seal (R-169).

Whoever brings the chunks is trusted with nothing: the seal takes each only at its own offset, and runs the whole only
if it has the size and the hash of a manifest that its maker signed, and a newer version than what runs.
"""

from enum import IntEnum
from typing import Annotated

import msgspec

from domain.seals import version_number
from protocol import cose
from protocol.cbor import Message, pack, unpack
from protocol.keys import SigningKey
from protocol.log import Head, Number

MAX_RELEASE_BYTES = 1024 * 1024
# With its cover a chunk fills eight frames at an MTU of 247, so that none travels half empty; and less than a message.
CHUNK_BYTES = 1872
MAX_CHUNK_BYTES = 8000  # over MQTT
CHECK_AFTER_MS = 120_000
"""A seal looks for a release by itself so long after it was switched on (R-169)."""
LEAST_BATTERY = 30
"""Percent below which it does not restart with a new version, unless it is being charged."""
TIMES_STARTED_AGAIN = 2
"""A release whose bytes were not the maker's begins anew so often; then it is given up."""
MAX_MANIFEST = 256

Version = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2,8}[0-9]{6,14}\Z")]
Size = Annotated[int, msgspec.Meta(ge=1, le=MAX_RELEASE_BYTES)]


class Manifest(Message, frozen=True):
    """What the maker says of a release: for which model, its version, size in bytes and SHA-256."""

    model: Annotated[str, msgspec.Meta(pattern=r"^(GL|L)\Z")]
    version: Version
    size: Size
    sha256: Head

    @property
    def number(self) -> int:
        """By what its version compares (C-19)."""
        return version_number(self.version)


class UpgradeState(IntEnum):
    """How far a seal is with a release."""

    NONE = 0  # it wants none
    DOWNLOADING = 1
    VERIFIED = 2  # the whole is here; it restarts as soon as nobody uses it and the battery allows
    UPDATING = 3  # it runs on trial


class UpgradeFault(IntEnum):
    """Why an upgrade failed, as the log says it."""

    HASH = 1  # what came is not what the maker signed, for the third time: before, it begins anew
    NO_ROOM = 2  # it is larger than what this model has room for
    NOT_STARTED = 3  # the trial ended before the self-check did: the power went, or it does not run
    SELF_CHECK = 4  # it ran, and did not pass
    WITHDRAWN = 5  # the cloud wants it no more


class Upgrade(Message, frozen=True):
    """How a seal's upgrade goes. `release`: SHA-256 of the release it wants, none without one; `offset`: it has so many
    of its `size` bytes; `due`: it looks for a release now."""

    state: UpgradeState
    release: Head | None
    offset: Number
    size: Number
    due: bool


class Chunk(Message, frozen=True):
    """A part of a release, from `offset` on."""

    release: Head
    offset: Number
    data: Annotated[bytes, msgspec.Meta(min_length=1, max_length=MAX_CHUNK_BYTES)]


def sign_manifest(manifest: Manifest, maker: SigningKey) -> bytes:
    """By the maker."""
    return cose.sign(pack(manifest), maker, "firmware/1")


def open_manifest(data: bytes, maker: bytes) -> Manifest:
    """Raises `BadSignature` or `Malformed`."""
    return unpack(cose.verify(data, maker, "firmware/1"), Manifest, limit=MAX_MANIFEST)
