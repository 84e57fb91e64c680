"""Mutants of the limits that stand outside functions, where mutmut makes none: constants, and what a field may hold.

Each number there becomes one more and one less, in a copy of the project, and the tests of its package run.
`python -m tests.limits [FILE or FOLDER …]` keeps what became of them for `tests.mutants`.
"""

import argparse
import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tests.mutants import FOLDER, LIMITS, Limit

PACKAGES = ("domain", "protocol")
COPY = Path("build/limits")
COPIED = (*PACKAGES, "simulator", "docs", "tests", "pyproject.toml")
TOO_LONG_S = 600
ENUMS = {"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"}
REPEATED = re.compile(r"(?<=[{,])\d+(?=[,}])")  # how often, in a pattern


@dataclass(frozen=True)
class Change:
    """The text between two places of a file becomes another."""

    start: int
    end: int
    line: int
    owner: str  # the constant, or the class and its field
    now: str


def changes(source: str) -> Iterator[Change]:
    """Each limit outside functions, one more and one less."""
    lines = [0]
    for line in source.encode().splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    for owner, node in _values(ast.parse(source)):
        start, end = lines[node.lineno - 1] + node.col_offset, lines[node.end_lineno - 1] + node.end_col_offset  # type: ignore[operator]
        text = source.encode()[start:end].decode()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for found in REPEATED.finditer(text):
                for number in (int(found[0]) + 1, int(found[0]) - 1):
                    now = f"{text[: found.start()]}{number}{text[found.end() :]}"
                    yield Change(start, end, node.lineno, owner, now)
        else:
            for sign in "+-":
                yield Change(start, end, node.lineno, owner, f"({text} {sign} 1)")


def _values(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        yield from _of_statement(node, "")
        if isinstance(node, ast.ClassDef) and not ENUMS & {ast.unparse(base) for base in node.bases}:
            for inner in node.body:
                yield from _of_statement(inner, f"{node.name}.")


def _of_statement(node: ast.stmt, owner: str) -> Iterator[tuple[str, ast.expr]]:
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        return
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    name = owner + ", ".join(map(ast.unparse, targets))
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("msgspec.Meta", "Meta"):
            for keyword in call.keywords:
                patterns = keyword.arg == "pattern"
                yield from ((f"{name} {keyword.arg}", value) for value in _numbers(keyword.value, patterns=patterns))
    if (
        not owner
        and all(each.id.isupper() for each in ast.walk(targets[0]) if isinstance(each, ast.Name))
        and node.value
    ):
        yield from ((name, value) for value in _numbers(node.value))


def _numbers(node: ast.AST, *, patterns: bool = False) -> Iterator[ast.expr]:
    """The largest parts that are computed of numbers alone; the text of a pattern."""
    if isinstance(node, ast.expr) and (_is_number(node) or (patterns and isinstance(node, ast.Constant))):
        yield node
    elif not isinstance(node, ast.Lambda | ast.Subscript):
        for child in ast.iter_child_nodes(node):
            yield from _numbers(child)


def _is_number(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=bool()):
            return False
        case ast.Constant(value=int() | float()):
            return True
        case ast.UnaryOp(operand=operand):
            return _is_number(operand)
        case ast.BinOp(left=left, right=right):
            return _is_number(left) and _is_number(right)
        case _:
            return False


def _passes(package: str) -> bool:
    """Whether the tests of a package pass in the copy; what noticed the last mutant is asked first."""
    words = ["-m", "pytest", "-x", "-q", "--ff", "--hypothesis-profile=limits", f"tests/{package}"]
    try:
        done = subprocess.run(
            [sys.executable, "-B", *words], cwd=COPY, capture_output=True, check=False, timeout=TOO_LONG_S
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def tried(path: Path) -> Iterator[Limit]:
    """Every mutant of a file, and whether a test has noticed."""
    source = path.read_bytes()
    for change in changes(source.decode()):
        (COPY / path).write_bytes(source[: change.start] + change.now.encode() + source[change.end :])
        killed = not _passes(path.parts[0])
        (COPY / path).write_bytes(source)
        was = source[change.start : change.end].decode()
        yield Limit(f"{path.as_posix()} {change.owner}", change.line, was, change.now, killed)


def _copy() -> None:
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    for name in COPIED:
        (shutil.copytree if Path(name).is_dir() else shutil.copy)(name, COPY / name)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when all were tried, whatever became of them; 1 when the tests fail without any mutant."""
    parser = argparse.ArgumentParser(prog="python -m tests.limits", description="Mutants of limits outside functions.")
    parser.add_argument("paths", nargs="*", type=Path, default=[Path(package) for package in PACKAGES])
    paths: list[Path] = parser.parse_args(arguments).paths
    files = [file for path in paths for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]
    _copy()
    if failing := [package for package in sorted({path.parts[0] for path in files}) if not _passes(package)]:
        sys.stderr.write(f"the tests of {', '.join(failing)} fail without any mutant\n")
        return 1
    file = FOLDER / LIMITS
    kept = msgspec.json.decode(file.read_bytes(), type=list[Limit]) if file.exists() else []
    kept = [limit for limit in kept if Path(limit.where.partition(" ")[0]) not in files]
    FOLDER.mkdir(exist_ok=True)
    for path in files:
        for limit in tried(path):
            kept.append(limit)
            end = "killed" if limit.killed else "SURVIVES"
            sys.stdout.write(f"{path}:{limit.line} `{limit.was}` -> `{limit.now}`: {end}\n")
            sys.stdout.flush()
        file.write_bytes(msgspec.json.format(msgspec.json.encode(kept)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
