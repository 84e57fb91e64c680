"""Long lists from the newest on, page by page.

By a time alone rows of the same millisecond would be skipped or doubled where one page ends: their names tell them
apart.
"""

from typing import Annotated, Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Select, literal, tuple_

from domain.rows import Ms

Part = Annotated[str, msgspec.Meta(max_length=200)]
RowMark = tuple[Ms, Part, Part]  # the time of a row, its organization and id
FaultMark = tuple[Ms, Part, Part, Part]  # when it was heard of, trade, transaction and why
M = TypeVar("M", RowMark, FaultMark)


def written(mark: RowMark | FaultMark) -> str:
    """As it stands in an address."""
    return msgspec.json.encode(mark).decode()


def read(text: str, kind: type[M]) -> M | None:
    """None: it was written by nobody here, and the list begins at its beginning."""
    try:
        found = msgspec.json.decode(text, type=kind)
    except (msgspec.MsgspecError, UnicodeError):
        return None
    return found if all(str(part).isprintable() for part in found) else None


def newest(
    query: "Select[Any]", by: tuple[ColumnElement[Any], ...], limit: int, before: RowMark | FaultMark | None
) -> "Select[Any]":
    """So many rows by these columns, a time first, from the highest down; `before`: what the last row of the page
    before has in them."""
    if before is not None:
        query = query.where(tuple_(*by) < tuple_(*map(literal, before)))
    return query.order_by(*(column.desc() for column in by)).limit(limit)
