"""Each word of maker, platform and authority: taken from its issuer, for its kind, in its time; otherwise refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import certificates, cose
from protocol.cbor import encode, pack
from protocol.certificates import Claim, ConsoleCertificate, Delivery, Identity, Root
from protocol.errors import BadSignature, Expired, Malformed, ProtocolError
from tests.protocol.examples import (
    CERTIFICATE,
    CLAIM,
    IDENTITY,
    NOON,
    SERIAL,
    authority,
    flips,
    maker,
    none_but,
    platform,
    stranger,
    value_or_refusal,
)
from tests.protocol.strategies import damaged, message, noise, plain

ROOT = Root("Signet works", maker.public, True)
DELIVERY = Delivery(SERIAL, platform.public)
ISSUED = [
    pytest.param(ROOT, maker, id="root"),
    pytest.param(IDENTITY, maker, id="identity"),
    pytest.param(DELIVERY, maker, id="delivery"),
    pytest.param(CLAIM, platform, id="claim"),
    pytest.param(CERTIFICATE, authority, id="console certificate"),
]
KINDS: list[Any] = [Root, Identity, Delivery, Claim, ConsoleCertificate]
PURPOSE = {kind: f"{kind.__name__.lower()}/1" for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_what_is_issued_is_checked(kind: Any, data: st.DataObject) -> None:
    certificate = data.draw(message(kind))
    assert certificates.check(certificates.issue(certificate, authority), kind, authority.public) == certificate


@pytest.mark.parametrize(("certificate", "issuer"), ISSUED)
def test_every_turned_bit_is_found(certificate: Any, issuer: Any) -> None:
    for changed in flips(certificates.issue(certificate, issuer)):
        with pytest.raises(BadSignature):
            certificates.check(changed, type(certificate), issuer.public)


@pytest.mark.parametrize(("certificate", "issuer"), ISSUED)
def test_one_kind_is_never_another(certificate: Any, issuer: Any) -> None:
    issued = certificates.issue(certificate, issuer)
    for kind in KINDS:
        if kind is not type(certificate):
            with pytest.raises(BadSignature):
                certificates.check(issued, kind, issuer.public)
    none_but(
        {PURPOSE[type(certificate)]},
        lambda data: certificates.check(data, type(certificate), issuer.public),
        issuer,
        pack(certificate),
    )


@pytest.mark.parametrize(("certificate", "issuer"), ISSUED)
def test_another_issuer_is_refused(certificate: Any, issuer: Any) -> None:
    with pytest.raises(BadSignature):
        certificates.check(certificates.issue(certificate, stranger), type(certificate), issuer.public)


@pytest.mark.parametrize("kind", KINDS)
@given(data=noise() | damaged(certificates.issue(IDENTITY, maker)))
def test_any_bytes_are_checked_or_refused(kind: Any, data: bytes) -> None:
    value_or_refusal(lambda given_bytes: certificates.check(given_bytes, kind, maker.public), data)


@pytest.mark.parametrize("kind", KINDS)
@given(payload=st.binary(max_size=60) | plain.map(encode))
def test_even_the_issuer_may_sign_nonsense(kind: Any, payload: bytes) -> None:
    signed = cose.sign(payload, maker, PURPOSE[kind])
    value_or_refusal(lambda given_bytes: certificates.check(given_bytes, kind, maker.public), signed)


def signed_claim(*changes: tuple[int, Any]) -> bytes:
    fields: list[Any] = [CLAIM.organization, CLAIM.member, SERIAL, CLAIM.static, NOON, NOON + 600]
    for place, value in changes:
        fields[place : place + 1] = [value]
    return cose.sign(encode(fields), platform, "claim/1")


def test_the_claim_written_by_hand_is_the_claim() -> None:
    assert certificates.check(signed_claim(), Claim, platform.public) == CLAIM


@pytest.mark.parametrize(
    "change",
    [
        pytest.param((0, bytes(15)), id="organization too short"),
        pytest.param((1, bytes(17)), id="member too long"),
        pytest.param((2, "GL001"), id="serial too short"),
        pytest.param((2, "G" * 21), id="serial too long"),
        pytest.param((2, "gl0000000001"), id="serial in small letters"),
        pytest.param((2, SERIAL + "\n"), id="serial with a line end"),
        pytest.param((2, SERIAL.encode()), id="serial as bytes"),
        pytest.param((3, bytes(31)), id="key too short"),
        pytest.param((3, bytes(33)), id="key too long"),
        pytest.param((4, -1), id="time before 1970"),
        pytest.param((5, 2**40), id="time beyond the range"),
        pytest.param((5, None), id="no end"),
    ],
)
def test_a_field_out_of_its_range_is_refused(change: tuple[int, Any]) -> None:
    with pytest.raises(Malformed):
        certificates.check(signed_claim(change), Claim, platform.public)


def test_a_root_is_read_by_the_key_it_speaks_of() -> None:
    issued = certificates.issue(ROOT, maker)
    assert certificates.read_root(issued) == ROOT
    for changed in flips(issued):
        with pytest.raises(ProtocolError):
            certificates.read_root(changed)
    with pytest.raises(BadSignature):
        certificates.read_root(certificates.issue(ROOT, stranger))


@given(data=noise() | damaged(certificates.issue(ROOT, maker)))
def test_any_bytes_are_a_root_or_refused(data: bytes) -> None:
    value_or_refusal(certificates.read_root, data)


def test_a_longer_certificate_than_any_is_refused() -> None:
    with pytest.raises(Malformed, match="at most"):
        certificates.check(certificates.issue(Root("x" * 1100, maker.public, False), maker), Root, maker.public)


@pytest.mark.parametrize("certificate", [CLAIM, CERTIFICATE], ids=["claim", "console certificate"])
def test_a_certificate_holds_from_its_first_second_to_before_its_last(certificate: Any) -> None:
    for now in (NOON, NOON + 1, certificate.expires - 1):
        certificates.check_time(certificate, now)
    for now in (0, NOON - 1, certificate.expires, certificate.expires + 1):
        with pytest.raises(Expired):
            certificates.check_time(certificate, now)
