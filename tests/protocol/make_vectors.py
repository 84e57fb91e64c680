"""Writes `docs/seal-protocol-vectors.json`, from which any other implementation can be tried:

python -m tests.protocol.make_vectors

Signatures, and what is sealed under the nonces given here, are made with the bare primitives as the specification
words them; the tests then read them with the library that the programs use. So the two check each other.
"""

import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from noise.connection import Keypair

from protocol import certificates, contact, grants, log
from protocol import conversation as talk
from protocol import envelopes as down
from protocol.cbor import encode, pack
from protocol.frames import Splitter
from protocol.keys import AgreementKey, SigningKey, key_id, subkey
from protocol.session import NAME, PROLOGUE, ConsoleHandshake, ConsoleHello, SealHandshake
from tests.protocol import examples as ex
from tests.protocol.test_cbor import REFUSED

FILE = Path(__file__).parents[2] / "docs" / "seal-protocol-vectors.json"

SIGNING = {
    "maker": ex.maker,
    "platform": ex.platform,
    "authority": ex.authority,
    "seal signing": ex.seal_signing,
    "console signing": ex.console_signing,
    "stranger": ex.stranger,
}
AGREEMENT = {
    "cloud agreement": ex.cloud_agreement,
    "seal static": ex.seal_static,
    "console static": ex.console_static,
    "stranger static": ex.stranger_static,
}
# Only for the transcripts: an ephemeral key that is used twice protects nothing.
EPHEMERAL = {"console": AgreementKey(b"\x21" * 32), "seal": AgreementKey(b"\x22" * 32)}

OPERATION = bytes([0x55]) * 16
NONCE = bytes(range(16))
FIRMWARE = "GYGL2020121706"
STATUS = contact.Status(
    ex.NOON * 1000, contact.Phase.USABLE, 87, FIRMWARE, ex.PLACE, 1, 1, 3,
    contact.SealMode.GPRS, 4, True, 800, [1, 3], ["1/3"], 1, False,
)  # fmt: skip
LIVE = talk.Live(
    contact.Phase.USABLE, ["1/3"], ex.BINDING, 1, 2, 3, 2, 87, FIRMWARE, ex.NOON * 1000, 580, True, 1, 3,
    contact.SealMode.BLUETOOTH, None, False, 1, 800, [1, 3], 1, False,
)  # fmt: skip
PRESS = talk.Press(3, 1, ex.GRANT, ex.NOON * 1000 + 900, 0, 1, 3)


def described(value: Any) -> Any:
    """A message for a reader: field names, bytes in hex, numbers for words."""
    match value:
        case bytes():
            return value.hex()
        case msgspec.Struct():
            return {name: described(getattr(value, name)) for name in value.__struct_fields__}
        case list():
            return [described(item) for item in value]
        case bool() | None | str():
            return value
        case int():
            return int(value)
        case _:
            raise TypeError(f"{value!r} is in no message")


def signed(payload: bytes, key: SigningKey, purpose: str) -> bytes:
    """COSE_Sign1 by the letter of RFC 9052 section 4.4."""
    protected = encode({1: -8})
    structure = encode(["Signature1", protected, b"signet/" + purpose.encode(), payload])
    signature = Ed25519PrivateKey.from_private_bytes(key.secret).sign(structure)
    return b"\xd2" + encode([protected, {4: key_id(key.public)}, payload, signature])


def sealed(payload: bytes, secret: bytes, purpose: str, nonce: bytes) -> bytes:
    """COSE_Encrypt0 by the letter of RFC 9052 section 5.3."""
    protected = encode({1: 24})
    structure = encode(["Encrypt0", protected, b"signet/" + purpose.encode()])
    return b"\xd0" + encode([protected, {5: nonce}, ChaCha20Poly1305(secret).encrypt(nonce, payload, structure)])


def signed_vector(name: str, purpose: str, signer: str, message: Any, payload: bytes | None = None) -> dict[str, Any]:
    payload = pack(message) if payload is None else payload
    return {
        "name": name,
        "purpose": purpose,
        "signer": signer,
        "fields": described(message),
        "payload": payload.hex(),
        "signed": signed(payload, SIGNING[signer], purpose).hex(),
    }


def sealed_vector(name: str, key: str, nonce: int, content: bytes, fields: Any) -> dict[str, Any]:
    """`content` sealed under the subkey `key`, whose name the purpose shares."""
    iv = bytes([nonce]) * 12
    return {
        "name": name,
        "purpose": f"{key}/1",
        "key": subkey(ex.SECRET, key).hex(),
        "nonce": iv.hex(),
        "fields": described(fields),
        "content": content.hex(),
        "sealed": sealed(content, subkey(ex.SECRET, key), f"{key}/1", iv).hex(),
    }


