"""A stream of bytes sealed with a passphrase: what a backup lies in.

    b"signet-backup\\n"  u16: length of the head  head (JSON: `Head`)  pieces

The key is made of the passphrase and the head's salt by scrypt (RFC 7914). Each piece is 64 KiB of content (the last
one may be shorter, and empty) under AES-256-GCM. Its nonce is its number and whether it is the last (the construction
STREAM), and the head is authenticated with it: pieces that are changed, moved, left out or cut off do not open.
"""

import os
from typing import IO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"signet-backup\n"
FORMAT = 1
PIECE, TAG = 1 << 16, 16
SHORTEST = 10  # characters of a passphrase: whoever has the file may try as long as he likes
LOG_N, R, P = 17, 8, 1  # 128 MiB and some tenths of a second for each try
MOST_LOG_N, MOST_HEAD = 20, 4096  # what a file may ask for before anything of it has been checked


class Unusable(Exception):
    """The file is no backup, is damaged, or comes from a newer program; the message is a sentence but its full stop."""


class WrongPassphrase(Unusable):
    """Or its first piece is damaged: the two cannot be told apart."""


class Head(msgspec.Struct, frozen=True):
    """What is not secret. `at`: when it was made, in milliseconds since 1970; `program`: the version that made it."""

    format: int
    salt: bytes
    log_n: int
    at: int
    program: str


class SealedWriter:
    """Takes content (it is a file to write to, for `tarfile`); nothing is whole before `close`."""

    def __init__(self, file: IO[bytes], passphrase: str, at: int, program: str) -> None:
        head = Head(FORMAT, os.urandom(16), LOG_N, at, program)
        self._file, self._head = file, msgspec.json.encode(head)
        self._cipher = AESGCM(_key(passphrase, head))
        self._number, self._held = 0, bytearray()
        file.write(MAGIC + len(self._head).to_bytes(2, "big") + self._head)

    def write(self, data: bytes) -> int:
        self._held += data
        while len(self._held) > PIECE:  # one stays, for the last is sealed as the last
            self._seal(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def close(self) -> None:
        self._seal(bytes(self._held), last=True)

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last), piece, self._head))
        self._number += 1


class SealedReader:
    """Gives the content back. Raises `Unusable`, when made and with each `read`."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        if file.read(len(MAGIC)) != MAGIC:
            raise Unusable("it is not a backup of a console")
        self._head = file.read(min(int.from_bytes(file.read(2), "big"), MOST_HEAD))
        self.head = _read_head(self._head)
        self._cipher = AESGCM(_key(passphrase, self.head))
        self._file, self._number = file, 0
        self._next = file.read(PIECE + TAG)
        self._open, self._ended = b"", False

    def read(self, size: int = -1) -> bytes:
        """So many bytes of the content, fewer only at its end."""
        got = bytearray()
        while size < 0 or len(got) < size:
            if not self._open and not self._advance():
                break
            wanted = len(self._open) if size < 0 else size - len(got)
            got += self._open[:wanted]
            self._open = self._open[wanted:]
        return bytes(got)

    def _advance(self) -> bool:
        """The next piece is open; false after the last."""
        if self._ended:
            return False
        piece, self._next = self._next, self._file.read(PIECE + TAG)
        self._ended = not self._next
        try:
            self._open = self._cipher.decrypt(_nonce(self._number, self._ended), piece, self._head)
        except (InvalidTag, ValueError) as error:
            if self._number == 0:
                raise WrongPassphrase("the passphrase is another one, or the file is damaged") from error
            raise Unusable("it is damaged, or its end is missing") from error
        self._number += 1
        return bool(self._open) or not self._ended


def _read_head(data: bytes) -> Head:
    try:
        head = msgspec.json.decode(data, type=Head)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Unusable("it is damaged, or its end is missing") from error
    if head.format != FORMAT:
        raise Unusable(f"it was made by a newer version of the program ({head.program})")
    if not 1 <= head.log_n <= MOST_LOG_N:
        raise Unusable("it is damaged, or its end is missing")
    return head


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _key(passphrase: str, head: Head) -> bytes:
    return Scrypt(salt=head.salt, length=32, n=1 << head.log_n, r=R, p=P).derive(passphrase.encode())
