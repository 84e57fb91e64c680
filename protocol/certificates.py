"""Who speaks: the maker's, the platform's and the authority's words about seals, members and consoles.

    maker key      -> Identity (a seal's own keys), Delivery (which cloud may bind it)
    platform key   -> Claim (10 minutes, opens a session on an unbound seal), and the bind envelope
    authority key  -> ConsoleCertificate (24 h), and everything else that a bound seal obeys
Keys are 32 bytes, ids 16 bytes (UUID), times whole seconds since 1970 UTC.
"""

from typing import Annotated, TypeVar

import msgspec

from protocol import cose
from protocol.cbor import Message, pack, unpack
from protocol.errors import Expired
from protocol.keys import SigningKey

Key = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Id = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
Serial = Annotated[str, msgspec.Meta(pattern=r"^[A-Z0-9]{6,20}\Z")]
Seconds = Annotated[int, msgspec.Meta(ge=0, lt=2**40)]

CLAIM_S = 10 * 60
CONSOLE_S = 24 * 3600
RENEW_AFTER_S = 12 * 3600


class Root(Message, frozen=True):
    """The maker's public key, signed by itself. `demo` marks a throw-away root that only a demo trusts."""

    maker: str
    public: Key
    demo: bool


class Identity(Message, frozen=True):
    """The maker's word: this serial has these keys (`signing` Ed25519, `static` X25519)."""

    serial: Serial
    model: str
    signing: Key
    static: Key


class Delivery(Message, frozen=True):
    """The maker's word: the cloud with this platform key may bind this seal (未交付 -> 未绑定)."""

    serial: Serial
    platform: Key


class Claim(Message, frozen=True):
    """The platform's word: this member's console may open this unbound seal until `expires`."""

    organization: Id
    member: Id
    serial: Serial
    static: Key
    not_before: Seconds
    expires: Seconds


class ConsoleCertificate(Message, frozen=True):
    """The authority's word: this console speaks for this member of this organization until `expires`."""

    organization: Id
    member: Id
    console: Id
    signing: Key
    static: Key
    not_before: Seconds
    expires: Seconds


Certificate = TypeVar("Certificate", Root, Identity, Delivery, Claim, ConsoleCertificate)


def _purpose(kind: type[Message]) -> str:
    return f"{kind.__name__.lower()}/1"


def issue(certificate: Message, key: SigningKey) -> bytes:
    """The certificate as signed bytes."""
    return cose.sign(pack(certificate), key, _purpose(type(certificate)))


def check(data: bytes, kind: type[Certificate], issuer: bytes) -> Certificate:
    """The certificate in `data`, signed by `issuer`; raises `BadSignature` or `Malformed`."""
    return unpack(cose.verify(data, issuer, _purpose(kind)), kind, limit=1024)


def read_root(data: bytes) -> Root:
    """The root in `data`, signed by its own key; whom to trust is the reader's choice. Raises as `check`."""
    root = unpack(cose.unverified(data), Root, limit=1024)
    return check(data, Root, root.public)


def check_time(certificate: Claim | ConsoleCertificate, now_s: int) -> None:
    """Raise `Expired` outside [not_before, expires)."""
    if not certificate.not_before <= now_s < certificate.expires:
        raise Expired(f"valid from {certificate.not_before} to {certificate.expires}, now {now_s}")
