"""Every field of every message takes what `docs/seal-protocol.md` allows there, to the edge, and nothing beyond it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from protocol import cose, grants
from protocol.cbor import Message, encode, shape
from protocol.errors import Malformed
from protocol.keys import subkey
from tests.protocol.examples import SECRET, authority
from tests.protocol.test_specification import MESSAGES, RULES, rule_of

INTEGER = 2**63  # beyond every range: nobody's edge


@dataclass(frozen=True)
class Edges:
    """Values at the edge of what is allowed, and the next ones outside."""

    inside: list[Any]
    outside: list[Any] = field(default_factory=list)


def edges(type_: str) -> Edges:
    """Of a type as the specification writes it."""
    type_ = re.sub(r" \.cbor [\w-]+(<[\w-]+>)?", "", type_).replace("(bstr)", "bstr")
    if type_.startswith("[ "):
        return Edges([_first(type_)])
    if " / " in type_ and not type_.startswith('"'):
        parts = [edges(part) for part in type_.split(" / ")]
        inside = [value for part in parts for value in part.inside]
        outside = [value for part in parts for value in part.outside if value not in inside]
        return Edges(inside, outside)
    for pattern, make in SHAPES.items():
        if match := re.fullmatch(pattern, type_):
            return make(*match.groups())
    return edges(RULES[type_])


def _pattern(one: str, least: str, most: str | None) -> Edges:
    low, high = int(least), int(most or least)
    letter = one[-1]
    other = "x" if letter.isdigit() else letter.lower()
    return Edges(
        [letter * low, letter * high],
        [letter * (low - 1), letter * (high + 1), other * low, letter * low + "\n"],
    )


def _first(rule: str) -> list[Any]:
    """A message with the first value inside for each field."""
    tag = re.match(r"\[ (\d+),", rule)
    return [*([int(tag[1])] if tag else []), *(edges(type_).inside[0] for type_ in fields(rule).values())]


def fields(rule: str) -> dict[str, str]:
    """The fields of a rule with their types."""
    return dict(re.findall(r"(\w+): ((?:\([^)]*\)|\[[^]]*\]|\"[^\"]*\"|[^,\](\[\"])+?)\s*(?=,| \]$)", rule))


# Circles from the least to the greatest radius, at the edges of the world; a triangle, and as many corners as may be.
_HALF, _ROUND = 90 * 10**7, 180 * 10**7
_CORNERS = [value for n in range(64) for value in (n * n * 1000, n * 1000)]
AREAS = [[50, 0, 0], [200_000, _HALF, -_ROUND], [0, 0, 0, 0, 10, 10, 0], [0, *_CORNERS]]
NO_AREAS = [
    [], [50], [50, 0], [49, 0, 0], [200_001, 0, 0], [-1, 0, 0], [50, _HALF + 1, 0], [50, 0, _ROUND + 1],
    [50, -_HALF - 1, 0], [50, 0, -_ROUND - 1], [50, 0, 0, 1, 1], [50, 0, 0, 1], [0, 0, 0], [0, 0, 0, 10, 10],
    [0, 0, 0, 1, 1, 2, 2], [0, *_CORNERS, 1, 1], [50, 0, "0"], [50, None, 0], "area", None, 50,
]  # fmt: skip

SHAPES: dict[str, Callable[..., Edges]] = {
    r"null": lambda: Edges([None]),
    r"bool": lambda: Edges([True, False], [0, None]),
    r"bstr": lambda: Edges([b"", b"x"], ["x", None]),
    r"tstr": lambda: Edges(["", "x"], [b"x", None]),
    r"uint": lambda: Edges([0], [-1, None]),
    r"bstr \.size (\d+)": lambda n: Edges([bytes(int(n))], [bytes(int(n) - 1), bytes(int(n) + 1), "x" * int(n)]),
    r"uint \.size (\d+)": lambda n: Edges([0, 256 ** int(n) - 1], [-1, 256 ** int(n), None]),
    r"tstr \.size \(0\.\.(\d+)\)": lambda n: Edges(["", "x" * int(n)], ["x" * (int(n) + 1), None]),
    r"(-?\d+)\.\.(-?\d+)": lambda a, b: Edges([int(a), int(b)], [int(a) - 1, int(b) + 1, INTEGER]),
    r"(-?\d+)": lambda n: Edges([int(n)], [int(n) - 1, int(n) + 1]),
    r'tstr \.regexp "\[([^]]+)\]\{(\d+)(?:,(\d+))?\}"': _pattern,
    r'"GL" / "L"': lambda: Edges(["GL", "L"], ["", "XL", "gl"]),
    r"true": lambda: Edges([True], [False, 0, 1, None]),
    r"\[\*6 line\]": lambda: Edges([[], ["x" * 32] * 6], [["x"] * 7, ["x" * 33], [b"x"], [None], None]),
    r"\[\*5 slot\]": lambda: Edges([[], [1, 5, 1, 5, 1]], [[1] * 6, [0], [6], [None], None]),
    r"bstr \.size \((\d+)\.\.(\d+)\)": lambda a, b: Edges(
        [bytes(int(a)), bytes(int(b))], [bytes(int(a) - 1), bytes(int(b) + 1), "x" * int(a), None]
    ),
    r"\[1\*8 (?:key|head)\]": lambda: Edges(
        [[bytes(32)], [bytes(32)] * 8], [[], [bytes(32)] * 9, [bytes(31)], [bytes(33)], [None], None]
    ),
    r"\[3\*129 int\]": lambda: Edges(AREAS, NO_AREAS),
    r"\[\+ bstr\]": lambda: Edges([[b"x"]], [["x"], None]),
}


@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.__name__)
def test_each_field_takes_its_range(kind: type[Message]) -> None:
    rule = rule_of(kind)
    good = _first(rule)
    names = list(kind.__struct_fields__)
    assert list(fields(rule)) == names
    shape(good, kind)
    for at, (name, type_) in enumerate(fields(rule).items(), len(good) - len(names)):
        allowed = edges(type_)
        for value in allowed.inside:
            shape([*good[:at], value, *good[at + 1 :]], kind)
        for value in allowed.outside:
            with pytest.raises(Malformed):
                pytest.fail(f"{name} {type_} took {shape([*good[:at], value, *good[at + 1 :]], kind)}")


def test_each_claim_of_a_grant_takes_its_range() -> None:
    claims = {int(key): type_ for key, type_ in re.findall(r"(-?\d+): ([^,}]+?)\s*(?=,|\}|\? )", RULES["grant"])}
    assert set(claims) == set(grants._CLAIMS)  # pyright: ignore[reportPrivateUsage]
    good = {key: edges(type_).inside[0] for key, type_ in claims.items()}
    good |= {grants.METHOD: grants.Method.PRE, grants.MODE: grants.Mode.ELECTRONIC}

    def opened(key: int, value: Any) -> grants.Grant:
        signed = cose.sign(encode({**good, key: value}), authority, "grant/1")
        return grants.open_grant(cose.encrypt(signed, subkey(SECRET, "grant"), "grant/1"), authority.public, SECRET)

    for key, type_ in claims.items():
        for value in edges(type_).inside:
            if (key, value) in ((grants.METHOD, grants.Method.DIRECT), (grants.MODE, grants.Mode.PHYSICAL)):
                continue  # the one has no code, the other no documents
            opened(key, value)
        for value in edges(type_).outside:
            with pytest.raises(Malformed):
                pytest.fail(f"claim {key} {type_} took {opened(key, value)}")
