"""Whether the camera sees the document as it has to lie (R-131): its outline whole in the picture, and sharp.

A hint, not a judgement: no photo is refused for it. A picture in, a word out; some ten milliseconds: not on the
loop.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]  # rows of pixels
Corner = tuple[float, float]

SMALLEST = 48  # pixels: in less there is nothing to be seen
COARSE, FINE = 320, 960  # pixels at the longer edge: for the outline; for the letters
DARK = 60  # grey of the brightest fiftieth: less, and letters drown in the camera's noise
LEAST = 0.12  # of the picture: a smaller page cannot be read on the photo
EDGE = 2  # pixels of the coarse picture: as near to its edge the page goes on beyond it
CONTRAST = 24  # grey levels within seven pixels of the coarse picture: from paper to desk
INK = 25  # grey levels by which a letter is darker than its paper
BLUR = 0.56  # of `_blur`: letters of a dozen pixels are just read
_FLAT = 2.0  # grey levels from one pixel to the next: less is no stroke of a letter
LETTERS = 0.002  # of the page: with fewer on it, it is neither sharp nor blurred


class Sight(Enum):
    """What there is to say of the picture."""

    WHOLE = "whole"
    BLURRED = "blurred"  # whole, but what stands on it cannot be read
    CUT = "cut"  # the page goes on beyond the picture
    NO_PAGE = "no_page"
    DARK = "dark"


@dataclass(frozen=True)
class Seen:
    """`corners`: of a page that is whole, in order around it, as shares of the picture's width and height."""

    sight: Sight
    corners: tuple[Corner, ...] = ()


def look_at(grey: Grey) -> Seen:
    """Of a picture in grey. The page is what is lighter than the desk and has four corners."""
    if grey.ndim != 2 or min(grey.shape) < SMALLEST:
        return Seen(Sight.NO_PAGE)
    coarse = _within(grey, COARSE)
    if np.percentile(coarse, 98) < DARK:
        return Seen(Sight.DARK)
    found, cut = _outline(coarse)
    if found is None:
        return Seen(Sight.CUT if cut or _is_all_paper(coarse) else Sight.NO_PAGE)
    height, width = coarse.shape
    corners = tuple((float(x) / width, float(y) / height) for x, y in found)
    fine = _within(grey, FINE)
    return Seen(Sight.BLURRED if _blur(_inside(fine, corners)) > BLUR else Sight.WHOLE, corners)


def _within(grey: Grey, side: int) -> Grey:
    import cv2

    share = side / max(grey.shape)
    if share >= 1:
        return grey
    height, width = grey.shape
    size = max(1, round(width * share)), max(1, round(height * share))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _outline(grey: Grey) -> tuple[NDArray[np.int32] | None, bool]:
    """The four corners of the largest page that is whole; and whether one is there that is cut, and much larger."""
    import cv2

    smooth = np.asarray(cv2.GaussianBlur(grey, (5, 5), 0), np.uint8)
    steep = np.asarray(cv2.morphologyEx(smooth, cv2.MORPH_GRADIENT, np.ones((7, 7), np.uint8)), np.uint8)
    best: NDArray[np.int32] | None = None
    whole = cut = 0.0
    for hull, area in _patches(smooth):
        left, top, wide, high = cv2.boundingRect(hull)
        height, width = grey.shape
        touches = left <= EDGE or top <= EDGE or left + wide >= width - EDGE or top + high >= height - EDGE
        if area <= (cut if touches else whole) or not _stands_out(steep, hull):
            continue
        if touches:
            cut = area
        elif (corners := _four(hull)) is not None:
            best, whole = corners, area
    # A lamp's light on the desk may run into the page at one of the levels; the page was found at another.
    return (None, True) if whole < 0.3 * cut else (best, False)


def _patches(smooth: Grey) -> Iterator[tuple[NDArray[np.int32], float]]:
    """What is light and of one piece, at several levels: no single one is right for a page half in the shade."""
    import cv2

    otsu, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    letters, crumbs = np.ones((9, 9), np.uint8), np.ones((5, 5), np.uint8)
    for level in (otsu, *range(50, 240, 20)):
        _, mask = cv2.threshold(smooth, level, 255, cv2.THRESH_BINARY)
        mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, letters)
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, crumbs)
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            area = cv2.contourArea(contour)
            if area < LEAST * smooth.size:
                continue
            hull = np.asarray(cv2.convexHull(contour), np.int32)
            corners = cv2.approxPolyDP(hull, 0.015 * cv2.arcLength(hull, True), True)
            if area >= 0.88 * cv2.contourArea(hull) and len(corners) <= 8:  # a page has no dents and no curves
                yield hull, area


def _stands_out(steep: Grey, hull: NDArray[np.int32]) -> bool:
    """Whether it ends in an edge nearly all around: light that fades has none."""
    import cv2

    around = np.zeros_like(steep)
    cv2.polylines(around, [hull], True, 255, 1)
    around[:EDGE], around[-EDGE:], around[:, :EDGE], around[:, -EDGE:] = 0, 0, 0, 0  # there the picture ends
    edge = steep[around > 0]
    return edge.size > max(steep.shape) // 4 and float(np.mean(edge >= CONTRAST)) >= 0.8


def _four(hull: NDArray[np.int32]) -> NDArray[np.int32] | None:
    """Its corners, if it is a quadrangle but for small dents."""
    import cv2

    around, area = cv2.arcLength(hull, True), cv2.contourArea(hull)
    for share in (0.02, 0.03, 0.045, 0.06):
        corners = np.asarray(cv2.approxPolyDP(hull, share * around, True), np.int32)
        if len(corners) == 4 and cv2.contourArea(corners) >= 0.85 * area:
            return corners.reshape(4, 2)
    return None


def _is_all_paper(grey: Grey) -> bool:
    """Whether a page fills the picture: light, with fine dark strokes on it, which a bare desk has not."""
    import cv2

    hat = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((9, 9), np.uint8)), np.uint8)
    ink = float(np.mean(hat > INK))
    return float(np.median(grey)) > 100 and 0.02 <= ink <= 0.4


def _inside(grey: Grey, corners: tuple[Corner, ...]) -> Grey:
    """What is on the page, without its edges: they are sharp on a sheet that cannot be read, too."""
    height, width = grey.shape
    columns, lines = sorted(x * width for x, _ in corners), sorted(y * height for _, y in corners)
    left, right, top, bottom = columns[1], columns[2], lines[1], lines[2]
    across, down = (right - left) * 0.06, (bottom - top) * 0.06
    return grey[round(top + down) : round(bottom - down), round(left + across) : round(right - across)]


def _blur(page: Grey) -> float:
    """0 sharp, 1 blurred: how little is lost when it is blurred once more (Crete, Dolmiere, Ladret, Nicolas 2007)."""
    import cv2

    if min(page.shape) < SMALLEST:
        return 0.0
    calm = np.asarray(cv2.GaussianBlur(page.astype(np.float32), (0, 0), 1.2), np.float32)  # without the camera's noise
    most = 0.0
    for axis, window in ((1, (9, 1)), (0, (1, 9))):
        steps = np.abs(np.diff(calm, axis=axis))
        left = np.abs(np.diff(np.asarray(cv2.blur(calm, window), np.float32), axis=axis))
        strokes = steps >= max(_FLAT, float(np.percentile(steps, 99.5)) / 3)
        if np.count_nonzero(strokes) < LETTERS * steps.size:
            continue
        lost = np.maximum(0, steps - left)[strokes].sum()
        most = max(most, 1 - float(lost) / float(steps[strokes].sum()))
    return most
