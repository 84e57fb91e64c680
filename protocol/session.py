"""The secure session between a console and the seal in front of it: Noise_XX_25519_ChaChaPoly_SHA256.

The console starts. The seal's certificate travels in the second message, the console's in the third. A failed message
ends the session: the link below is ordered, so a message that does not decrypt was forged, lost or repeated.
"""

from typing import Any

from noise.connection import Keypair, NoiseConnection

from protocol import certificates
from protocol.cbor import Message, pack, unpack
from protocol.certificates import Claim, ConsoleCertificate, Identity
from protocol.errors import BadSignature, Malformed, ProtocolError, Untrusted
from protocol.keys import AgreementKey
from protocol.log import Number

NAME = b"Noise_XX_25519_ChaChaPoly_SHA256"
PROLOGUE = b"signet/link/1"
TAG_BYTES = 16
# An unfinished handshake is dropped, so that a stranger cannot hold the one link of a seal.
HANDSHAKE_WITHIN_S = 5


class SealHello(Message, frozen=True):
    """The seal's part of the handshake: who it is (signed by the maker) and to which binding it belongs."""

    identity: bytes
    binding: Number


class ConsoleHello(Message, frozen=True):
    """The console's part: its claim (an unbound seal) or its certificate (a bound one)."""

    claim: bytes | None
    certificate: bytes | None


class Channel:
    """Both directions after the handshake. `seal` and `open` must be called in the order of the link."""

    def __init__(self, noise: Any) -> None:
        self._noise = noise
        self._over = False

    def seal(self, plain: bytes) -> bytes:
        return bytes(self._noise.encrypt(plain))

    def open(self, data: bytes) -> bytes:
        """Raises `BadSignature`; the session is over then: nothing opens any more, not even the true next message."""
        if self._over:
            raise BadSignature("the session is over")
        try:
            return bytes(self._noise.decrypt(data))
        except Exception as error:  # noiseprotocol raises NoiseInvalidMessage, ValueError… by input
            self._over = True
            raise BadSignature("the message does not belong to this session") from error


def _noise(key: AgreementKey) -> Any:
    noise = NoiseConnection.from_name(NAME)
    noise.set_prologue(PROLOGUE)
    noise.set_keypair_from_private_bytes(Keypair.STATIC, key.secret)
    return noise


def _read(noise: Any, data: bytes) -> bytes:
    try:
        return bytes(noise.read_message(data))
    except Exception as error:  # see `Channel.open`
        raise BadSignature("the handshake failed") from error


def _remote_static(state: Any) -> bytes:
    return bytes(state.rs.public_bytes)


class ConsoleHandshake:
    """The console's side: `start()`, then `finish(message 2)` gives message 3, then `channel`."""

    def __init__(self, key: AgreementKey, maker: bytes) -> None:
        self._noise = _noise(key)
        self._noise.set_as_initiator()
        self._state: Any = None
        self._maker = maker
        self.identity: Identity | None = None
        self.shown = b""  # the seal's identity as the maker signed it: what a bind act hands to the cloud
        self.binding = 0

    def start(self) -> bytes:
        self._noise.start_handshake()
        self._state = self._noise.noise_protocol.handshake_state
        return bytes(self._noise.write_message())

    def read(self, second: bytes) -> Identity:
        """The seal that answers; raises `Untrusted` if the maker does not vouch for its key."""
        hello = unpack(_read(self._noise, second), SealHello, limit=1024)
        try:
            identity = certificates.check(hello.identity, Identity, self._maker)
        except ProtocolError as error:
            raise Untrusted("the maker does not vouch for this seal") from error
        # The static key is known only after the maker vouched for it: a copy of somebody's certificate is of no use.
        if _remote_static(self._state) != identity.static:
            raise Untrusted("the seal shows a certificate that is not its own")
        self.identity, self.shown, self.binding = identity, hello.identity, hello.binding
        return identity

    def finish(self, hello: ConsoleHello) -> tuple[bytes, Channel]:
        """Message 3 and the open channel."""
        third = bytes(self._noise.write_message(pack(hello)))
        return third, Channel(self._noise)


class SealHandshake:
    """The seal's side: `answer(message 1)` gives message 2, `finish(message 3)` the console's word and the channel."""

    def __init__(self, key: AgreementKey, identity: bytes, binding: int) -> None:
        self._noise = _noise(key)
        self._noise.set_as_responder()
        self._state: Any = None
        self._hello = SealHello(identity, binding)

    def answer(self, first: bytes) -> bytes:
        self._noise.start_handshake()
        # The library drops the state with the last message; the other side's key is asked for afterwards.
        self._state = self._noise.noise_protocol.handshake_state
        if _read(self._noise, first):
            raise Malformed("the first message carries nothing")
        try:
            return bytes(self._noise.write_message(pack(self._hello)))
        except ValueError as error:  # a key of low order is found out only now, when it is used
            raise BadSignature("the handshake failed") from error

    def finish(
        self, third: bytes, platform: bytes | None, authority: bytes | None
    ) -> tuple[Claim | ConsoleCertificate, Channel]:
        """The credential, checked for issuer and key but not for time: the seal may still have to learn the time."""
        hello = unpack(_read(self._noise, third), ConsoleHello, limit=1024)
        credential: Claim | ConsoleCertificate
        if hello.certificate is not None and authority is not None:
            credential = certificates.check(hello.certificate, ConsoleCertificate, authority)
        elif hello.claim is not None and platform is not None and authority is None:
            credential = certificates.check(hello.claim, Claim, platform)
        else:
            raise Untrusted("no credential for this seal")
        if credential.static != _remote_static(self._state):
            raise Untrusted("the console shows a certificate that is not its own")
        return credential, Channel(self._noise)
