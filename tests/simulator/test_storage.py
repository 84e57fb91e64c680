"""A journal that is cut anywhere holds everything that was committed whole, and nothing of the rest."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocol.errors import Malformed
from simulator import storage
from simulator.storage import MAGIC, FileStorage, MemoryStorage, PowerCut

changes = st.dictionaries(st.text(max_size=6), st.none() | st.binary(max_size=40), max_size=4)


def after(commits: list[Mapping[str, bytes | None]]) -> dict[str, bytes]:
    memory = MemoryStorage()
    for commit in commits:
        memory.commit(commit)
    return memory.load()


def written(path: Path, commits: list[Mapping[str, bytes | None]]) -> list[int]:
    """The journal's length after each commit, the first without any."""
    path.unlink(missing_ok=True)
    journal = FileStorage(path)
    lengths = [path.stat().st_size]
    for commit in commits:
        journal.commit(commit)
        lengths.append(path.stat().st_size)
    journal.close()
    return lengths


@settings(max_examples=60, deadline=None)
@given(st.lists(changes, max_size=6), st.data())
def test_cut_at_any_byte(
    tmp_path_factory: pytest.TempPathFactory, commits: list[dict[str, bytes | None]], data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("cut") / "journal"
    lengths = written(path, list(commits))
    cut = data.draw(st.integers(lengths[0], lengths[-1]))
    path.write_bytes(path.read_bytes()[:cut])
    whole = sum(length <= cut for length in lengths) - 1
    journal = FileStorage(path)
    assert journal.load() == after(list(commits[:whole]))
    journal.commit({"more": b"after the cut"})
    journal.close()
    again = FileStorage(path)
    assert again.load() == after([*commits[:whole], {"more": b"after the cut"}])
    again.close()


def test_a_turned_bit_ends_the_journal_there(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    lengths = written(path, [{"a": b"1"}, {"a": b"2"}, {"a": b"3"}])
    data = bytearray(path.read_bytes())
    for place in range(lengths[1], lengths[2]):
        turned = bytearray(data)
        turned[place] ^= 1
        path.write_bytes(turned)
        journal = FileStorage(path)
        assert journal.load() == {"a": b"1"}
        journal.close()


def test_zeros_behind_the_end_are_nothing(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    written(path, [{"a": b"1"}])
    path.write_bytes(path.read_bytes() + bytes(64))
    journal = FileStorage(path)
    assert journal.load() == {"a": b"1"}
    journal.close()


def test_a_file_that_is_no_journal_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_bytes(b"something else")
    with pytest.raises(Malformed):
        FileStorage(path)
    assert path.read_bytes() == b"something else"


def test_a_journal_belongs_to_one_process(tmp_path: Path) -> None:
    journal = FileStorage(tmp_path / "journal")
    with pytest.raises(OSError, match="in use by another process"):
        FileStorage(tmp_path / "journal")
    journal.close()
    FileStorage(tmp_path / "journal").close()


def test_it_is_rewritten_when_most_of_it_is_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "COMPACT_FROM", 2000)
    path = tmp_path / "journal"
    journal = FileStorage(path)
    journal.commit({"kept": b"k" * 300})
    for number in range(100):
        journal.commit({"state": bytes([number]) * 100})
        assert path.stat().st_size < 2200
    journal.close()
    again = FileStorage(path)
    assert again.load() == {"kept": b"k" * 300, "state": bytes([99]) * 100}
    again.commit({"state": None})
    again.close()
    last = FileStorage(path)
    assert last.load() == {"kept": b"k" * 300}
    last.close()


def test_a_rewriting_that_was_cut_off_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    written(path, [{"a": b"1"}])
    half = path.with_suffix(".new")
    half.write_bytes(MAGIC + b"\0\0\0")
    journal = FileStorage(path)
    assert journal.load() == {"a": b"1"}
    assert not half.exists()
    journal.close()


def test_after_an_error_of_the_disk_nothing_more_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError("no space left")

    path = tmp_path / "journal"
    journal = FileStorage(path)
    journal.commit({"a": b"1"})
    with monkeypatch.context() as broken:
        broken.setattr(storage.os, "fsync", full)
        with pytest.raises(OSError, match="no space"):
            journal.commit({"a": b"2"})
    with pytest.raises(OSError, match="could not be written"):
        journal.commit({"a": b"3"})
    assert journal.load() == {"a": b"1"}
    journal.close()
    again = FileStorage(path)
    assert again.load()["a"] in (b"1", b"2")  # nobody knows, but it is one of them
    again.close()


@pytest.mark.parametrize("durable", [False, True])
def test_the_power_goes_at_the_chosen_commit(durable: bool) -> None:
    memory = MemoryStorage()
    memory.cut_at(2, durable=durable)
    memory.commit({"a": b"1"})
    with pytest.raises(PowerCut):
        memory.commit({"a": b"2"})
    assert memory.load() == {"a": b"2" if durable else b"1"}
    memory.commit({"a": b"3"})
