"""A backup of the cloud as one file, and the cloud begun again with it: `main.py cloud … backup|restore FILE`.

In the file is the database, and nothing else: the key file is kept apart, for a copy without it signs nothing; whole
files are copied by whatever copies folders or buckets. A cloud that begins again does so in a new epoch, by which
consoles know that they are to offer again what they keep, and in a new generation, by which seals do (0051, 0068).
"""

import os
import secrets
import tempfile
import zipfile
from pathlib import Path

import msgspec

from cloud import app
from cloud.keys import Keys
from cloud.settings import Settings
from cloud.store import audits, dumps, ledger
from cloud.store.database import HEAD, Database
from cloud.store.dumps import DumpFailed
from cloud.store.unit import View
from domain.organization import Organization
from domain.seals import SealStatus
from domain.times import minute

FORMAT = 1
_ABOUT, _DATABASE = "about.json", "database"


class BackupUnusable(Exception):
    """The message is a sentence for whoever does it."""


class About(msgspec.Struct, frozen=True):
    """What a backup is of. `schema`: of its tables; `platform`: public key (hex) of the cloud it belongs to."""

    format: int
    kind: str
    schema: str
    platform: str
    epoch: str
    generation: int
    at: int


def make(settings: Settings, to: Path, now: int) -> About:
    """Write one, while the cloud runs or not. Raises `BackupUnusable`, `CannotStart`, `KeysUnusable`."""
    if to.exists():
        raise BackupUnusable(f"{to} is there already")
    database, keys = app.opened(settings)
    try:
        noted = database.look(lambda view: view.noted("epoch", "generation"))
        epoch, generation, public = noted["epoch"], int(noted["generation"]), keys.platform.public.hex()
        about = About(FORMAT, dumps.kind(database), HEAD, public, epoch, generation, now)
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".signet-") as folder:
            copy, new = Path(folder) / _DATABASE, Path(folder) / "backup"
            dumps.dump(database, copy, settings.postgresql_programs)
            new.touch(0o600)
            with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as file:
                file.writestr(_ABOUT, msgspec.json.encode(about))
                file.write(copy, _DATABASE)
            with new.open("r+b") as file:
                os.fsync(file.fileno())
            new.replace(to)
    except (DumpFailed, OSError) as error:
        raise BackupUnusable(f"the backup was not made: {error}") from error
    finally:
        database.close()
    return about


def restore(settings: Settings, file: Path) -> About:
    """Begin again with this one: of what it is, with its new epoch and generation. Nothing is changed if it does not
    fit; what is broken off later keeps the cloud from starting until it is done. Raises `BackupUnusable`,
    `CannotStart`, `KeysUnusable`."""
    app.must_have_run(settings)
    with tempfile.TemporaryDirectory(dir=settings.data, prefix=".signet-") as folder:
        about, dumped = _unpacked(file, Path(folder))
        database = app.claimed(settings)
        try:
            keys = _fitting(settings, database, about)
            before = database.look(lambda view: view.noted("generation"))
            generation = keys.begin_generation(max(about.generation, int(before.get("generation", 0))))
            noted = {"epoch": secrets.token_hex(8), "generation": str(generation)}
            (settings.data / app.RESTORING).touch(0o600)
            dumps.load(database, dumped, noted, settings.postgresql_programs)
            (settings.data / app.RESTORING).unlink()
        except (DumpFailed, OSError) as error:
            raise BackupUnusable(f"it was not restored: {error}") from error
        finally:
            database.close()
    database, keys = app.opened(settings)  # its tables are brought to this program's version
    try:
        _has_all(database, keys)
        keys.note_chained(database.look(ledger.last_link) is not None)
    finally:
        database.close()
    return msgspec.structs.replace(about, epoch=noted["epoch"], generation=generation)


def _unpacked(file: Path, folder: Path) -> tuple[About, Path]:
    try:
        with zipfile.ZipFile(file) as opened:
            about = msgspec.json.decode(opened.read(_ABOUT), type=About)
            return about, Path(opened.extract(_DATABASE, folder))  # its checksum is looked at
    except FileNotFoundError as error:
        raise BackupUnusable(f"there is no {file}") from error
    except (zipfile.BadZipFile, KeyError, msgspec.DecodeError, OSError) as error:
        raise BackupUnusable(f"{file.name} is no backup, or it is damaged") from error


def _fitting(settings: Settings, database: Database, about: About) -> Keys:
    keys = Keys.open(settings.data / app.KEY_FILE, fresh=False)
    if about.format != FORMAT or about.schema > HEAD:
        raise BackupUnusable("the backup was made by a newer version of this program")
    if about.kind != dumps.kind(database):
        raise BackupUnusable(f"the backup is of {about.kind}, and this cloud's database is {dumps.kind(database)}")
    if about.platform != keys.platform.public.hex():
        raise BackupUnusable("the backup belongs to a cloud with another key file")
    return keys


def _has_all(database: Database, keys: Keys) -> None:
    """A key file that is older than the backup cannot speak to the seals of those that came between."""
    known = keys.organizations()
    lost = [id for id in database.look(audits.organizations) if id not in known]
    if lost:
        raise BackupUnusable(f"it is restored, but the key file is older than it: no keys of {', '.join(lost)}")


def missing(view: View) -> list[str]:
    """A line for each seal whose log is known to go further than what is held: which entries, of which organization."""
    found: list[str] = []
    for organization in audits.organizations(view):
        of = view.get(Organization, organization, organization)
        for status in sorted(view.facts(organization).all(SealStatus), key=lambda row: row.id):
            gaps = dumps.missing(view, status.id, status.log_to + 1, status.log_end)
            said = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in gaps)
            if said:
                heard = "never" if status.heard_at is None else minute(status.heard_at)
                name = organization if of is None else f"{of.name} ({organization})"
                found.append(f"{status.id}: {said}; last heard of {heard}; {name}")
    return found
