"""What the cloud orders a seal: signed for this purpose, short enough for the link, each body of its own kind."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import cose, envelopes, log
from protocol.cbor import encode, pack
from protocol.conversation import MAX_BODY_BYTES
from protocol.envelopes import BindBody, EndBody, Envelope, LossLockBody, OfflineUseBody
from protocol.errors import BadSignature, Malformed
from protocol.session import TAG_BYTES
from tests.protocol.examples import (
    END,
    GRANT,
    ORGANIZATION,
    RECEIPT,
    authority,
    cloud_agreement,
    flips,
    none_but,
    platform,
    stranger,
    value_or_refusal,
)
from tests.protocol.strategies import damaged, message, noise, plain

BIND = BindBody(ORGANIZATION, authority.public, cloud_agreement.public)


def open_envelope(data: bytes) -> Envelope:
    return envelopes.open_envelope(data, authority.public)


@given(message(Envelope))
def test_an_envelope_is_opened_again(envelope: Envelope) -> None:
    assert open_envelope(envelopes.sign_envelope(envelope, authority)) == envelope


@given(message(BindBody), message(EndBody), message(LossLockBody), message(OfflineUseBody))
def test_bodies_are_read_again(bind: BindBody, end: EndBody, lock: LossLockBody, offline: OfflineUseBody) -> None:
    assert envelopes.read_bind(pack(bind)) == bind
    assert envelopes.read_end(pack(end)) == end
    assert envelopes.read_loss_lock(pack(lock)) == lock
    assert envelopes.read_offline_use(pack(offline)) == offline


@given(noise() | damaged(envelopes.sign_envelope(END, authority)))
def test_any_bytes_are_an_envelope_or_refused(data: bytes) -> None:
    value_or_refusal(open_envelope, data)


@given(noise() | damaged(pack(BIND)) | damaged(pack(EndBody(GRANT))))
def test_any_bytes_are_a_body_or_refused(data: bytes) -> None:
    value_or_refusal(envelopes.read_bind, data)
    value_or_refusal(envelopes.read_end, data)
    value_or_refusal(envelopes.read_loss_lock, data)
    value_or_refusal(envelopes.read_offline_use, data)


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
    [{"kind": 0}, {"kind": 99}, {"number": -1}, {"number": 2**48}, {"serial": "x"}],
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


def test_one_body_is_not_the_other() -> None:
    with pytest.raises(Malformed):
        envelopes.read_bind(pack(EndBody(GRANT)))
    with pytest.raises(Malformed):
        envelopes.read_end(pack(BIND))
    with pytest.raises(Malformed):
        envelopes.read_loss_lock(pack(OfflineUseBody(1)))
    with pytest.raises(Malformed):
        envelopes.read_offline_use(pack(LossLockBody(True)))
