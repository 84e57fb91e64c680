"""Releases for a seal of `tests.simulator.world`, good ones and others, and how they come into it."""

import hashlib
from dataclasses import dataclass

from domain.seals import Model
from protocol import firmware
from protocol.cbor import pack, unpack
from protocol.conversation import Code, Op
from protocol.envelopes import Kind
from protocol.firmware import CHUNK_BYTES, Chunk, Manifest, Upgrade
from protocol.keys import SigningKey
from protocol.log import AckEntry, EventEntry, EventKind, Outcome
from simulator.firmware import image
from simulator.firmware.boot import RESTART_MS
from simulator.firmware.image import Image
from simulator.firmware.upgrade import QUIET_MS
from tests.simulator.world import World, board, maker

OLD, NEW, NEWEST = "GYGL2020121706", "GYGL2026120101", "GYGL2026120102"
NOISE = hashlib.shake_128(b"noise").digest(997)  # no two chunks are the same


@dataclass(frozen=True)
class Release:
    """As it is given to a cloud."""

    version: str
    manifest: bytes
    data: bytes

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.data).digest()

    def chunk(self, offset: int, size: int = CHUNK_BYTES) -> Chunk:
        return Chunk(self.id, offset, self.data[offset : offset + size])


def release(
    version: str = NEW, size: int = 5000, signer: SigningKey = maker, model: str = "GL", **says: bool
) -> Release:
    """`says`: what the image does when it is tried."""
    data = image.write(Image(model, version, **says), size, NOISE)
    return Release(version, manifest(version, data, signer, model), data)


def manifest(version: str, data: bytes, signer: SigningKey = maker, model: str = "GL") -> bytes:
    word = Manifest(model, version, len(data), hashlib.sha256(data).digest())
    return firmware.sign_manifest(word, signer)


def order(made: World, of: Release | None) -> Code:
    """None: no release is wanted any more."""
    return made.send(Kind.FIRMWARE, of.manifest if of else b"")


def give_chunk(made: World, chunk: Chunk) -> Upgrade:
    code, body = made.request(Op.GIVE_CHUNK, pack(chunk))
    assert code is Code.OK, code
    return unpack(body, Upgrade)


def how_far(made: World) -> Upgrade:
    code, body = made.request(Op.FIRMWARE)
    assert code is Code.OK, code
    return unpack(body, Upgrade)


def give(made: World, of: Release, size: int = CHUNK_BYTES) -> Upgrade:
    """From where it is to the end."""
    at = how_far(made)
    while at.release == of.id and at.offset < at.size:
        after = give_chunk(made, of.chunk(at.offset, size))
        assert after.offset > at.offset or after.release != of.id or after.offset == 0
        if after.offset <= at.offset:
            return after
        at = after
    return at


def restart(made: World) -> None:
    """Nobody does anything with it, and it starts anew; then somebody is there again."""
    made.wait(QUIET_MS / 1000)
    assert not made.seal.on
    made.wait(RESTART_MS / 1000)
    assert made.seal.on
    made.seal.connect(made.certificate())
    assert made.contact() is Code.OK


def upgrade(made: World, of: Release) -> None:
    """The whole of it."""
    assert order(made, of) is Code.OK
    give(made, of)
    restart(made)


# What is to be seen of it

RUNS, VERIFIED, UPDATING, CONFIRMED, FAILED = (
    EventKind.FIRMWARE_RUNS,
    EventKind.FIRMWARE_VERIFIED,
    EventKind.FIRMWARE_UPDATING,
    EventKind.FIRMWARE_CONFIRMED,
    EventKind.FIRMWARE_FAILED,
)
OLD_NUMBER, NUMBER, NEWEST_NUMBER = 2020121706, 2026120101, 2026120102


def bound(version: str = OLD, model: Model = Model.GL) -> World:
    made = World(board(model, firmware=version))
    made.bind()
    return made


def told(made: World) -> list[tuple[EventKind, int]]:
    """What the log says of firmware."""
    return [
        (entry.kind, entry.detail)
        for entry in made.entries()
        if isinstance(entry, EventEntry) and entry.kind.name.startswith("FIRMWARE")
    ]


def outcome(made: World) -> Outcome:
    return [entry for entry in made.entries() if isinstance(entry, AckEntry)][-1].outcome


def parts(made: World) -> int:
    return len(made.storage.read("image/"))
