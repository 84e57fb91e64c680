"""Whether a PDF is as it was when it was sealed, and by whom: what can be told from the file, the certificates of
authorities that are known here, and their lists of what they revoked. Runs in a process of its own (`apart`)."""

import asyncio
import hashlib
from datetime import UTC, datetime
from typing import Any

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import CMSExtractionError, CMSStructuralError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from app.services.sealing.flaws import Flaw, Unsealable
from app.services.sealing.looking import filled_fields, held, opened, reading
from app.services.sealing.orders import Content, Found, Known, Stamp, Standing

MOST_SIGNATURES = 50


def check(data: bytes, known: Known) -> list[Found]:
    """Its signatures in their order; none: it is not signed. Raises `Unsealable`."""
    return asyncio.run(_check(data, known))


async def _check(data: bytes, known: Known) -> list[Found]:
    reader = opened(data)
    found: list[tuple[int, Found]] = []
    with reading():
        for name, value, field in filled_fields(reader):
            if held(value, "/Type", "/Sig") == "/DocTimeStamp":
                continue
            if len(found) >= MOST_SIGNATURES:
                raise Unsealable(Flaw.TOO_SLOW)
            found.append(await _one(reader, data, name, field, known))
    return [each for _, each in sorted(found, key=lambda one: one[0])]


# What reading one makes of a dictionary, a message or a certificate that somebody has tampered with.
_NO_SIGNATURE = (
    *(PdfError, SignatureValidationError, CMSExtractionError, CMSStructuralError),
    *(ValueError, TypeError, KeyError, AttributeError, AssertionError),
)
_UNREADABLE = Found("", "", "", "", Content.BROKEN, Standing.FOREIGN, None)


async def _one(reader: Any, data: bytes, name: str, field: Any, known: Known) -> tuple[int, Found]:
    """With the revision of the file in which it was made."""
    try:
        embedded = EmbeddedPdfSignature(reader, field, name)
        certificate = embedded.signer_cert
        status = await async_validate_pdf_signature(embedded, ValidationContext(trust_roots=[], allow_fetching=False))
    except _NO_SIGNATURE:
        return reader.xrefs.total_revisions, _UNREADABLE
    at = status.signer_reported_dt
    stamp, stamped_at, stamped_by = _stamp(status)
    standing, revoked_at = _standing(certificate, known, stamped_at or _ms(at) or known.now)
    subject = certificate.subject.native
    found = Found(
        digest=embedded.compute_digest().hex(),
        organization=_text(subject.get("organization_name") or subject.get("common_name")),
        name=_text(subject.get("common_name")),
        serial=_text(subject.get("serial_number")),
        content=_content(status),
        standing=standing,
        at=_ms(at),
        revoked_at=revoked_at,
        stamp=stamp,
        stamped_at=stamped_at,
        stamped_by=stamped_by,
        document=_document(reader, data, embedded.signed_revision),
    )
    return embedded.signed_revision, found


def _document(reader: Any, data: bytes, revision: int) -> str:
    """A seal's update lies behind the file as it was: there its first object begins."""
    refs = reader.xrefs.explicit_refs_in_revision(revision)
    places = [reader.xrefs.get_historical_ref(ref, revision) for ref in refs] if revision else []
    size = min((each for each in places if isinstance(each, int)), default=0)
    return hashlib.sha256(data[:size]).hexdigest() if size else ""


def _content(status: Any) -> Content:
    if not (status.intact and status.valid):
        return Content.BROKEN
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return Content.AS_SIGNED
    allowed = status.docmdp_ok and status.modification_level is not ModificationLevel.OTHER
    return Content.ADDED_TO if allowed else Content.CHANGED


def _stamp(status: Any) -> tuple[Stamp, int | None, str]:
    validity = status.timestamp_validity
    if validity is None:
        return Stamp.NONE, None, ""
    if not (validity.intact and validity.valid):
        return Stamp.BAD, None, ""
    by = validity.signing_cert.subject.native
    return Stamp.GOOD, _ms(validity.timestamp), _text(by.get("common_name") or by.get("organization_name"))


def _standing(certificate: asn1.Certificate, known: Known, at: int) -> tuple[Standing, int | None]:
    """And when it was revoked."""
    own = x509.load_der_x509_certificate(certificate.dump())
    issuer = next((each for each in map(_loaded, known.authorities) if each is not None and _issued(each, own)), None)
    if issuer is None:
        return Standing.FOREIGN, None
    if (withdrawn := known.withdrawn.get(f"{own.serial_number:040x}")) is not None:
        return Standing.REVOKED, withdrawn
    lists = [each for each in map(_list, known.revoked) if each is not None and _is_of(each, issuer)]
    for each in lists:
        entry = each.get_revoked_certificate_by_serial_number(own.serial_number)
        if entry is not None:
            return Standing.REVOKED, _ms(entry.revocation_date_utc)
    when = datetime.fromtimestamp(at / 1000, UTC)
    if not own.not_valid_before_utc <= when <= own.not_valid_after_utc:
        return Standing.OUTSIDE, None
    now = datetime.fromtimestamp(known.now / 1000, UTC)
    fresh = any(each.next_update_utc is None or each.next_update_utc >= now for each in lists)
    return (Standing.GOOD if fresh else Standing.UNCHECKED), None


def _loaded(der: bytes) -> x509.Certificate | None:
    try:
        return x509.load_der_x509_certificate(der)
    except ValueError:
        return None


def _list(der: bytes) -> x509.CertificateRevocationList | None:
    try:
        return x509.load_der_x509_crl(der)
    except ValueError:
        return None


def _issued(issuer: x509.Certificate, own: x509.Certificate) -> bool:
    try:
        own.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _is_of(each: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    try:
        return each.issuer == issuer.subject and each.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return False


def _text(value: Any) -> str:
    """One line of a name that anybody may have written."""
    text = value[0] if isinstance(value, list) and value else value
    return " ".join(str(text or "").split())[:200]


def _ms(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp() * 1000)