def claims(grant: grants.Grant) -> bytes:
    """The claims of a grant, written down as the table of the specification has them."""
    return encode(
        {
            1: grant.organization,
            2: grant.member,
            3: grant.serial,
            4: grant.expires,
            5: grant.not_before,
            6: grant.issued_at,
            7: grant.id,
            -70001: grant.count,
            -70002: int(grant.mode),
            -70003: int(grant.method),
            -70004: grant.photo_required,
        }
    )


def keys() -> dict[str, Any]:
    found: dict[str, Any] = {
        name: {
            "type": "Ed25519",
            "secret": key.secret.hex(),
            "public": key.public.hex(),
            "key_id": key_id(key.public).hex(),
        }
        for name, key in SIGNING.items()
    }
    for name, key in AGREEMENT.items():
        found[name] = {"type": "X25519", "secret": key.secret.hex(), "public": key.public.hex()}
    return found


def binding() -> dict[str, Any]:
    return {
        "serial": ex.SERIAL,
        "binding": ex.BINDING,
        "agreed": ex.cloud_agreement.agree(ex.seal_static.public).hex(),
        "info": f"signet/binding/{ex.SERIAL}/{ex.BINDING}",
        "secret": ex.SECRET.hex(),
        "subkeys": {purpose: subkey(ex.SECRET, purpose).hex() for purpose in ("grant", "log", "status")},
    }


def signed_grant() -> bytes:
    return signed(claims(ex.GRANT_OF_THREE), ex.authority, "grant/1")


def sealed_grant() -> bytes:
    return sealed(signed_grant(), subkey(ex.SECRET, "grant"), "grant/1", bytes([0x62]) * 12)


def sealed_slice() -> bytes:
    box = sealed(
        signed(pack(ex.SLICE), ex.seal_signing, "slice/1"), subkey(ex.SECRET, "log"), "log/1", bytes([0x63]) * 12
    )
    return pack(log.SealedSlice(ex.SERIAL, ex.BINDING, ex.SLICE.first, ex.SLICE.last, box))


def all_signed() -> list[dict[str, Any]]:
    bind = down.BindBody(ex.ORGANIZATION, ex.authority.public, ex.cloud_agreement.public)
    status = sealed(pack(STATUS), subkey(ex.SECRET, "status"), "status/1", bytes([0x61]) * 12)
    envelopes = {
        "bind": ("platform", down.Envelope(ex.SERIAL, ex.BINDING, 1, 1, 1, down.Kind.BIND, pack(bind))),
        "grant": ("authority", down.Envelope(ex.SERIAL, ex.BINDING, 1, 2, 2, down.Kind.GRANT, sealed_grant())),
        "end": (
            "authority",
            down.Envelope(ex.SERIAL, ex.BINDING, 1, 2, 3, down.Kind.END, pack(down.EndBody(ex.GRANT))),
        ),
        "loss lock": (
            "authority",
            down.Envelope(ex.SERIAL, ex.BINDING, 1, 4, 4, down.Kind.LOSS_LOCK, pack(down.LossLockBody(True))),
        ),
        "offline use": (
            "authority",
            down.Envelope(ex.SERIAL, ex.BINDING, 1, 5, 5, down.Kind.OFFLINE_USE, pack(down.OfflineUseBody(ex.NOON))),
        ),
    }
    question = contact.Question(ex.SERIAL, ex.BINDING, NONCE, 1, 2, 3, ex.SLICE.head, status)
    reply = contact.Answer(ex.SERIAL, ex.BINDING, NONCE, ex.NOON * 1000, 1, 2, 3, ex.SLICE.head, contact.LEASE_S)
    first = contact.Question(ex.SERIAL, 0, NONCE, 0, 0, 0, log.first_head(ex.SERIAL), None)
    first_reply = contact.Answer(ex.SERIAL, 0, NONCE, ex.NOON * 1000, 1, 0, 0, log.first_head(ex.SERIAL), 600)
    return [
        signed_vector("root", "root/1", "maker", certificates.Root("Signet test maker", ex.maker.public, True)),
        signed_vector("identity", "identity/1", "maker", ex.IDENTITY),
        signed_vector("delivery", "delivery/1", "maker", certificates.Delivery(ex.SERIAL, ex.platform.public)),
        signed_vector("claim", "claim/1", "platform", ex.CLAIM),
        signed_vector("console certificate", "consolecertificate/1", "authority", ex.CERTIFICATE),
        signed_vector("question of an unbound seal", "question/1", "seal signing", first),
        signed_vector("answer to an unbound seal", "answer/1", "platform", first_reply),
        signed_vector("question", "question/1", "seal signing", question),
        signed_vector("answer", "answer/1", "authority", reply),
        *(
            signed_vector(f"envelope: {name}", "down/1", signer, envelope)
            for name, (signer, envelope) in envelopes.items()
        ),
        signed_vector("grant", "grant/1", "authority", ex.GRANT_OF_THREE, claims(ex.GRANT_OF_THREE)),
        signed_vector("slice", "slice/1", "seal signing", ex.SLICE),
        signed_vector("receipt", "receipt/1", "authority", ex.RECEIPT),
    ]


