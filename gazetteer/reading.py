"""Whether what was typed is how Chinese characters are read: pinyin, initials, or a mixture of both."""

from collections.abc import Iterable, Sequence

Sounds = tuple[str, ...]  # of one character, all of them: 单 is dan, shan and chan


def typed(sounds: Iterable[str]) -> Sounds:
    """As they are typed: 吕 is lv and lu."""
    return tuple(dict.fromkeys(way for sound in sounds for way in (sound, sound.replace("v", "u"))))


def reads(wanted: str, characters: Sequence[Sounds]) -> bool:
    """Whether the first of the characters, each read from its beginning as far as one likes, make up the query."""
    reached = {0}  # how much of the query the characters so far may have used up
    for sounds in characters:
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
            return False
    return False
