"""Keys against the examples of their RFCs, and what only the two ends of a binding can know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.errors import BadSignature, Malformed
from protocol.keys import AgreementKey, SigningKey, binding_secret, check_signature, key_id, subkey
from tests.protocol.examples import (
    BINDING,
    SECRET,
    SERIAL,
    authority,
    cloud_agreement,
    flips,
    seal_static,
    value_or_refusal,
)

LOW_ORDER = [
    bytes(32),
    b"\x01" + bytes(31),
    bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
]


def test_signing_keys_are_those_of_rfc_8032() -> None:
    """Section 7.1, test 1."""
    key = SigningKey(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert key.public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"


def test_agreement_is_that_of_rfc_7748() -> None:
    """Section 6.1."""
    alice = AgreementKey(bytes.fromhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"))
    bob = AgreementKey(bytes.fromhex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"))
    assert bob.public.hex() == "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"
    assert alice.agree(bob.public) == bob.agree(alice.public)
    assert alice.agree(bob.public).hex() == "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"


def test_new_keys_are_new() -> None:
    assert SigningKey.generate() != SigningKey.generate()
    assert AgreementKey.generate() != AgreementKey.generate()
    assert len(SigningKey.generate().secret) == len(AgreementKey.generate().secret) == 32


@pytest.mark.parametrize("public", LOW_ORDER, ids=lambda public: public.hex()[:8])
def test_a_key_of_low_order_is_refused(public: bytes) -> None:
    with pytest.raises(Malformed):
        seal_static.agree(public)


@given(st.binary(max_size=40))
def test_any_bytes_agree_or_are_refused(public: bytes) -> None:
    value_or_refusal(seal_static.agree, public)


def test_both_ends_of_a_binding_find_the_same_secret() -> None:
    assert binding_secret(seal_static, cloud_agreement.public, SERIAL, BINDING) == SECRET
    assert len(SECRET) == 32


def test_each_binding_and_seal_has_its_own_secret() -> None:
    pairs = [(SERIAL, 1), (SERIAL, 2), (SERIAL, 11), ("GL0000000002", 1)]
    secrets = {binding_secret(cloud_agreement, seal_static.public, serial, binding) for serial, binding in pairs}
    assert len(secrets) == len(pairs)


def test_each_purpose_has_its_own_key() -> None:
    keys = {subkey(SECRET, purpose) for purpose in ("grant", "log", "status", "code")}
    assert len(keys) == 4
    assert SECRET not in keys
    assert all(len(key) == 32 for key in keys)


def test_a_key_is_named_by_eight_bytes() -> None:
    assert len(key_id(SigningKey(bytes(32)).public)) == 8
    assert key_id(b"a" * 32) != key_id(b"b" * 32)


def test_a_bare_signature_is_of_one_key_over_one_text() -> None:
    key, other = SigningKey.generate(), SigningKey.generate()
    signature = key.sign(b"act")
    check_signature(key.public, b"act", signature)
    for public, data, made in [
        (other.public, b"act", signature),
        (key.public, b"acts", signature),
        (key.public, b"act", signature[:-1]),
        (b"short", b"act", signature),
    ]:
        with pytest.raises(BadSignature):
            check_signature(public, data, made)


def test_a_bare_signature_is_of_its_key_and_its_bytes() -> None:
    signature = authority.sign(b"an act")
    check_signature(authority.public, b"an act", signature)
    for changed in flips(signature):
        with pytest.raises(BadSignature):
            check_signature(authority.public, b"an act", changed)
    with pytest.raises(BadSignature):
        check_signature(authority.public, b"another act", signature)


@given(st.binary(max_size=80))
def test_any_bytes_are_no_signature(signature: bytes) -> None:
    with pytest.raises(BadSignature):
        check_signature(authority.public, b"an act", signature)


@given(st.binary(max_size=40).filter(lambda public: public != authority.public))
def test_any_bytes_are_not_the_key(public: bytes) -> None:
    with pytest.raises(BadSignature):
        check_signature(public, b"an act", authority.sign(b"an act"))
