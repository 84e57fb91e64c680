"""Client certificates of the seals' modems: by an authority of this cloud alone, one live at a time for each seal.

The authority's key lies in the cloud's key file. What a certificate opens is the way to the broker, nothing else: what
a seal says there is signed by its own key, what it is told by its organization's.
"""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from cloud.problems import Refusal

# As long as a seal may be used without anybody looking after it; what must end before is revoked.
MODEM_DAYS = 10 * 365
AUTHORITY_DAYS = 30 * 365
# Made anew at each start of the cloud, and read by a broker at its own: it must not end while that one runs, or no
# seal gets in any more. So must the list of what is revoked.
SERVER_DAYS = LIST_DAYS = MODEM_DAYS
EARLIER = timedelta(hours=1)  # clocks differ
NUMBER_BYTES = 19  # of a certificate: RFC 5280 allows 20 bytes with the sign
GATEWAY = "gateway"  # the gateway's own name at a broker outside; no serial has small letters


@dataclass(frozen=True)
class Credential:
    """A key and its certificate, PEM."""

    key: bytes
    certificate: bytes


class Authority:
    """Signs; `root` is its own certificate (DER), which a modem is given to know its broker by."""

    def __init__(self, key: bytes, root: bytes) -> None:
        loaded = load_der_private_key(key, None)
        assert isinstance(loaded, ec.EllipticCurvePrivateKey)
        self._key, self.root = loaded, root
        self._certificate = x509.load_der_x509_certificate(root)

    @staticmethod
    def make(now: datetime) -> tuple[bytes, bytes]:
        """A new key (PKCS #8, DER) and its certificate (DER)."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _named("Signet modems")
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        builder = _builder(name, name, key.public_key(), now, AUTHORITY_DAYS)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        made = builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())
        secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return secret, made.public_bytes(Encoding.DER)

    @property
    def root_pem(self) -> bytes:
        return self._certificate.public_bytes(Encoding.PEM)

    def for_modem(self, serial: str, request: bytes, now: datetime, days: int = MODEM_DAYS) -> x509.Certificate:
        """The certificate for the key of a request (PKCS #10, DER), with the seal's serial as its name, and always the
        same number for the same request; raises `Refusal` malformed for a request that its own key has not signed or
        with a key of another kind."""
        try:
            asked = x509.load_der_x509_csr(request)
            key = asked.public_key()
            signed = asked.is_signature_valid
        except Exception as error:  # what the library makes of a stranger's bytes is of many kinds
            raise Refusal("malformed") from error
        if not signed or not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            raise Refusal("malformed")
        number = int.from_bytes(hashlib.sha256(request).digest()[:NUMBER_BYTES], "big")
        return self._sign(_named(serial), key, now, days, ExtendedKeyUsageOID.CLIENT_AUTH, number=number)

    def for_server(self, host: str, now: datetime) -> Credential:
        """For the broker at this address."""
        key = ec.generate_private_key(ec.SECP256R1())
        names: list[x509.GeneralName] = [x509.DNSName("localhost")]
        try:
            names.append(x509.IPAddress(ipaddress.ip_address(host)))
        except ValueError:
            names.append(x509.DNSName(host))
        made = self._sign(_named(host), key.public_key(), now, SERVER_DAYS, ExtendedKeyUsageOID.SERVER_AUTH, names)
        return Credential(_pem(key), made.public_bytes(Encoding.PEM))

    def for_gateway(self, now: datetime) -> Credential:
        """For the gateway before a broker outside."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = self._sign(_named(GATEWAY), key.public_key(), now, SERVER_DAYS, ExtendedKeyUsageOID.CLIENT_AUTH)
        return Credential(_pem(key), made.public_bytes(Encoding.PEM))

    def stand_in(self, serial: str, now: datetime) -> Credential:
        """In the name of a seal, for the moment in which its place at a broker outside is taken."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = self._sign(_named(serial), key.public_key(), now, 1, ExtendedKeyUsageOID.CLIENT_AUTH)
        return Credential(_pem(key), made.public_bytes(Encoding.PEM))

    def revoked(self, numbers: list[int], now: datetime, before: bytes = b"") -> bytes:
        """The list of what is revoked (PEM), for a broker outside. `before`: the list that it has; of two it believes
        the one with the later date, which counts seconds."""
        date, next_one = now - EARLIER, timedelta(seconds=1)
        had = x509.load_pem_x509_crl(before).last_update_utc if before else date - next_one
        if date <= had < now - next_one:  # one of tomorrow lets nobody in
            date = had + next_one
        builder = x509.CertificateRevocationListBuilder().issuer_name(self._certificate.subject)
        builder = builder.last_update(date).next_update(now + timedelta(days=LIST_DAYS))
        for number in numbers:
            entry = x509.RevokedCertificateBuilder().serial_number(number).revocation_date(now - EARLIER)
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM)

    def _sign(
        self,
        name: x509.Name,
        key: ec.EllipticCurvePublicKey,
        now: datetime,
        days: int,
        usage: x509.ObjectIdentifier,
        hosts: list[x509.GeneralName] | None = None,
        number: int | None = None,
    ) -> x509.Certificate:
        builder = _builder(name, self._certificate.subject, key, now, days, number)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
        if hosts:
            builder = builder.add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        return builder.sign(self._key, hashes.SHA256())


def moment(now_ms: int) -> datetime:
    """Milliseconds since 1970 UTC as certificates count, in whole seconds."""
    return datetime.fromtimestamp(now_ms // 1000, UTC)


def name_of(certificate: bytes) -> tuple[str, int]:
    """Name and number of a certificate (DER) that TLS has checked."""
    read = x509.load_der_x509_certificate(certificate)
    (name,) = read.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(name.value), read.serial_number


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(
    name: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    now: datetime,
    days: int,
    number: int | None = None,
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(key)
    builder = builder.serial_number(number or x509.random_serial_number())
    return builder.not_valid_before(now - EARLIER).not_valid_after(now + timedelta(days=days))


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
