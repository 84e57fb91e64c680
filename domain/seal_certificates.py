"""Certificates of the keys with which seals sign documents, by the organization's own authority (C-26).

One holds until it is over or revoked: by the loss lock, for then the seal may be in anybody's hands, and with the
binding. A revoked one stays revoked; after an unlocking the same key has another one.
"""

from typing import ClassVar

from domain.rows import IdText, Ms, Row
from domain.verdict import Facts


class SealCertificate(Row, frozen=True, kw_only=True):
    """`id`: its number in hexadecimal; `certificate` and `authority`, its issuer's own: X.509, DER."""

    table: ClassVar[str] = "seal_certificates"
    seal: IdText
    binding: int
    certificate: bytes
    authority: bytes
    issued_at: Ms
    expires_at: Ms
    revoked_at: Ms | None = None


def holds(row: SealCertificate, now: int) -> bool:
    return row.revoked_at is None and now < row.expires_at


def current(seal: str, binding: int, facts: Facts, now: int) -> SealCertificate | None:
    """The one with which a seal seals documents now; none: it has none."""
    found = [each for each in facts.all(SealCertificate, seal=seal) if each.binding == binding and holds(each, now)]
    return max(found, key=lambda each: (each.issued_at, each.id), default=None)
