"""The mutants of the rules and the messages that no test notices; those that change what is allowed need a reason.

mutmut makes them inside functions (`mutants/`), `tests.limits` makes those of the limits that stand outside;
`python -m tests.mutants` reads what became of both, and compares with the reasons in mutants.toml. `make mutants` does
all three.
"""

import argparse
import ast
import difflib
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

REASONS = Path(__file__).with_suffix(".toml")
FOLDER = Path("mutants")
LIMITS = "limits.json"  # in that folder, by tests.limits
KILLED = {1, 3, 36, 37, 24, -24, 152, 255}  # failed, or took much longer than the code as it is
UNFINISHED = {None, 2}
SEPARATOR = "ǁ"  # mutmut's, in the names of methods


@dataclass(frozen=True)
class Mutant:
    """`was` became `now`; `kind` is what that changes: comparison, limit, refusal, or nothing of the kind ("")."""

    where: str  # domain/usage.py decide_attach_photo
    line: int
    kind: str
    was: str
    now: str

    def __str__(self) -> str:
        path, _, function = self.where.partition(" ")
        return f"{path}:{self.line} {function} [{self.kind or 'other'}] `{self.was}` -> `{self.now}`"


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why no test needs to notice these."""

    where: str
    was: str
    now: list[str]
    why: str


class Reasons(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    survivor: list[Reason] = []


class Limit(msgspec.Struct, frozen=True):
    """What became of a mutant of `tests.limits`."""

    where: str
    line: int
    was: str
    now: str
    killed: bool


@dataclass
class Results:
    """What became of all."""

    mutants: Counter[str]  # by file
    survivors: list[Mutant]
    unfinished: list[str]


Way = list[tuple[ast.AST, str]]


def difference(old: object, new: object, path: tuple[tuple[ast.AST, str], ...] = ()) -> Way | None:
    """The way to the first node of `old` that is another in `new`, or is missing: each with the field it goes on by."""
    if isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            kept = {ast.dump(each) for each in new}
            return [*path, *((each, "") for each in old if ast.dump(each) not in kept)][: len(path) + 1]
        pairs = (difference(one, other, path) for one, other in zip(old, new, strict=True))
        return next((found for found in pairs if found is not None), None)
    if isinstance(old, ast.AST):
        if type(old) is not type(new):
            return [*path, (old, "")]
        fields = ((field, getattr(old, field, None), getattr(new, field, None)) for field in old._fields)
        found = (difference(one, other, (*path, (old, field))) for field, one, other in fields)
        return next((way for way in found if way is not None), None)
    return None if old == new else list(path)


def kind_of(way: Sequence[tuple[ast.AST, str]]) -> str:
    """What a change at the end of this way touches."""
    node = next(each for each, _ in reversed(way) if isinstance(each, ast.expr | ast.stmt | ast.keyword))
    if any(isinstance(each, ast.Call) and ast.unparse(each.func) == "Refused" for each, _ in way):
        return "refusal"
    if any(isinstance(each, ast.Raise) for each, _ in way):
        inside = any(isinstance(each, ast.Call) and field in ("args", "keywords") for each, field in way)
        return "" if inside else "refusal"  # what it says is for people
    if any(_decides(each, field) for each, field in way):
        return "comparison"
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return "comparison" if any(isinstance(each, ast.Return) for each, _ in way) else ""
    index = any(isinstance(each, ast.Subscript) and field == "slice" for each, field in way)
    return "limit" if _is_limit(node) and not index else ""


def _is_limit(node: ast.AST) -> bool:
    """A number or the name of a constant, reckoning with one, or such an argument."""
    match node:
        case ast.Constant():
            return isinstance(node.value, int | float)
        case ast.Name():
            return node.id.isupper()
        case ast.BinOp():
            return _is_limit(node.left) or _is_limit(node.right)
        case ast.keyword() | ast.AugAssign():
            return _is_limit(node.value)
        case _:
            return False


def _decides(node: ast.AST, field: str) -> bool:
    if isinstance(node, ast.Compare | ast.BoolOp | ast.Not):
        return True
    if isinstance(node, ast.Match | ast.match_case):
        return field in ("subject", "pattern", "guard", "")
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not)
    if isinstance(node, ast.If | ast.While | ast.IfExp | ast.Assert):
        return field == "test"
    return isinstance(node, ast.comprehension) and field == "ifs"


def functions(tree: ast.Module) -> dict[str, ast.AST]:
    """The functions of a module and the methods of its classes, as `name` and `Class.name`."""
    found: dict[str, ast.AST] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            methods = (each for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
            found |= {f"{node.name}.{method.name}": method for method in methods}
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found[node.name] = node
    return found


def described(path: str, name: str, old: ast.AST, new: ast.AST) -> Mutant:
    """The mutant `new` of the function `old`, which stands in the file `path` under this name."""
    new.name = old.name  # type: ignore[attr-defined]
    way = difference(old, new)
    assert way is not None, f"{path} {name}: nothing has changed"
    line = next(each.lineno for each, _ in reversed(way) if isinstance(each, ast.stmt | ast.expr))
    was, now = ast.unparse(old).splitlines(), ast.unparse(new).splitlines()
    changed = [entry for entry in difflib.ndiff(was, now) if entry[0] in "+-"]
    before = " / ".join(entry[2:].strip() for entry in changed if entry[0] == "-")
    after = " / ".join(entry[2:].strip() for entry in changed if entry[0] == "+")
    return Mutant(f"{path} {name}", line, kind_of(way), before, after)


def _survivors(path: str, keys: list[str], folder: Path) -> Iterator[Mutant]:
    originals = functions(ast.parse(Path(path).read_text("utf-8")))
    mutated = functions(ast.parse((folder / path).read_text("utf-8")))
    for key in keys:
        mangled = key.rpartition(".")[2]
        plain = mangled.partition("__mutmut_")[0]
        owner, _, name = (
            plain.removeprefix(f"x{SEPARATOR}").rpartition(SEPARATOR) if SEPARATOR in plain else ("", "", "")
        )
        full = f"{owner}.{name}" if owner else plain.removeprefix("x_")
        yield described(path, full, originals[full], mutated[f"{owner}.{mangled}" if owner else mangled])


def read_results(folder: Path = FOLDER) -> Results:
    """What mutmut and `tests.limits` have left there."""
    found = Results(Counter(), [], [])
    for meta in sorted(folder.rglob("*.py.meta")):
        path = meta.relative_to(folder).as_posix().removesuffix(".meta")
        ends: dict[str, int | None] = json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
        found.mutants[path] += len(ends)
        found.unfinished += [key for key, end in ends.items() if end in UNFINISHED]
        lived = [key for key, end in ends.items() if end not in KILLED | UNFINISHED]
        found.survivors += _survivors(path, lived, folder)
    if (folder / LIMITS).exists():
        for limit in msgspec.json.decode((folder / LIMITS).read_bytes(), type=list[Limit]):
            found.mutants[limit.where.partition(" ")[0]] += 1
            if not limit.killed:
                found.survivors.append(Mutant(limit.where, limit.line, "limit", limit.was, limit.now))
    else:
        found.unfinished.append("the limits outside functions")
    return found


def read_reasons(path: Path = REASONS) -> Reasons:
    """Errors: msgspec.ValidationError, tomllib.TOMLDecodeError."""
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Reasons)


def judge(results: Results, reasons: Reasons) -> tuple[list[Mutant], list[str]]:
    """The survivors that must not be, and the reasons that explain nothing any more."""
    known = {(each.where, each.was, now) for each in reasons.survivor for now in each.now}
    lived = {(each.where, each.was, each.now) for each in results.survivors}
    unexplained = [each for each in results.survivors if each.kind and (each.where, each.was, each.now) not in known]
    idle = [
        f"{where}: `{was}` -> `{now}`"
        for where, was, now in sorted(known - lived)
        if where.split()[0] in results.mutants
    ]
    return unexplained, idle


def main(arguments: Sequence[str] | None = None) -> int:
    """0 if no survivor changes what is allowed without a reason, and everything was tried."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description="What no test notices.")
    parser.add_argument("--all", action="store_true", help="print every survivor, also where nothing is decided")
    given = parser.parse_args(arguments)
    results = read_results()
    unexplained, idle = judge(results, read_reasons())
    lived = Counter(each.where.partition(" ")[0] for each in results.survivors)
    needing = Counter(each.where.partition(" ")[0] for each in results.survivors if each.kind)
    said = [
        f"{path}: {count} mutants, {lived[path]} survive, {needing[path]} of them in a comparison, a limit or a refusal"
        for path, count in results.mutants.items()
        if count
    ]
    said += [str(each) for each in results.survivors] if given.all else []
    said += [f"without a reason: {each}" for each in unexplained]
    said += [f"a reason for what does not survive: {each}" for each in idle]
    said += [f"not tried: {len(results.unfinished)}, {results.unfinished[0]} for one"] if results.unfinished else []
    sys.stdout.writelines(f"{text}\n" for text in said)
    return 1 if unexplained or idle or results.unfinished else 0


if __name__ == "__main__":
    sys.exit(main())
