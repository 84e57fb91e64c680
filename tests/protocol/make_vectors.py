"""Writes `docs/seal-protocol-vectors.json`, from which any other implementation can be tried:

python -m tests.protocol.make_vectors

Signatures, and what is sealed under the nonces given here, are made with the bare primitives as the specification
words them; the tests then read them with the library that the programs use. So the two check each other.
"""

import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from protocol import certificates, contact, grants, log, modem
from protocol import conversation as talk
from protocol import envelopes as down
from protocol.cbor import encode, pack
from protocol.keys import SigningKey, key_id, subkey
from protocol.session import ConsoleHello
from tests.protocol import document_vectors as paper
from tests.protocol import examples as ex
from tests.protocol.test_cbor import REFUSED
from tests.protocol.transcripts import frames, handshake

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
CODE = "20491736"
ACTIVATION = down.ActivateBody(ex.GRANT, CODE)
CLAIMED = msgspec.structs.replace(ex.PLACE, source=log.Source.CONSOLE)
# A grant with every claim there is.
PRE_GRANT = msgspec.structs.replace(
    ex.GRANT_OF_THREE,
    method=grants.Method.PRE,
    continues=ex.MEMBER,
    area=[50, 302_741_000, 1_201_551_000],
    code=grants.code_mark(ex.SECRET, ex.GRANT, CODE),
    finger=3,
    claimed_place=True,
    consoles=[ex.console_static.public],
)


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
    optional = {
        -70005: grant.continues,
        -70006: grant.area,
        -70007: grant.code,
        -70008: grant.finger,
        -70009: grant.claimed_place or None,
        -70010: grant.consoles,
        -70011: grant.documents,
    }
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
            **{claim: value for claim, value in optional.items() if value is not None},
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
        "subkeys": {
            purpose: subkey(ex.SECRET, purpose).hex() for purpose in ("grant", "log", "status", "code", "activate")
        },
    }


def codes() -> list[dict[str, str]]:
    """What a grant says of its activation code, by the letter of RFC 2104."""
    key = subkey(ex.SECRET, "code")
    return [
        {"grant": grant.hex(), "code": code, "mark": hmac.new(key, grant + code.encode(), "sha256").digest()[:16].hex()}
        for grant, code in ((ex.GRANT, CODE), (ex.GRANT, "00000000"), (ex.MEMBER, CODE))
    ]


def sealed_activation() -> bytes:
    return sealed(pack(ACTIVATION), subkey(ex.SECRET, "activate"), "activate/1", bytes([0x64]) * 12)


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
    later = {
        down.Kind.REGIME: pack(down.RegimeBody(True)),
        down.Kind.SETTINGS: pack(down.SettingsBody(60, 10)),
        down.Kind.FINGER_ENROL: pack(down.FingerEnrolBody(3, ex.MEMBER)),
        down.Kind.FINGER_DELETE: pack(down.FingerDeleteBody(3)),
        down.Kind.UNBIND: pack(down.UnbindBody()),
        down.Kind.REVOKE: pack(down.RevokeBody(ex.console_static.public, ex.NOON + certificates.CONSOLE_S)),
        down.Kind.ACTIVATE: sealed_activation(),
    }
    for number, (kind, body) in enumerate(later.items(), 6):
        envelope = down.Envelope(ex.SERIAL, ex.BINDING, 1, number, number, kind, body)
        envelopes[kind.name.lower().replace("_", " ")] = ("authority", envelope)
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
        signed_vector("pre-authorized grant", "grant/1", "authority", PRE_GRANT, claims(PRE_GRANT)),
        signed_vector("grant for documents", "grant/1", "authority", paper.GRANT, claims(paper.GRANT)),
        signed_vector("sealing key", "sealingkey/1", "seal signing", paper.KEY),
        signed_vector("slice", "slice/1", "seal signing", ex.SLICE),
        signed_vector("receipt", "receipt/1", "authority", ex.RECEIPT),
    ]


def all_sealed() -> list[dict[str, Any]]:
    return [
        sealed_vector("status", "status", 0x61, pack(STATUS), STATUS),
        sealed_vector("grant", "grant", 0x62, signed_grant(), ex.GRANT_OF_THREE),
        sealed_vector("slice", "log", 0x63, signed(pack(ex.SLICE), ex.seal_signing, "slice/1"), ex.SLICE),
        sealed_vector("activation", "activate", 0x64, pack(ACTIVATION), ACTIVATION),
    ]


def messages() -> Iterator[tuple[str, Any]]:
    """What is said inside the session, and the bodies of it."""
    operation = talk.Operation(OPERATION)
    yield "operation", operation
    yield "span", talk.Span(1, 100)
    yield "bind request", talk.BindRequest(OPERATION, "204917", b"(a signed bind envelope)")
    yield "activate request", talk.ActivateRequest(OPERATION, ex.GRANT, CODE)
    yield "place claim", talk.PlaceClaim(OPERATION, CLAIMED)
    yield "taken", talk.Taken(ex.GRANT, 0, 3, ex.GRANT_OF_THREE.expires, True)
    yield "taken in free use", talk.Taken(None, 0, 0, ex.CERTIFICATE.expires, False)
    yield "finger notice", talk.FingerNotice(3, 2, talk.FingerResult.CAPTURED)
    yield "live", LIVE
    yield "press", PRESS
    yield "entries notice", talk.EntriesNotice(sealed_slice(), PRESS)
    yield "sealed slice", log.SealedSlice(ex.SERIAL, ex.BINDING, 1, 3, b"(a box)")
    yield "request", talk.Request(7, talk.Op.TAKE, pack(operation))
    yield "answer", talk.Answer(7, talk.Code.NOT_PERMITTED, b"")
    yield "notice", talk.Notice(talk.NoticeOp.STATUS, pack(LIVE))
    yield "sealing request", paper.REQUEST
    yield "sealed", paper.SEALED
    yield "up", modem.Up(modem.UpKind.SLICE, sealed_slice())
    yield "down", modem.Down(modem.DownKind.POKE, b"")


