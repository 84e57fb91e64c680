"""The images of firmware releases, by their hash, beside the other stored files: opaque to the cloud."""

import hashlib
from functools import lru_cache
from pathlib import Path

import obstore

from cloud.uploads import Uploads


def keep(uploads: Uploads, image: bytes) -> str:
    """Durably; its SHA-256."""
    release = hashlib.sha256(image).hexdigest()
    obstore.put(uploads.stored, _key(release), image)
    uploads.settle(_key(release))
    return release


def read(uploads: Uploads, release: str) -> bytes | None:
    """The image; none: it is not here (any more), or not what it was."""
    try:
        return _read(uploads.path(_key(release)), release)
    except (OSError, ValueError):
        return None


def is_lost(uploads: Uploads, release: str) -> bool:
    """The file is not there, or not what it was."""
    try:
        _load(uploads.path(_key(release)), release)
    except (OSError, ValueError):
        return True
    return False


@lru_cache(maxsize=4)  # what many seals take chunk by chunk is read once
def _read(path: Path, release: str) -> bytes:
    return _load(path, release)


def _load(path: Path, release: str) -> bytes:
    image = path.read_bytes()
    if hashlib.sha256(image).hexdigest() != release:
        raise ValueError
    return image


def _key(release: str) -> str:
    return f"releases/{release}"
