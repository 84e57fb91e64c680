"""The README and its Chinese twin tell the same."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGLISH, CHINESE = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh_CN.md"))
COMMAND = re.compile(r"^    ((?:make|main\.py|signet) .{1,40})", re.MULTILINE)
LINK = re.compile(r"\]\(([^)]+)\)")
CODE = re.compile(r"`([^`]+)`")


def sections(text: str) -> list[tuple[str, int, int]]:
    """Of each heading: its level, its rows of tables, its list items."""
    found = re.split(r"^(#+) .*$", text, flags=re.MULTILINE)[1:]
    lines = [(level, body.splitlines()) for level, body in zip(found[::2], found[1::2], strict=True)]
    return [(level, _beginning(body, "|"), _beginning(body, "- ")) for level, body in lines]


def _beginning(lines: list[str], mark: str) -> int:
    return sum(line.startswith(mark) for line in lines)


def commands(text: str) -> list[str]:
    """What is typed; what it does stands behind a #, two spaces, or in the column after."""
    return [re.split(r"  | #", line)[0].strip()[:40].rstrip() for line in COMMAND.findall(text)]


def test_both_have_the_same_sections_tables_and_lists() -> None:
    assert sections(ENGLISH) == sections(CHINESE)


def test_both_name_the_same_commands() -> None:
    assert len(commands(ENGLISH)) > 10
    assert commands(ENGLISH) == commands(CHINESE)


def test_both_lead_to_the_same_places() -> None:
    twins = {"README.md", "README.zh_CN.md"}
    english, chinese = ([each for each in LINK.findall(text) if each not in twins] for text in (ENGLISH, CHINESE))
    assert sorted(english) == sorted(chinese)


def test_both_quote_the_same_words_of_programs() -> None:
    assert sorted(set(CODE.findall(ENGLISH))) == sorted(set(CODE.findall(CHINESE)))


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh_CN"])
def test_what_they_lead_to_is_there(text: str) -> None:
    assert [each for each in LINK.findall(text) if "://" not in each and not (ROOT / each).exists()] == []
