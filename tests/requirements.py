"""The rows of the manual, what each of them asks of the tests, and the table of what a run has shown.

`python -m tests.requirements FILE …` prints the table of what these runs have shown; `--check rows.txt`
fails when one of the rows listed there is not shown in full.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

ROWS = Path(__file__).with_suffix(".toml")
SERIES = {"R": "requirements", "I": "invariants", "C": "readings", "A": "adaptations"}


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What rows of this kind ask for: each case, with where its tests stand (nothing: anywhere)."""

    means: str
    cases: dict[str, tuple[str, ...]]


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row as the file has it."""

    kind: str
    title: str
    cases: tuple[str, ...] = ()  # instead of its kind's
    rooms: tuple[str, ...] = ()  # instead of its kind's


class Rows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    kinds: dict[str, Kind]
    rows: dict[str, Row]

    def asks(self, id: str) -> tuple[str, ...]:
        """The cases that a row needs."""
        return self.rows[id].cases or tuple(self.kinds[self.rows[id].kind].cases)

    def rooms(self, id: str, case: str) -> tuple[str, ...]:
        """Where a test that shows this case may stand; nothing: anywhere."""
        return self.rows[id].rooms or self.kinds[self.rows[id].kind].cases.get(case, ())


class Unclear(ValueError):
    """A test says of a row what cannot be; the text says why."""


@dataclass(frozen=True)
class Said:
    """One case of one row. Without a case the test only touches the row."""

    row: str
    case: str = ""


def read_rows(path: Path = ROWS) -> Rows:
    """Errors: msgspec.ValidationError, tomllib.TOMLDecodeError."""
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Rows)


def understand(rows: Rows, words: Sequence[object], path: str) -> list[Said]:
    """What `req(...)` or `proves(...)` with these words says, in the test file `path` (from the project's folder).

    The words: one or more rows of one kind, the kind, and the cases if the kind has several. Errors: Unclear.
    """
    said = [str(word) for word in words]
    ids, rest = [word for word in said if word in rows.rows], [word for word in said if word not in rows.rows]
    if unknown := [word for word in rest if word[1:2] == "-"]:
        raise Unclear(f"there is no row {unknown[0]}")
    if not ids:
        raise Unclear("names no row")
    if not rest:
        return [Said(id) for id in ids]
    kind, *cases = rest
    return [said for id in ids for said in _shown(rows, id, kind, cases, path)]


def _shown(rows: Rows, id: str, kind: str, cases: list[str], path: str) -> Iterator[Said]:
    row, asked = rows.rows[id], rows.asks(id)
    if kind != row.kind:
        raise Unclear(f"{id} is of kind {row.kind} ({rows.kinds[row.kind].means}), not {kind}")
    if not cases and len(asked) > 1:
        raise Unclear(f"{id} asks for {', '.join(asked)}: say which")
    for case in cases or asked:
        if case not in asked:
            raise Unclear(f"{id} has no case {case}; it asks for {', '.join(asked)}")
        rooms = rows.rooms(id, case)
        if rooms and not any(path == room or path.startswith(f"{room}/") for room in rooms):
            raise Unclear(f"{id} {case} is shown in {', '.join(rooms)} and nowhere else")
        yield Said(id, case)


class Run(msgspec.Struct, frozen=True):
    """What a run of the tests has shown: row, case ("" = touched only), the tests that passed."""

    passed: int
    failed: int
    shown: dict[str, dict[str, list[str]]]


def together(runs: Sequence[Run]) -> Run:
    """What runs of different tests have shown."""
    shown: dict[str, dict[str, list[str]]] = {}
    for run in runs:
        for row, cases in run.shown.items():
            for case, tests in cases.items():
                shown.setdefault(row, {}).setdefault(case, []).extend(tests)
    return Run(sum(run.passed for run in runs), sum(run.failed for run in runs), shown)


def _tests(names: list[str]) -> str:
    """The tests, those of one function once, with how often it ran."""
    times: dict[str, int] = {}
    for name in names:
        function = name.partition("[")[0].removeprefix("tests/")
        times[function] = times.get(function, 0) + 1
    return ", ".join(name if count == 1 else f"{name} ×{count}" for name, count in times.items())


def missing(rows: Rows, run: Run, id: str) -> list[str]:
    """The cases of a row that no test has shown."""
    return [case for case in rows.asks(id) if not run.shown.get(id, {}).get(case)]


def state(rows: Rows, run: Run, id: str) -> str:
    """`proved` or `open`."""
    return "open" if missing(rows, run, id) else "proved"


def line(rows: Rows, run: Run, id: str) -> str:
    """A row of the table."""
    row, shown = rows.rows[id], run.shown.get(id, {})
    parts = [f"{id} {state(rows, run, id):6} {row.kind} {row.title}"]
    if lacking := missing(rows, run, id):
        parts.append(f"missing {', '.join(lacking)}")
    for case in rows.asks(id):
        if shown.get(case):
            parts.append(f"{case}: {_tests(shown[case])}")
    if shown.get(""):
        parts.append(f"touched by {_tests(shown[''])}")
    return " | ".join(parts)


def summary(rows: Rows, run: Run) -> Iterator[str]:
    """How many of each series are proved."""
    for letter, name in SERIES.items():
        states = [state(rows, run, id) for id in rows.rows if id.startswith(letter)]
        counts = ", ".join(f"{states.count(each)} {each}" for each in ("proved", "open"))
        yield f"{len(states)} {name}: {counts}"
    yield f"by {run.passed} tests that passed; {run.failed} did not"


def main(arguments: Sequence[str] | None = None) -> int:
    """0, or 1 when a row of the check is not shown in full, or 2 when a file is broken or is not there."""
    parser = argparse.ArgumentParser(prog="python -m tests.requirements", description="What is proved of the manual.")
    parser.add_argument("runs", type=Path, nargs="+", help="what `pytest --requirements=FILE` has written, each time")
    parser.add_argument("--check", type=Path, metavar="FILE", help="rows that must be shown, one a line, # for remarks")
    given = parser.parse_args(arguments)
    try:
        rows, run = read_rows(), together([msgspec.json.decode(file.read_bytes(), type=Run) for file in given.runs])
        wanted = _wanted(given.check) if given.check else None
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if wanted is not None:
        short = [
            line(rows, run, id) if id in rows.rows else f"{id} is no row" for id in wanted if _short(rows, run, id)
        ]
        sys.stdout.writelines(f"{text}\n" for text in short)
        return 1 if short else 0
    sys.stdout.writelines(f"{text}\n" for text in [*(line(rows, run, id) for id in rows.rows), *summary(rows, run)])
    return 0


def _wanted(path: Path) -> list[str]:
    lines = (line.partition("#")[0].split() for line in path.read_text("utf-8").splitlines())
    return [word for words in lines for word in words]


def _short(rows: Rows, run: Run, id: str) -> bool:
    return id not in rows.rows or state(rows, run, id) == "open"


if __name__ == "__main__":
    sys.exit(main())
