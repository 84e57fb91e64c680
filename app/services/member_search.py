"""Finding people by what one types: a part of the name or the phone number, pinyin, initials, or a mixture of both.

陈佳宁 is found by "佳宁", "chenjianing", "cjn", "chjn" and "jian": each character is read whole or from its beginning.
"""

from collections.abc import Iterable

from gazetteer.reading import Sounds, reads, typed

Readings = tuple[Sounds, ...]


class Finder:
    """Remembers how names are read: they are looked up once."""

    def __init__(self) -> None:
        self._readings: dict[str, Readings] = {}

    def learn(self, names: Iterable[str]) -> None:
        """Look up how these are read. The first time loads a dictionary, some tenths of a second: not on the loop."""
        unknown = {name for name in names if name not in self._readings}
        if unknown:
            from pypinyin import Style, pinyin

            for name in unknown:
                read = (pinyin(each, style=Style.NORMAL, heteronym=True)[0] for each in _bare(name))
                self._readings[name] = tuple(typed(sounds) for sounds in read)

    def finds(self, query: str, name: str, phone: str = "") -> bool:
        """Whether the query means this person. A name that has not been learned is found as it is written."""
        wanted = _bare(query)
        if wanted in _bare(name) or (wanted.strip("+").isdigit() and wanted in phone):
            return True
        return wanted.isascii() and _reads(wanted, self._readings.get(name, ()))  # so is all pinyin


def _bare(text: str) -> str:
    return "".join(text.casefold().split())


def _reads(wanted: str, characters: Readings) -> bool:
    """From whichever character on."""
    return any(reads(wanted, characters[start:]) for start in range(len(characters)))
