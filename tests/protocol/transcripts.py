"""Frames of a link and whole sessions with fixed ephemeral keys, for the published vectors."""

import warnings
from typing import Any

from noise.connection import Keypair

from protocol import conversation as talk
from protocol.cbor import pack
from protocol.frames import Splitter
from protocol.keys import AgreementKey
from protocol.session import NAME, PROLOGUE, ConsoleHandshake, ConsoleHello, SealHandshake
from tests.protocol import examples as ex

# Only for the transcripts: an ephemeral key that is used twice protects nothing.
EPHEMERAL = {"console": AgreementKey(b"\x21" * 32), "seal": AgreementKey(b"\x22" * 32)}


def frames() -> list[dict[str, Any]]:
    """Three messages one after the other on one link, at the smallest MTU."""
    splitter, room = Splitter(), 20
    return [
        {
            "frame_size": room,
            "message": message.hex(),
            "frames": [frame.hex() for frame in splitter.split(message, room)],
        }
        for message in (b"short", bytes(range(17)), bytes(range(60)))
    ]


def handshake(hello: ConsoleHello, binding_number: int, live: talk.Live) -> dict[str, Any]:
    """A whole session with fixed ephemeral keys: three messages, then one each way, then one each way again."""
    console = ConsoleHandshake(ex.console_static, ex.maker.public)
    seal = SealHandshake(ex.seal_static, ex.identity, binding_number)
    with warnings.catch_warnings(action="ignore", category=UserWarning):  # the library warns of fixed ephemeral keys
        for side, name in ((console, "console"), (seal, "seal")):
            side._noise.set_keypair_from_private_bytes(  # pyright: ignore[reportPrivateUsage]
                Keypair.EPHEMERAL, EPHEMERAL[name].secret
            )
        first = console.start()
        second = seal.answer(first)
    console.read(second)
    third, ours = console.finish(hello)
    _, theirs = seal.finish(third, ex.platform.public, ex.authority.public if binding_number else None)
    request = pack(talk.Request(1, talk.Op.STATUS, b""))
    answer = pack(talk.Answer(1, talk.Code.OK, pack(live)))
    spoken = [("console", request), ("seal", answer), ("console", request), ("seal", answer)]
    return {
        "protocol": NAME.decode(),
        "prologue": PROLOGUE.hex(),
        "console_static": ex.console_static.secret.hex(),
        "console_ephemeral": EPHEMERAL["console"].secret.hex(),
        "seal_static": ex.seal_static.secret.hex(),
        "seal_ephemeral": EPHEMERAL["seal"].secret.hex(),
        "seal_binding": binding_number,
        "console_hello": pack(hello).hex(),
        "messages": [first.hex(), second.hex(), third.hex()],
        "transport": [
            {"from": who, "plain": said.hex(), "sealed": (ours if who == "console" else theirs).seal(said).hex()}
            for who, said in spoken
        ],
    }
