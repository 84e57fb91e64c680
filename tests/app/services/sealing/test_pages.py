"""Where a seal lands on a page: upright, whole, at its size, however the page lies in its file."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.sealing.pages import DoesNotFit, Page, Spot, Unfit, marks, within

sides = st.floats(130, 2000)
corners = st.floats(-3000, 3000)
shares = st.floats(-0.5, 1.5)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    left, bottom = draw(corners), draw(corners)
    box = left, bottom, left + draw(sides), bottom + draw(sides)
    return Page(box, draw(st.sampled_from([0, 90, 180, 270])), draw(st.sampled_from([1.0, 1.0, 2.0])))


@given(pages(), shares, shares)
def test_the_whole_seal_lies_on_the_page(page: Page, across: float, down: float) -> None:
    (mark,) = marks([page], Spot(0, across, down), seam=False)
    x1, y1, x2, y2 = mark.rect
    left, bottom, right, top = page.box
    assert left - 1e-6 <= x1 < x2 <= right + 1e-6
    assert bottom - 1e-6 <= y1 < y2 <= top + 1e-6
    assert (x2 - x1, y2 - y1) == pytest.approx((page.seal, page.seal))
    assert (mark.begin, mark.end) == (0, 1)


@given(pages(), shares, shares)
def test_a_spot_on_the_page_stays_where_it_was_put(page: Page, across: float, down: float) -> None:
    once = within(page, Spot(0, across, down))
    again = within(page, once)
    assert (again.across, again.down) == pytest.approx((once.across, once.down))


@pytest.mark.parametrize(
    ("turn", "rect"),
    [  # near the corner that is seen above at the right, of a page of 400 by 600 whose box begins at 100, 200
        (0, (381, 681, 500, 800)),
        (90, (100, 681, 219, 800)),
        (180, (100, 200, 219, 319)),
        (270, (381, 200, 500, 319)),
    ],
)
def test_what_is_seen_above_at_the_right(turn: int, rect: tuple[float, ...]) -> None:
    (mark,) = marks([Page((100, 200, 500, 800), turn)], Spot(0, 1, 0), seam=False)
    assert mark.rect == pytest.approx(rect, abs=0.1)


@given(st.lists(pages(), min_size=2, max_size=12), st.booleans())
def test_the_strips_make_one_seal(of: list[Page], also: bool) -> None:
    made = marks(of, Spot(1, 0.5, 0.5) if also else None, seam=True)
    strips = made[int(also) :]
    assert [each.page for each in strips] == list(range(len(of)))
    assert strips[0].begin == 0
    assert strips[-1].end == 1
    assert all(one.end == other.begin for one, other in itertools.pairwise(strips))
    for strip, page in zip(strips, of, strict=True):
        wide, high = sorted((strip.rect[2] - strip.rect[0], strip.rect[3] - strip.rect[1]))
        assert (wide, high) == pytest.approx((page.seal / len(of), page.seal))


def test_where_it_does_not_fit() -> None:
    a4, slip = Page((0, 0, 595, 842)), Page((0, 0, 595, 100))
    for of, spot, seam, why, number in (
        ([a4, slip], Spot(1, 0.5, 0.5), False, Unfit.PAGE_TOO_SMALL, 2),
        ([a4, slip], None, True, Unfit.PAGE_TOO_SMALL, 2),
        ([a4], None, True, Unfit.ONE_PAGE, 0),
        ([a4] * 101, None, True, Unfit.TOO_MANY_STRIPS, 0),
    ):
        with pytest.raises(DoesNotFit) as caught:
            marks(of, spot, seam=seam)
        assert (caught.value.why, caught.value.page) == (why, number)
    assert len(marks([a4, slip], Spot(0, 0.5, 0.5), seam=False)) == 1
