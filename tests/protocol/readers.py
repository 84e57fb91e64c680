"""Every reader of bytes that strangers send, by name, and inputs to begin with: for the fuzzer (`fuzz.py`).

What is signed or sealed is read twice: as it comes, and signed (sealed) here by whom it should be, or no input would
ever come behind the signature. A reader gives a value, or raises one of the project's own errors, and nothing else.
"""

import contextlib
from collections.abc import Callable, Iterable
from typing import Any

from domain import seals
from domain.seals import Model
from protocol import (
    advertisement,
    cbor,
    certificates,
    contact,
    cose,
    envelopes,
    frames,
    grants,
    log,
    modem,
    session,
)
from protocol.errors import ProtocolError
from protocol.keys import AgreementKey, SigningKey, subkey
from tests.protocol.test_vectors import KEYS, PLAIN, SECRET, SIGNED, VECTORS

SERIAL = "GL0000000001"
SIGNER = SigningKey(bytes.fromhex(KEYS["authority"]["secret"]))
STATIC = AgreementKey(bytes.fromhex(KEYS["seal static"]["secret"]))
Reader = Callable[[bytes], Any]
SEAL = bytes.fromhex(KEYS["seal signing"]["public"])
SIGNERS = {vector["name"]: vector["signer"] for vector in VECTORS["signed"]}
PURPOSES = {vector["name"]: vector["purpose"] for vector in VECTORS["signed"]}


def by_the_right_key(name: str) -> Reader:
    """What a signer says who has lost his mind."""
    read, purpose = SIGNED[name], PURPOSES[name]
    return lambda data: read(cose.sign(data, SIGNER, purpose), SIGNER.public)


def by_anybody(name: str) -> Reader:
    read, public = SIGNED[name], bytes.fromhex(KEYS[SIGNERS[name]]["public"])
    return lambda data: read(data, public)


def sealed(purpose: str, read: Callable[[bytes, bytes], Any]) -> Reader:
    """Under the right key of the binding."""
    key = subkey(SECRET, purpose.partition("/")[0])
    return lambda data: read(cose.encrypt(data, key, purpose), SECRET)


def slice_of(data: bytes) -> Any:
    """Its cover comes from the input as well."""
    first, last, inner = data[:1], data[1:2], data[2:]
    signed = cose.sign(inner, SIGNER, "slice/1")
    box = cose.encrypt(signed, subkey(SECRET, "log"), "log/1")
    cover = log.SealedSlice(SERIAL, 1, first[0] if first else 0, last[0] if last else 0, box)
    return log.open_slice(cbor.pack(cover), SIGNER.public, SECRET)


def pieces(data: bytes) -> Iterable[bytes]:
    """Each begins with its length."""
    while data:
        yield data[1 : 1 + data[0]]
        data = data[1 + data[0] :]


def joined(data: bytes) -> None:
    joiner = frames.Joiner()
    for frame in pieces(data):
        joiner.feed(frame)


def shaken(data: bytes) -> None:
    """A seal that somebody shakes hands with."""
    hands = session.SealHandshake(STATIC, b"identity", 1)
    for message in pieces(data):
        hands.answer(message)
        hands.finish(message, SIGNER.public, SIGNER.public)


def shown(data: bytes) -> None:
    """A console to which something answers that is no seal."""
    hands = session.ConsoleHandshake(STATIC, SIGNER.public)
    hands.start()
    hands.read(data)


def text(read: Callable[[str], Any]) -> Reader:
    return lambda data: read(data.decode("utf-8", "replace"))


def message(kind: type[cbor.Message]) -> Reader:
    return lambda data: cbor.unpack(data, kind)


