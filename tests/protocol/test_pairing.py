"""ADDRESS#FINGERPRINT, as operators tell it and members type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.pairing import fingerprint, pairing, read_pairing

KEY = bytes(range(32))


def test_a_fingerprint_stays_the_same() -> None:
    assert fingerprint(KEY) == "042A-4CC1-8645-FDDA-606D"


@pytest.mark.parametrize(
    ("typed", "address", "mark"),
    [
        ("https://signet.example.com", "https://signet.example.com", ""),
        (" signet.example.com ", "https://signet.example.com", ""),
        ("signet.example.com:1#12ab-34cd-56ef-7890-12ab", "https://signet.example.com:1", "12AB-34CD-56EF-7890-12AB"),
        ("http://127.0.0.1:80#12AB34CD56EF789012AB", "http://127.0.0.1:80", "12AB-34CD-56EF-7890-12AB"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_what_is_typed_is_read(typed: str, address: str, mark: str) -> None:
    assert read_pairing(typed) == (address, mark)


@pytest.mark.parametrize("mark", ["", "12AB", "12AB-34CD-56EF-7890-12AG", "12AB34CD56EF789012AB0"])
def test_half_a_fingerprint_is_none(mark: str) -> None:
    with pytest.raises(ValueError):
        read_pairing(f"signet.example.com#{mark}")


@given(st.binary(min_size=32, max_size=32))
def test_what_the_operator_tells_is_what_the_console_compares(key: bytes) -> None:
    assert read_pairing(pairing("https://signet.example.com", key)) == ("https://signet.example.com", fingerprint(key))
