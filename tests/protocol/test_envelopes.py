"""What the cloud orders a seal: signed for this purpose, short enough for the link, each body of its own kind."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import cose, envelopes, log
from protocol.cbor import decode, encode, pack
from protocol.conversation import MAX_BODY_BYTES
from protocol.envelopes import (
    ActivateBody,
    BindBody,
    EndBody,
    Envelope,
    FingerDeleteBody,
    FingerEnrolBody,
    LossLockBody,
    OfflineUseBody,
    RegimeBody,
    RevokeBody,
    SettingsBody,
    UnbindBody,
)
from protocol.errors import BadSignature, Malformed
from protocol.keys import subkey
from protocol.session import TAG_BYTES
from tests.protocol.examples import (
    END,
    GRANT,
    MEMBER,
    ORGANIZATION,
    OTHER_SECRET,
    RECEIPT,
    SECRET,
    authority,
    cloud_agreement,
    console_static,
    flips,
    none_but,
    platform,
    stranger,
    value_or_refusal,
)
from tests.protocol.strategies import damaged, message, noise, plain

BIND = BindBody(ORGANIZATION, authority.public, cloud_agreement.public)
ACTIVATION = ActivateBody(GRANT, "20491736")

# The reader of each body, its type, and a body of it.
BODIES: dict[str, tuple[Callable[[bytes], Any], Any]] = {
    "bind": (envelopes.read_bind, BIND),
    "end": (envelopes.read_end, EndBody(GRANT)),
    "loss lock": (envelopes.read_loss_lock, LossLockBody(True)),
    "offline use": (envelopes.read_offline_use, OfflineUseBody(1)),
    "regime": (envelopes.read_regime, RegimeBody(True)),
    "settings": (envelopes.read_settings, SettingsBody(60, 10)),
    "finger enrol": (envelopes.read_finger_enrol, FingerEnrolBody(5, MEMBER)),
    "finger delete": (envelopes.read_finger_delete, FingerDeleteBody(1)),
    "unbind": (envelopes.read_unbind, UnbindBody()),
    "revoke": (envelopes.read_revoke, RevokeBody(console_static.public, 1)),
}
# Which say the same in the same words: only the kind of the envelope tells them apart.
ALIKE = [{"loss lock", "regime"}, {"offline use", "finger delete"}]


def open_envelope(data: bytes) -> Envelope:
    return envelopes.open_envelope(data, authority.public)


@given(message(Envelope))
def test_an_envelope_is_opened_again(envelope: Envelope) -> None:
    assert open_envelope(envelopes.sign_envelope(envelope, authority)) == envelope


@pytest.mark.parametrize("name", BODIES)
@given(data=st.data())
def test_bodies_are_read_again(name: str, data: st.DataObject) -> None:
    read, example = BODIES[name]
    body = data.draw(message(type(example)))
    assert read(pack(body)) == body


@given(message(ActivateBody))
def test_an_activation_is_opened_again_and_shows_no_code(body: ActivateBody) -> None:
    sealed = envelopes.seal_activation(body, SECRET)
    assert envelopes.open_activation(sealed, SECRET) == body
    assert body.code.encode() not in sealed


@pytest.mark.parametrize("kind", [0, 13, 99, 2**16 - 1])
def test_an_order_of_a_kind_nobody_knows_is_read_and_can_be_refused(kind: int) -> None:
    """Else a seal of an older firmware would wait for ever for the order before the next one."""
    later = msgspec.structs.replace(END, kind=kind)
    assert open_envelope(envelopes.sign_envelope(later, authority)) == later


@given(noise() | damaged(envelopes.sign_envelope(END, authority)))
def test_any_bytes_are_an_envelope_or_refused(data: bytes) -> None:
    value_or_refusal(open_envelope, data)


@pytest.mark.parametrize("name", BODIES)
@given(data=st.data())
def test_any_bytes_are_a_body_or_refused(name: str, data: st.DataObject) -> None:
    read, example = BODIES[name]
    value_or_refusal(read, data.draw(noise() | damaged(pack(example))))


@given(noise() | damaged(envelopes.seal_activation(ACTIVATION, SECRET)))
def test_any_bytes_are_an_activation_or_refused(data: bytes) -> None:
    value_or_refusal(lambda sealed: envelopes.open_activation(sealed, SECRET), data)


@given(st.binary(max_size=60) | plain.map(encode))
def test_who_knows_the_secret_may_seal_nonsense(payload: bytes) -> None:
    sealed = cose.encrypt(payload, subkey(SECRET, "activate"), "activate/1")
    value_or_refusal(lambda data: envelopes.open_activation(data, SECRET), sealed)


def test_an_activation_is_sealed_for_itself_alone() -> None:
    packed = pack(ACTIVATION)
    for purpose, key in (("grant/1", "activate"), ("activate/1", "grant"), ("activate/1", "code")):
        with pytest.raises(BadSignature):
            envelopes.open_activation(cose.encrypt(packed, subkey(SECRET, key), purpose), SECRET)
    sealed = envelopes.seal_activation(ACTIVATION, SECRET)
    with pytest.raises(BadSignature):
        envelopes.open_activation(sealed, OTHER_SECRET)
    for changed in flips(sealed):
        with pytest.raises(BadSignature):
            envelopes.open_activation(changed, SECRET)


@pytest.mark.parametrize("code", ["1234567", "123456789", "1234567a", "１２３４５６７８", "12345678\n", "-1234567", ""])
def test_an_activation_code_is_eight_digits(code: str) -> None:
    sealed = cose.encrypt(encode([GRANT, code]), subkey(SECRET, "activate"), "activate/1")
    with pytest.raises(Malformed):
        envelopes.open_activation(sealed, SECRET)


@given(st.binary(max_size=60) | plain.map(encode))
def test_even_the_authority_may_sign_nonsense(payload: bytes) -> None:
    value_or_refusal(open_envelope, cose.sign(payload, authority, "down/1"))


def test_every_turned_bit_is_found() -> None:
    for changed in flips(envelopes.sign_envelope(END, authority)):
        with pytest.raises(BadSignature):
            open_envelope(changed)


def test_nobody_else_orders() -> None:
    for key in (stranger, platform):
        with pytest.raises(BadSignature):
            open_envelope(envelopes.sign_envelope(END, key))


def test_only_an_envelope_is_an_envelope() -> None:
    none_but({"down/1"}, open_envelope, authority, pack(END))
    with pytest.raises(BadSignature):
        open_envelope(log.sign_receipt(RECEIPT, authority))


@pytest.mark.parametrize(
    "changes",
    [{"kind": -1}, {"kind": 2**16}, {"number": -1}, {"number": 2**48}, {"serial": "x"}],
    ids=str,
)
def test_an_envelope_out_of_its_range_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        open_envelope(envelopes.sign_envelope(msgspec.structs.replace(END, **changes), authority))


def test_the_longest_envelope_fits_one_message_of_the_link() -> None:
    room = envelopes.MAX_ENVELOPE_BYTES - len(pack(msgspec.structs.replace(END, body=bytes(256)))) + 256
    longest = envelopes.sign_envelope(msgspec.structs.replace(END, body=bytes(room)), authority)
    assert len(open_envelope(longest).body) == room
    assert len(longest) <= MAX_BODY_BYTES - TAG_BYTES
    with pytest.raises(Malformed, match="at most"):
        open_envelope(envelopes.sign_envelope(msgspec.structs.replace(END, body=bytes(room + 1)), authority))


@pytest.mark.parametrize("name", BODIES)
def test_one_body_is_not_the_other(name: str) -> None:
    """Nor has any of them a field too few or too many."""
    read, example = BODIES[name]
    others = [body for other, (_, body) in BODIES.items() if other != name and {other, name} not in ALIKE]
    for body in others:
        with pytest.raises(Malformed):
            read(pack(body))
    fields: list[Any] = decode(pack(example))
    for wrong in (fields[:-1] if fields else None, [*fields, 0], {}, None):
        with pytest.raises(Malformed):
            read(encode(wrong))
