"""What is scanned or typed of a seal."""

import pytest

from domain.seal_codes import SealCode, link_of, read_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("signet://seal/L2026000002", SealCode(serial="L2026000002")),
        (" signet://seal/L2026000002\r\n", SealCode(serial="L2026000002")),
        ("L2026000002", SealCode(serial="L2026000002")),
        ("gl2026000001", SealCode(serial="GL2026000001")),
        ("C0:11:22:33:44:55", SealCode(address="C0:11:22:33:44:55")),
        ("c0-11-22-33-44-5f", SealCode(address="C0:11:22:33:44:5F")),
        ("C0:11-22:33:44:55", None),
        ("C0:11:22:33:44", None),
        ("signet://seal/", None),
        ("https://example.com/L2026000002", None),
        ("", None),
        ("六位", None),
    ],
)
def test_a_code_is_a_seals_or_none(text: str, code: SealCode | None) -> None:
    assert read_code(text) == code


def test_a_link_is_read_as_it_is_written() -> None:
    assert read_code(link_of("L2026000002")) == SealCode(serial="L2026000002")
