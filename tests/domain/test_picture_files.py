"""Picture files that want too much: what is refused before a decoder sees it."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image

from domain.picture_files import MOST_PIXELS, MOST_SCANS, MOST_SIDE, Flaw, Flawed, check, for_decoder


def encoded(kind: str, size: tuple[int, int] = (64, 48), **how: object) -> bytes:
    held = io.BytesIO()
    noise = bytes(at * 37 % 251 for at in range(size[0] * size[1] * 3))
    Image.frombytes("RGB", size, noise).save(held, kind, **how)
    return held.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *, depth: int = 8, colour: int = 2, more: bytes = b"") -> bytes:
    """One that claims this size, with hardly anything in it."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(bytes(100)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + data + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    """A real one whose header claims this size."""
    content = encoded("JPEG")
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]


def flaw(content: bytes) -> Flaw | None:
    try:
        check(content)
    except Flawed as error:
        return error.flaw
    return None


PNG, JPEG, PROGRESSIVE = encoded("PNG"), encoded("JPEG"), encoded("JPEG", progressive=True)


def test_pictures_as_cameras_and_programs_make_them_pass() -> None:
    assert check(PNG) == "image/png"
    for content in (JPEG, PROGRESSIVE, encoded("JPEG", exif=exif()), encoded("JPEG", restart_marker_blocks=2)):
        assert check(content) == "image/jpeg"
    assert check(JPEG + b"\0\0\0\x18ftypmp42\xff\xda\xff" * 40) == "image/jpeg"  # a telephone's "live" picture
    assert flaw(png(6000, 10_000)) is None
    assert flaw(png(MOST_SIDE, 1)) is None
    assert flaw(jpeg(6000, 10_000)) is None


def exif() -> bytes:
    """With a thumbnail in it, which is a JPEG of its own."""
    made = Image.Exif()
    made[0x0112] = 6
    return made.tobytes() + JPEG


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(50),
        b"RIFF\0\0\0\0WEBPVP8 ",
        b"BM" + bytes(60),
        b"<svg/>",
        b"\xff\xd8",
        b"%PDF-1.7",
        PNG[1:],
    ],
)
def test_other_formats_are_no_picture_whatever_their_name(content: bytes) -> None:
    assert flaw(content) is Flaw.NO_PICTURE


@pytest.mark.parametrize("content", [PNG, JPEG, PROGRESSIVE], ids=["png", "jpeg", "progressive"])
def test_what_was_cut_off_is_found_out_wherever(content: bytes) -> None:
    assert {flaw(content[:end]) for end in range(8, len(content) - 1)} == {Flaw.BROKEN}


@pytest.mark.parametrize(
    "content",
    [
        png(10_000, 10_000),
        png(2**31 - 1, 2**31 - 1),
        png(MOST_SIDE + 1, 1),
        png(1, MOST_SIDE + 1),
        png(6000, 10_001),
        png(6000, 6000, depth=16, colour=6),
        png(6001, 10_000, depth=1, colour=0),
        png(6100, 5000, depth=16, colour=6),
        png(6001, 5000, depth=16, colour=5),  # of a kind that there is not: it may need as much as any
        jpeg(65_535, 65_535).partition(b"\xff\xc0")[0] + b"\xff\xc0\x00\x07\x08\xff\xff\xff\xff",
        jpeg(10_000, 10_000),
        jpeg(65_535, 65_535),
        jpeg(6001, 10_000),
    ],
)
def test_a_picture_that_claims_to_be_enormous_is_refused(content: bytes) -> None:
    assert len(content) < 20_000
    assert flaw(content) is Flaw.TOO_MANY_PIXELS
    assert MOST_PIXELS == 60_000_000


def test_of_bits_beyond_a_byte_whole_bytes_are_counted() -> None:
    assert flaw(png(6000, 5000, depth=16, colour=5)) is None
    assert flaw(png(6000, 8000, depth=11, colour=6)) is None


def test_a_segment_that_is_not_whole_is_broken_whatever_it_claims() -> None:
    begins = jpeg(65_535, 65_535).partition(b"\xff\xc0")[0]
    frame = b"\x08\xff\xff\xff\xff\x01"
    assert flaw(begins + b"\xff\xc0\x00\x20" + frame) is Flaw.BROKEN
    assert flaw(begins + b"\xff\xe0\x00\x01" + JPEG[2:]) is Flaw.BROKEN
    assert flaw(JPEG[:20] + b"between" + JPEG[20:]) is Flaw.BROKEN  # behind the first segment


def test_a_picture_of_no_size_is_broken() -> None:
    assert {flaw(png(0, 5)), flaw(png(5, 0)), flaw(jpeg(0, 5)), flaw(jpeg(5, 0))} == {Flaw.BROKEN}


def test_a_picture_that_moves_is_refused() -> None:
    frames = [Image.new("RGB", (20, 20), each) for each in ("red", "blue")]
    held = io.BytesIO()
    frames[0].save(held, "PNG", save_all=True, append_images=frames[1:], duration=100)
    assert flaw(held.getvalue()) is Flaw.MOVES


def scans(number: int) -> bytes:
    """A progressive picture of so many scans: those it has, and empty ones after them."""
    begins = PROGRESSIVE.index(b"\xff\xda")
    length = int.from_bytes(PROGRESSIVE[begins + 2 : begins + 4]) + 2
    more = PROGRESSIVE[begins : begins + length] * (number - PROGRESSIVE.count(b"\xff\xda"))
    return PROGRESSIVE[:-2] + more + b"\xff\xd9"


def test_a_progressive_picture_with_scans_without_end_is_refused() -> None:
    """A small file on which a decoder works for minutes: each scan goes over the whole picture."""
    assert flaw(scans(MOST_SCANS)) is None
    assert flaw(scans(MOST_SCANS + 1)) is Flaw.TOO_SLOW


def test_a_png_of_chunks_without_end_is_refused() -> None:
    assert flaw(png(5, 5, more=chunk(b"tEXt", b"") * 100_001)) is Flaw.TOO_SLOW


@pytest.mark.parametrize("segment", [b"\xff\x01", b"\xff\xe0\x00\x02"], ids=["bare", "empty"])
def test_a_jpeg_of_segments_without_end_is_refused(segment: bytes) -> None:
    assert flaw(JPEG[:2] + segment * 99_000 + JPEG[2:]) is None
    assert flaw(JPEG[:2] + segment * 100_001 + JPEG[2:]) is Flaw.TOO_SLOW


def test_a_decoder_gets_nothing_packed_but_the_picture() -> None:
    """A few kilobytes of text in a PNG are megabytes in memory, a thousand times over."""
    packed = zlib.compress(bytes(1_000_000))
    needless = [b"zTXt", b"iTXt", b"iCCP", b"tEXt", b"sPLT", b"juNk"]
    held = io.BytesIO()
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.new("P", (20, 10), 3).save(held, "PNG", transparency=3, exif=turned)
    made = held.getvalue()
    full = made[:33] + b"".join(chunk(kind, b"K\0\0" + packed) for kind in needless) + made[33:]
    assert check(full) == "image/png"
    assert for_decoder(full + b"more") == for_decoder(full) == made
    assert for_decoder(JPEG) == JPEG


def test_a_jpeg_that_begins_with_a_scan_is_broken() -> None:
    scan = JPEG[JPEG.index(b"\xff\xda") :]
    assert flaw(b"\xff\xd8\xff" + scan[1:]) is Flaw.BROKEN
    assert flaw(b"\xff\xd8\xff\xd9") is Flaw.BROKEN
    assert flaw(b"\xff\xd8\xff\xe0\x00\x01" + JPEG[20:]) is Flaw.BROKEN


@pytest.mark.parametrize("ends", [b"\x00", b"\xd0", b""], ids=["stuffed", "restart", "cut off"])
def test_a_run_of_fill_bytes_is_read_once(ends: bytes) -> None:
    """At every byte anew it would be 10^14 steps, in which the whole console stands still."""
    begins = JPEG.index(b"\xff\xda") + 2
    scan = JPEG[: begins + int.from_bytes(JPEG[begins : begins + 2])]
    began = time.process_time()
    assert flaw(scan + b"\xff" * 20_000_000 + ends) is Flaw.BROKEN
    assert time.process_time() - began < 5
