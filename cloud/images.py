"""The images of firmware releases, by their hash, beside the other stored files: opaque to the cloud."""

import hashlib
from functools import lru_cache

from cloud.stored import Stored
from cloud.uploads import Uploads


def keep(uploads: Uploads, image: bytes) -> str:
    """Durably; its SHA-256."""
    release = hashlib.sha256(image).hexdigest()
    uploads.files.put(_key(release), image)
    return release


def read(uploads: Uploads, release: str) -> bytes | None:
    """The image; none: it is not here (any more), or not what it was."""
    try:
        return _read(uploads.files, release)
    except (OSError, ValueError):
        return None


def is_lost(uploads: Uploads, release: str) -> bool:
    """The file is not there, or not what it was."""
    try:
        _load(uploads.files, release)
    except (OSError, ValueError):
        return True
    return False


@lru_cache(maxsize=4)  # what many seals take chunk by chunk is read once
def _read(files: Stored, release: str) -> bytes:
    return _load(files, release)


def _load(files: Stored, release: str) -> bytes:
    image = files.read(_key(release))
    if hashlib.sha256(image).hexdigest() != release:
        raise ValueError
    return image


def _key(release: str) -> str:
    return f"releases/{release}"
