"""Whole files: in a folder of this computer, or in a bucket of an S3 (whichever: AWS, SeaweedFS, a cloud's own).

What is put is there for good when it returns: in a folder it survives a power cut, a bucket answers for it.
"""

import os
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

if TYPE_CHECKING:
    from obstore.store import S3Config

WITHIN = timedelta(seconds=30)  # for one request; a photo of 20 MB by 10 Mbit/s takes 16
PATIENCE_S = 20.0  # how long one that a bucket does not answer is tried again


@dataclass(frozen=True)
class Bucket:
    """`endpoint`: http(s)://HOST[:PORT], empty: of AWS, in this `region`."""

    name: str
    endpoint: str
    region: str
    key: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Stored:
    """By keys like ORGANIZATION/ab/abcdef…; goes into other processes as it is. Errors are `OSError`."""

    folder: Path
    bucket: Bucket | None = None
    patience_s: float = PATIENCE_S

    def __reduce__(self) -> "tuple[type[Stored], tuple[Path, Bucket | None, float]]":
        return Stored, (self.folder, self.bucket, self.patience_s)

    @cached_property
    def store(self) -> ObjectStore:
        of = self.bucket
        if of is None:
            return LocalStore(self.folder, mkdir=True)
        config: S3Config = {
            "region": of.region,
            "access_key_id": of.key,
            "secret_access_key": of.secret,
            "virtual_hosted_style_request": not of.endpoint,
        }
        if of.endpoint:
            config["endpoint"] = of.endpoint
        return S3Store(
            of.name,
            config=config,
            client_options={"allow_http": of.endpoint.startswith("http://"), "timeout": WITHIN},
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=self.patience_s)},
        )

    def read(self, key: str) -> bytes:
        """Raises `FileNotFoundError`."""
        with _plain():
            return bytes(obstore.get(self.store, key).bytes())

    async def stream(self, key: str) -> tuple[int, AsyncIterator[bytes]]:
        """How many bytes it has, and these piece by piece. Raises `FileNotFoundError`."""
        with _plain():
            found = await obstore.get_async(self.store, key)
        return found.meta["size"], (bytes(piece) async for piece in found.stream())

    def has(self, key: str) -> bool:
        try:
            with _plain():
                obstore.head(self.store, key)
        except FileNotFoundError:
            return False
        return True

    def put(self, key: str, content: Path | bytes) -> None:
        with _plain():
            obstore.put(self.store, key, content)
        self.settle(key)

    def take(self, key: str, made: Path) -> None:
        """The same of a file that is on the disk, and is not needed there any more."""
        if self.bucket is None:
            to = self.folder / key
            to.parent.mkdir(parents=True, exist_ok=True)
            made.replace(to)
        else:
            self.put(key, made)
            made.unlink()

    def settle(self, key: str) -> None:
        """What was put survives a power cut: the copy that we throw away next was the last one."""
        if self.bucket is None:
            with (self.folder / key).open("r+b") as file:
                os.fsync(file.fileno())

    def remove(self, key: str) -> None:
        """Nothing happens if it is not there."""
        try:
            with _plain():
                obstore.delete(self.store, key)
        except FileNotFoundError:
            return


@contextmanager
def _plain() -> Generator[None]:
    """The library's errors as Python's own."""
    try:
        yield
    except BaseError as error:
        raise OSError(type(error).__name__) from error
