"""The published vectors: they are what the generator makes, and every reader and writer of the package agrees."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from noise.connection import Keypair, NoiseConnection

from protocol import cbor, certificates, contact, conversation, cose, envelopes, frames, grants, log, modem, sealing
from protocol.certificates import Claim, ConsoleCertificate, Delivery, Identity, Root
from protocol.errors import Malformed, ProtocolError
from protocol.keys import AgreementKey, SigningKey, binding_secret, key_id, subkey
from protocol.published_keys import PUBLISHED_KEYS
from protocol.session import SealHello
from tests.protocol import make_vectors

VECTORS: dict[str, Any] = json.loads(make_vectors.FILE.read_text(encoding="utf-8"))
KEYS: dict[str, Any] = VECTORS["keys"]
SECRET = bytes.fromhex(VECTORS["binding"]["secret"])
GRANT_KEY = subkey(SECRET, "grant")


def reader_of(kind: type[cbor.Message]) -> Callable[[bytes], Any]:
    return lambda data: cbor.unpack(data, kind)


PLAIN: dict[str, Callable[[bytes], Any]] = {
    "operation": reader_of(conversation.Operation),
    "span": reader_of(conversation.Span),
    "bind request": reader_of(conversation.BindRequest),
    "activate request": reader_of(conversation.ActivateRequest),
    "place claim": conversation.read_place,
    "taken": reader_of(conversation.Taken),
    "taken in free use": reader_of(conversation.Taken),
    "live": reader_of(conversation.Live),
    "press": reader_of(conversation.Press),
    "entries notice": reader_of(conversation.EntriesNotice),
    "finger notice": reader_of(conversation.FingerNotice),
    "sealed slice": reader_of(log.SealedSlice),
    "request": conversation.read_request,
    "answer": conversation.read_from_seal,
    "notice": conversation.read_from_seal,
    "sealing request": reader_of(sealing.SealingRequest),
    "sealed": reader_of(sealing.Sealed),
    "up": modem.read_up,
    "down": modem.read_down,
}


def opened_slice(signed: bytes, public: bytes) -> log.Slice:
    box = cose.encrypt(signed, subkey(SECRET, "log"), "log/1")
    cover = cbor.pack(log.SealedSlice("GL0000000001", 1, 1, 3, box))
    return log.open_slice(cover, public, SECRET)[0]


def opened_grant(signed: bytes, public: bytes) -> grants.Grant:
    return grants.open_grant(cose.encrypt(signed, GRANT_KEY, "grant/1"), public, SECRET)


SIGNED: dict[str, Callable[[bytes, bytes], Any]] = {
    "root": lambda data, public: certificates.check(data, Root, public),
    "identity": lambda data, public: certificates.check(data, Identity, public),
    "delivery": lambda data, public: certificates.check(data, Delivery, public),
    "claim": lambda data, public: certificates.check(data, Claim, public),
    "console certificate": lambda data, public: certificates.check(data, ConsoleCertificate, public),
    "question of an unbound seal": contact.open_question,
    "answer to an unbound seal": contact.open_answer,
    "question": contact.open_question,
    "answer": contact.open_answer,
    "envelope: bind": envelopes.open_envelope,
    "envelope: grant": envelopes.open_envelope,
    "envelope: end": envelopes.open_envelope,
    "envelope: loss lock": envelopes.open_envelope,
    "envelope: offline use": envelopes.open_envelope,
    "envelope: regime": envelopes.open_envelope,
    "envelope: settings": envelopes.open_envelope,
    "envelope: finger enrol": envelopes.open_envelope,
    "envelope: finger delete": envelopes.open_envelope,
    "envelope: unbind": envelopes.open_envelope,
    "envelope: revoke": envelopes.open_envelope,
    "envelope: activate": envelopes.open_envelope,
    "grant": opened_grant,
    "pre-authorized grant": opened_grant,
    "grant for documents": opened_grant,
    "sealing key": sealing.open_key,
    "slice": opened_slice,
    "receipt": log.open_receipt,
}


def each(section: str, name: str = "name") -> list[Any]:
    return [pytest.param(vector, id=vector[name]) for vector in VECTORS[section]]


def test_the_file_is_what_the_generator_makes() -> None:
    """Otherwise: python -m tests.protocol.make_vectors, and look at what changed."""
    assert make_vectors.build() == VECTORS


@pytest.mark.parametrize("name", KEYS)
def test_keys(name: str) -> None:
    key = KEYS[name]
    secret, public = bytes.fromhex(key["secret"]), bytes.fromhex(key["public"])
    if key["type"] == "Ed25519":
        assert SigningKey(secret).public == public
        assert key_id(public).hex() == key["key_id"]
    else:
        assert AgreementKey(secret).public == public


def test_every_published_key_is_known_as_such() -> None:
    assert {bytes.fromhex(key["public"]) for key in KEYS.values()} == PUBLISHED_KEYS


def test_binding() -> None:
    binding = VECTORS["binding"]
    ends = [("seal static", "cloud agreement"), ("cloud agreement", "seal static")]
    for own, other in ends:
        key, public = AgreementKey(bytes.fromhex(KEYS[own]["secret"])), bytes.fromhex(KEYS[other]["public"])
        assert key.agree(public).hex() == binding["agreed"]
        assert binding_secret(key, public, binding["serial"], binding["binding"]) == SECRET
    for purpose, key in binding["subkeys"].items():
        assert subkey(SECRET, purpose).hex() == key


@pytest.mark.parametrize("vector", each("cbor_refused", "why"))
def test_cbor_refused(vector: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        cbor.decode(bytes.fromhex(vector["bytes"]))


@pytest.mark.parametrize("vector", each("signed"))
def test_signed(vector: dict[str, Any]) -> None:
    data, payload = bytes.fromhex(vector["signed"]), bytes.fromhex(vector["payload"])
    key = SigningKey(bytes.fromhex(KEYS[vector["signer"]]["secret"]))
    assert cose.verify(data, key.public, vector["purpose"]) == payload
    assert cose.sign(payload, key, vector["purpose"]) == data
    assert make_vectors.described(SIGNED[vector["name"]](data, key.public)) == vector["fields"]


@pytest.mark.parametrize("vector", each("sealed"))
def test_sealed(vector: dict[str, Any]) -> None:
    data, key = bytes.fromhex(vector["sealed"]), bytes.fromhex(vector["key"])
    assert cose.decrypt(data, key, vector["purpose"]).hex() == vector["content"]
    assert bytes.fromhex(vector["nonce"]) in data


@pytest.mark.parametrize("vector", VECTORS["codes"], ids=lambda vector: vector["code"])
def test_codes(vector: dict[str, str]) -> None:
    assert grants.code_mark(SECRET, bytes.fromhex(vector["grant"]), vector["code"]).hex() == vector["mark"]


def test_what_is_sealed_is_opened() -> None:
    authority, seal = (bytes.fromhex(KEYS[name]["public"]) for name in ("authority", "seal signing"))
    status, grant, _, activation = VECTORS["sealed"]
    opened: dict[str, Any] = {
        "status": contact.open_status(bytes.fromhex(status["sealed"]), SECRET),
        "grant": grants.open_grant(bytes.fromhex(grant["sealed"]), authority, SECRET),
        "slice": log.open_slice(bytes.fromhex(VECTORS["log"]["sealed_slice_1_to_3"]), seal, SECRET)[0],
        "activation": envelopes.open_activation(bytes.fromhex(activation["sealed"]), SECRET),
    }
    for vector in VECTORS["sealed"]:
        assert make_vectors.described(opened[vector["name"]]) == vector["fields"]


@pytest.mark.parametrize("vector", each("messages"))
def test_messages(vector: dict[str, Any]) -> None:
    data = bytes.fromhex(vector["bytes"])
    message = PLAIN[vector["name"]](data)
    assert make_vectors.described(message) == vector["fields"]
    assert cbor.pack(message) == data


def test_log() -> None:
    chain = VECTORS["log"]
    head = log.first_head(chain["serial"])
    assert head.hex() == chain["first_head"]
    for vector in chain["entries"]:
        data = bytes.fromhex(vector["entry"])
        entry, head = log.read_entry(data), log.next_head(head, data)
        assert type(entry).__name__ == vector["kind"]
        assert make_vectors.described(entry) == vector["fields"]
        assert cbor.pack(entry) == data
        assert head.hex() == vector["head"]


def test_documents() -> None:
    told = {name: bytes.fromhex(value) for name, value in VECTORS["documents"].items()}
    key = sealing.DocumentKey.make(told["seed"])
    assert (key.secret, key.public) == (told["secret"], told["public"])
    attributes = sealing.signed_attributes(told["digest"], told["certificate"])
    assert attributes == told["signed_attributes"]
    assert key.sign(attributes) == told["signature"]
    sealing.check_document(key.public, attributes, told["signature"])


def test_frames() -> None:
    splitter, joiner = frames.Splitter(), frames.Joiner()
    for vector in VECTORS["frames"]:
        message = bytes.fromhex(vector["message"])
        cut = splitter.split(message, vector["frame_size"])
        assert [frame.hex() for frame in cut] == vector["frames"]
        assert [joiner.feed(frame) for frame in cut] == [None] * (len(cut) - 1) + [message]


def party(vector: dict[str, Any], name: str) -> Any:
    """One end of the handshake, on the library alone."""
    noise = NoiseConnection.from_name(vector["protocol"].encode())
    noise.set_prologue(bytes.fromhex(vector["prologue"]))
    noise.set_keypair_from_private_bytes(Keypair.STATIC, bytes.fromhex(vector[f"{name}_static"]))
    noise.set_keypair_from_private_bytes(Keypair.EPHEMERAL, bytes.fromhex(vector[f"{name}_ephemeral"]))
    noise.set_as_initiator() if name == "console" else noise.set_as_responder()
    noise.start_handshake()
    return noise


@pytest.mark.filterwarnings("ignore:One of ephemeral keypairs:UserWarning")
@pytest.mark.parametrize("vector", VECTORS["handshakes"], ids=["bound", "unbound"])
def test_handshakes(vector: dict[str, Any]) -> None:
    ends = {name: party(vector, name) for name in ("console", "seal")}
    identity = next(signed["signed"] for signed in VECTORS["signed"] if signed["name"] == "identity")
    seal_hello = cbor.pack(SealHello(bytes.fromhex(identity), vector["seal_binding"]))
    said = [("console", b""), ("seal", seal_hello), ("console", bytes.fromhex(vector["console_hello"]))]
    for (who, payload), expected in zip(said, vector["messages"], strict=True):
        assert bytes(ends[who].write_message(payload)).hex() == expected
        assert bytes(ends[other(who)].read_message(bytes.fromhex(expected))) == payload
    for message in vector["transport"]:
        sealed = bytes.fromhex(message["sealed"])
        assert bytes(ends[message["from"]].encrypt(bytes.fromhex(message["plain"]))) == sealed
        assert bytes(ends[other(message["from"])].decrypt(sealed)).hex() == message["plain"]


def other(who: str) -> str:
    return "seal" if who == "console" else "console"


def readers() -> Iterator[tuple[str, Callable[[bytes], Any]]]:
    """By the name that the file calls them."""
    yield "log entry", log.read_entry
    yield from PLAIN.items()
    for vector in VECTORS["signed"]:
        public = bytes.fromhex(KEYS[vector["signer"]]["public"])
        yield vector["name"], lambda data, read=SIGNED[vector["name"]], public=public: read(data, public)


@pytest.mark.parametrize("vector", each("refused", "why"))
def test_refused(vector: dict[str, str]) -> None:
    with pytest.raises(ProtocolError):
        dict(readers())[vector["reader"]](bytes.fromhex(vector["bytes"]))
