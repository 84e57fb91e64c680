"""A seal's signature put into the gap of a prepared PDF: a CMS message with the seal's certificate (RFC 5652; PAdES
B-B), and a time stamp over the signature if an authority gives one (RFC 3161; PAdES B-T)."""

import asyncio
import hashlib
from io import BytesIO
from typing import Any

from asn1crypto import cms, x509
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_cms import ExternalSigner
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.services.sealing.flaws import Flaw, NoStamp, Unsealable
from app.services.sealing.orders import Chain, Prepared
from protocol.sealing import check_document, signed_attributes

STAMP_WITHIN_S = 10


def check_signature(chain: Chain, digest: bytes, signature: bytes) -> None:
    """Raises `BadSignature` unless the certificate's key made it over exactly what a seal signs."""
    key = x509.Certificate.load(chain.seal).public_key
    point = bytes(key["public_key"].native)
    check_document(point, signed_attributes(digest, chain.hash), signature)


def try_stamp(address: str) -> None:
    """Whether the authority answers: before the seal is asked. Raises `NoStamp`."""
    asked = _authority(address).async_timestamp(hashlib.sha256(b"").digest(), "sha256")
    asyncio.run(_asked(asked))


def assemble(prepared: Prepared, chain: Chain, signature: bytes, stamp: str = "") -> bytes:
    """The sealed file; `stamp`: the address of a time stamp authority. Raises `BadSignature` (not by the certificate's
    key over what a seal signs), `NoStamp`, `Unsealable`."""
    check_signature(chain, prepared.digest, signature)
    attributes = signed_attributes(prepared.digest, chain.hash)
    signed = cms.CMSAttributes.load(attributes)
    if signed.dump(force=True) != attributes:
        raise Unsealable(Flaw.CHANGED)
    message = asyncio.run(_asked(_message(chain, signature, signed, _authority(stamp) if stamp else None)))
    output = BytesIO(prepared.content)
    gap = PreparedByteRangeDigest(prepared.digest, prepared.begin, prepared.end)
    try:
        gap.fill_with_cms(output, message)
    except SigningError as error:
        raise NoStamp from error  # one with more certificates than there is room for
    return output.getvalue()


async def _message(chain: Chain, signature: bytes, signed: Any, authority: TimeStamper | None) -> Any:
    certificates = SimpleCertificateStore()
    certificates.register_multiple(x509.Certificate.load(each) for each in chain.above)
    signer = ExternalSigner(x509.Certificate.load(chain.seal), certificates, signature)
    return await signer.async_sign_prescribed_attributes("sha256", signed, timestamper=authority)


def _authority(address: str) -> HTTPTimeStamper:
    return HTTPTimeStamper(address, timeout=STAMP_WITHIN_S)


async def _asked(answer: Any) -> Any:
    """Raises `NoStamp` for whatever an authority may say instead of a time."""
    try:
        return await answer
    except (TimestampRequestError, TimeoutError, OSError, ValueError, TypeError, KeyError) as error:
        raise NoStamp from error
