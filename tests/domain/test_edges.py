"""The smallest and the largest value that the common kinds of fields take, and the next ones outside."""

from typing import Any

import msgspec
import pytest

from domain import applications, organization, rows, templates, usage


@pytest.mark.parametrize(
    ("kind", "inside", "outside"),
    [
        (rows.Ms, [0, 2**48 - 1], [-1, 2**48]),
        (rows.IdText, ["x", "x" * 64], ["", "x" * 65]),
        (rows.Name, ["印", "印" * 60], ["", "印" * 61]),
        (rows.Sentence, ["", "印" * 500], ["印" * 501]),
        (organization.Phone, ["123456", "+" + "1" * 20], ["12345", "1" * 21, "+12345", "１２３４５６"]),
        (applications.Count, [0, 500], [-1, 501]),
        (templates.Three, [[], ["a", "b", "c"]], [["a", "b", "c", "d"]]),
        (usage.Sha256, ["0" * 64, "f" * 64], ["0" * 63, "0" * 65, "F" * 64]),
    ],
    ids=["Ms", "IdText", "Name", "Sentence", "Phone", "Count", "Three", "Sha256"],
)
def test_a_field_takes_its_range(kind: Any, inside: list[Any], outside: list[Any]) -> None:
    for value in inside:
        assert msgspec.convert(value, kind) == value
    for value in outside:
        with pytest.raises(msgspec.ValidationError):
            pytest.fail(f"took {msgspec.convert(value, kind)}")
