"""How a page lies before the camera: a photographed one laid into scenes, turned, tilted, cut, blurred, in the dark."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.services.sight import SMALLEST, Grey, Sight, look_at

PHOTO = Path(__file__).parents[3] / "resources" / "photos" / "page.png"
SIZE = (1280, 960)
A4 = 1.414
WHOLE = ((300, 90), (860, 80), (880, 880), (280, 870))  # where the page's corners lie: as one lays it down
TILTED = ((420, 130), (900, 170), (1050, 850), (230, 800))  # seen from the chair
TURNED = ((330, 200), (820, 80), (980, 760), (490, 880))


def page() -> Grey:
    """An A4 page, 1240 pixels wide: the photograph of a printed page down to its foot."""
    photo = cv2.imread(str(PHOTO), cv2.IMREAD_GRAYSCALE)
    assert photo is not None
    lines = cv2.resize(photo, (1120, 557), interpolation=cv2.INTER_CUBIC)
    made = np.full((round(1240 * A4), 1240), 214, np.uint8)
    for top in (80, 640, 1190):
        made[top : top + 557, 60:1180] = np.minimum(made[top : top + 557, 60:1180], lines)
    return made


def desk(level: int = 92) -> Grey:
    """Wood: uneven, and lighter below the lamp."""
    width, height = SIZE
    grain = np.random.default_rng(7).normal(0, 5, (height, width))
    lamp = np.linspace(14, -14, width)[None, :]
    return np.clip(cv2.GaussianBlur(grain, (31, 1), 0) * 2 + lamp + level, 0, 255).astype(np.uint8)


def scene(corners: tuple[tuple[int, int], ...] = WHOLE, *, level: int = 92) -> Grey:
    sheet, ground = page(), desk(level)
    height, width = sheet.shape
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    turn = cv2.getPerspectiveTransform(flat, np.array(corners, np.float32))
    laid = cv2.warpPerspective(sheet, turn, SIZE, flags=cv2.INTER_AREA)
    where = cv2.warpPerspective(np.full_like(sheet, 255), turn, SIZE) > 127
    return np.where(where, laid, ground).astype(np.uint8)


def noisy(grey: Grey, sigma: float) -> Grey:
    return np.clip(grey + np.random.default_rng(3).normal(0, sigma, grey.shape), 0, 255).astype(np.uint8)


def shaded(grey: Grey) -> Grey:
    """Half of it in the shade of whoever bends over it."""
    return (grey * np.linspace(1.1, 0.55, grey.shape[1])[None, :]).clip(0, 255).astype(np.uint8)


def moved(corners: tuple[tuple[int, int], ...], across: int, down: int) -> tuple[tuple[int, int], ...]:
    return tuple((x + across, y + down) for x, y in corners)


@pytest.mark.req("R-131")
@pytest.mark.parametrize("corners", [WHOLE, TILTED, TURNED], ids=["straight", "tilted", "turned"])
@pytest.mark.parametrize("shown", [lambda grey: grey, shaded, lambda grey: noisy(grey, 6)], ids=["", "shade", "noise"])
def test_a_whole_page_is_found_with_its_corners(corners: tuple[tuple[int, int], ...], shown: "object") -> None:
    assert callable(shown)
    seen = look_at(shown(scene(corners)))
    assert seen.sight is Sight.WHOLE
    found = [(x * SIZE[0], y * SIZE[1]) for x, y in seen.corners]
    for x, y in corners:
        assert min(abs(x - a) + abs(y - b) for a, b in found) < 40


@pytest.mark.req("R-131")
@pytest.mark.parametrize(
    "corners",
    [
        moved(WHOLE, 600, 0),
        moved(WHOLE, -500, 0),
        moved(WHOLE, 0, 300),
        moved(TURNED, 0, -300),
        ((60, -300), (1200, -310), (1210, 1300), (50, 1290)),
    ],
    ids=["right", "left", "below", "above", "too near"],
)
def test_a_page_that_goes_on_beyond_the_picture_is_cut(corners: tuple[tuple[int, int], ...]) -> None:
    seen = look_at(scene(corners))
    assert (seen.sight, seen.corners) == (Sight.CUT, ())


def test_a_page_larger_than_the_picture_is_cut() -> None:
    photo = cv2.imread(str(PHOTO), cv2.IMREAD_GRAYSCALE)
    assert photo is not None
    assert look_at(np.asarray(photo, np.uint8)).sight is Sight.CUT


@pytest.mark.parametrize("blur", [4, 6, 10])
@pytest.mark.parametrize("corners", [WHOLE, TILTED, TURNED], ids=["straight", "tilted", "turned"])
def test_what_cannot_be_read_is_blurred(corners: tuple[tuple[int, int], ...], blur: int) -> None:
    """Out of focus, and moved by six times as many pixels."""
    sharp = scene(corners)
    assert look_at(cv2.GaussianBlur(sharp, (0, 0), blur).astype(np.uint8)).sight is Sight.BLURRED
    trail = np.full((1, 6 * blur), 1 / (6 * blur), np.float32)
    assert look_at(cv2.filter2D(sharp, -1, trail).astype(np.uint8)).sight is Sight.BLURRED


def test_a_sheet_with_nothing_on_it_is_not_called_blurred() -> None:
    blank = desk()
    cv2.fillPoly(blank, [np.array(WHOLE, np.int32)], 225)
    assert look_at(cv2.GaussianBlur(blank, (0, 0), 2).astype(np.uint8)).sight is Sight.WHOLE


@pytest.mark.parametrize("level", [70, 120, 190], ids=["dark desk", "desk", "white desk"])
def test_a_desk_without_a_page(level: int) -> None:
    assert look_at(desk(level)).sight is Sight.NO_PAGE
    round_ = desk(level)
    cv2.circle(round_, (600, 480), 300, 235, -1)  # a plate
    assert look_at(round_).sight is Sight.NO_PAGE
    small = scene(((600, 400), (700, 400), (700, 540), (600, 540)), level=level)
    assert look_at(small).sight is Sight.NO_PAGE


@pytest.mark.req("R-131")
@pytest.mark.parametrize("left", [0.0, 0.1, 0.2])
def test_in_the_dark_there_is_too_little_light(left: float) -> None:
    assert look_at(noisy((scene() * left).astype(np.uint8), 3)).sight is Sight.DARK


@pytest.mark.parametrize(
    "shape", [(0, 0), (1, 1), (SMALLEST - 1, 900), (1, 100_000), (SMALLEST, SMALLEST), (4000, SMALLEST), (64, 64, 3)]
)
@pytest.mark.parametrize("fill", [0, 128, 255])
def test_no_picture_is_too_odd(shape: tuple[int, ...], fill: int) -> None:
    assert look_at(np.full(shape, fill, np.uint8)).sight in (Sight.NO_PAGE, Sight.DARK)


def test_noise_is_no_page() -> None:
    grey = np.random.default_rng(1).integers(0, 256, (480, 640), np.uint8)
    assert look_at(grey).sight is not Sight.WHOLE
