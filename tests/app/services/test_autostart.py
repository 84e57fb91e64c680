"""Starting with the system: real files, and what stands in them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.options import again, parse
from app.services.autostart import RUN, DesktopEntry, RunValue, autostart


def command(entry: Path) -> list[str]:
    """As a desktop reads `Exec` (Desktop Entry Specification): the value's escapes, then quotes, then field codes."""
    (line,) = re.findall(r"^Exec=(.*)$", entry.read_text("utf-8"), re.MULTILINE)
    value = re.sub(r"\\(.)", lambda found: {"s": " ", "n": "\n", "t": "\t"}.get(found[1], found[1]), line)
    words = re.findall(r'"((?:[^"\\]|\\.)*)"', value)
    return [re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in words]


@pytest.mark.skipif(sys.platform != "linux", reason="XDG is Linux's")
def test_switched_on_and_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    starts = autostart(["/opt/signet/signet", "console", "--hidden"])
    assert starts is not None
    entry = tmp_path / "config" / "autostart" / "signet.desktop"
    assert not starts.on
    starts.put(on=False)
    starts.put(on=True)
    assert starts.on
    assert command(entry) == ["/opt/signet/signet", "console", "--hidden"]
    starts.put(on=False)
    assert not starts.on
    assert not entry.exists()


def test_without_the_variable_it_is_the_usual_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    starts = autostart(["signet"], "linux")
    assert starts is not None
    starts.put(on=True)
    assert (tmp_path / ".config" / "autostart" / "signet.desktop").exists()


@pytest.mark.parametrize(
    "word",
    ["plain", "with space", 'say "hi"', "$HOME", "`id`", "back\\slash", "100%", "%f", "印信", "a'b", "\\$", "tab\tx"],
)
def test_every_word_arrives_as_it_is(tmp_path: Path, word: str) -> None:
    entry = tmp_path / "signet.desktop"
    DesktopEntry(entry, ["program", word, "--hidden"]).put(on=True)
    assert command(entry) == ["program", word, "--hidden"]


def test_a_word_that_cannot_stand_there_changes_nothing(tmp_path: Path) -> None:
    entry = tmp_path / "signet.desktop"
    starts = DesktopEntry(entry, ["program", "two\nlines"])
    with pytest.raises(OSError, match="cannot be written"):
        starts.put(on=True)
    assert not starts.on


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled = false"])
def test_switched_off_in_the_desktops_own_settings(tmp_path: Path, line: str) -> None:
    starts = DesktopEntry(tmp_path / "signet.desktop", ["program"])
    starts.put(on=True)
    with (tmp_path / "signet.desktop").open("a") as file:
        file.write(f"{line}\n")
    assert not starts.on
    starts.put(on=True)
    assert starts.on


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    starts = DesktopEntry(tmp_path / "file" / "signet.desktop", ["program"])
    assert not starts.on
    with pytest.raises(OSError):
        starts.put(on=True)


def test_elsewhere_it_is_not_known_how() -> None:
    assert autostart(["signet"], "darwin") is None
    assert isinstance(autostart(["signet"], "win32"), RunValue)


def test_the_command_starts_the_same_console(tmp_path: Path) -> None:
    words = again(parse(["--profile", str(tmp_path), "--cloud", "https://signet.example"]))
    assert words[0] == sys.executable
    assert words[2:] == ["console", "--profile", str(tmp_path), "--cloud", "https://signet.example", "--hidden"]
    done = subprocess.run([*words, "--help"], check=True, capture_output=True, text=True)
    assert "--hidden" in done.stdout
    assert parse(words[3:]).hidden


@pytest.mark.skipif(sys.platform != "win32", reason="has a registry")
def test_the_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    import winreg

    monkeypatch.setattr("app.services.autostart.NAME", "signet tests")
    starts = RunValue(["C:\\Program Files\\Signet\\signet.exe", "--hidden"])
    assert not starts.on
    starts.put(on=True)
    assert starts.on
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN) as key:
        assert winreg.QueryValueEx(key, "signet tests")[0] == '"C:\\Program Files\\Signet\\signet.exe" --hidden'
    starts.put(on=False)
    assert not starts.on
