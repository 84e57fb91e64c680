"""Whether a file may be sealed (C-26): asked by the console before the seal is, and by the seal through its grant."""

from domain.authorizations import Authorization, Mode
from domain.documents import applied_for
from domain.verdict import Facts, Refused


def judge_document(sha256: str, use: Authorization, facts: Facts) -> Refused | None:
    """Whether this file (its SHA-256 in hexadecimal) may be sealed under the authorization."""
    if use.mode is not Mode.ELECTRONIC:
        return Refused("not_electronic")
    if use.any_document or any(each.sha256 == sha256 for each in applied_for(use.application, facts)):
        return None
    return Refused("other_document")
