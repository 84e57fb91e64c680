"""An organization's own authority over the keys with which its seals sign documents: X.509 certificates, and the list
of those that are revoked (RFC 5280).

Its key lies in the cloud's key file, one for each organization. Whoever has a sealed document can check it with the
authority's certificate and that list, and needs no account for it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key
from cryptography.x509.oid import NameOID

from cloud.gateway.credentials import EARLIER

AUTHORITY_DAYS = 30 * 365
SEAL_DAYS = 10 * 365  # a seal that is bound longer is given another one
LIST_DAYS = 7  # for who checks where there is no network
NAME = "Signet document seals"
MOST_BYTES = 64  # of a common name (RFC 5280, appendix A.1, counts characters; what makes and reads them here, bytes)


@dataclass(frozen=True)
class Subject:
    """Whom a certificate names: organization and seal as they are called now, and the seal's serial. Of a long name of
    a seal the certificate has the beginning; the serial says which it is."""

    organization: str
    seal: str
    serial: str


class DocumentAuthority:
    """Signs; `certificate` is its own (DER)."""

    def __init__(self, key: bytes, certificate: bytes) -> None:
        loaded = load_der_private_key(key, None)
        assert isinstance(loaded, ec.EllipticCurvePrivateKey)
        self._key, self.certificate = loaded, certificate
        self._own = x509.load_der_x509_certificate(certificate)

    @staticmethod
    def make(organization: str, name: str, now: datetime) -> tuple[bytes, bytes]:
        """A new key (PKCS #8, DER) and its certificate (DER), for the organization of this id and name."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(
            {NameOID.ORGANIZATION_NAME: name, NameOID.COMMON_NAME: NAME, NameOID.SERIAL_NUMBER: organization}
        )
        builder = _builder(subject, subject, key.public_key(), now, AUTHORITY_DAYS, x509.random_serial_number())
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        builder = builder.add_extension(_usage(issues=True), critical=True)
        secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return secret, builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)

    def certify(
        self, key: ec.EllipticCurvePublicKey, number: int, subject: Subject, now: datetime, revoked_at: str = ""
    ) -> bytes:
        """The certificate (DER) of a seal's key. `revoked_at`: the address of the list of what is revoked, if one is
        known."""
        name = {
            NameOID.ORGANIZATION_NAME: subject.organization,
            NameOID.COMMON_NAME: _short(subject.seal),
            NameOID.SERIAL_NUMBER: subject.serial,
        }
        builder = _builder(_name(name), self._own.subject, key, now, SEAL_DAYS, number)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(_usage(issues=False), critical=True)
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        builder = builder.add_extension(above, critical=False)
        if revoked_at:
            point = x509.DistributionPoint([x509.UniformResourceIdentifier(revoked_at)], None, None, None)
            builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        return builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.DER)

    def revoked(self, numbers: dict[int, datetime], now: datetime) -> bytes:
        """The list (DER) of revoked certificates, each with the moment from which on it holds no more."""
        builder = x509.CertificateRevocationListBuilder().issuer_name(self._own.subject)
        builder = builder.last_update(now - EARLIER).next_update(now + timedelta(days=LIST_DAYS))
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        builder = builder.add_extension(above, critical=False)
        builder = builder.add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        for number, at in sorted(numbers.items()):
            entry = x509.RevokedCertificateBuilder().serial_number(number).revocation_date(at)
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.DER)


def _name(parts: dict[x509.ObjectIdentifier, str]) -> x509.Name:
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts.items()])


def _short(name: str) -> str:
    return name.encode()[:MOST_BYTES].decode(errors="ignore")


def _usage(*, issues: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=not issues,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, days: int, number: int
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    builder = builder.serial_number(number).add_extension(
        x509.SubjectKeyIdentifier.from_public_key(key), critical=False
    )
    return builder.not_valid_before(now - EARLIER).not_valid_after(now + timedelta(days=days))
