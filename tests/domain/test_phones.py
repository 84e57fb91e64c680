"""Phone numbers in their one form."""

import pytest

from domain.phones import normal_phone


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("(010) 6552 9988", "1065529988"),
        ("+852 2345 6789", "+85223456789"),
        ("+1 650-253-0000", "+16502530000"),
        ("138001380", None),
        ("+852 1", None),
        ("电话", None),
        ("", None),
    ],
)
def test_a_phone_number_has_one_form(text: str, kept: str | None) -> None:
    assert normal_phone(text) == kept
