"""The texts of the user guide: the same in both languages, in the words of the screens, nothing that leads nowhere."""

import ast
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app.views.help import chapters
from app.views.help.chapters import CHAPTERS, Group, find, of_place, plain, title
from app.views.i18n import Tongue
from app.views.places import NEEDS
from app.views.resources import resource

BOTH = pytest.mark.parametrize("tongue", list(Tongue))
ROOT = Path(__file__).parents[3]
OPERATORS = ROOT / "cloud" / "operator"
SCREENS = {
    "start": "app/views/first_start",
    "console": "app/views/updates.py",
    "wallet": "app/views/wallet/fees.py",
    "outlets": "app/views/outlets",
    "integrations": "app/views/integrations",
}
LARGEST = 150_000  # bytes of a picture
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_SAID = re.compile(r'Both\("([^"]+)", "([^"]+)"\)')
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
MARKS = ("# ", "## ", "- ", "> ", "1. ", "2. ", "3. ", "4. ", "5. ", "6. ", "10. ", "| ", "   - ", "    ", "[![")


def _catalogue(tongue: Tongue) -> set[str]:
    """Whatever the screens say in this language."""
    root = ET.parse(resource("i18n", "signet_zh_CN.ts")).getroot()
    messages = list(root.iter("message"))
    if tongue is Tongue.EN:
        return {each.findtext("source") or "" for each in messages}
    return {each.findtext("translation") or "" for each in messages}


@BOTH
def test_every_chapter_is_there_and_no_other_file(tongue: Tongue) -> None:
    assert {path.stem for path in chapters.folder(tongue).iterdir()} == {each.key for each in CHAPTERS}
    assert [each.group for each in CHAPTERS] == sorted((each.group for each in CHAPTERS), key=list(Group).index)


def test_both_languages_have_the_same_parts() -> None:
    chinese, english = (chapters.read(tongue) for tongue in Tongue)
    for key in chinese:
        for mark in MARKS:
            counts = [sum(line.startswith(mark) for line in text[key].splitlines()) for text in (chinese, english)]
            assert counts[0] == counts[1], (key, mark, counts)
        links = [[link.rpartition("/")[2] for link in _LINK.findall(text[key])] for text in (chinese, english)]
        assert sorted(links[0]) == sorted(links[1]), key


def _of_operators() -> set[str]:
    """Whatever stands on the operator's pages, in either language."""
    found: set[str] = set()
    for path in OPERATORS.rglob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        found |= {each.value for each in nodes if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    for path in OPERATORS.rglob("*.html"):
        found |= {word for both in _SAID.findall(path.read_text("utf-8")) for word in both}
    return found


@BOTH
def test_what_is_bold_stands_on_the_screens(tongue: Tongue) -> None:
    """Buttons and fields are named as they are. Screens that are not in this tree are not asked for."""
    texts, known = chapters.read(tongue), _catalogue(tongue)
    ours = {each.key for each in CHAPTERS if each.group is not Group.OPERATING}
    ours -= {key for key, path in SCREENS.items() if not (ROOT / path).exists()}
    assert [(key, word) for key in ours for word in _BOLD.findall(texts[key]) if word not in known] == []


@BOTH
def test_what_is_bold_for_operators_stands_on_their_pages(tongue: Tongue) -> None:
    texts, known = chapters.read(tongue), _of_operators()
    theirs = {each.key for each in CHAPTERS if each.group is Group.OPERATING}
    assert [(key, word) for key in theirs for word in _BOLD.findall(texts[key]) if word not in known] == []


@BOTH
def test_links_lead_somewhere(tongue: Tongue) -> None:
    keys = {each.key for each in CHAPTERS}
    for key, text in chapters.read(tongue).items():
        for link in _LINK.findall(text):
            if link.endswith(".md"):
                assert link.removesuffix(".md") in keys - {key}, (key, link)
            else:
                assert f"/{tongue.value}/" in link
                assert (chapters.folder(tongue) / link).is_file(), (key, link)


@BOTH
def test_pictures_are_small_and_each_is_shown(tongue: Tongue) -> None:
    pictures = {path.name: path.stat().st_size for path in resource("guide", "pictures", tongue.value).iterdir()}
    assert {name: size for name, size in pictures.items() if size > LARGEST} == {}
    shown = {link.rpartition("/")[2] for text in chapters.read(tongue).values() for link in _LINK.findall(text)}
    assert pictures.keys() - shown == set()


def test_each_place_has_its_chapter() -> None:
    for place in (*NEEDS, "usage", "messages", "map", "seals", "organization", "settings", "about"):
        assert place in {name for each in CHAPTERS for name in each.places}, place
    assert of_place("map") == "map"
    assert of_place("ready") == "stamping"
    assert of_place("nowhere") == chapters.FIRST


def test_searching_counts_what_a_reader_sees() -> None:
    picture = "[![A seal](../pictures/en/seal.webp)](../pictures/en/seal.webp)"
    text = f"# Title\n\nSee [Stamping](stamping.md).\n\n{picture}\n\n> **Seal** now\n"
    assert title(text) == "Title"
    assert plain(text).split() == ["Title", "See", "Stamping.", "Seal", "now"]
    texts = {"one": text, "two": "# Other\n\nNothing."}
    assert find(texts, "SEAL") == {"one": 1}
    assert find(texts, " other ") == {"two": 1}
    assert find(texts, "webp") == {}
    assert find(texts, "  ") == {}


@BOTH
def test_what_people_look_for_is_found_in_its_chapter(tongue: Tongue) -> None:
    texts = chapters.read(tongue)
    for words, key in {
        "GPRS": "binding",
        "Prometheus": "cloud",
        "--restore": "moving",
        "PDF": "sealing",
        "请授权使用": "stamping",
        "XLSX": "keeping",
        "--force-unbind": "delivery",
    }.items():
        assert key in find(texts, words), words


def test_the_contents_for_those_who_read_it_elsewhere_are_complete() -> None:
    contents = (ROOT / "docs" / "guide.md").read_text("utf-8")
    for tongue in Tongue:
        for key, text in chapters.read(tongue).items():
            assert f"[{title(text)}](../resources/guide/{tongue.value}/{key}.md)" in contents, (tongue, key)
