"""Every text that has to match a pattern ends where the pattern does."""

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect

from domain import acts


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
