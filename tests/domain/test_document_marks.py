"""What a scanned code puts into the mark of a document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.document_marks import MAX_MARK, MAX_SCANNED, Flaw, NoMark, Symbols, check_digit, read_mark
from domain.texts import cleaned

GOOD = "6901234567892"


@pytest.mark.parametrize("symbols", [Symbols.EAN_13, Symbols.UNKNOWN])
def test_a_69_code_is_its_thirteen_digits(symbols: Symbols) -> None:
    assert read_mark(GOOD, symbols) == GOOD
    assert read_mark(f" {GOOD}\r\n", symbols) == GOOD


@pytest.mark.parametrize("at", range(13))
def test_a_digit_that_was_read_wrong_is_found_out(at: int) -> None:
    wrong = GOOD[:at] + str((int(GOOD[at]) + 1) % 10) + GOOD[at + 1 :]
    with pytest.raises(NoMark) as told:
        read_mark(wrong)
    assert told.value.flaw is Flaw.CHECK_DIGIT


@given(st.text("0123456789", min_size=12, max_size=12))
def test_the_check_digit_is_the_one_of_the_standard(twelve: str) -> None:
    whole = twelve + check_digit(twelve)
    assert (sum(map(int, whole[::2])) + 3 * sum(map(int, whole[1::2]))) % 10 == 0


@pytest.mark.parametrize(
    ("text", "symbols", "flaw"),
    [
        ("4006381333931", Symbols.EAN_13, Flaw.FOREIGN),
        ("4006381333931", Symbols.UNKNOWN, Flaw.FOREIGN),
        ("690123456789", Symbols.EAN_13, Flaw.NEITHER),
        ("٦٩٠١٢٣٤٥٦٧٨٩٢", Symbols.EAN_13, Flaw.NEITHER),
        (GOOD, Symbols.OTHER, Flaw.NEITHER),
        ("", Symbols.QR, Flaw.EMPTY),
        ("\x00\u200b\r\n ", Symbols.QR, Flaw.EMPTY),
        ("文" * (MAX_MARK + 1), Symbols.QR, Flaw.TOO_LONG),
        ("x" * (MAX_SCANNED + 1), Symbols.UNKNOWN, Flaw.TOO_LONG),
    ],
)
def test_what_is_neither_says_so(text: str, symbols: Symbols, flaw: Flaw) -> None:
    with pytest.raises(NoMark) as told:
        read_mark(text, symbols)
    assert told.value.flaw is flaw
    assert told.value.length == (len(text) if flaw is Flaw.TOO_LONG else 0)


def test_the_largest_code_is_read() -> None:
    assert read_mark("x".ljust(MAX_SCANNED), Symbols.QR) == "x"


def test_a_qr_code_says_what_it_says() -> None:
    assert read_mark("文" * MAX_MARK, Symbols.QR) == "文" * MAX_MARK
    assert read_mark("HT-2026\x00-\u202e0018\n第二页\t附件", Symbols.QR) == "HT-2026-0018 第二页 附件"
    assert read_mark("6901234567893", Symbols.QR) == "6901234567893"  # thirteen digits of its own


@given(st.text(max_size=80), st.sampled_from(Symbols))
def test_a_mark_fits_its_field_whatever_was_scanned(text: str, symbols: Symbols) -> None:
    try:
        mark = read_mark(text, symbols)
    except NoMark:
        return
    assert 1 <= len(mark) <= MAX_MARK
    assert cleaned(mark) == mark == " ".join(mark.split())
    assert read_mark(mark, symbols) == mark
