"""A channel for a cloud of one computer: each letter is a file, for whoever has that computer (`--letters FOLDER`).

Where nobody has a contract for SMS, the codes have to come from somewhere; who can read this folder holds the cloud's
database and keys as well. A code that is good no more is removed with the next letter.
"""

import hashlib
import os
from pathlib import Path

import msgspec

from cloud.channels import Letter, Unreachable

KEPT = 200  # files; the oldest go


class Kept(msgspec.Struct, frozen=True):
    """One letter as its file holds it (JSON). `code`: empty where it brings none. Times in milliseconds."""

    channel: str
    recipient: str
    subject: str
    text: str
    code: str
    at: int
    expires_at: int


class LetterFolder:
    """Writes letters as NUMBER-HASH.json, the number being their time, so that they sort by it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, letter: Letter) -> None:
        """The same letter twice is one file: its key names it."""
        name = f"{letter.at:014d}-{hashlib.sha256(letter.key.encode()).hexdigest()[:16]}.json"
        kept = Kept(
            channel=letter.channel.value,
            recipient=letter.recipient,
            subject=letter.subject,
            text=letter.text,
            code=letter.code,
            at=letter.at,
            expires_at=letter.expires_at,
        )
        try:
            self._write(name, msgspec.json.encode(kept))
            self._tidy(letter.at)
        except OSError as error:
            raise Unreachable(f"the folder of letters cannot be written: {error.strerror}") from error

    def _write(self, name: str, data: bytes) -> None:
        """Whole, or not at all: somebody waits for it to appear."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = self._folder / f"{name}.part"
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
        beside.replace(self._folder / name)

    def _tidy(self, now: int) -> None:
        files = sorted(self._folder.glob("*.json"))
        for file in files:
            kept = _read(file)
            if file in files[:-KEPT] or kept is None or (kept.code and kept.expires_at < now):
                file.unlink(missing_ok=True)


def _read(file: Path) -> Kept | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Kept)
    except (OSError, msgspec.MsgspecError):
        return None
