"""What is written in both languages tells the same in both: the README, and how a cloud is set up for many."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAIRS = [(ROOT / f"{name}.md", ROOT / f"{name}.zh_CN.md") for name in ("README", "docs/deploying")]
COMMAND = re.compile(r"^    ((?:make|main\.py|signet) .*)", re.MULTILINE)
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)]+)\)")
CODE = re.compile(r"`([^`]+)`")
COLUMN = 40  # of the README's lists of commands; what they do stands behind it

both = pytest.mark.parametrize("pair", PAIRS, ids=["readme", "deploying"])


def read(pair: tuple[Path, Path]) -> tuple[str, str]:
    english, chinese = (path.read_text("utf-8") for path in pair)
    return english, chinese


def sections(text: str) -> list[tuple[str, int, int]]:
    """Of each heading: its level, its rows of tables, its list items."""
    found = re.split(r"^(#+) .*$", FENCED.sub("", text), flags=re.MULTILINE)[1:]
    lines = [(level, body.splitlines()) for level, body in zip(found[::2], found[1::2], strict=True)]
    return [(level, _beginning(body, "|"), _beginning(body, "- ")) for level, body in lines]


def _beginning(lines: list[str], mark: str) -> int:
    return sum(line.startswith(mark) for line in lines)


def commands(text: str) -> list[str]:
    """What is typed; what it does stands behind a #, two spaces, or in the column after."""
    return [re.split(r"  | #", line)[0].strip() for line in COMMAND.findall(text)]


def blocks(text: str) -> list[str]:
    """What is typed as it stands, block by block."""
    return [body for language, body in FENCED.findall(text) if language == "sh"]


def links(path: Path) -> list[str]:
    """Without the anchors of headings, which are each language's own, and without the one to the other language."""
    found = [each for each in LINK.findall(path.read_text("utf-8")) if not each.startswith("#")]
    twin = path.name.replace(".zh_CN", "") if ".zh_CN" in path.name else path.name.replace(".md", ".zh_CN.md")
    assert twin in found
    return sorted(each.replace(".zh_CN.md", ".md") for each in found if each != twin)


@both
def test_both_have_the_same_sections_tables_and_lists(pair: tuple[Path, Path]) -> None:
    english, chinese = map(sections, read(pair))
    assert english == chinese
    assert len(english) > 5


@both
def test_both_name_the_same_commands(pair: tuple[Path, Path]) -> None:
    english, chinese = map(commands, read(pair))
    assert [each[:COLUMN].rstrip() for each in english] == [each[:COLUMN].rstrip() for each in chinese]
    assert english


def test_the_guide_that_is_followed_by_script_has_the_same_blocks_in_both() -> None:
    """`packaging/cloud/follow-guide.sh` follows the English one: so what it proves holds of both."""
    english, chinese = map(blocks, read(PAIRS[1]))
    assert english == chinese
    assert len(english) > 10


@both
def test_both_lead_to_the_same_places(pair: tuple[Path, Path]) -> None:
    english, chinese = map(links, pair)
    assert english == chinese


@both
def test_both_quote_the_same_words_of_programs(pair: tuple[Path, Path]) -> None:
    english, chinese = (sorted(set(CODE.findall(FENCED.sub("", text)))) for text in read(pair))
    assert english == chinese


@pytest.mark.parametrize("path", [path for pair in PAIRS for path in pair], ids=lambda path: path.name)
def test_what_they_lead_to_is_there(path: Path) -> None:
    text = path.read_text("utf-8")
    anchors = {_anchor(title) for title in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}
    lacking = [
        each
        for each in LINK.findall(text)
        if "://" not in each and not (each[1:] in anchors if each.startswith("#") else (path.parent / each).exists())
    ]
    assert lacking == []


def _anchor(title: str) -> str:
    return re.sub(r"[^\w -]", "", title).lower().replace(" ", "-")
