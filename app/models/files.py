"""Files by organization and SHA-256: photos made here on their way to the cloud, and fetched ones kept for reading."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from app.models.store import Tx
from app.models.tables import files

_of = files.c
LOOKED_AT_EVERY_MS = 24 * 3600 * 1000  # once a day is noted: looking is not writing
KEPT_BYTES = 512 * 1024 * 1024  # of fetched files and sent ones; what is read least goes first


@dataclass(frozen=True)
class Blob:
    """The content of a file and its media type."""

    media: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """Its address, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Upload:
    """The next file to send; `sent` bytes of it are in the cloud."""

    n: int
    organization: str
    sha256: str
    media: str
    bytes: int
    sent: int


def put(tx: Tx, organization: str, blob: Blob, at: int, outgoing: bool) -> None:
    """Keep a file: one made here (`outgoing`) until the cloud holds it, a fetched one as long as there is room."""
    values = {"organization": organization, "sha256": blob.sha256, "media": blob.media, "bytes": len(blob.content)}
    added = insert(files).values(
        values | {"outgoing": int(outgoing), "sent": 0, "code": "", "used_at": at, "content": blob.content}
    )
    # One that was fetched before, or sent to a cloud that has lost it, goes out (again) when it is attached.
    where = (_of.outgoing < added.excluded.outgoing) | (_of.code != "")
    tx.connection.execute(
        added.on_conflict_do_update(
            ["organization", "sha256"], set_={"outgoing": added.excluded.outgoing, "code": ""}, where=where
        )
    )
    if outgoing:
        tx.touch("files")


def get(tx: Tx, organization: str, sha256: str, at: int | None = None) -> Blob | None:
    """The file, if it is here; `at`: it is looked at then, which keeps it here longer than others."""
    where = (_of.organization == organization, _of.sha256 == sha256)
    row = tx.connection.execute(select(_of.media, _of.content, _of.used_at).where(*where)).first()
    if row is None:
        return None
    if at is not None and at - row.used_at > LOOKED_AT_EVERY_MS:
        tx.connection.execute(update(files).where(*where).values(used_at=at))
    return Blob(row.media, row.content)


def put_small(tx: Tx, organization: str, sha256: str, content: bytes, at: int) -> None:
    """Keep a small picture of the file with this hash, beside it or without it, as long as there is room."""
    values = {"organization": organization, "sha256": _small(sha256), "media": "image/jpeg", "bytes": len(content)}
    values |= {"outgoing": 0, "sent": 0, "code": "", "used_at": at, "content": content}
    tx.connection.execute(insert(files).values(values).on_conflict_do_nothing())


def get_small(tx: Tx, organization: str, sha256: str, at: int) -> bytes | None:
    """What is here of it for a list, the small picture or the whole one, looked at then."""
    found = get(tx, organization, _small(sha256), at) or get(tx, organization, sha256, at)
    return None if found is None else found.content


def forget(tx: Tx, organization: str, sha256: str) -> None:
    """A file that the cloud no longer keeps, but for one that is on its way there; its small picture as well."""
    sent = (_of.outgoing == 0) | _of.sent_at.is_not(None)
    these = _of.sha256.in_([sha256, _small(sha256)])
    tx.connection.execute(delete(files).where(_of.organization == organization, these, sent))
    tx.touch(files.name)


def _small(sha256: str) -> str:
    return f"{sha256} small"


def next_upload(tx: Tx) -> Upload | None:
    """The oldest file that the cloud does not hold yet."""
    query = (
        select(_of.n, _of.organization, _of.sha256, _of.media, _of.bytes, _of.sent)
        .where(_of.outgoing == 1, _of.sent_at.is_(None), _of.code == "")
        .order_by(_of.n)
        .limit(1)
    )
    row = tx.connection.execute(query).first()
    return Upload(*row) if row else None


def part(tx: Tx, n: int, start: int, length: int) -> bytes:
    """A piece of the content."""
    cut = func.substr(_of.content, start + 1, length)
    return tx.connection.execute(select(cut).where(_of.n == n)).scalar_one()


def progress(tx: Tx, n: int, sent: int) -> None:
    """So many bytes are in the cloud."""
    tx.connection.execute(update(files).where(_of.n == n).values(sent=sent))


def stored(tx: Tx, n: int, at: int) -> None:
    """The cloud holds all of it."""
    tx.connection.execute(update(files).where(_of.n == n).values(sent=_of.bytes, sent_at=at))
    tx.touch("files")


def fail(tx: Tx, n: int, code: str) -> None:
    """The cloud cannot take this file: it is kept, and does not hold up the others."""
    tx.connection.execute(update(files).where(_of.n == n).values(code=code))
    tx.touch("files")


def waiting(tx: Tx) -> int:
    """How many files the cloud does not hold yet."""
    query = select(func.count()).where(_of.outgoing == 1, _of.sent_at.is_(None), _of.code == "")
    return tx.connection.execute(query).scalar_one()


def failed(tx: Tx) -> list[tuple[str, str]]:
    """(hash, code) of files that the cloud could not take."""
    query = select(_of.sha256, _of.code).where(_of.outgoing == 1, _of.sent_at.is_(None), _of.code != "").order_by(_of.n)
    return [(sha256, code) for sha256, code in tx.connection.execute(query)]


def offer_again(tx: Tx) -> None:
    """The cloud was restored: it may have lost what it had."""
    tx.connection.execute(update(files).where(_of.outgoing == 1).values(sent=0, sent_at=None, code=""))
    tx.touch("files")


def prune(tx: Tx, kept: int = KEPT_BYTES) -> None:
    """Drop what is used least, beyond `kept` bytes; never what the cloud does not hold yet."""
    droppable = (_of.outgoing == 0) | _of.sent_at.is_not(None)
    room = kept
    for n, size in tx.connection.execute(select(_of.n, _of.bytes).where(droppable).order_by(_of.used_at.desc())).all():
        room -= size
        if room < 0:
            tx.connection.execute(delete(files).where(_of.n == n))