def chain() -> dict[str, Any]:
    head, entries = log.first_head(ex.SERIAL), list[dict[str, Any]]()
    overflow = log.OverflowEntry(4, ex.NOON * 1000 + 9000, log.Clock.KEPT, 4, 3, ex.NOON * 1000 + 2000)
    aborted = log.EventEntry(5, ex.NOON * 1000 + 9500, log.Clock.SET, log.EventKind.ABORTED, 0, ex.GRANT)
    for entry in [*ex.ENTRIES, overflow, aborted, paper.ENTRY]:
        head = log.next_head(head, pack(entry))
        kind = type(entry).__name__
        entries.append({"kind": kind, "fields": described(entry), "entry": pack(entry).hex(), "head": head.hex()})
    return {
        "serial": ex.SERIAL,
        "first_head": log.first_head(ex.SERIAL).hex(),
        "entries": entries,
        "sealed_slice_1_to_3": sealed_slice().hex(),
    }


def refused() -> list[dict[str, str]]:
    """What each reader must turn away; `reader` is a name of `signed` or `messages`, or `log entry`."""
    receipt = signed(pack(ex.RECEIPT), ex.authority, "receipt/1")
    delivery = certificates.Delivery(ex.SERIAL, ex.platform.public)
    more = claims(ex.GRANT_OF_THREE)
    too_often = more.replace(encode(-70001) + b"\x03", encode(-70001) + b"\x19\x01\xf5")
    unknown, claimed, marked = (
        b"\xac" + more[1:] + encode(claim) + encode(value)
        for claim, value in ((-70012, 1), (-70009, False), (-70007, bytes(16)))
    )
    to_press = b"\xac" + more[1:] + encode(-70011) + encode([paper.DOCUMENT])
    no_mark = more.replace(encode(-70003) + b"\x01", encode(-70003) + b"\x02")
    found = [
        ("receipt", "signed by a stranger", signed(pack(ex.RECEIPT), ex.stranger, "receipt/1")),
        ("receipt", "signed for another purpose", signed(pack(ex.RECEIPT), ex.authority, "answer/1")),
        ("receipt", "last bit turned", receipt[:-1] + bytes([receipt[-1] ^ 1])),
        ("receipt", "a byte behind the end", receipt + b"\x00"),
        ("receipt", "without the COSE tag", receipt[1:]),
        ("grant", "501 uses", signed(too_often, ex.authority, "grant/1")),
        ("grant", "a claim nobody knows", signed(unknown, ex.authority, "grant/1")),
        ("grant", "a claim that does not hold, and is there", signed(claimed, ex.authority, "grant/1")),
        ("grant", "a code without pre-authorization", signed(marked, ex.authority, "grant/1")),
        ("grant", "a pre-authorization without a code", signed(no_mark, ex.authority, "grant/1")),
        ("grant", "documents of a grant to press", signed(to_press, ex.authority, "grant/1")),
        ("sealing key", "another purpose", signed(pack(paper.KEY), ex.seal_signing, "question/1")),
        ("sealing request", "a short digest", encode([*paper.IDS, paper.DOCUMENT, paper.DIGEST[1:], paper.DOCUMENT])),
        ("identity", "a delivery instead", signed(pack(delivery), ex.maker, "delivery/1")),
        ("log entry", "a field is missing", encode([2, 1, ex.NOON * 1000, 1, 1])),
        ("log entry", "the event after the last", encode([2, 1, ex.NOON * 1000, 1, 20, 0, None])),
        ("log entry", "an eleventh cause", encode([1, 1, 0, 1, 1, None, None, 0, None, 11])),
        ("request", "a field too many", encode([7, 9, b"", 0])),
        ("bind request", "five digits", encode([OPERATION, "20491", b""])),
        ("activate request", "seven digits", encode([OPERATION, ex.GRANT, CODE[:7]])),
        ("place claim", "the seal's own receiver", pack(talk.PlaceClaim(OPERATION, ex.PLACE))),
        ("finger notice", "a sixth slot", encode([6, 0, 0])),
        ("down", "a poke that says something", encode([4, b"now"])),
    ]  # fmt: skip
    return [{"reader": reader, "why": why, "bytes": data.hex()} for reader, why, data in found]


def build() -> dict[str, Any]:
    """The whole file. The same each time."""
    return {
        "about": "Test vectors of docs/seal-protocol.md, version 2. No cloud outside a demo takes these keys.",
        "keys": keys(),
        "binding": binding(),
        "codes": codes(),
        "cbor_refused": [{"why": why, "bytes": data} for why, data in REFUSED.items()],
        "signed": all_signed(),
        "sealed": all_sealed(),
        "messages": [
            {"name": name, "fields": described(message), "bytes": pack(message).hex()} for name, message in messages()
        ],
        "log": chain(),
        "documents": paper.vector(),
        "frames": frames(),
        "handshakes": [
            handshake(ConsoleHello(None, ex.certificate), ex.BINDING, LIVE),
            handshake(ConsoleHello(ex.claim, None), 0, LIVE),
        ],
        "refused": refused(),
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(build(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
