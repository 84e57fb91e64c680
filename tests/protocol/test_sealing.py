"""What a seal signs of a document: byte for byte the signed attributes that pyHanko makes for PAdES."""

import asyncio
import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.sign import signers
from pyhanko.sign.attributes import CMSAttributeProvider, SignedAttributeProviderSpec

from protocol import sealing
from protocol.errors import BadSignature, Malformed
from protocol.sealing import DocumentKey, SealingKey, check_document, signed_attributes
from tests.protocol import examples as ex

KEY = DocumentKey.make(bytes(range(48)))
HASHES = st.binary(min_size=32, max_size=32)


def certificate() -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a seal")])
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(KEY.private.public_key())
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    built = built.serial_number(7).not_valid_before(begin).not_valid_after(begin + timedelta(days=1))
    return built.sign(KEY.private, hashes.SHA256()).public_bytes(Encoding.DER)


class _ByHash(CMSAttributeProvider):
    """signing-certificate-v2 as a seal writes it: SHA-256, and the hash alone."""

    attribute_type = "signing_certificate_v2"

    def __init__(self, sha256: bytes) -> None:
        self._sha256 = sha256

    async def build_attr_value(self, dry_run: bool = False) -> tsp.SigningCertificateV2:
        return tsp.SigningCertificateV2({"certs": [tsp.ESSCertIDv2({"cert_hash": self._sha256})]})


class _AsSealsSign(SignedAttributeProviderSpec):
    def __init__(self, sha256: bytes) -> None:
        self._sha256 = sha256

    def signed_attr_providers(self, data_digest: bytes, digest_algorithm: str) -> Iterable[CMSAttributeProvider]:
        del data_digest, digest_algorithm  # content-type and message-digest are always there
        return [_ByHash(self._sha256)]


def by_pyhanko(digest: bytes, der: bytes) -> cms.CMSAttributes:
    signer = signers.ExternalSigner(
        signing_cert=asn1_x509.Certificate.load(der), cert_registry=None, signature_value=72
    )
    signer.signed_attr_prov_spec = _AsSealsSign(hashlib.sha256(der).digest())
    return asyncio.run(signer.signed_attrs(digest, "sha256", use_pades=True))


@pytest.mark.req("C-26", "C")
def test_the_signed_attributes_are_those_of_pyhanko() -> None:
    der, digest = certificate(), hashlib.sha256(b"a document").digest()
    made = by_pyhanko(digest, der)
    assert made.dump() == signed_attributes(digest, hashlib.sha256(der).digest())
    assert [attribute["type"].native for attribute in made] == [
        "content_type", "message_digest", "signing_certificate_v2"
    ]  # fmt: skip


@given(HASHES, HASHES)
def test_they_are_der_and_say_what_they_were_made_of(digest: bytes, sha256: bytes) -> None:
    data = signed_attributes(digest, sha256)
    assert len(data) == 135
    read = cms.CMSAttributes.load(data, strict=True)
    said = {attribute["type"].native: attribute["values"][0] for attribute in read}
    assert said["message_digest"].native == digest
    named = said["signing_certificate_v2"]["certs"][0]
    assert (named["cert_hash"].native, named["hash_algorithm"]["algorithm"].native) == (sha256, "sha256")


@pytest.mark.parametrize("short", [b"", bytes(31), bytes(33)])
def test_what_is_no_hash_is_refused(short: bytes) -> None:
    for pair in ((short, bytes(32)), (bytes(32), short)):
        with pytest.raises(Malformed):
            signed_attributes(*pair)


@given(st.binary(min_size=48, max_size=48), st.binary())
def test_a_key_signs_the_same_each_time_and_for_itself_alone(seed: bytes, data: bytes) -> None:
    key = DocumentKey.make(seed)
    signature = key.sign(data)
    assert key.sign(data) == signature
    assert 8 <= len(signature) <= 72
    check_document(key.public, data, signature)
    key.private.public_key().verify(signature, data, ec.ECDSA(hashes.SHA256()))
    for public, what in ((KEY.public, data), (key.public, data + b"."), (bytes(65), data)):
        if public != key.public or what != data:
            with pytest.raises(BadSignature):
                check_document(public, what, signature)


def test_the_signature_is_that_of_rfc_6979() -> None:
    """Its example A.2.5 for P-256, SHA-256 and `sample`."""
    key = DocumentKey(bytes.fromhex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721"))
    r, s = (
        int("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716", 16),
        int("F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8", 16),
    )
    assert key.sign(b"sample") == encode_dss_signature(r, s)


@pytest.mark.parametrize("secret", [bytes(32), b"\xff" * 32, b"\x01" * 31], ids=["zero", "too large", "too short"])
def test_what_is_no_key_is_refused(secret: bytes) -> None:
    with pytest.raises(Malformed):
        _ = DocumentKey(secret).public


def test_the_seal_signs_its_key_for_this_purpose() -> None:
    word = SealingKey(ex.SERIAL, ex.BINDING, KEY.public)
    said = sealing.sign_key(word, ex.seal_signing)
    assert sealing.open_key(said, ex.seal_signing.public) == word
    with pytest.raises(BadSignature):
        sealing.open_key(said, ex.stranger.public)
    for data in ex.flips(said[:40]):
        ex.refused(lambda changed: sealing.open_key(changed, ex.seal_signing.public), data)
