"""Rows as the API shows them, and the schema that says so: every field is there, times are RFC 3339.

Both follow from the types of the rows themselves, so that neither can say what the other does not.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, cast

import msgspec
from msgspec import inspect

from domain.rows import Row
from domain.times import instant

Show = Callable[[Any], Any]
REF = "#/components/schemas/{name}"
_TIME = (0, 2**48)  # `domain.rows.Ms`: no other number has these limits


def shown(row: Row) -> dict[str, Any]:
    """A row as JSON has it."""
    return _of_kind(type(row))(row)


@cache
def _of_kind(kind: type[Row]) -> Show:
    return _show(inspect.type_info(kind)) or (lambda value: value)


def _show(kind: inspect.Type) -> Show | None:
    """How a value of this type is shown; none: as it is."""
    match kind:
        case inspect.IntType(ge=low, lt=high) if (low, high) == _TIME:
            return instant
        case inspect.StructType(fields=fields):
            return _fields([(field.name, _show(field.type)) for field in fields])
        case inspect.UnionType(types=types):
            found = [show for each in types if (show := _show(each)) is not None]
            return _unless_none(found[0]) if found else None
        case inspect.ListType(item_type=inner):
            show = _show(inner)
            return None if show is None else _each(show)
        case _:
            return None


def _fields(fields: list[tuple[str, Show | None]]) -> Show:
    def show(value: Any) -> dict[str, Any]:
        each = ((name, inner, getattr(value, name)) for name, inner in fields)
        return {name: found if inner is None else inner(found) for name, inner, found in each}

    return show


def _unless_none(show: Show) -> Show:
    return lambda value: None if value is None else show(value)


def _each(show: Show) -> Show:
    return lambda values: [show(value) for value in values]


def schemas(kinds: Iterable[type[Any]]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Where each of these types stands, and all schemas by their names."""
    refs, found = msgspec.json.schema_components(list(kinds), ref_template=REF)
    return list(refs), {name: _plain(schema) for name, schema in found.items()}


def _plain(schema: Any) -> Any:
    """What `shown` makes of it: times as text, nothing left out."""
    if isinstance(schema, list):
        return [_plain(each) for each in cast(list[Any], schema)]
    if not isinstance(schema, dict):
        return schema
    told = cast(dict[str, Any], schema)
    if told.get("type") == "integer" and (told.get("minimum"), told.get("exclusiveMaximum")) == _TIME:
        return {"type": "string", "format": "date-time"}
    plain = {name: _plain(value) for name, value in told.items() if name not in ("default", "pattern")}
    if isinstance(plain.get("properties"), dict):
        plain["required"] = sorted(plain["properties"])
    return plain
