"""The signature of a delivery, after the Standard Webhooks specification with Ed25519 (`v1a`).

Each organization has a key of its own, or one could have something signed for another's address. It is derived from the
key file (RFC 5869), so there is none to keep and none to tell to a receiver but its public half.
"""

from base64 import b64encode

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cloud.keys import Keys
from protocol.keys import SigningKey

_PUBLIC = "whpk_"
_BYTES = 32


def key_of(keys: Keys, organization: str) -> SigningKey:
    """With which deliveries of this organization are signed."""
    about = b"signet/webhooks/1" + organization.encode()
    return SigningKey(HKDF(SHA256(), _BYTES, None, about).derive(keys.codes))


def public_text(keys: Keys, organization: str) -> str:
    """Its public half, as receivers are given it."""
    return _PUBLIC + b64encode(key_of(keys, organization).public).decode()


def headers(key: SigningKey, id: str, at_s: int, body: bytes) -> dict[str, str]:
    """Of one delivery at a time in seconds: the id stays when it is sent again, the time does not."""
    signature = b64encode(key.sign(f"{id}.{at_s}.".encode() + body)).decode()
    return {"webhook-id": id, "webhook-timestamp": str(at_s), "webhook-signature": f"v1a,{signature}"}
