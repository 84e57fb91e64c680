"""What may stand in a text that people read: no control characters, none that turn the direction of writing, none
that cannot be seen.

A name with them looks like another name, in a list, in a message and on paper.
"""

import re
import unicodedata
from functools import cache
from typing import Any, get_type_hints

import msgspec

from domain.rows import Label, Name

# C0 and C1 controls but for the line break and the tabulator, bidirectional marks (Unicode TR 36), line and paragraph
# separators, surrogates that found no partner, what is no character at all; what is shown as nothing (Unicode's
# Default_Ignorable_Code_Point) or as a blank. The joiners U+200C, U+200D and the variants of a sign stay: several
# scripts and signs are written with them.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# With which a spreadsheet takes a text for a formula (CWE-1236), also in the full width of Chinese keyboards.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MORE_LINES = re.compile("[\n\t]")  # in a name; what people write at length may have them


def as_read(name: str) -> str:
    """What a name looks like, for comparing: without regard to width, case and blanks at its ends (Unicode NFKC)."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def cleaned(text: str) -> str:
    """The text without such characters."""
    return _UNFIT.sub("", text)


def harmless(cell: str) -> str:
    """A text that a spreadsheet shows and does not compute."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def pasted(cell: str) -> str:
    """The same for a row that is pasted, its cells parted by tabs: it stays one cell of one line, however it begins."""
    text = " ".join(cell.split())
    bare = text.lstrip('"')  # which a spreadsheet takes off
    return text if harmless(bare) == bare else f"'{text}"


def unfit(value: Any) -> str | None:
    """The name of the first field of a struct in which such a character stands; None: all of it may be shown."""
    names = _names(type(value))
    for field in value.__struct_fields__:
        held = getattr(value, field)
        if _is_unfit(held) or (field in names and _MORE_LINES.search(held)):
            return field
    return None


@cache
def _names(kind: type) -> frozenset[str]:
    """The fields of a struct that are names, which stand in one line."""
    return frozenset(name for name, hint in get_type_hints(kind, include_extras=True).items() if hint in (Name, Label))


def _is_unfit(value: Any) -> bool:
    if isinstance(value, str):
        return _UNFIT.search(value) is not None
    if isinstance(value, list | tuple):
        return any(map(_is_unfit, value))
    return isinstance(value, msgspec.Struct) and unfit(value) is not None
