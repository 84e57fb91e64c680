"""The texts of the user guide: the same in both languages, in the words of the screens, nothing that leads nowhere."""

import re
from xml.etree import ElementTree as ET

import pytest

from app.views.help import chapters
from app.views.help.chapters import CHAPTERS, Group, find, of_place, plain, title
from app.views.i18n import Tongue
from app.views.places import NEEDS
from app.views.resources import resource
from domain import wording

BOTH = pytest.mark.parametrize("tongue", list(Tongue))
LARGEST = 150_000  # bytes of a picture
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
MARKS = ("# ", "## ", "- ", "> ", "1. ", "2. ", "3. ", "4. ", "5. ", "6. ", "10. ", "| ", "    ", "[![")


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


@BOTH
def test_what_is_bold_stands_on_the_screens(tongue: Tongue) -> None:
    """Buttons and fields are named as they are; the pages in the browser have words of their own."""
    known = _catalogue(tongue) | {each[0 if tongue is Tongue.ZH_CN else 1] for each in wording.SENTENCES.values()}
    ours = {each.key for each in CHAPTERS if each.group is not Group.OPERATING}
    texts = chapters.read(tongue)
    assert [(key, word) for key in ours for word in _BOLD.findall(texts[key]) if word not in known] == []


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
        "PDF": "sealing",
        "请授权使用": "stamping",
        "XLSX": "keeping",
        "--force-unbind": "delivery",
    }.items():
        assert key in find(texts, words), words
