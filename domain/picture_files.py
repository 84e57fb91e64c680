"""Picture files before they are decoded: what they claim and how they are made, read from their bytes alone.

A file comes from anybody, and a few kilobytes of it can demand gigabytes or minutes of a decoder. What is refused here
never reaches one. Still PNG and JPEG only: every other format is one more decoder that is open to strangers.
"""

import re
from collections.abc import Iterator
from enum import Enum

PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}  # how such a file begins
MOST_PIXELS = 60_000_000  # 240 MB in memory; the largest cameras of telephones give 50 million
MOST_SIDE = 30_000
# A decoder of progressive JPEG goes through the whole picture once for each scan; encoders make ten or so.
MOST_SCANS = 64
MOST_CHUNKS = 100_000
# What a decoder gets of a PNG: what the picture is made of, and how it is turned. Texts and colour profiles are packed,
# and a decoder unpacks each of them to megabytes, however many there are.
_PARTS = frozenset((b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"sRGB", b"eXIf"))
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # of a PNG's pixel, by its colour type
# Their first byte may be repeated. In a scan what is stuffed and the restarts are no markers; there the last of the
# repeated ones is looked for: from each of them on, a run would be read to its end again and again.
_MARKER, _IN_SCAN = re.compile(rb"\xff++[^\x00\xff\xd0-\xd7]"), re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_START, _END, _SCAN, _FRAMES = 0xD8, 0xD9, 0xDA, (*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC))


class Flaw(Enum):
    """Why a picture is not opened."""

    NO_PICTURE = "no_picture"
    BROKEN = "broken"  # something is missing of it, or it is damaged
    TOO_MANY_PIXELS = "too_many_pixels"
    MOVES = "moves"
    TOO_SLOW = "too_slow"


class Flawed(Exception):
    """A picture that is not opened."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


def media_of(content: bytes) -> str:
    """By how it begins, whatever its name says; empty: neither PNG nor JPEG."""
    return next((media for begins, media in PICTURES.items() if content.startswith(begins)), "")


def check(content: bytes) -> str:
    """The MIME type of a picture that may be decoded. Raises `Flawed`. Takes milliseconds for 20 MB."""
    media = media_of(content)
    if media == "image/png":
        _check_png(content)
    elif media == "image/jpeg":
        _check_jpeg(content)
    else:
        raise Flawed(Flaw.NO_PICTURE)
    return media


def for_decoder(content: bytes) -> bytes:
    """As much of a file that `check` has let pass as a decoder is to see."""
    if media_of(content) != "image/png":
        return content
    parts = (content[begin:end] for kind, begin, end in _chunks(content) if kind in _PARTS)
    return content[:8] + b"".join(parts)


def _check_size(width: int, height: int, pixel_bytes: int = 4) -> None:
    if not width or not height:
        raise Flawed(Flaw.BROKEN)
    if max(width, height) > MOST_SIDE or width * height * max(4, pixel_bytes) > 4 * MOST_PIXELS:
        raise Flawed(Flaw.TOO_MANY_PIXELS)


def _check_png(content: bytes) -> None:
    if content[12:16] != b"IHDR" or len(content) < 33:
        raise Flawed(Flaw.BROKEN)
    width, height = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    _check_size(width, height, _CHANNELS.get(content[25], 4) * content[24] // 8)
    if any(kind == b"acTL" for kind, _, _ in _chunks(content)):
        raise Flawed(Flaw.MOVES)


def _chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The parts of a PNG (1.2, chapter 3), each with where it begins and ends, as far as their lengths lead; their sums
    are the decoder's business. Raises `Flawed`."""
    at = 8
    for _ in range(MOST_CHUNKS):
        begin, length, kind = at, int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        at += 12 + length
        if len(kind) < 4 or at > len(content):
            raise Flawed(Flaw.BROKEN)
        yield kind, begin, at
        if kind == b"IEND":
            return
    raise Flawed(Flaw.TOO_SLOW)


def _check_jpeg(content: bytes) -> None:
    """Segment by segment (ITU T.81, annex B) to the end of the picture; telephones put all kinds of things after it."""
    at, scans, sized = 2, 0, False
    for _ in range(MOST_CHUNKS):
        found = _IN_SCAN.search(content, at) if scans else _MARKER.match(content, at)
        if found is None:
            raise Flawed(Flaw.BROKEN)
        at, marker = found.end(), content[found.end() - 1]
        if marker == _END:
            if not scans:
                raise Flawed(Flaw.BROKEN)
            return
        if marker in (_START, 0x01):
            continue
        length = int.from_bytes(content[at : at + 2])
        if length < 2 or at + length > len(content):
            raise Flawed(Flaw.BROKEN)
        if marker in _FRAMES:
            _check_size(int.from_bytes(content[at + 5 : at + 7]), int.from_bytes(content[at + 3 : at + 5]))
            sized = True
        elif marker == _SCAN:
            scans += 1
            if not sized:
                raise Flawed(Flaw.BROKEN)
            if scans > MOST_SCANS:
                raise Flawed(Flaw.TOO_SLOW)
        at += length
    raise Flawed(Flaw.TOO_SLOW)
