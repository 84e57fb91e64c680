"""What part of the world is looked at."""

import math
from collections.abc import Sequence

CLOSEST = 13  # the base map knows coasts, rivers and cities: closer there is nothing to see
TILE = 256  # pixels around the world at zoom 0


def middle(spots: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Of the rectangle around the spots."""
    lats, lons = [spot[0] for spot in spots], [spot[1] for spot in spots]
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2


def zoom_for(spots: Sequence[tuple[float, float]], pixels: int) -> float:
    """So that the spots fill the half of so many pixels; no closer than the map is worth."""
    lats, lons = [spot[0] for spot in spots], [spot[1] for spot in spots]
    # A degree of latitude takes the more pixels the farther it is from the equator.
    tall = (max(lats) - min(lats)) / max(0.1, math.cos(math.radians(middle(spots)[0])))
    degrees = max(tall, max(lons) - min(lons), 1e-6)
    return min(float(CLOSEST), math.log2(360 * max(1, pixels) / 2 / (TILE * degrees)))
