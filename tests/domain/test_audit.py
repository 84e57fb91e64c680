"""The chain of judged acts."""

import hashlib

from domain import audit
from tests.domain.world import NOW, ORG, but


def test_a_digest_never_changes() -> None:
    """Chains that exist were made like this: each part after its length in four bytes."""
    told = b"\0\0\0\4body" + b"\0\0\0\x09signature" + b"\0\0\0\4user" + b"\0\0\0\7console"
    assert audit.digest(b"body", b"signature", "user", "console") == hashlib.sha256(told).hexdigest()


def test_the_audit_chain_knows_every_change() -> None:
    """Also text that moves from one part to the next."""
    parts = (b"body", b"signature", "user", "console")
    one = audit.digest(*parts)
    assert one == audit.digest(*parts)
    others = [(b"bod", b"ysignature", "user", "console"), (b"body", b"signature", "userc", "onsole")]
    others += [(b"x", *parts[1:]), (*parts[:3], "x")]
    assert len({one, *(audit.digest(*each) for each in others)}) == 5
    entry = audit.AuditEntry(
        id="1", organization=ORG, number=1, at=NOW, member="m", act="Apply", subject="s", code="", digest=one, head=""
    )
    head = audit.chained(audit.GENESIS, entry)
    assert audit.chained(audit.GENESIS, but(entry, head=head)) == head
    changes = [{name: "x"} for name in ("id", "organization", "member", "act", "subject", "code", "digest")]
    told = {audit.chained(audit.GENESIS, but(entry, **each)) for each in [*changes, {"number": 2}, {"at": 1}]}
    assert len({head, audit.chained(head, entry), *told}) == 11
