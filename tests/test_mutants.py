"""What the programs behind `make mutants` make of a mutant: which limits they move, and what they call a survivor."""

import ast
import json
from collections import Counter
from pathlib import Path

import pytest

from tests import mutants
from tests.limits import changes
from tests.mutants import Mutant, Reason, Reasons, Results, described, functions, judge, read_reasons, read_results

OLD = """
def decide(act, at):
    if act.end <= at.now:
        return Refused("end_in_past", "end")
    if not act.reason or act.copies > MOST:
        raise Malformed("no reason")
    parts = [part for part in act.parts if part.kind == 1]
    first, room = parts[0], read(act.data, limit=1024, parts=2)
    match act.kind:
        case 1:
            room += LEAST
    return True
"""


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        ("act.end <= at.now", "act.end < at.now", "comparison"),
        ("not act.reason", "act.reason", "comparison"),
        ("act.reason or", "act.reason and", "comparison"),
        ("act.copies > MOST", "None > MOST", "comparison"),
        ("part.kind == 1", "part.kind == 2", "comparison"),
        ("return True", "return False", "comparison"),
        ('"end_in_past"', '"XXend_in_pastXX"', "refusal"),
        ('"end_in_past", "end"', '"end_in_past"', "refusal"),
        ('"no reason"', '"XXno reasonXX"', ""),
        ("parts[0]", "parts[1]", ""),
        ("parts = [part", "parts = [None", ""),
        ("limit=1024", "limit=1025", "limit"),
        ("limit=1024, ", "", "limit"),
        ("act.data, ", "", ""),
        ("LEAST", "None", "limit"),
        ("+= LEAST", "-= LEAST", "limit"),
        ("case 1:", "case 2:", "comparison"),
    ],
)
def test_what_a_mutant_touches(was: str, now: str, kind: str) -> None:
    assert OLD.count(was) == 1
    old, new = (functions(ast.parse(text))["decide"] for text in (OLD, OLD.replace(was, now)))
    found = described("domain/x.py", "decide", old, new)
    assert found.kind == kind
    line = next(number for number, text in enumerate(OLD.splitlines(), 1) if was in text)
    assert found.line == line
    assert (found.was, found.now) != ("", "")
    assert str(found).startswith(f"domain/x.py:{line} decide [{kind or 'other'}] `")


SOURCE = """
import msgspec
MOST = 500
TIMES: int = 7 * 24
_BOTH = (1, {2: "x"})
names = 5
Text = Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[0-9]{6,8}$")]
class Kind(IntEnum):
    ONE = 1
class Act(Struct):
    count: Annotated[int, Meta(ge=0, le=MOST, lt=2**48)] = 3
def f(x=9):
    return 10
"""


def test_limits_outside_functions_are_moved_both_ways() -> None:
    made = [(change.line, change.owner, change.now) for change in changes(SOURCE)]
    assert made == [
        (3, "MOST", "(500 + 1)"), (3, "MOST", "(500 - 1)"),
        (4, "TIMES", "(7 * 24 + 1)"), (4, "TIMES", "(7 * 24 - 1)"),
        (5, "_BOTH", "(1 + 1)"), (5, "_BOTH", "(1 - 1)"), (5, "_BOTH", "(2 + 1)"), (5, "_BOTH", "(2 - 1)"),
        (7, "Text max_length", "(20 + 1)"), (7, "Text max_length", "(20 - 1)"),
        (7, "Text pattern", 'r"^[0-9]{7,8}$"'), (7, "Text pattern", 'r"^[0-9]{5,8}$"'),
        (7, "Text pattern", 'r"^[0-9]{6,9}$"'), (7, "Text pattern", 'r"^[0-9]{6,7}$"'),
        (11, "Act.count ge", "(0 + 1)"), (11, "Act.count ge", "(0 - 1)"),
        (11, "Act.count lt", "(2**48 + 1)"), (11, "Act.count lt", "(2**48 - 1)"),
    ]  # fmt: skip
    for change in changes(SOURCE):
        data = SOURCE.encode()
        ast.parse(data[: change.start] + change.now.encode() + data[change.end :])


ONE = Mutant("domain/x.py decide", 3, "comparison", "a <= b", "a < b")
OTHER = Mutant("domain/x.py decide", 4, "", "a = b", "a = None")


@pytest.mark.parametrize(
    ("survivors", "now", "unexplained", "idle"),
    [
        ([ONE, OTHER], [], [ONE], 0),
        ([ONE, OTHER], ["a < b"], [], 0),
        ([ONE], ["a < b", "a == b"], [], 1),
        ([OTHER], ["a < b"], [], 1),
    ],
)
def test_a_survivor_needs_a_reason_and_a_reason_a_survivor(
    survivors: list[Mutant], now: list[str], unexplained: list[Mutant], idle: int
) -> None:
    reasons = Reasons([Reason(ONE.where, ONE.was, now, "why")]) if now else Reasons()
    found = judge(Results(Counter({"domain/x.py": 2}), survivors, []), reasons)
    assert (found[0], len(found[1])) == (unexplained, idle)
    assert judge(Results(Counter(), [], []), reasons) == ([], [])  # of a file that was not tried nothing is known


def test_the_reasons_are_of_functions_that_are_there() -> None:
    for reason in read_reasons().survivor:
        path, _, name = reason.where.partition(" ")
        source = (Path(__file__).parent.parent / path).read_text("utf-8")
        owners = {change.owner for change in changes(source)} | set(functions(ast.parse(source)))
        assert name in owners
        assert reason.why


def test_what_mutmut_has_left_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    here, there = Path("domain/x.py"), Path("mutants/domain/x.py")
    for path in (here, there):
        path.parent.mkdir(parents=True)
    here.write_text("class A:\n    def f(self, n):\n        return n < 3\n")
    there.write_text(
        "class A:\n    def xǁAǁf__mutmut_1(self, n):\n        return n <= 3\n"
        "    def xǁAǁf__mutmut_2(self, n):\n        return n < 4\n"
    )
    keys = [f"domain.x.xǁAǁf__mutmut_{number}" for number in (1, 2, 3)]
    there.with_suffix(".py.meta").write_text(json.dumps({"exit_code_by_key": dict(zip(keys, (0, 33, 1), strict=True))}))
    found = read_results()
    assert [str(each) for each in found.survivors] == [
        "domain/x.py:3 A.f [comparison] `return n < 3` -> `return n <= 3`",
        "domain/x.py:3 A.f [comparison] `return n < 3` -> `return n < 4`",
    ]
    assert found.unfinished == ["the limits outside functions"]
    limit = {"where": "domain/x.py MOST", "line": 1, "was": "5", "now": "(5 + 1)", "killed": True}
    Path("mutants/limits.json").write_text(json.dumps([limit]))
    monkeypatch.setattr(mutants, "read_reasons", Reasons)
    assert mutants.main(["--all"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "domain/x.py: 4 mutants, 2 survive, 2 of them in a comparison, a limit or a refusal"
    assert len([line for line in said if line.startswith("without a reason: ")]) == 2
