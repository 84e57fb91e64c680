"""Which province, city and district of China a position lies in, and where a place of that name is: without network.

The borders (resources/gazetteer) serve for naming and are never drawn. See docs/decisions/0052. What reads them takes
numpy and shapely along, and is imported when a name is first asked for.
"""

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gazetteer.naming import Gazetteer

_loading = threading.Lock()
_loaded: "list[Gazetteer]" = []


@dataclass(frozen=True, slots=True)
class Place:
    """A division of China; what it does not have is empty: 东莞 has no districts, 省 and 市 are one in 北京.

    Codes are the six digits of GB/T 2260. `near`: the position lies outside, but so close that the border (which is
    generalised) may as well run on its other side; harbours and bridges mostly.
    """

    province: str
    province_code: str
    city: str = ""
    city_code: str = ""
    district: str = ""
    district_code: str = ""
    english: str = ""
    near: bool = False

    @property
    def code(self) -> str:
        """Of the smallest division that is known."""
        return self.district_code or self.city_code or self.province_code

    @property
    def text(self) -> str:
        """浙江省杭州市西湖区; what is said twice is said once."""
        return "".join(dict.fromkeys((self.province, self.city, self.district)))


def load() -> "Gazetteer":
    """The one of this process, read when it is first asked for. OSError or ValueError if its files are not whole."""
    with _loading:
        if not _loaded:
            from gazetteer.naming import BROKEN, Gazetteer

            try:
                _loaded.append(Gazetteer())
            except BROKEN as broken:
                raise ValueError(f"the names of places are not whole: {broken}") from broken
        return _loaded[0]


def is_loaded() -> bool:
    """Whether a name costs microseconds."""
    return bool(_loaded)


def name_of(lat: float, lon: float) -> Place | None:
    """The division that a position (WGS-84 degrees) lies in; None outside of China, and for what is no position."""
    return load().name(lat, lon)


def names_of(lats: "ArrayLike", lons: "ArrayLike") -> list[Place | None]:
    """The same for many positions at once; ValueError if there are not as many latitudes as longitudes."""
    return load().names(lats, lons)
