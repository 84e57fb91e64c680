"""Keeps the catalogues: reads the strings from the sources (.ts) and compiles them (.qm).

The Chinese one holds every string, the English one those with a number in them ("%Ln records"): one, and many.

python packaging/translations.py             bring the catalogue up to date, compile it, name what is not translated
python packaging/translations.py --check     change nothing; exit status 1 if a string is missing or not translated
python packaging/translations.py --compile   compile what is there
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = [ROOT / "resources" / "i18n" / f"signet_{tongue}.ts" for tongue in ("zh_CN", "en")]
FOLDERS = ("app/views", "simulator", "demo", "app/console.py")


def sources() -> list[str]:
    found: set[Path] = set()
    for folder in FOLDERS:
        path = ROOT / folder
        found.update(path.rglob("*.py") if path.is_dir() else [path] if path.exists() else [])
    return [str(path.relative_to(ROOT)) for path in sorted(found)]


def tool(name: str, *arguments: str) -> None:
    """Run a Qt tool of the virtual environment that runs this."""
    program = shutil.which(name, path=str(Path(sys.executable).parent)) or name
    subprocess.run([program, *arguments], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words


def update(catalogue: Path) -> None:
    """Strings no longer in the sources go; line numbers are left out, so that the file changes only with the words."""
    tongue = catalogue.stem.partition("_")[2]
    how = ["-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", tongue]
    how += ["-pluralonly"] if tongue == "en" else []
    tool("pyside6-lupdate", *sources(), *how, "-ts", str(catalogue))


def compile_(catalogue: Path) -> None:
    tool("pyside6-lrelease", "-silent", str(catalogue), "-qm", str(catalogue.with_suffix(".qm")))


def messages(catalogue: Path) -> dict[tuple[str, str], str]:
    """(context, source) -> its words here, "" where some are missing."""
    found: dict[tuple[str, str], str] = {}
    for context in ET.parse(catalogue).getroot().iter("context"):  # noqa: S314 - a file of our own
        for message in context.iter("message"):
            translation = message.find("translation")
            done = translation is not None and translation.get("type") != "unfinished"
            key = (context.findtext("name") or "", message.findtext("source") or "")
            forms = [] if translation is None else [form.text or "" for form in translation.iter("numerusform")]
            words = "" if translation is None else " / ".join(forms) if all(forms) else ""
            found[key] = (words if forms or translation is None else translation.text or "") if done else ""
    return found


def faults(catalogue: Path) -> list[str]:
    """What is wrong with the catalogue as it lies there, one sentence each."""
    held = messages(catalogue)
    with tempfile.TemporaryDirectory() as folder:
        fresh_path = Path(folder) / catalogue.name
        update(fresh_path)
        fresh = messages(fresh_path)
    name = catalogue.name
    return [
        *(f"not in {name}: {context}: {text!r}" for context, text in sorted(fresh.keys() - held.keys())),
        *(f"no longer in the sources: {context}: {text!r}" for context, text in sorted(held.keys() - fresh.keys())),
        *(
            f"not translated in {name}: {context}: {text!r}"
            for (context, text), words in sorted(held.items())
            if not words
        ),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description="Keep the catalogues of the screens.")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="change nothing; fail if a string is missing")
    choice.add_argument("--compile", action="store_true", help="compile what is there")
    chosen = parser.parse_args()
    found: list[str] = []
    for catalogue in CATALOGUES:
        if not chosen.check and not chosen.compile:
            update(catalogue)
        found += [] if chosen.compile else faults(catalogue)
        if not chosen.check:
            compile_(catalogue)
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
