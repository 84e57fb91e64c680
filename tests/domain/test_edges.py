"""The smallest and the largest value that the common kinds of fields take, and the next ones outside."""

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect

from domain import acts, applications, organization, rows, templates, usage


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


def _patterns(kind: inspect.Type, seen: set[type] | None = None) -> Iterator[str]:
    """Every pattern that a text in this kind has to match, however deep it stands."""
    seen = set() if seen is None else seen
    if isinstance(kind, inspect.StrType) and kind.pattern is not None:
        yield kind.pattern
    elif isinstance(kind, inspect.StructType) and kind.cls not in seen:
        seen.add(kind.cls)
        for field in kind.fields:
            yield from _patterns(field.type, seen)
    elif isinstance(kind, inspect.ListType):
        yield from _patterns(kind.item_type, seen)
    elif isinstance(kind, inspect.UnionType):
        for each in kind.types:
            yield from _patterns(each, seen)
    elif isinstance(kind, inspect.DictType):
        yield from _patterns(kind.key_type, seen)
        yield from _patterns(kind.value_type, seen)


PATTERNS = sorted(
    {pattern for each in (*acts.ACTS.values(), *acts.ROWS.values()) for pattern in _patterns(inspect.type_info(each))}
)


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(max_examples=10)
@given(data=st.data())
def test_a_text_of_a_pattern_ends_where_the_pattern_does(pattern: str, data: st.DataObject) -> None:
    """A line break behind it would go unseen: `$` lets one pass."""
    kind: Any = Annotated[str, msgspec.Meta(pattern=pattern)]
    text = "".join(data.draw(st.from_regex(pattern, fullmatch=True)).splitlines())
    assert msgspec.convert(text, kind) == text
    for more in ("\n", "\r", "\0", " "):
        with pytest.raises(msgspec.ValidationError):
            pytest.fail(f"took {msgspec.convert(text + more, kind)}")


def test_all_patterns_are_found() -> None:
    assert len(PATTERNS) == 6  # a hash, a phone number, two kinds of code, two kinds of media
