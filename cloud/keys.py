"""The cloud's own keys: one file (0600) beside the database, never inside its backup.

Without it a copy of the database can be read but signs nothing.
"""

import hashlib
import hmac
import os
import threading
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import msgspec

from cloud.document_authority import DocumentAuthority
from cloud.gateway import credentials
from cloud.vault import Vault
from protocol.keys import AgreementKey, SigningKey

MODE = 0o600


class KeysUnusable(Exception):
    """The key file cannot be used; the message is a sentence for whoever starts the cloud."""


class Authority(msgspec.Struct, frozen=True):
    """The secret keys of one organization: with `signing` it speaks to its seals, `agreement` is its half of each K."""

    signing: bytes
    agreement: bytes


class ModemRoot(msgspec.Struct, frozen=True):
    """Key (PKCS #8) and certificate of an authority over seals' modems, or over their keys for documents, DER."""

    key: bytes
    certificate: bytes


class _File(msgspec.Struct):
    """`platform` signs for this cloud, `tokens` access tokens; `codes` keys the HMAC of codes, and the vault; `modems`
    is made when the first modem asks, one of `documents` when the first seal of its organization tells its key."""

    platform: bytes
    tokens: bytes
    codes: bytes
    authorities: dict[str, Authority]
    modems: ModemRoot | None = None
    documents: dict[str, ModemRoot] = {}
    chained: bool = False  # the ledger is a chain, and a database in which it is none was tampered with
    generation: int = 1  # the highest in which this cloud has spoken to its seals: no restore may begin one twice


class Keys:
    """All private keys. An organization's keys are on disk before anybody is told their public halves."""

    def __init__(self, path: Path, content: _File) -> None:
        self._path = path
        self._content = content
        self._lock = threading.Lock()
        self.changed: list[Callable[[], None]] = []  # told when there is another one in the file
        self.platform = SigningKey(content.platform)
        self.tokens = SigningKey(content.tokens)
        self.codes = content.codes
        self.vault = Vault(content.codes)

    @classmethod
    def open(cls, path: Path, *, fresh: bool) -> "Keys":
        """The keys in `path`; made if `fresh`, that is if no database knows any yet. Raises `KeysUnusable`."""
        if path.exists():
            if os.name == "posix" and path.stat().st_mode & 0o077:
                raise KeysUnusable(f"{path.name} can be read by others; give it mode 0600")
            return cls(path, _decoded(path))
        if not fresh:
            raise KeysUnusable(f"{path.name} is missing: this database belongs to a cloud that has keys already")
        keys = cls(path, _File(_secret(), _secret(), os.urandom(32), {}, chained=True))
        keys._write()
        return keys

    def read_again(self) -> None:
        """What another process has put there meanwhile. Raises `KeysUnusable`."""
        with self._lock:
            content = _decoded(self._path)
            if (content.platform, content.codes) != (self.platform.secret, self.codes):
                raise KeysUnusable(f"{self._path.name} has become another cloud's")
            self._content = content

    @property
    def generation(self) -> int:
        """The highest that was begun by a restore."""
        return self._content.generation

    def begin_generation(self, after: int) -> int:
        """A new one, higher than this one and than any before; on disk before anybody is told of it."""
        with self._lock:
            self._content.generation = max(after, self._content.generation) + 1
            self._write()
            return self._content.generation

    @property
    def chained(self) -> bool:
        """Whether the ledger of this cloud is a chain."""
        return self._content.chained

    def note_chained(self, chained: bool) -> None:
        """It has become one; or a backup has brought back one that was none."""
        with self._lock:
            if self._content.chained is not chained:
                self._content.chained = chained
                self._write()

    def organizations(self) -> frozenset[str]:
        """Whose keys are here."""
        return frozenset(self._content.authorities)

    def word(self, purpose: str) -> str:
        """What only a process with the same key file knows."""
        return hmac.new(self.codes, f"signet/word/{purpose}".encode(), hashlib.sha256).hexdigest()

    def make_authority(self, organization: str) -> None:
        """Keys for a new organization; nothing happens if it has them."""
        with self._lock:
            if organization not in self._content.authorities:
                self._content.authorities[organization] = Authority(_secret(), AgreementKey.generate().secret)
                self._write()

    def signing(self, organization: str) -> SigningKey:
        """With which this organization speaks to its seals. Raises `KeysUnusable`: never made anew behind its back."""
        return _signing_key(self._authority(organization).signing)

    def agreement(self, organization: str) -> AgreementKey:
        """The organization's half of each of its bindings' secrets. Raises `KeysUnusable`."""
        return _agreement_key(self._authority(organization).agreement)

    def modem_authority(self, now: datetime) -> credentials.Authority:
        """Who signs for the seals' modems; on disk before anybody is told of it."""
        with self._lock:
            if self._content.modems is None:
                self._content.modems = ModemRoot(*credentials.Authority.make(now))
                self._write()
            root = self._content.modems
        return credentials.Authority(root.key, root.certificate)

    def document_authority(self, organization: str, name: str, now: datetime) -> DocumentAuthority:
        """Who certifies the keys with which the seals of an organization sign documents; on disk before anybody is told
        of it. `name`: the organization's, when it is made."""
        with self._lock:
            root = self._content.documents.get(organization)
            if root is None:
                root = ModemRoot(*DocumentAuthority.make(organization, name, now))
                self._content.documents[organization] = root
                self._write()
        return _document_authority(root.key, root.certificate)

    def revoked_documents(self, organization: str, numbers: dict[int, datetime], now: datetime) -> bytes | None:
        """The list of an organization's certificates that are revoked (DER); none: it has no such authority."""
        root = self._content.documents.get(organization)
        return None if root is None else _document_authority(root.key, root.certificate).revoked(numbers, now)

    def all_public(self) -> frozenset[bytes]:
        """The public halves of everything in the file."""
        found = {self.platform.public, self.tokens.public}
        for organization in self._content.authorities:
            found |= {self.signing(organization).public, self.agreement(organization).public}
        return frozenset(found)

    def _authority(self, organization: str) -> Authority:
        found = self._content.authorities.get(organization)
        if found is None:
            raise KeysUnusable(f"{self._path.name} has no keys for an organization of this database")
        return found

    def _write(self) -> None:
        """Whole or not at all, also when the power fails."""
        new = self._path.with_name(self._path.name + ".new")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, MODE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(self._content))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)
        for tell in self.changed:
            tell()


def _decoded(path: Path) -> _File:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_File)
    except msgspec.DecodeError as error:
        raise KeysUnusable(f"{path.name} is not a key file") from error
    except OSError as error:
        raise KeysUnusable(f"{path.name} cannot be read: {error.strerror}") from error


# Cached, for a key derives its public half once and keeps it.
_signing_key = lru_cache(maxsize=1024)(SigningKey)
_agreement_key = lru_cache(maxsize=1024)(AgreementKey)
_document_authority = lru_cache(maxsize=1024)(DocumentAuthority)


def _secret() -> bytes:
    return SigningKey.generate().secret