BODIES: list[Reader] = [
    envelopes.read_bind,
    envelopes.read_end,
    envelopes.read_loss_lock,
    envelopes.read_offline_use,
    envelopes.read_regime,
    envelopes.read_settings,
    envelopes.read_finger_enrol,
    envelopes.read_finger_delete,
    envelopes.read_unbind,
    envelopes.read_revoke,
]
_DIFFERENT = [
    *("question", "answer", "envelope: grant", "receipt", "root", "identity", "delivery", "claim"),
    *("console certificate", "sealing key"),
]
# Name -> reader. The place in this table is the first byte.
READERS: dict[str, Reader] = {
    "cbor": cbor.decode,
    **PLAIN,
    **{f"{name}, signed here": by_the_right_key(name) for name in [*_DIFFERENT, "grant", "slice"]},
    **{f"{name}, as it comes": by_anybody(name) for name in _DIFFERENT},
    "status, sealed here": sealed("status/1", contact.open_status),
    "activation, sealed here": sealed("activate/1", envelopes.open_activation),
    "sealed as it comes": lambda data: contact.open_status(data, SECRET),
    "grant as it comes": lambda data: grants.open_grant(data, SIGNER.public, SECRET),
    "slice as it comes": lambda data: log.open_slice(data, SEAL, SECRET),
    "slice": slice_of,
    "entry": log.read_entry,
    **{f"body {at}": read for at, read in enumerate(BODIES)},
    "root file": certificates.read_root,
    "without its signature": cose.unverified,
    "seal's hello": message(session.SealHello),
    "console's hello": message(session.ConsoleHello),
    "frames": joined,
    "handshake at a seal": shaken,
    "handshake at a console": shown,
    "advertisement": advertisement.Advertisement.decode,
    "info": message(advertisement.Info),
    "name on the air": text(advertisement.model_of),
    "code on a seal": text(seals.serial_of_link),
    "topic": text(modem.read_topic),
}
NAMES = list(READERS)


def corpus() -> Iterable[tuple[str, bytes]]:
    """What the vectors give to begin with."""
    for vector in VECTORS["messages"]:
        yield vector["name"], bytes.fromhex(vector["bytes"])
        yield "cbor", bytes.fromhex(vector["bytes"])
    for vector in VECTORS["signed"]:
        name = "envelope: grant" if vector["name"].startswith("envelope") else vector["name"]
        name = name if f"{name}, signed here" in READERS else name.partition(" of ")[0].partition(" to ")[0]
        name = name.removeprefix("pre-authorized ").removesuffix(" for documents")
        yield f"{name}, signed here", bytes.fromhex(vector["payload"])
        if f"{name}, as it comes" in READERS:
            yield f"{name}, as it comes", bytes.fromhex(vector["signed"])
        yield "without its signature", bytes.fromhex(vector["signed"])
        if "body" in vector["fields"]:
            for at in range(len(BODIES)):
                yield f"body {at}", bytes.fromhex(str(vector["fields"]["body"]))
        if vector["name"] == "root":
            yield "root file", bytes.fromhex(vector["signed"])
        if vector["name"] == "slice":
            yield "slice", b"\x01\x03" + bytes.fromhex(vector["payload"])
    status, grant, sliced, activation = VECTORS["sealed"]
    yield "status, sealed here", bytes.fromhex(status["content"])
    yield "sealed as it comes", bytes.fromhex(status["sealed"])
    yield "grant as it comes", bytes.fromhex(grant["sealed"])
    yield "activation, sealed here", bytes.fromhex(activation["content"])
    yield "slice as it comes", bytes.fromhex(VECTORS["log"]["sealed_slice_1_to_3"])
    yield "sealed as it comes", bytes.fromhex(sliced["sealed"])
    for vector in VECTORS["log"]["entries"]:
        yield "entry", bytes.fromhex(vector["entry"])
    for vector in VECTORS["frames"]:
        yield "frames", b"".join(bytes([len(frame) // 2]) + bytes.fromhex(frame) for frame in vector["frames"])
    yield "code on a seal", (seals.LINK + SERIAL).encode()
    yield "topic", modem.topic(SERIAL, modem.Way.UP).encode()
    yield "name on the air", b"ZGY_GL_1A2B"
    yield "seal's hello", cbor.pack(session.SealHello(b"identity", 1))
    yield "console's hello", cbor.pack(session.ConsoleHello(None, b"certificate"))
    yield "info", cbor.pack(advertisement.Info(2, SERIAL, Model.GL, "GYGL2020121706", contact.Phase.USABLE))
    yield "advertisement", b"\x02\x50\x03"
    for vector in VECTORS["refused"]:
        yield "without its signature", bytes.fromhex(vector["bytes"])


def one_input(data: bytes) -> None:
    """Read it; raises what is not one of our own errors."""
    if not data:
        return
    with contextlib.suppress(ProtocolError):
        READERS[NAMES[data[0] % len(NAMES)]](data[1:])
