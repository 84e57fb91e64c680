"""Finding people by what one types: a part of the name or the phone number, pinyin, initials, or a mixture of both.

陈佳宁 is found by "佳宁", "chenjianing", "cjn", "chjn" and "jian": each character is read whole or from its beginning.
"""

from collections.abc import Iterable

Readings = tuple[tuple[str, ...], ...]  # of each character, all of them: 单 is dan, shan and chan


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
                self._readings[name] = tuple(tuple(dict.fromkeys(_typed(sounds))) for sounds in read)

    def finds(self, query: str, name: str, phone: str = "") -> bool:
        """Whether the query means this person. A name that has not been learned is found as it is written."""
        wanted = _bare(query)
        if wanted in _bare(name) or (wanted.strip("+").isdigit() and wanted in phone):
            return True
        return wanted.isascii() and _reads(wanted, self._readings.get(name, ()))  # so is all pinyin


def _bare(text: str) -> str:
    return "".join(text.casefold().split())


def _typed(sounds: Iterable[str]) -> Iterable[str]:
    """As it is typed: 吕 is lv and lu."""
    for sound in sounds:
        yield sound
        if "v" in sound:
            yield sound.replace("v", "u")


def _reads(wanted: str, characters: Readings) -> bool:
    """Whether some characters in a row, each read from its beginning as far as one likes, make up the query."""
    for start in range(len(characters)):
        reached = {0}  # how much of the query the characters so far may have used up
        for sounds in characters[start:]:
            reached = {
                used + length
                for used in reached
                for sound in sounds
                for length in range(1, len(sound) + 1)
                if wanted.startswith(sound[:length], used)
            }
            if len(wanted) in reached:
                return True
            if not reached:
                break
    return False
