"""What may stand in a text that people read: no control characters, none that turn the direction of writing.

A name with them looks like another name, in a list, in a message and on paper.
"""

import re
from typing import Any

import msgspec

# C0 and C1 controls but for the line break and the tabulator, bidirectional marks (Unicode TR 36), line and paragraph
# separators, surrogates that found no partner, what is no character at all.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def cleaned(text: str) -> str:
    """The text without such characters."""
    return _UNFIT.sub("", text)


def unfit(value: Any) -> str | None:
    """The name of the first field of a struct in which such a character stands; None: all of it may be shown."""
    for name in value.__struct_fields__:
        if _is_unfit(getattr(value, name)):
            return name
    return None


def _is_unfit(value: Any) -> bool:
    if isinstance(value, str):
        return _UNFIT.search(value) is not None
    if isinstance(value, list | tuple):
        return any(map(_is_unfit, value))
    return isinstance(value, msgspec.Struct) and unfit(value) is not None
