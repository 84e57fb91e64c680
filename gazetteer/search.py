"""A place is found by what one types: characters, pinyin or initials."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from gazetteer import Place, load
from gazetteer.pack import Division, place_of
from gazetteer.reading import Sounds, reads, typed

MOST: Final = 20
LONGEST: Final = 40  # a query
LONGEST_ADDRESS: Final = 100
SHORTEST_STEM: Final = 2  # characters: a single one stands in any address


@dataclass(frozen=True, slots=True)
class Found:
    """A place and where to look for it: WGS-84 degrees, and how far it reaches from south to north."""

    place: Place
    lat: float
    lon: float
    tall_km: float


@dataclass(frozen=True, slots=True)
class _Entry:
    division: Division
    place: Place
    said: tuple[str, ...]  # as it may be written: 浙江杭州西湖, 浙江省杭州市西湖区
    syllables: tuple[str, ...]
    sounds: tuple[Sounds, ...]  # the same, as they are typed
    english: str  # without blanks
    level: int
    chain: tuple[Division, ...]  # province, city, district, as far as there are

    def named_in(self, address: str) -> tuple[int, int, int]:
        """How much of the address are its name and those of its larger divisions, how small it is, and how early it
        stands; nothing if its own name is not there."""
        at = address.find(self.division.stem)
        if at < 0 or len(self.division.stem) < SHORTEST_STEM:
            return 0, 0, 0
        return sum(_said_of(each, address) for each in self.chain), self.level, -at

    def rank(self, wanted: str) -> tuple[int, int, str] | None:
        """How well it fits, the smallest first; None if it does not."""
        name, stem = self.division.name, self.division.stem
        if wanted in (name, stem, self.division.code):
            fit = 0
        elif name.startswith(wanted):
            fit = 1
        elif wanted in name:
            fit = 3
        elif any(wanted in said for said in self.said):
            fit = 4
        elif wanted in ("".join(self.syllables[: len(stem)]), self.english):
            fit = 0
        elif (wanted[0] == self.syllables[0][0] and reads(wanted, self.sounds)) or self.english.startswith(wanted):
            fit = 2
        else:
            return None
        return fit, self.level, self.division.code


def find(text: str, most: int = MOST) -> list[Found]:
    """The places that `text` may mean, the likeliest first: 杭州, 杭州西湖, hangzhou, xh; at most `most`.

    Some milliseconds; the first one reads the pack. What means nothing finds nothing.
    """
    wanted = _bare(text)
    if not wanted or len(wanted) > LONGEST:
        return []
    ranked = ((entry.rank(wanted), entry) for entry in _entries())
    fitting = sorted(((rank, entry) for rank, entry in ranked if rank is not None), key=lambda one: one[0])
    return [
        Found(entry.place, entry.division.lat, entry.division.lon, entry.division.tall_km)
        for _, entry in fitting[:most]
    ]


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@cache
def _entries() -> tuple[_Entry, ...]:
    divisions = load().divisions
    return tuple(_entry(division, divisions) for division in divisions.values())


def _entry(division: Division, divisions: dict[str, Division]) -> _Entry:
    place = place_of(division.code, divisions)
    codes = dict.fromkeys(filter(None, (place.province_code, place.city_code, place.district_code)))
    stems = [divisions[code].stem for code in codes]
    said = ("".join(stems), "".join(stems[1:]), place.text)
    syllables = tuple(division.pinyin.split())
    sounds = tuple(typed([each]) for each in syllables)
    chain = tuple(divisions[code] for code in codes)
    return _Entry(division, place, said, syllables, sounds, _bare(division.english), len(stems), chain)


def _said_of(division: Division, address: str) -> int:
    """How many characters of its name stand there."""
    if division.name in address:
        return len(division.name)
    return len(division.stem) if division.stem in address else 0


def within(address: str) -> Found | None:
    """The smallest division that an address names (西湖区示例路 1 号), however much of its larger ones is said with it;
    None if it names none. Of streets nothing is known here, but that many are called after another place."""
    bare = _bare(address)
    if not bare or bare.isascii() or len(bare) > LONGEST_ADDRESS:
        return None
    best = max(_entries(), key=lambda entry: entry.named_in(bare))
    if best.named_in(bare)[0] == 0:
        return None
    return Found(best.place, best.division.lat, best.division.lon, best.division.tall_km)
