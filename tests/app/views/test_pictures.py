"""Pictures on screens: how many are decoded at once, and how much of them is kept."""

import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image
from PySide6.QtGui import QImage, QImageReader

from app.views import pictures
from app.views.pictures import Pictures, open_picture


def encoded(width: int, height: int, shade: int = 0) -> bytes:
    held = io.BytesIO()
    Image.new("L", (width, height), shade).save(held, "PNG")
    return held.getvalue()


def test_of_large_pictures_one_is_decoded_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them takes hundreds of megabytes meanwhile; small ones wait for none."""
    inside, most, both = 0, 0, threading.Barrier(2, timeout=30)

    def read(reader: QImageReader) -> QImage:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        if reader.size().width() < 1000:
            both.wait()
        image = reader.read()
        inside -= 1
        return image

    monkeypatch.setattr(pictures, "_read", read)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: open_picture(encoded(4001, 4000), 64), range(4)))
        assert (most, {each.width() for each in made}) == (1, {64})
        list(pool.map(lambda _: open_picture(encoded(400, 400), 64), range(2)))
        assert most == 2


async def test_what_is_kept_is_bounded_by_its_bytes_and_thumbnails_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record's page asks for 1,600 pixels: three hundred of those were 2 GB."""
    monkeypatch.setattr(pictures, "KEPT_BYTES", 3 * 400 * 400)
    asked: list[str] = []

    async def fetch(sha256: str) -> bytes:
        asked.append(sha256)
        return encoded(400, 400, int(sha256))

    kept = Pictures(fetch)
    assert await kept.small("9", 64) is not None
    for sha256 in ("1", "2", "3", "1", "4"):
        image = await kept.get(sha256, 400)
        assert image is not None
        assert image.sizeInBytes() == 400 * 400
    assert [each for each in ("1", "2", "3", "4") if kept.ready(each, 400)] == ["1", "3", "4"]
    assert asked == ["9", "1", "2", "3", "4"]
    assert kept.ready("9", 64) is not None
    monkeypatch.setattr(pictures, "KEPT_BYTES", 1)
    assert await (alone := Pictures(fetch)).get("5", 400) is not None
    assert alone.ready("5", 400) is not None
