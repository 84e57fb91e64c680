"""The pytest plugin of the fourteen rules that the sync of console and cloud keeps.

A test that shows one says so, `@pytest.mark.rule(9)`. Which tests show which rule, and on which databases:
`python -m pytest --collect-only -q --rules=FILE tests/app tests/cloud` (JSON).
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest

RULES = {
    1: "a stream takes each act once and in order: effects and last number commit together; a fork opens a new stream",
    2: "a refused or failing act is answered with its reason and keeps nobody waiting; what passes is tried again",
    3: "an act is settled by the pull that covers it; a refused one stays until it is dismissed",
    4: "pulled rows never overwrite what waits here: it is folded over them when they are read",
    5: "a lost scope hides at once and goes in pieces, a new one starts at zero, a row stays until its last scope goes",
    6: "cursor and rows commit together",
    7: "what is settled is kept for 30 days, and offered again to a cloud that was restored",
    8: "what left a scope is remembered for half a year at least; who comes with an older cursor begins anew",
    9: "both sides count the rows of a scope, compare after its first load and daily, and mend what differs",
    10: "both sides say which version they speak; an act that is not known as it is, is refused and not guessed at",
    11: "the order is the cloud's and no clock's: an act is judged when it arrives",
    12: "not found and not allowed answer the same; who acts is told by the session alone",
    13: "acts, slices and files do not wait for one another; whatever waits is sent, whichever organization is shown",
    14: "a file is read by who sees a row that names it, and nobody learns what others have",
}
Shown = dict[int, dict[str, list[str]]]  # rule -> test -> the databases on which it runs


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rules", metavar="FILE", help="write there which tests show which rule of the sync")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every mark names a rule."""
    wrong = {
        f"{item.nodeid.partition('[')[0]}: there is no rule {', '.join(map(repr, mark.args)) or 'without its number'}"
        for item in items
        for mark in item.iter_markers("rule")
        if not mark.args or mark.kwargs or not all(type(rule) is int and rule in RULES for rule in mark.args)
    }
    if wrong:
        raise pytest.UsageError("\n".join(sorted(wrong)))


def pytest_collection_finish(session: pytest.Session) -> None:
    if file := session.config.getoption("--rules"):
        Path(file).write_bytes(msgspec.json.format(msgspec.json.encode(shown(session.items))))


def shown(items: Iterable[pytest.Item]) -> Shown:
    """Which of these tests show which rule."""
    found: Shown = {rule: {} for rule in RULES}
    for item in items:
        callspec = getattr(item, "callspec", None)
        database = None if callspec is None else callspec.params.get("databases")
        for rule in {rule for mark in item.iter_markers("rule") for rule in mark.args}:
            on = found[rule].setdefault(item.nodeid.partition("[")[0], [])
            if database is not None and database not in on:
                on.append(database)
    return found
