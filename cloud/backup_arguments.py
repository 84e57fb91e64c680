"""How the operator says that he wants a backup, or to begin again with one: `main.py cloud … backup FILE`."""

import argparse
from pathlib import Path
from typing import Any

from cloud import app, backup
from cloud.backup import BackupUnusable
from cloud.deployment import CannotStart
from cloud.service import now_ms
from cloud.settings import Settings

BACKUP, RESTORE, MISSING = WORDS = ("backup", "restore", "missing")


def add(words: "argparse._SubParsersAction[Any]") -> None:  # pyright: ignore[reportPrivateUsage]
    """The words, and what may follow them."""
    make = words.add_parser(
        BACKUP, help="write a copy of the database to a new file, while the cloud runs or not, and end"
    )
    make.add_argument("file", type=Path, metavar="FILE")
    begin = words.add_parser(RESTORE, help="begin again with such a copy, while no cloud runs, and end")
    begin.add_argument("file", type=Path, metavar="FILE")
    words.add_parser(MISSING, help="list the entries of seals' logs that are known of and not here, and end")


def carry_out(settings: Settings, given: argparse.Namespace) -> str:
    """What was done, in a sentence. Raises `CannotStart` or `KeysUnusable` with why it was not."""
    alone = settings.model_copy(update={"several": False})
    try:
        if given.what == BACKUP:
            about = backup.make(alone, given.file, now_ms())
            return f"{given.file} holds the database ({about.kind}, generation {about.generation})"
        if given.what == RESTORE:
            about = backup.restore(alone, given.file)
            said = f"the cloud begins again as it was at {backup.minute(about.at)}, in generation {about.generation}"
            return f"{said}; when seals and consoles have been heard again, `missing` lists what is lost"
    except BackupUnusable as error:
        raise CannotStart(str(error)) from error
    return _missing(alone)


def _missing(settings: Settings) -> str:
    database, _ = app.opened(settings)
    try:
        found = database.look(backup.missing)
    finally:
        database.close()
    return "\n".join(found) or "no seal has told of an entry that is not here"
