"""`main.py console --backup FILE`, `--move FILE`, `--restore FILE`: the console's data at the command line."""

import asyncio
import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path

from app.models.store import StoreTooNew, StoreUnreadable
from app.options import VERSION, Moving
from app.services import backup
from app.services.account import Account
from app.services.desk import now_ms
from app.services.profile import everybody
from app.services.sealed_file import SHORTEST, Unusable
from app.services.secrets import FindKeyring, SecretsLost, system_keyring
from app.views.doorbell import take


class _Refused(Exception):
    """A sentence without its full stop."""


def carry_out(profile: Path, moving: Moving, find_keyring: FindKeyring = system_keyring) -> int:
    """Do it and tell it; the exit status. What fails changes nothing, and is told in one sentence."""
    try:
        if moving.do == "restore":
            _restore(profile, moving, find_keyring)
        else:
            _write(profile, moving, find_keyring)
    except (_Refused, backup.NothingToDo, FileExistsError) as refused:
        return _complain(str(refused))
    except Unusable as error:
        return _complain(f"{moving.file} cannot be used: {error}")
    except (StoreUnreadable, StoreTooNew, SecretsLost) as error:
        return _complain(f"the data at this console cannot be read: {error}")
    except OSError as error:
        return _complain(f"{error.filename or moving.file} cannot be used: {error.strerror or error}")
    return 0


def _write(profile: Path, moving: Moving, find_keyring: FindKeyring) -> None:
    release = _alone(profile) if moving.do == "move" else None
    try:
        _expect_room(moving.file)
        passphrase = _passphrase(moving, new=True)
        made = backup.back_up(profile, moving.file, passphrase, backup.Maker(find_keyring, now_ms(), VERSION))
        for lost in made.lost:
            print(f"{lost.name or lost.phone} is not in it: the key of that database is lost.", file=sys.stderr)
        people = ", ".join(each.name or each.phone for each in made.saved)
        print(f"{moving.file}: {people}; {moving.file.stat().st_size / 1e6:.1f} MB, read back and whole.")
        print("Without its passphrase nobody can open it.")
        if release is not None:
            if made.lost:
                raise _Refused("nothing has been removed here, for not everything is in the file")
            out = asyncio.run(_sign_out(profile, find_keyring))
            backup.forget(profile, find_keyring)
            print("The data has been removed here." + ("" if out else f" {_STILL_THERE}"))
    finally:
        if release is not None:
            release()


_STILL_THERE = "The cloud could not be reached: sign this console out there (Settings, Consoles) from another one."


def _restore(profile: Path, moving: Moving, find_keyring: FindKeyring) -> None:
    if not moving.file.is_file():
        raise _Refused(f"there is no file {moving.file}")
    release = _alone(profile)
    try:
        passphrase = _passphrase(moving, new=False)
        people = backup.restore(profile, moving.file, passphrase, find_keyring)
    finally:
        release()
    print(f"{', '.join(each.name or each.phone for each in people)}: taken in. Start the console and sign in.")


async def _sign_out(profile: Path, find_keyring: FindKeyring) -> bool:
    """Whether no cloud holds a session of this console any more."""
    out = True
    for cloud in {known.cloud for known in everybody(profile) if known.signed_in}:
        account = Account(profile, cloud, "", find_keyring)
        try:
            if account.known is not None:
                out = await account.sign_out() and out
        finally:
            await account.close()
    return out


def _alone(profile: Path) -> Callable[[], None]:
    """The profile for oneself; call what is given back when it may have another one."""
    held = take(profile)
    if held is None:
        raise _Refused("the console is running; end it first (Quit, in the menu of its icon)")
    return held.unlock


def _expect_room(file: Path) -> None:
    """Before a passphrase is asked for."""
    if file.exists():
        raise FileExistsError(f"{file} is there already")
    if not file.absolute().parent.is_dir():
        raise _Refused(f"there is no folder {file.absolute().parent}")


def _passphrase(moving: Moving, *, new: bool) -> str:
    """From the file that was named, else from the terminal, twice where it seals something."""
    if moving.passphrase is not None:
        first = moving.passphrase.read_text("utf-8").partition("\n")[0].rstrip("\r")
    elif sys.stdin is None or not os.isatty(0):
        raise _Refused(
            "there is no terminal to type the passphrase at; name a file that begins with it (--passphrase-file)"
        )
    else:
        first = getpass.getpass("Passphrase: ")
        if new and getpass.getpass("Once more: ") != first:
            raise _Refused("the two passphrases are not the same")
    if new and len(first) < SHORTEST:
        raise _Refused(f"a passphrase has at least {SHORTEST} characters: whoever has the file may try for ever")
    return first


def _complain(why: str) -> int:
    print(f"main.py console: {why}.", file=sys.stderr)
    return 1
