"""What lies in a sealed file comes out as it went in, or not at all."""

import io

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services import sealed_file
from app.services.sealed_file import PIECE, TAG, SealedReader, SealedWriter, Unusable, WrongPassphrase

PASSPHRASE = "春风又绿江南岸 1056"


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_file, "LOG_N", 4)  # what it takes to guess is nothing that these tests are about


def sealed(*parts: bytes) -> bytes:
    file = io.BytesIO()
    writer = SealedWriter(file, PASSPHRASE, 1, "0.1.0")
    for part in parts:
        writer.write(part)
    writer.close()
    return file.getvalue()


def opened(data: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return SealedReader(io.BytesIO(data), passphrase).read()


def start(data: bytes) -> int:
    """Where its pieces begin."""
    at = len(sealed_file.MAGIC)
    return at + 2 + int.from_bytes(data[at : at + 2], "big")


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_each_length_comes_back(size: int) -> None:
    content = bytes(index % 251 for index in range(size))
    data = sealed(content[: size // 3], content[size // 3 :])
    assert opened(data) == content
    assert len(data) - start(data) == size + TAG * max(1, -(-size // PIECE))


@settings(deadline=None, max_examples=50)
@given(st.lists(st.binary(max_size=40_000), max_size=6), st.lists(st.integers(1, 90_000), min_size=1, max_size=9))
def test_it_may_be_written_and_read_in_any_portions(parts: list[bytes], sizes: list[int]) -> None:
    reader, got = SealedReader(io.BytesIO(sealed(*parts)), PASSPHRASE), b""
    for size in sizes:
        got += reader.read(size)
    assert got + reader.read() == b"".join(parts)


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(WrongPassphrase):
        opened(sealed(b"secret"), PASSPHRASE + " ")


def test_two_files_of_the_same_have_nothing_in_common() -> None:
    one, other = sealed(b"x" * 100), sealed(b"x" * 100)
    assert one[start(one) :] != other[start(other) :]
    assert b"xxxx" not in one


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_what_was_changed_or_cut_off_does_not_open(data: st.DataObject) -> None:
    whole = sealed(b"a" * (2 * PIECE + 100))
    if data.draw(st.booleans()):
        broken = whole[: data.draw(st.integers(0, len(whole) - 1))]
    else:
        at = data.draw(st.integers(0, len(whole) - 1))
        broken = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    with pytest.raises(Unusable):
        opened(broken)


def test_pieces_cannot_be_exchanged_or_left_out() -> None:
    whole = sealed(b"a" * PIECE + b"b" * PIECE + b"c")
    at, each = start(whole), PIECE + TAG
    first, second, last = whole[at : at + each], whole[at + each : at + 2 * each], whole[at + 2 * each :]
    for pieces in (second + first + last, first + last, first + second, second + last, whole[at:] + last):
        with pytest.raises(Unusable):
            opened(whole[:at] + pieces)


def test_a_newer_format_is_told() -> None:
    head = msgspec.json.encode(sealed_file.Head(2, bytes(16), 4, 1, "9.9"))
    with pytest.raises(Unusable, match="newer version"):
        opened(sealed_file.MAGIC + len(head).to_bytes(2, "big") + head)


def test_a_head_may_not_ask_for_all_of_the_memory() -> None:
    head = msgspec.json.encode(sealed_file.Head(1, bytes(16), 40, 1, "0.1.0"))
    with pytest.raises(Unusable):
        opened(sealed_file.MAGIC + len(head).to_bytes(2, "big") + head)
