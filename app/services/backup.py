"""What a person has at this console, in one file: made, taken in again, moved to another computer.

In the file lie for each person his database as it is (encrypted), its key and who he is; and the console's settings.
Not his session, for the same one at two consoles would be a stolen one; nor the keys with which this console acts: a
console that takes the file in makes its own. So its person signs in anew there, and what waits is signed anew.
"""

import asyncio
import io
import os
import shutil
import tarfile
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import msgspec

from app.models import copies
from app.models.store import Store
from app.services.profile import Keys, Known, Profile, everybody
from app.services.sealed_file import SealedReader, SealedWriter, Unusable
from app.services.secrets import FindKeyring

CONTENTS, SETTINGS = "contents.json", "settings.json"
MOST_CONTENTS = 16 * 1024 * 1024


class Saved(msgspec.Struct, frozen=True):
    """One person. `key`: of his database, 32 bytes; `database`: the file in the backup, empty where there was none."""

    known: Known
    key: bytes
    last: bool
    database: str = ""


class Contents(msgspec.Struct, frozen=True):
    accounts: list[Saved]


class NothingToDo(Exception):
    """The message is a sentence without its full stop."""


@dataclass(frozen=True)
class Made:
    """Who is in the backup, and whose database could not be taken along, for its key is lost."""

    saved: list[Known]
    lost: list[Known]


@dataclass(frozen=True)
class Maker:
    """`at`: now, in milliseconds; `program`: the version that makes the file."""

    find_keyring: FindKeyring
    at: int
    program: str


def back_up(folder: Path, to: Path, passphrase: str, maker: Maker) -> Made:
    """Write the backup of the profile in `folder`, whose console may be running, and read it back as a whole.

    Raises `NothingToDo`, `FileExistsError`, `OSError`, `SecretsLost`, `StoreUnreadable`.
    """
    if to.exists():
        raise FileExistsError(f"{to} is there already")
    part = to.with_name(to.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".signet-") as beside:
            saved, lost = _collect(folder, Path(beside), maker.find_keyring)
            if not saved:
                raise NothingToDo("nobody has signed in at this console, so there is nothing to back up")
            with _private(part) as file:
                sealed = SealedWriter(file, passphrase, maker.at, maker.program)
                with tarfile.open(fileobj=cast("IO[bytes]", sealed), mode="w|") as tar:
                    _pack(tar, saved, Path(beside), folder / SETTINGS)
                sealed.close()
        _check(part, passphrase)
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    return Made([each.known for each in saved], lost)


def _collect(folder: Path, beside: Path, find_keyring: FindKeyring) -> tuple[list[Saved], list[Known]]:
    saved: list[Saved] = []
    lost: list[Known] = []
    for number, known in enumerate(everybody(folder)):
        profile = Profile(folder, known.cloud, find_keyring)
        keys, database = profile.keys(known), profile.database(known)
        if keys is None:
            lost.append(known)
            continue
        name = f"{number}.db" if database.exists() else ""
        if name:
            copies.copy(database, keys.database, beside / name)
        saved.append(Saved(known, keys.database, profile.is_last(known), name))
    return saved, lost


def _pack(tar: tarfile.TarFile, saved: list[Saved], beside: Path, settings: Path) -> None:
    data = msgspec.json.encode(Contents(saved))
    head = tarfile.TarInfo(CONTENTS)
    head.size = len(data)
    tar.addfile(head, io.BytesIO(data))
    if settings.exists():
        tar.add(settings, SETTINGS)
    for each in saved:
        if each.database:
            tar.add(beside / each.database, each.database)


def _check(path: Path, passphrase: str) -> None:
    """What was written can be read, to its last byte."""
    with path.open("rb") as file:
        reader = SealedReader(file, passphrase)
        while reader.read(1 << 20):
            pass


