"""Values of every message, drawn from its own declaration, so that a new field is tested without anybody's help."""

from typing import Any

import msgspec.inspect as inspect
from hypothesis import strategies as st

from protocol import cbor

# What the format carries; and beside it what it does not, for whoever has to refuse it.
integers = st.integers(min_value=-(2**63), max_value=2**64 - 1)
scalars = st.none() | st.booleans() | integers | st.binary(max_size=40) | st.text(max_size=20)
plain = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(integers | st.text(max_size=8), inner, max_size=5),
    max_leaves=12,
)


def noise() -> st.SearchStrategy[bytes]:
    """Bytes of a stranger: anything, and things that at least look like the format."""
    return st.binary(max_size=300) | plain.map(cbor.encode)


def damaged(good: bytes) -> st.SearchStrategy[bytes]:
    """`good` cut off, lengthened, or with some bytes replaced: nearly right is what finds the holes."""
    places = st.integers(min_value=0, max_value=len(good))
    cut = st.builds(lambda end: good[:end], places)
    more = st.builds(lambda at, extra: good[:at] + extra + good[at:], places, st.binary(min_size=1, max_size=20))
    less = st.builds(lambda at, count: good[:at] + good[at + count :], places, st.integers(1, 20))
    other = st.builds(
        lambda at, new: good[:at] + new + good[at + len(new) :], places, st.binary(min_size=1, max_size=8)
    )
    return (cut | more | less | other).filter(lambda data: data != good)


def message(kind: type[Any], **own: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Any value of a message that keeps to its ranges; `own`: of fields whose range says more than their type."""
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType)
    drawn = {field.name: _draw(field.type) for field in info.fields if field.name not in own}
    return st.builds(kind, **drawn, **own)


def _draw(info: inspect.Type) -> st.SearchStrategy[Any]:
    match info:
        case inspect.StructType(cls=kind, fields=fields):
            return st.builds(kind, **{field.name: _draw(field.type) for field in fields})
        case inspect.UnionType(types=types):
            return st.one_of([_draw(member) for member in types])
        case inspect.ListType(item_type=item, min_length=least, max_length=most):
            return st.lists(_draw(item), min_size=least or 0, max_size=4 if most is None else most)
        case inspect.EnumType(cls=members):
            return st.sampled_from(members)
        case inspect.IntType():
            low = info.ge if info.ge is not None else -(2**63)
            return st.integers(low, info.le if info.le is not None else (info.lt or 2**63) - 1)
        case inspect.BytesType(min_length=shortest, max_length=longest):
            return st.binary(min_size=shortest or 0, max_size=longest if longest is not None else 40)
        case inspect.StrType(pattern=None, max_length=longest):
            return st.text(max_size=longest if longest is not None else 20)
        case inspect.StrType(pattern=str(pattern)):
            return st.from_regex(pattern)
        case inspect.BoolType():
            return st.booleans()
        case inspect.NoneType():
            return st.none()
        case _:
            raise AssertionError(f"{info} has no place in a message")
