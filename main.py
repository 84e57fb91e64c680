"""Signet (印信): one entry for all its programs.

    main.py demo       cloud, virtual radio, two virtual seals and two consoles; --tour DIR plays the whole story
    main.py console    the console alone          main.py cloud      the cloud alone
    main.py seal       one virtual seal           main.py radio      the virtual radio
    main.py fleet      a thousand of them, over GPRS

Each program tells its own options: main.py PROGRAM --help. Without a program the console starts.
"""

import argparse
import gc
import importlib
import importlib.metadata
import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import platformdirs

# program -> module, function, and the option that names its folder (by default one in this user's profile)
PROGRAMS: dict[str, tuple[str, str, str | None]] = {
    "console": ("app.console", "main", "--profile"),
    "cloud": ("cloud.main", "main", "--data"),
    "seal": ("simulator.main", "seal", "--state"),
    "radio": ("simulator.main", "radio", None),
    "fleet": ("simulator.main", "fleet", None),
    "demo": ("demo.main", "main", "--profile"),
}


def _folder(program: str, option: str, argv: list[str]) -> Path:
    """The folder named by the program's own option, else the one in this user's profile."""
    for index, word in enumerate(argv):
        if word == option and index + 1 < len(argv):
            return Path(argv[index + 1])
        if word.startswith(f"{option}="):
            return Path(word.partition("=")[2])
    if program == "cloud" and (named := os.environ.get("SIGNET_CLOUD_DATA")):  # a cloud is set up by its environment
        return Path(named)
    return Path(platformdirs.user_data_dir("signet", appauthor=False)) / program


def _log_to(folder: Path) -> None:
    """Warnings to the terminal, everything worth keeping to a file that never grows beyond 3 MB."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = RotatingFileHandler(folder / "log.txt", maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True)
    shown = logging.StreamHandler()
    shown.setLevel(logging.WARNING)
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=logging.INFO, format=form, handlers=[kept, shown], force=True)


def _tell(self: argparse.ArgumentParser, message: str) -> NoReturn:
    """A wrong option gets one sentence, the same way in every program."""
    self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def _unsuitable() -> str:
    """Why this Python or this Qt will not do; empty if they will."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        return f"Signet needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}."
    try:
        qt = importlib.metadata.version("PySide6-Essentials")
    except importlib.metadata.PackageNotFoundError:
        return ""  # a packaged program: its parts were chosen when it was built
    # PySide6 6.12.0 drops a reference to None with every void call, and Python 3.11 dies of it after a few thousand.
    fits = (6, 9) <= tuple(int(part) for part in qt.split(".")[:2]) < (6, 12)
    return "" if fits else f"Signet needs PySide6 6.9 to 6.11; this is {qt}. Run make setup."


def main(argv: list[str]) -> int:
    """Run a program; its exit status. A word that is no program gets one sentence and status 2."""
    argparse.ArgumentParser.error = _tell
    if argv[:1] in (["--help"], ["-h"]):
        print(__doc__)
        return 0
    program, rest = (argv[0], argv[1:]) if argv and not argv[0].startswith("-") else ("console", argv)
    if program not in PROGRAMS:
        print(f"main.py: there is no program “{program}”; choose one of {', '.join(PROGRAMS)}.", file=sys.stderr)
        return 2
    if why := _unsuitable():
        print(f"main.py: {why}", file=sys.stderr)
        return 1
    module, function, option = PROGRAMS[program]
    if option is not None and not {"-h", "--help"} & set(rest):
        folder = _folder(program, option, rest)
        try:
            _log_to(folder)
        except OSError as error:
            print(f"main.py {program}: {folder} cannot be used: {error.strerror}.", file=sys.stderr)
            return 1
        if not any(word == option or word.startswith(f"{option}=") for word in rest):
            rest = [option, str(folder), *rest]
    run = getattr(_load(module), function)
    return int(run(rest))


def _load(module: str) -> ModuleType:
    """The program's module and all that it needs, none of which is ever garbage: looking for some took a tenth of the
    start, and would make the window hang for a moment later."""
    gc.disable()
    try:
        return importlib.import_module(module)
    finally:
        gc.freeze()
        gc.enable()


if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # else a process of its own, for exports or for PDFs, would be another console
        importlib.import_module("multiprocessing").freeze_support()
        sys.dont_write_bytecode = True  # of migrations, which lie there as sources
    sys.exit(main(sys.argv[1:]))
