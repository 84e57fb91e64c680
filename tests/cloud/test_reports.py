"""Reports as PDF with pictures that anybody has made: none holds up an export, and what is not printed is named."""

import hashlib
import io
import time
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from cloud.exporting import report
from cloud.exporting.report import Report
from cloud.stored import Stored
from domain.picture_files import MOST_SCANS
from domain.usage import Photo
from tests.cloud.test_exports import pages_of
from tests.cloud.test_sheets import LINE
from tests.domain.world import NOW, ORG


def stored(folder: Path, content: bytes) -> Photo:
    sha256 = hashlib.sha256(content).hexdigest()
    path = folder / ORG / sha256[:2] / sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return Photo(
        id=sha256[:8],
        organization=ORG,
        seal=LINE.record.seal,
        number=LINE.record.number,
        member="m",
        sha256=sha256,
        bytes=len(content),
        media="image/jpeg",
        taken_at=NOW,
        stored_at=NOW,
    )


def encoded(size: tuple[int, int], **how: object) -> bytes:
    held = io.BytesIO()
    Image.new("L", size, 200).save(held, "JPEG", **how)
    return held.getvalue()


def printed(folder: Path, *photos: Photo) -> tuple[str, int]:
    """What a report of one record with these says, and how many pictures it has."""
    about = Report(folder / "a.pdf", 1, "t", [], "f").pictured(Stored(folder), ORG)
    about.add([replace(LINE, photos=photos)])
    (path,) = about.close()
    content = path.read_bytes()
    return "".join(pages_of(content)).replace("\r\n", ""), content.count(b"/Subtype /Image")


def not_printed(said: str, photo: Photo) -> bool:
    return f"Cannotbeopened{photo.sha256}" in said.replace(" ", "")


def scans(content: bytes, number: int) -> bytes:
    """The same with its last scan repeated until there are so many."""
    last = content.rindex(b"\xff\xda")
    return content[:-2] + content[last:-2] * (number - content.count(b"\xff\xda")) + content[-2:]


def test_a_picture_without_end_is_not_decoded_but_named(tmp_path: Path) -> None:
    """112 bytes for each time that a decoder goes over nine million pixels."""
    whole = encoded((3000, 3000), progressive=True)
    slow, fine = stored(tmp_path, scans(whole, 20_000)), stored(tmp_path, encoded((900, 1200)))
    gone = msgspec.structs.replace(fine, sha256="0" * 64)
    began = time.process_time()
    said, images = printed(tmp_path, slow, fine, gone)
    assert time.process_time() - began < 5
    assert images == 1
    assert [not_printed(said, each) for each in (slow, fine, gone)] == [True, False, True]


def test_pictures_that_take_long_have_so_much_time_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is well made and slow is printed as long as there is time for that in a volume."""
    sizes = (2400, 2000), (2000, 2400)
    made = (scans(encoded(size, progressive=True), MOST_SCANS) for size in sizes)
    first, second = (stored(tmp_path, each) for each in made)
    monkeypatch.setattr(report, "FAST_S", 0.0)
    said, images = printed(tmp_path, first, second)
    assert (images, not_printed(said, first), not_printed(said, second)) == (2, False, False)
    monkeypatch.setattr(report, "ALL_SLOW_S", 0.05)  # the first picture uses it up
    said, images = printed(tmp_path, first, second)
    assert (images, not_printed(said, first), not_printed(said, second)) == (1, False, True)