@contextmanager
def _private(path: Path) -> Generator[IO[bytes]]:
    """A new file for nobody else, on the disk when it is left."""
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb"
    ) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def restore(folder: Path, source: Path, passphrase: str, find_keyring: FindKeyring) -> list[Known]:
    """Take a backup in; nothing is changed unless all of it can be taken. Whoever is in it signs in anew.

    The console of this profile must not be running. Raises `Unusable`, `NothingToDo` (somebody in it has data here),
    `OSError`, `StoreTooNew`, `StoreUnreadable`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="restoring-") as beside, ExitStack() as undo:
        contents = _unpack(source, passphrase, Path(beside))
        people = [each.known for each in contents.accounts]
        if here := [each for each in people if Profile(folder, each.cloud, find_keyring).holds(each)]:
            why = "has data at this console already; move it away first, or choose another --profile"
            raise NothingToDo(f"{_names(here)} {why}")
        fresh = [(each, asyncio.run(_renewed(each, Path(beside)))) for each in contents.accounts]
        for each, keys in fresh:
            _take_in(each, keys, Profile(folder, each.known.cloud, find_keyring), Path(beside), undo)
        kept = Path(beside) / SETTINGS
        if kept.exists() and not (folder / SETTINGS).exists():
            kept.replace(folder / SETTINGS)
        undo.pop_all()
    return people


def _unpack(source: Path, passphrase: str, beside: Path) -> Contents:
    """The files of the backup, beside; only those that its contents name."""
    with source.open("rb") as file:
        reader = SealedReader(file, passphrase)
        try:
            with tarfile.open(fileobj=cast("IO[bytes]", reader), mode="r|") as tar:
                contents = _contents(tar)
                wanted = {SETTINGS, *(each.database for each in contents.accounts)}
                for member in tar:
                    if member.isfile() and member.name in wanted and (data := tar.extractfile(member)):
                        with (beside / Path(member.name).name).open("xb") as target:
                            shutil.copyfileobj(data, target, 1 << 20)
        except (tarfile.TarError, FileExistsError, msgspec.MsgspecError) as error:
            raise Unusable("what is in it is not the backup of a console") from error
        while reader.read(1 << 20):  # to its end: a file that was cut off behind the last member is damaged as well
            pass
    return contents


def _contents(tar: tarfile.TarFile) -> Contents:
    first = tar.next()
    if (
        first is None
        or first.name != CONTENTS
        or first.size > MOST_CONTENTS
        or (data := tar.extractfile(first)) is None
    ):
        raise Unusable("what is in it is not the backup of a console")
    return msgspec.json.decode(data.read(), type=Contents)


async def _renewed(saved: Saved, beside: Path) -> Keys:
    """This console's keys for it; the database is whole, stands at this program's revision, and is one of its own."""
    from protocol.keys import AgreementKey, SigningKey

    signing = SigningKey.generate()
    keys = Keys(saved.key, signing.secret, AgreementKey.generate().secret)
    if saved.database:
        path = beside / saved.database
        if not path.exists() or await asyncio.to_thread(copies.damage, path, saved.key):
            raise Unusable("a database in it is damaged")
        store = await Store.open(path, saved.key)
        try:
            await store.run(lambda tx: copies.begin_anew(tx, signing.sign))
        finally:
            await store.close()
    return keys


def _take_in(saved: Saved, keys: Keys, profile: Profile, beside: Path, undo: ExitStack) -> None:
    known = msgspec.structs.replace(saved.known, signed_in=False, unsigned=False, keyring=True)
    _, others = profile.find_keys(known, None)
    if others is not None:  # the same person in another profile of this computer, which shares the keyring's entry
        known = msgspec.structs.replace(known, keyring=False)
    place = profile.database(known)
    undo.callback(shutil.rmtree, place.parent, ignore_errors=True)
    known = profile.keep(known, keys, None)
    if saved.database:
        (beside / saved.database).replace(place)
    profile.save(known, last=saved.last)


def forget(folder: Path, find_keyring: FindKeyring) -> None:
    """What has been moved away is here no more. Raises `SecretsLost`, `OSError`."""
    for known in everybody(folder):
        Profile(folder, known.cloud, find_keyring).forget(known)


def _names(people: list[Known]) -> str:
    return ", ".join(f"{each.name or each.phone} ({each.cloud})" for each in people)
