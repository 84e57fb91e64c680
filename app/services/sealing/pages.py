"""Places on the pages of a PDF: as a person sees them, and as the file counts them.

A page is seen through its crop box, turned by its rotation (ISO 32000-1, 14.11.2); the file counts in units of 1/72
inch, or what it says instead, from a corner that may lie anywhere. A seal has its size in millimetres on every page.
"""

from dataclasses import dataclass
from enum import Enum

POINTS_PER_MM = 72 / 25.4
SEAL_MM = 42.0  # a company's round seal
MOST_STRIPS = 100  # a seal is cut into no more: each of its strips is still to be seen


@dataclass(frozen=True)
class Page:
    """`box`: left, bottom, right, top of what is shown, in units of the file; `turn`: clockwise, 0, 90, 180 or 270;
    `unit`: so many points is one."""

    box: tuple[float, float, float, float]
    turn: int = 0
    unit: float = 1.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as it is seen, in units of the file."""
        left, bottom, right, top = self.box
        across, up = right - left, top - bottom
        return (up, across) if self.turn in (90, 270) else (across, up)

    @property
    def seal(self) -> float:
        """The side of a seal, in units of the file."""
        return SEAL_MM * POINTS_PER_MM / self.unit

    @property
    def holds_seal(self) -> bool:
        return min(self.size) >= self.seal


@dataclass(frozen=True)
class Spot:
    """Where the middle of a seal is: on which page (0 is the first), and as shares of its width from the left and of
    its height from above, as it is seen."""

    page: int
    across: float
    down: float


@dataclass(frozen=True)
class Mark:
    """A rectangle on a page, in units of the file, in which a part of the seal is drawn: from `begin` to `end` of its
    width (shares), upright for whoever reads the page."""

    page: int
    rect: tuple[float, float, float, float]
    begin: float
    end: float


class Unfit(Enum):
    """Why a seal cannot be put there."""

    PAGE_TOO_SMALL = "page_too_small"
    ONE_PAGE = "one_page"  # a seam goes over several
    TOO_MANY_STRIPS = "too_many_strips"


class DoesNotFit(Exception):
    """`page`: the first is 1; 0: it is no matter of one page."""

    def __init__(self, why: Unfit, page: int = 0) -> None:
        super().__init__(f"{why.value} {page}")
        self.why, self.page = why, page

    def __reduce__(self) -> "tuple[type[DoesNotFit], tuple[Unfit, int]]":
        return DoesNotFit, (self.why, self.page)


def within(page: Page, spot: Spot) -> Spot:
    """The nearest spot at which the whole seal lies on the page."""
    wide, high = page.size
    across, down = (min(0.5, page.seal / 2 / side) for side in (wide, high))
    return Spot(spot.page, min(max(spot.across, across), 1 - across), min(max(spot.down, down), 1 - down))


def marks(pages: list[Page], spot: Spot | None, *, seam: bool) -> list[Mark]:
    """What is drawn: the whole seal at its spot, then the strips of a seam, page by page. Raises `DoesNotFit`."""
    made: list[Mark] = []
    if spot is not None:
        page = pages[spot.page]
        if not page.holds_seal:
            raise DoesNotFit(Unfit.PAGE_TOO_SMALL, spot.page + 1)
        at, (wide, high) = within(page, spot), page.size
        left, above = at.across * wide - page.seal / 2, at.down * high - page.seal / 2
        made.append(Mark(spot.page, _in_file(page, left, above, page.seal, page.seal), 0.0, 1.0))
    return made + (_strips(pages) if seam else [])


def _strips(pages: list[Page]) -> list[Mark]:
    """Each at the right edge of its page, in the middle of its height: the pages fanned out show the whole seal."""
    if len(pages) < 2:
        raise DoesNotFit(Unfit.ONE_PAGE)
    if len(pages) > MOST_STRIPS:
        raise DoesNotFit(Unfit.TOO_MANY_STRIPS)
    made: list[Mark] = []
    for at, page in enumerate(pages):
        wide, high = page.size
        broad = page.seal / len(pages)
        if high < page.seal or wide < broad:
            raise DoesNotFit(Unfit.PAGE_TOO_SMALL, at + 1)
        rect = _in_file(page, wide - broad, (high - page.seal) / 2, broad, page.seal)
        made.append(Mark(at, rect, at / len(pages), (at + 1) / len(pages)))
    return made


def _in_file(page: Page, left: float, above: float, wide: float, high: float) -> tuple[float, float, float, float]:
    """A rectangle as it is seen (from the left, from above) as the file counts it."""
    one, other = _point(page, left, above), _point(page, left + wide, above + high)
    (x1, x2), (y1, y2) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return x1, y1, x2, y2


def _point(page: Page, across: float, down: float) -> tuple[float, float]:
    left, bottom, right, top = page.box
    return {
        0: (left + across, top - down),
        90: (left + down, bottom + across),
        180: (right - across, bottom + down),
        270: (right - down, top - across),
    }[page.turn]
