"""What is scanned into the mark of a document (文件标识, R-287): a QR code, or an EAN-13 code of China ("69 code")."""

import re
from enum import Enum

from domain.texts import cleaned

MAX_MARK = 200  # characters, of `domain.rows.CodeText`
MAX_SCANNED = 4296  # characters: what the largest QR code holds
CHINA = "69"  # GS1 gives out 690 to 699 there
_EAN_13 = re.compile(r"[0-9]{13}")


class Symbols(Enum):
    """How a text was written, as far as it is known."""

    QR = "qr"
    EAN_13 = "ean_13"
    OTHER = "other"
    UNKNOWN = "unknown"  # a scanner and the clipboard hand over the text alone


class Flaw(Enum):
    """Why a code is no document mark."""

    NEITHER = "neither"  # another kind of code
    FOREIGN = "foreign"  # EAN-13 of another country
    CHECK_DIGIT = "check_digit"
    EMPTY = "empty"
    TOO_LONG = "too_long"


class NoMark(Exception):
    """A code that is no document mark; `length` is that of its text."""

    def __init__(self, flaw: Flaw, length: int = 0) -> None:
        super().__init__(flaw.value)
        self.flaw, self.length = flaw, length


def read_mark(text: str, symbols: Symbols = Symbols.UNKNOWN) -> str:
    """The mark that a code stands for, in one line and without characters that cannot be seen. Raises `NoMark`.

    Thirteen digits of unknown origin are taken for an EAN-13 code. Nothing is cut off: two long texts that begin alike
    would become one mark.
    """
    if symbols is Symbols.OTHER:
        raise NoMark(Flaw.NEITHER)
    if len(text) > MAX_SCANNED:
        raise NoMark(Flaw.TOO_LONG, len(text))
    mark = " ".join(cleaned(text.replace("\r", " ")).split())
    if not mark:
        raise NoMark(Flaw.EMPTY)
    if symbols is Symbols.EAN_13 or (symbols is Symbols.UNKNOWN and _EAN_13.fullmatch(mark)):
        return _ean_13(mark)
    if len(mark) > MAX_MARK:
        raise NoMark(Flaw.TOO_LONG, len(mark))
    return mark


def _ean_13(digits: str) -> str:
    if not _EAN_13.fullmatch(digits):
        raise NoMark(Flaw.NEITHER)
    if check_digit(digits[:12]) != digits[12]:
        raise NoMark(Flaw.CHECK_DIGIT)
    if not digits.startswith(CHINA):
        raise NoMark(Flaw.FOREIGN)
    return digits


def check_digit(twelve: str) -> str:
    """The last digit of an EAN-13 code (GS1 General Specifications 7.9.1), of its first twelve."""
    weighed = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(twelve))
    return str(-weighed % 10)