def all_sealed() -> list[dict[str, Any]]:
    return [
        sealed_vector("status", "status", 0x61, pack(STATUS), STATUS),
        sealed_vector("grant", "grant", 0x62, signed_grant(), ex.GRANT_OF_THREE),
        sealed_vector("slice", "log", 0x63, signed(pack(ex.SLICE), ex.seal_signing, "slice/1"), ex.SLICE),
    ]


def messages() -> Iterator[tuple[str, Any]]:
    """What is said inside the session, and the bodies of it."""
    operation = talk.Operation(OPERATION)
    yield "operation", operation
    yield "span", talk.Span(1)
    yield "bind request", talk.BindRequest(OPERATION, "204917", b"(a signed bind envelope)")
    yield "taken", talk.Taken(ex.GRANT, 0, 3, ex.GRANT_OF_THREE.expires, True)
    yield "live", LIVE
    yield "press", PRESS
    yield "entries notice", talk.EntriesNotice(sealed_slice(), PRESS)
    yield "sealed slice", log.SealedSlice(ex.SERIAL, ex.BINDING, 1, 3, b"(a box)")
    yield "request", talk.Request(7, talk.Op.TAKE, pack(operation))
    yield "answer", talk.Answer(7, talk.Code.NOT_PERMITTED, b"")
    yield "notice", talk.Notice(talk.NoticeOp.STATUS, pack(LIVE))


def chain() -> dict[str, Any]:
    head, entries = log.first_head(ex.SERIAL), list[dict[str, Any]]()
    overflow = log.OverflowEntry(4, ex.NOON * 1000 + 9000, log.Clock.KEPT, 4, 3, ex.NOON * 1000 + 2000)
    for entry in [*ex.ENTRIES, overflow]:
        head = log.next_head(head, pack(entry))
        kind = type(entry).__name__
        entries.append({"kind": kind, "fields": described(entry), "entry": pack(entry).hex(), "head": head.hex()})
    return {
        "serial": ex.SERIAL,
        "first_head": log.first_head(ex.SERIAL).hex(),
        "entries": entries,
        "sealed_slice_1_to_3": sealed_slice().hex(),
    }


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


def handshake(hello: ConsoleHello, binding_number: int) -> dict[str, Any]:
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
    answer = pack(talk.Answer(1, talk.Code.OK, pack(LIVE)))
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


def refused() -> list[dict[str, str]]:
    """What each reader must turn away; `reader` is a name of `signed` or `messages`, or `log entry`."""
    receipt = signed(pack(ex.RECEIPT), ex.authority, "receipt/1")
    delivery = certificates.Delivery(ex.SERIAL, ex.platform.public)
    more = claims(ex.GRANT_OF_THREE)
    too_often = more.replace(encode(-70001) + b"\x03", encode(-70001) + b"\x19\x01\xf5")
    unknown = b"\xac" + more[1:] + encode(-70006) + b"\x01"
    found = [
        ("receipt", "signed by a stranger", signed(pack(ex.RECEIPT), ex.stranger, "receipt/1")),
        ("receipt", "signed for another purpose", signed(pack(ex.RECEIPT), ex.authority, "answer/1")),
        ("receipt", "last bit turned", receipt[:-1] + bytes([receipt[-1] ^ 1])),
        ("receipt", "a byte behind the end", receipt + b"\x00"),
        ("receipt", "without the COSE tag", receipt[1:]),
        ("grant", "501 uses", signed(too_often, ex.authority, "grant/1")),
        ("grant", "a claim nobody knows", signed(unknown, ex.authority, "grant/1")),
        ("identity", "a delivery instead", signed(pack(delivery), ex.maker, "delivery/1")),
        ("log entry", "a field is missing", encode([2, 1, ex.NOON * 1000, 1, 1])),
        ("log entry", "an eleventh cause", encode([1, 1, 0, 1, 1, None, None, 0, None, 11])),
        ("request", "a field too many", encode([7, 9, b"", 0])),
        ("bind request", "five digits", encode([OPERATION, "20491", b""])),
    ]  # fmt: skip
    return [{"reader": reader, "why": why, "bytes": data.hex()} for reader, why, data in found]


def build() -> dict[str, Any]:
    """The whole file. The same each time."""
    return {
        "about": "Test vectors of docs/seal-protocol.md, version 1. No cloud outside a demo takes these keys.",
        "keys": keys(),
        "binding": binding(),
        "cbor_refused": [{"why": why, "bytes": data} for why, data in REFUSED.items()],
        "signed": all_signed(),
        "sealed": all_sealed(),
        "messages": [
            {"name": name, "fields": described(message), "bytes": pack(message).hex()} for name, message in messages()
        ],
        "log": chain(),
        "frames": frames(),
        "handshakes": [
            handshake(ConsoleHello(None, ex.certificate), ex.BINDING),
            handshake(ConsoleHello(ex.claim, None), 0),
        ],
        "refused": refused(),
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(build(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
