"""What tests of sealing are made of: PDFs, an authority with its certificates, a signer, a time stamp authority."""

import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from aiohttp import web
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from fpdf import FPDF
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from app.services.sealing import assembling, preparing
from app.services.sealing.orders import Chain, Order, Picture, Prepared
from app.services.sealing.pages import Spot
from protocol.sealing import DocumentKey, point, signed_attributes

COMPANY, SERIAL = "云杉精密仪器有限公司", "GL2026000001"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
DAY = timedelta(days=1)
SPOT = Spot(0, 0.7, 0.8)
DER = serialization.Encoding.DER


def pdf(pages: int = 3, **options: Any) -> bytes:
    """As an office makes them."""
    made = FPDF(**options)
    made.set_creation_date(NOW)
    for number in range(1, pages + 1):
        made.add_page()
        made.set_font("helvetica", size=14)
        made.cell(0, 10, f"Page {number} of {pages}")
    return bytes(made.output())


@cache
def picture(side: int = 96) -> Picture:
    """A ring."""
    middle, outer, inner = side / 2, (side / 2) ** 2, (side / 2.5) ** 2
    alpha = bytes(
        255 * (inner < (x - middle) ** 2 + (y - middle) ** 2 < outer) for y in range(side) for x in range(side)
    )
    return Picture(side, (198, 58, 43), alpha)


def order(data: bytes, **changes: Any) -> Order:
    given: dict[str, Any] = {"document": hashlib.sha256(data).digest(), "spot": SPOT, "seam": False}
    given |= {"picture": picture(), "name": COMPANY, "reason": "", "stamped": False, "at": NOW_MS}
    return Order(**{**given, **changes})


def _name(**parts: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(getattr(NameOID, key.upper()), value) for key, value in parts.items()])


@dataclass
class Authority:
    """Of an organization: it certifies the keys of seals, and revokes."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    organization: str = COMPANY

    @property
    def name(self) -> x509.Name:
        return _name(organization_name=self.organization, common_name=f"{self.organization} CA")

    @property
    def certificate(self) -> bytes:
        return self._certificate(self.name, self.key.public_key(), authority=True).public_bytes(DER)

    def certify(self, public: bytes, serial: str = SERIAL, begins: datetime = NOW - DAY) -> Chain:
        """The key of a seal, for a year."""
        subject = _name(organization_name=self.organization, serial_number=serial)
        made = self._certificate(subject, point(public), begins=begins)
        return Chain(made.public_bytes(DER), (self.certificate,))

    def revoked(self, *chains: Chain, issued: datetime = NOW, until: datetime = NOW + 7 * DAY) -> bytes:
        """Its list."""
        made = x509.CertificateRevocationListBuilder().issuer_name(self.name).last_update(issued).next_update(until)
        for chain in chains:
            number = x509.load_der_x509_certificate(chain.seal).serial_number
            entry = x509.RevokedCertificateBuilder().serial_number(number).revocation_date(issued - DAY)
            made = made.add_revoked_certificate(entry.build())
        return made.sign(self.key, hashes.SHA256()).public_bytes(DER)

    def _certificate(
        self, subject: x509.Name, key: Any, begins: datetime = NOW - DAY, *, authority: bool = False
    ) -> x509.Certificate:
        uses = dict.fromkeys(
            ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
        )
        uses |= dict.fromkeys(("digital_signature", "content_commitment"), not authority)
        uses |= dict.fromkeys(("key_cert_sign", "crl_sign"), authority)
        made = x509.CertificateBuilder().subject_name(subject).issuer_name(self.name).public_key(key)
        made = made.serial_number(x509.random_serial_number())
        made = made.not_valid_before(begins).not_valid_after(begins + 365 * DAY)
        made = made.add_extension(x509.BasicConstraints(authority, None), critical=True)
        made = made.add_extension(x509.KeyUsage(**uses), critical=True)
        made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        issued_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        return made.add_extension(issued_by, critical=False).sign(self.key, hashes.SHA256())


@dataclass
class Signer:
    """A seal's key without a seal."""

    authority: Authority = field(default_factory=Authority)
    key: DocumentKey = field(default_factory=lambda: DocumentKey.make(b"a seed of forty bytes for a key of a seal"))

    @property
    def chain(self) -> Chain:
        return self.__dict__.setdefault("_chain", self.authority.certify(self.key.public))

    def sign(self, prepared: Prepared) -> bytes:
        return self.key.sign(signed_attributes(prepared.digest, self.chain.hash))

    def seal(self, data: bytes, stamp: str = "", **changes: Any) -> bytes:
        """The sealed file."""
        prepared = preparing.prepare(data, order(data, stamped=bool(stamp), **changes))
        return assembling.assemble(prepared, self.chain, self.sign(prepared), stamp)


def ranges(content: bytes) -> tuple[int, int]:
    """Where the gap of the last signature begins and ends."""
    begin = content.rindex(b"/Contents <") + len(b"/Contents ")
    return begin, content.index(b">", begin) + 1


class StampAuthority:
    """RFC 3161 over HTTP. `says`: something else instead of a time stamp; `gone`: it gives none; `asked`: how
    often."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        self.says: web.Response | None = None
        self.gone = False
        self.asked, self.address = 0, ""
        name = _name(common_name="Test TSA")
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(self.key.public_key())
        made = made.serial_number(1).not_valid_before(NOW - DAY).not_valid_after(NOW + 3650 * DAY)
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        self.certificate = made.add_extension(purpose, critical=True).sign(self.key, hashes.SHA256())

    async def answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        if self.gone:
            return web.Response(status=503)
        if self.says is not None:
            return self.says
        private = self.key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        certificate = asn1_x509.Certificate.load(self.certificate.public_bytes(DER))
        stamper = DummyTimeStamper(
            certificate, asn1_keys.PrivateKeyInfo.load(private), fixed_dt=NOW + timedelta(seconds=5)
        )
        given = stamper.request_tsa_response(tsp.TimeStampReq.load(await request.read()))
        return web.Response(body=given.dump(), content_type="application/timestamp-reply")


@asynccontextmanager
async def stamp_authority() -> AsyncGenerator[StampAuthority]:
    made, app = StampAuthority(), web.Application()
    app.router.add_post("/", made.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.address = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    try:
        yield made
    finally:
        await runner.cleanup()
