"""Whether the console starts with the system, hidden in the tray: an XDG autostart entry, or a value below Run."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

NAME = "signet"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"


class Autostart(Protocol):
    """Raises `OSError` where the system does not let it."""

    @property
    def on(self) -> bool: ...

    def put(self, *, on: bool) -> None: ...


def autostart(words: Sequence[str], platform: str = sys.platform) -> Autostart | None:
    """For the command `words`; none where it is not known how."""
    if platform == "linux":
        folder = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
        return DesktopEntry(Path(folder) / "autostart" / f"{NAME}.desktop", words)
    return RunValue(words) if platform == "win32" else None


class DesktopEntry:
    """A file that the desktop starts programs from (Desktop Application Autostart Specification)."""

    def __init__(self, path: Path, words: Sequence[str]) -> None:
        self._path, self._words = path, words

    @property
    def on(self) -> bool:
        """Not where the person has switched it off in the desktop's own settings."""
        try:
            lines = self._path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return False
        return not {"Hidden=true", "X-GNOME-Autostart-enabled=false"} & {line.replace(" ", "") for line in lines}

    def put(self, *, on: bool) -> None:
        if not on:
            self._path.unlink(missing_ok=True)
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        line = " ".join(_quoted(word) for word in self._words)
        text = f"[Desktop Entry]\nType=Application\nName=Signet\nName[zh_CN]=印信\nExec={line}\nTerminal=false\n"
        self._path.write_text(text, "utf-8")


def _quoted(word: str) -> str:
    """A word of `Exec`: quoted, its field codes and escapes doubled, and once more escaped as a value of a key file."""
    if "\n" in word or "\0" in word:
        raise OSError("a word of the command cannot be written into a desktop entry")
    return '"' + re.sub(r'(["`$\\])', r"\\\1", word).replace("\\", "\\\\").replace("%", "%%") + '"'


class RunValue:
    """A value of the person's own registry."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words

    @property
    def on(self) -> bool:
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN) as key:
                winreg.QueryValueEx(key, NAME)
        except FileNotFoundError:
            return False
        return True

    def put(self, *, on: bool) -> None:
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN) as key:
            if on:
                winreg.SetValueEx(key, NAME, 0, winreg.REG_SZ, subprocess.list2cmdline(self._words))
            elif self.on:
                winreg.DeleteValue(key, NAME)
