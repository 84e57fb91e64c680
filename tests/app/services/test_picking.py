"""Files chosen by hand: what is taken, under which name and type, and what is not."""

import hashlib
from pathlib import Path

import pytest

from app.models.files import Blob
from app.services import picking
from app.services.picking import Picked, Unfit, Why
from domain.files import MAX_FILE_BYTES
from domain.picture_files import Flaw

PNG = b"\x89PNG\r\n\x1a\nrest"


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.req("R-075")
async def test_a_picture_is_told_by_its_content_and_kept_byte_for_byte(tmp_path: Path) -> None:
    picked = await picking.read(written(tmp_path, "扫描件.dat", PNG), picture=True)
    declared = picked.declared()
    assert (declared.name, declared.media, declared.bytes) == ("扫描件.dat", "image/png", len(PNG))
    assert declared.sha256 == hashlib.sha256(PNG).hexdigest()
    assert picked.declared().id != declared.id


@pytest.mark.parametrize(
    ("name", "media"),
    [("a.pdf", "application/pdf"), ("a.PDF", "application/pdf"), ("a.xyz", "application/octet-stream")],
)
async def test_the_type_of_an_attachment_follows_its_ending(tmp_path: Path, name: str, media: str) -> None:
    assert (await picking.read(written(tmp_path, name, b"text"), picture=False)).blob.media == media


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", Why.EMPTY), (b"GIF89a", Flaw.NO_PICTURE), (b"\0" * (MAX_FILE_BYTES + 1), Why.TOO_LARGE)],
)
async def test_what_does_not_fit_is_not_taken(tmp_path: Path, content: bytes, why: Why) -> None:
    with pytest.raises(Unfit) as caught:
        await picking.read(written(tmp_path, "a.png", content), picture=True)
    assert (caught.value.why, caught.value.name) == (why, "a.png")


async def test_what_cannot_be_read_says_what_the_system_says(tmp_path: Path) -> None:
    with pytest.raises(Unfit) as caught:
        await picking.read(tmp_path / "nowhere.png", picture=True)
    assert caught.value.why is Why.UNREADABLE
    assert caught.value.detail == "No such file or directory"


def test_files_of_one_act_keep_their_order() -> None:
    files = [Picked(f"{number}.png", Blob("image/png", bytes([number]))) for number in range(20)]
    declared = picking.declare(files)
    assert [each.name for each in sorted(declared, key=lambda each: each.id)] == [each.name for each in files]


def test_a_name_fits_a_row_and_says_nothing_else_than_it_shows() -> None:
    assert picking.short_name("合同.pdf") == "合同.pdf"
    assert picking.short_name("a\u202efdp.exe") == "afdp.exe"
    assert picking.short_name("\n") == "_"
    long = picking.short_name("长" * 80 + ".pdf")
    assert len(long) == 60
    assert long.endswith("….pdf")
