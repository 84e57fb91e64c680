"""Where the keys of this console are kept: in the system's keyring, or, where there is none, in a file of its own.

The file can be read by this account of the computer only, and the settings page says that it is used.
"""

import contextlib
import os
import threading
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Protocol, cast

import msgspec

SERVICE = "signet"


class Secrets(Protocol):
    """Texts by name."""

    def get(self, name: str) -> str | None: ...

    def put(self, name: str, value: str) -> None: ...

    def remove(self, name: str) -> None: ...


class Backend(Protocol):
    """What is used of a keyring."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


FindKeyring = Callable[[], Backend | None]


class SecretsLost(Exception):
    """The keyring does not answer (it is locked, say)."""


def system_keyring() -> Backend | None:
    """The keyring of this system; none on a computer without one. Loads `keyring`, which takes its time."""
    import keyring
    from keyring.backends.fail import Keyring as Missing
    from keyring.backends.null import Keyring as Forgetful

    backend = keyring.get_keyring()
    if isinstance(backend, Missing | Forgetful) or backend.priority <= 0:
        return None
    return cast(Backend, backend)


class KeyringSecrets:
    """Each secret an entry of the keyring, under the name of the account it belongs to."""

    def __init__(self, backend: Backend, account: str) -> None:
        self._backend = backend
        self._account = account

    def get(self, name: str) -> str | None:
        """Raises `SecretsLost`."""
        with _told():
            return self._backend.get_password(SERVICE, f"{self._account}/{name}")

    def put(self, name: str, value: str) -> None:
        """Raises `SecretsLost`, also when the keyring took the secret and does not give it back."""
        with _told():
            self._backend.set_password(SERVICE, f"{self._account}/{name}", value)
        if self.get(name) != value:
            raise SecretsLost("the keyring did not keep what it was given")

    def remove(self, name: str) -> None:
        """Raises `SecretsLost`."""
        if self.get(name) is not None:
            with _told():
                self._backend.delete_password(SERVICE, f"{self._account}/{name}")


@contextlib.contextmanager
def _told() -> Generator[None]:
    from keyring.errors import KeyringError

    try:
        yield
    except (KeyringError, RuntimeError, OSError) as error:
        raise SecretsLost(str(error)) from error


class FileSecrets:
    """All secrets in one file, replaced as a whole. `turn`: shared by all who write this file, one at a time."""

    def __init__(self, path: Path, turn: "threading.Lock | None" = None) -> None:
        self._path = path
        self._turn = turn or threading.Lock()

    def get(self, name: str) -> str | None:
        return self._read().get(name)

    def put(self, name: str, value: str) -> None:
        with self._turn:
            self._write(self._read() | {name: value})

    def remove(self, name: str) -> None:
        with self._turn:
            self._write({key: value for key, value in self._read().items() if key != name})

    def _read(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, str])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.MsgspecError) as error:
            raise SecretsLost(str(error)) from error

    def _write(self, values: dict[str, str]) -> None:
        write_private(self._path, msgspec.json.encode(values))


def write_private(path: Path, data: bytes) -> None:
    """Replace a file that nobody else may read, so that either the old or the new content survives a power cut."""
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
