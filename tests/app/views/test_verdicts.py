"""What is said of a document whose certificate was revoked: what was sealed before stays what it was."""

from dataclasses import replace

import msgspec
import pytest

from app.services.sealing.orders import Content, Found, Stamp, Standing
from app.services.sealing.verifying import Verdict
from app.views.sealing.verdicts import notes_of, of_verdict
from domain.usage import Grade, Impression

REVOKED_AT = 1_700_000_000_000


def sealed(content: Content = Content.AS_SIGNED, stamped_at: int | None = None) -> Found:
    stamp = Stamp.NONE if stamped_at is None else Stamp.GOOD
    return Found(
        *("0" * 64, "云杉", "合同章", "GL2026000001", content, Standing.REVOKED, REVOKED_AT - 5000),
        revoked_at=REVOKED_AT,
        stamp=stamp,
        stamped_at=stamped_at,
    )


def recorded(at: int, clock: int = 1, received_at: int = REVOKED_AT + 9000) -> Impression:
    return Impression(
        id="GL2026000001-7",
        organization="o",
        seal="GL2026000001",
        binding=1,
        number=7,
        own=1,
        authorization="a",
        member="m",
        grade=Grade.SESSION,
        at=at,
        clock=clock,
        received_at=received_at,
        place=None,
        result=0,
        document="1" * 64,
        digest="0" * 64,
    )


def test_a_record_that_names_another_document() -> None:
    found = msgspec.structs.replace(recorded(REVOKED_AT - 1), document="2" * 64)
    for document, other in (("1" * 64, True), ("2" * 64, False), ("", False)):
        verdict = Verdict(replace(sealed(), document=document), found)
        assert (of_verdict(verdict)[0] == "Another document") is other
        assert ("names another document" in "\n".join(notes_of(verdict, asked=True))) is other


@pytest.mark.req("C-26", "C")
@pytest.mark.parametrize(
    ("verdict", "pill", "note"),
    [
        (Verdict(sealed(), recorded(REVOKED_AT - 1)), "Genuine, revoked later", "as the seal's log says"),
        (Verdict(sealed(), recorded(REVOKED_AT)), "Certificate revoked", "Nothing here proves"),
        (Verdict(sealed(), recorded(5, 0)), "Certificate revoked", "Nothing here proves"),  # by a clock that was lost
        (Verdict(sealed(), recorded(5, 0, REVOKED_AT - 1)), "Genuine, revoked later", "as the seal's log says"),
        (Verdict(sealed()), "Certificate revoked", "Nothing here proves"),
        # Anybody may have a time stamp authority of his own.
        (Verdict(sealed(stamped_at=REVOKED_AT - 1)), "Certificate revoked", "By its time stamp"),
        (Verdict(sealed(stamped_at=REVOKED_AT + 1)), "Certificate revoked", "Nothing here proves"),
        (Verdict(sealed(Content.CHANGED), recorded(REVOKED_AT - 1)), "Changed afterwards", "as the seal's log says"),
        (Verdict(sealed(Content.ADDED_TO), recorded(REVOKED_AT - 1)), "Genuine, revoked later", "signed or filled in"),
    ],
)
def test_what_was_sealed_before_the_certificate_was_revoked(verdict: Verdict, pill: str, note: str) -> None:
    assert of_verdict(verdict)[0] == pill
    assert note in "\n".join(notes_of(verdict, asked=True))
