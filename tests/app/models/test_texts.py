"""Words are found in texts, however short, in whatever language, and no longer when a text is replaced."""

from hypothesis import given
from hypothesis import strategies as st

from app.models.texts import Texts

LETTERS = "合同公章aB√𠮷\n "


def found(texts: Texts, word: str, count: int = 10) -> list[int]:
    return [at for at, yes in enumerate(texts.find(word, count)) if yes]


def test_two_characters_one_and_none() -> None:
    texts = Texts()
    texts.put({1: "采购合同\n云杉", 2: "劳动合同", 3: "同合", 4: "Lease 合 同"})
    assert found(texts, "合同") == [1, 2]
    assert found(texts, "同") == [1, 2, 3, 4]
    assert found(texts, "云杉") == [1]
    assert found(texts, "lease") == [4]
    assert found(texts, "LEASE") == [4]
    assert found(texts, "") == []
    assert found(texts, "合同合同合同合同合同合同合同") == []


def test_words_do_not_reach_from_one_text_into_the_next() -> None:
    texts = Texts()
    texts.put({1: "合", 2: "同"})
    assert found(texts, "合同") == []


def test_a_text_that_was_replaced_or_taken_away_is_not_found() -> None:
    texts = Texts()
    texts.put({1: "采购合同", 2: "采购"})
    texts.put({1: "租赁"})
    assert (found(texts, "采购"), found(texts, "租赁")) == ([2], [1])
    texts.put({2: "", 1: "租赁"})
    assert (found(texts, "采购"), found(texts, "租赁")) == ([], [1])
    texts.put({2: "采购"})
    assert found(texts, "采购") == [2]


@given(
    st.lists(st.dictionaries(st.integers(1, 6), st.text(LETTERS, max_size=6), max_size=4), max_size=5),
    st.text(LETTERS.replace("\n", "").replace(" ", ""), min_size=1, max_size=3),
)
def test_as_python_finds_it(changes: list[dict[int, str]], word: str) -> None:
    texts, held = Texts(), dict[int, str]()
    for change in changes:
        texts.put(change)
        held |= change
    assert found(texts, word) == sorted(owner for owner, text in held.items() if word.casefold() in text.casefold())
