"""The maker: its root, seals that are all different, and their delivery."""

import hashlib
import stat
import sys
from pathlib import Path

import pytest

from domain.seals import Model
from protocol import certificates, firmware
from protocol.certificates import Delivery, Identity
from protocol.errors import Malformed
from protocol.keys import SigningKey
from simulator import factory
from simulator.firmware import Firmware
from simulator.firmware.image import Image, read
from simulator.storage import MemoryStorage


def made(folder: Path, serial: str = "GL2026000001", model: Model = Model.GL) -> Path:
    factory.make_root(folder / "maker")
    factory.make_seal(folder / "maker", folder / serial, serial, model)
    return folder / serial


def test_the_root_is_marked_as_a_demo(tmp_path: Path) -> None:
    path = factory.make_root(tmp_path)
    root = certificates.read_root(path.read_bytes())
    assert root.demo
    assert factory.make_root(tmp_path).read_bytes() == path.read_bytes()  # made once


@pytest.mark.parametrize("model", list(Model))
def test_a_seal_is_vouched_for_and_delivered_to_one_cloud(tmp_path: Path, model: Model) -> None:
    seal = made(tmp_path, f"{model.value}2026000001", model)
    root = certificates.read_root((tmp_path / "maker" / factory.ROOT_FILE).read_bytes())
    board = factory.read_board(seal)
    identity = certificates.check(board.identity, Identity, root.public)
    assert (identity.serial, identity.model) == (board.serial, model.value)
    assert (identity.signing, identity.static) == (board.signing.public, board.static.public)
    assert Firmware(board, MemoryStorage(), lambda: 0, bytes).platform is None
    cloud = SigningKey.generate()
    word = factory.deliver(tmp_path / "maker", seal, cloud.public)
    assert certificates.check(word, Delivery, root.public) == Delivery(board.serial, cloud.public)
    assert Firmware(factory.read_board(seal), MemoryStorage(), lambda: 0, bytes).platform == cloud.public


def test_no_two_are_the_same_and_none_is_made_twice(tmp_path: Path) -> None:
    first, second = made(tmp_path), made(tmp_path, "GL2026000002")
    one, other = factory.read_seal(first), factory.read_seal(second)
    assert one.address != other.address
    assert int(one.address[:2], 16) >= 0xC0
    assert one.static != other.static
    assert factory.read_seal(made(tmp_path)) == one


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of this kind are POSIX's")
def test_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    seal = made(tmp_path)
    for path in (seal / factory.SEAL_FILE, tmp_path / "maker" / factory.KEY_FILE):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_serial_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Malformed):
        made(tmp_path, "gl 1")


@pytest.mark.parametrize("model", list(Model))
def test_a_release_is_two_files_that_its_seals_take(tmp_path: Path, model: Model) -> None:
    seal = made(tmp_path, f"{model.value}2026000001", model)
    said = Image(model, f"GY{model.value}2026120101")
    manifest, image = factory.write_release(tmp_path / "maker", seal, said, 5000)
    word = firmware.open_manifest(manifest.read_bytes(), factory.read_board(seal).maker)
    data = image.read_bytes()
    assert (word.model, word.version, word.size) == (model.value, said.version, len(data))
    assert word.sha256 == hashlib.sha256(data).digest()
    assert read(data) == said
    again, _ = factory.write_release(tmp_path / "maker", seal, said, 5000)
    assert again == manifest


@pytest.mark.parametrize(("version", "size"), [("new", 5000), ("", 5000), ("GYGL2026120101", 10)])
def test_what_is_no_release_is_not_made(tmp_path: Path, version: str, size: int) -> None:
    made(tmp_path)
    with pytest.raises((Malformed, ValueError)):
        factory.write_release(tmp_path / "maker", tmp_path / "out", Image("GL", version), size)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "data", [b"", b"SIGNETFW", b"SIGNETFW\x00", b"SIGNETFW\xff\xff\x80", b"SIGNETFW\x00\x01\x80", bytes(99)]
)
def test_what_is_no_image_is_none(data: bytes) -> None:
    assert read(data) is None
