"""Why a PDF is not sealed, or not checked."""

from enum import Enum


class Flaw(Enum):
    """Why a file cannot be sealed, or be checked."""

    NO_PDF = "no_pdf"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    ENCRYPTED = "encrypted"
    NO_PAGES = "no_pages"
    TOO_MANY_PAGES = "too_many_pages"
    SCRIPT = "script"  # it does things by itself
    XFA = "xfa"  # a form that a program lays out: what is seen is not what stands in the file
    FINAL = "final"  # a signature in it allows no other
    TOO_SLOW = "too_slow"  # made so that reading it takes too long, or too much memory
    CHANGED = "changed"  # it is not what was looked at


class Unsealable(Exception):
    """A file that is not sealed."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw

    def __reduce__(self) -> tuple[type["Unsealable"], tuple[Flaw]]:
        return Unsealable, (self.flaw,)


class NoStamp(Exception):
    """The time stamp authority gives none now."""
