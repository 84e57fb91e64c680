"""The console's data at the command line: backed up, moved, taken in."""

import asyncio
from pathlib import Path

import pytest

from app.models import outbox, replica
from app.moving import carry_out
from app.options import Moving, parse
from app.services import sealed_file
from app.services.profile import everybody
from app.views.doorbell import take
from domain.ids import new_id
from domain.templates import AddTemplate, Template
from tests.app.console import Console
from tests.app.sync.conftest import OWNER, cloud, cloud_database, owner, pc
from tests.cloud.world import Cloud, Person, pull_all

__all__ = ["cloud", "cloud_database", "owner", "pc"]


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_file, "LOG_N", 4)


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase"
    path.write_text("a passphrase for tests\r\nwhat follows is not read\n", "utf-8")
    return path


async def order(profile: Path, do: str, file: Path, passphrase: Path | None) -> int:
    return await asyncio.to_thread(carry_out, profile, Moving(do, file, passphrase), lambda: None)


async def test_a_console_moves_to_another_computer(
    pc: Console, cloud: Cloud, owner: Person, tmp_path: Path, passphrase: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    await pc.close()
    await pc.open(sync=False)
    await pc.do(owner.organization, AddTemplate(id=new_id(), name="合同", approvers=[owner.member]))
    await pc.close()
    assert await order(pc.profile, "move", tmp_path / "file", passphrase) == 0
    assert "removed here.\n" in capsys.readouterr().out
    assert everybody(pc.profile) == []
    assert list(pc.profile.rglob("*.db")) == []
    assert await order(tmp_path / "other", "restore", tmp_path / "file", passphrase) == 0
    assert "sign in" in capsys.readouterr().out
    other = Console(tmp_path / "other", cloud)
    await other.enter(OWNER)
    await other.open()
    await other.settled()
    assert [row.name for row in (await pull_all(owner)).of(Template)] == ["合同"]
    await other.close()
    await pc.enter(OWNER)  # whoever goes on at the old computer begins there anew
    await pc.open()
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    assert await pc.store.run(outbox.unsettled) == []


async def test_moving_without_the_cloud_says_what_is_left_to_do(
    pc: Console, cloud: Cloud, owner: Person, tmp_path: Path, passphrase: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    await pc.close()
    await cloud.stop()
    assert await order(pc.profile, "move", tmp_path / "file", passphrase) == 0
    assert "could not be reached" in capsys.readouterr().out
    assert everybody(pc.profile) == []
    await cloud.start()
    await pc.enter(OWNER)
    await pc.open()


@pytest.mark.parametrize("do", ["move", "restore"])
async def test_a_console_that_runs_is_left_alone(
    do: str, pc: Console, owner: Person, tmp_path: Path, passphrase: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    file = tmp_path / "file"
    if do == "restore":
        assert await order(pc.profile, "backup", file, passphrase) == 0
    held = take(pc.profile)
    assert held is not None
    assert await order(pc.profile, do, file, passphrase) == 1
    assert "is running" in capsys.readouterr().err
    assert file.exists() is (do == "restore")
    assert len(everybody(pc.profile)) == 1
    held.unlock()


@pytest.mark.parametrize(
    ("do", "file", "text", "sentence"),
    [
        ("backup", "file", "short", "at least 10 characters"),
        ("backup", "passphrase", "a passphrase for tests", "is there already"),
        ("backup", "nowhere/file", "a passphrase for tests", "no folder"),
        ("backup", "file", "a passphrase for tests", "nobody has signed in"),
        ("backup", "file", None, "cannot be used"),
        ("restore", "file", "a passphrase for tests", "no file"),
        ("restore", "passphrase", "a passphrase for tests", "not a backup"),
        ("move", "file", "a passphrase for tests", "nobody has signed in"),
    ],
)
def test_what_cannot_be_done_gets_one_sentence(
    do: str, file: str, text: str | None, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    passphrase = tmp_path / "passphrase"
    if text is not None:
        passphrase.write_text(text, "utf-8")
    before = sorted(tmp_path.rglob("*"))
    assert carry_out(tmp_path / "pc", Moving(do, tmp_path / file, passphrase), lambda: None) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert [path for path in sorted(tmp_path.rglob("*")) if path != tmp_path / "pc"] == before


def test_without_a_terminal_a_file_has_to_name_the_passphrase(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.isatty", lambda _: False)
    assert carry_out(tmp_path / "pc", Moving("backup", tmp_path / "file", None), lambda: None) == 1
    assert "--passphrase-file" in capsys.readouterr().err


def test_at_a_terminal_it_is_typed_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter(["a passphrase for tests", "a passphrase for test"])
    monkeypatch.setattr("os.isatty", lambda _: True)
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    assert carry_out(tmp_path / "pc", Moving("backup", tmp_path / "file", None), lambda: None) == 1
    assert "not the same" in capsys.readouterr().err


def test_the_words_of_the_command() -> None:
    words = ["--profile", "here", "--restore", "file", "--passphrase-file", "secret"]
    assert parse(words).moving == Moving("restore", Path("file"), Path("secret"))
    assert parse(["--profile", "here"]).moving is None
    with pytest.raises(SystemExit):
        parse(["--profile", "here", "--restore", "file", "--backup", "file"])
