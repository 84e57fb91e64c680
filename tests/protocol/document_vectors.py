"""Electronic mode in the vectors: a grant for documents, a seal's key for them, and what it signs."""

import msgspec

from protocol import grants, log, sealing
from tests.protocol import examples as ex

OPERATION = bytes([0x55]) * 16
DOCUMENT, DIGEST, CERTIFICATE = (bytes([value]) * 32 for value in (0xD0, 0xD1, 0xCE))
SECRET = sealing.DocumentKey.make(bytes(range(sealing.SEED_BYTES)))
KEY = sealing.SealingKey(ex.SERIAL, ex.BINDING, SECRET.public)
GRANT = msgspec.structs.replace(
    ex.GRANT_OF_THREE, mode=grants.Mode.ELECTRONIC, photo_required=False, documents=[DOCUMENT]
)
IDS = (OPERATION, ex.GRANT)
AT = ex.NOON * 1000 + 9900
ENTRY = log.SealingEntry(6, AT, log.Clock.SET, 5, ex.GRANT, ex.MEMBER, log.Grade.SESSION, ex.PLACE, DOCUMENT, DIGEST)
SEALED = sealing.Sealed(6, 5, AT, 2, 3, SECRET.sign(sealing.signed_attributes(DIGEST, CERTIFICATE)))
REQUEST = sealing.SealingRequest(OPERATION, ex.GRANT, DOCUMENT, DIGEST, CERTIFICATE)


def vector() -> dict[str, str]:
    """A document's signature: what is signed, by the letter of RFC 5652, and the seal's key."""
    named = "30263024302204" + "20" + CERTIFICATE.hex()
    attributes = bytes.fromhex(
        "318184301806092a864886f70d010903310b06092a864886f70d010701"
        f"302f06092a864886f70d01090431220420{DIGEST.hex()}"
        f"3037060b2a864886f70d010910022f3128{named}"
    )  # fmt: skip
    return {
        "seed": bytes(range(sealing.SEED_BYTES)).hex(),
        "secret": SECRET.secret.hex(),
        "public": SECRET.public.hex(),
        "digest": DIGEST.hex(),
        "certificate": CERTIFICATE.hex(),
        "signed_attributes": attributes.hex(),
        "signature": SECRET.sign(attributes).hex(),
    }
