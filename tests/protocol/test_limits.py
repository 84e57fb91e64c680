"""How long a message may be: asked before anything of it is read, and each kind has its own limit."""

from collections.abc import Callable
from typing import Any

import pytest

from protocol import certificates, contact, cose, envelopes, grants, log, modem
from protocol.cbor import MAX_BYTES, pack
from protocol.certificates import Identity
from protocol.errors import BadSignature, Malformed, Untrusted
from protocol.keys import subkey
from protocol.session import ConsoleHello
from tests.protocol.examples import SECRET, authority, maker, seal_signing
from tests.protocol.test_session import Pair

LINK_HELLO = 1024 - len(pack(ConsoleHello(None, bytes(300)))) + 300  # the longest certificate in a hello

READERS: list[tuple[Callable[[bytes], Any], Callable[[bytes], bytes], int]] = [
    (
        lambda data: certificates.check(data, Identity, maker.public),
        lambda payload: cose.sign(payload, maker, "identity/1"),
        1024,
    ),
    (certificates.read_root, lambda payload: cose.sign(payload, maker, "root/1"), 1024),
    (
        lambda data: contact.open_question(data, seal_signing.public),
        lambda payload: cose.sign(payload, seal_signing, "question/1"),
        2048,
    ),
    (
        lambda data: contact.open_answer(data, authority.public),
        lambda payload: cose.sign(payload, authority, "answer/1"),
        1024,
    ),
    (
        lambda data: contact.open_status(data, SECRET),
        lambda payload: cose.encrypt(payload, subkey(SECRET, "status"), "status/1"),
        1024,
    ),
    (
        lambda data: envelopes.open_envelope(data, authority.public),
        lambda payload: cose.sign(payload, authority, "down/1"),
        1900,
    ),
    (envelopes.read_bind, bytes, 256),
    (envelopes.read_end, bytes, 64),
    (envelopes.read_loss_lock, bytes, 64),
    (envelopes.read_offline_use, bytes, 64),
    (envelopes.read_regime, bytes, 64),
    (envelopes.read_settings, bytes, 64),
    (envelopes.read_finger_enrol, bytes, 64),
    (envelopes.read_finger_delete, bytes, 64),
    (envelopes.read_unbind, bytes, 64),
    (envelopes.read_revoke, bytes, 64),
    (
        lambda data: envelopes.open_activation(data, SECRET),
        lambda payload: cose.encrypt(payload, subkey(SECRET, "activate"), "activate/1"),
        64,
    ),
    (modem.read_up, bytes, 4096),
    (modem.read_down, bytes, 4096),
    (
        lambda data: grants.open_grant(data, authority.public, SECRET),
        lambda payload: cose.encrypt(cose.sign(payload, authority, "grant/1"), subkey(SECRET, "grant"), "grant/1"),
        1400,
    ),
    (log.read_entry, bytes, 256),
    (
        lambda data: log.open_receipt(data, authority.public),
        lambda payload: cose.sign(payload, authority, "receipt/1"),
        1024,
    ),
]


@pytest.mark.parametrize(
    ("read", "made_of", "limit"),
    READERS,
    ids=[
        "certificate", "root", "question", "answer", "status", "envelope", "bind", "end", "loss lock", "offline use",
        "regime", "settings", "finger enrol", "finger delete", "unbind", "revoke", "activation", "up", "down", "grant",
        "entry", "receipt",
    ],
)  # fmt: skip
def test_a_message_is_not_read_beyond_its_limit(
    read: Callable[[bytes], Any], made_of: Callable[[bytes], bytes], limit: int
) -> None:
    """The payload is nonsense: at the limit that is what is wrong with it, one byte beyond only its length is."""
    with pytest.raises(Malformed) as wrong:
        read(made_of(bytes(limit)))
    assert "at most" not in str(wrong.value)
    with pytest.raises(Malformed, match=f"{limit + 1} bytes, at most {limit} allowed"):
        read(made_of(bytes(limit + 1)))


def test_the_longest_payload_of_all_is_signed_and_read() -> None:
    signed = cose.sign(bytes(MAX_BYTES), maker, "slice/1")
    assert cose.unverified(signed) == cose.verify(signed, maker.public, "slice/1") == bytes(MAX_BYTES)


def test_a_seals_hello_has_a_limit() -> None:
    with pytest.raises(Untrusted):
        Pair(identity=bytes(LINK_HELLO)).third()
    with pytest.raises(Malformed, match="1025 bytes, at most 1024"):
        Pair(identity=bytes(LINK_HELLO + 1)).third()


def test_a_consoles_hello_has_a_limit() -> None:
    pair = Pair(ConsoleHello(None, bytes(LINK_HELLO)))
    with pytest.raises(BadSignature):
        pair.accept(pair.third()[0])
    pair = Pair(ConsoleHello(None, bytes(LINK_HELLO + 1)))
    with pytest.raises(Malformed, match="1025 bytes, at most 1024"):
        pair.accept(pair.third()[0])
