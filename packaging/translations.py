"""Keeps the Chinese catalogue: reads the strings from the sources (.ts) and compiles them (.qm).

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
CATALOGUE = ROOT / "resources" / "i18n" / "signet_zh_CN.ts"
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
    languages = ("-source-language", "en", "-target-language", "zh_CN")
    tool("pyside6-lupdate", *sources(), "-no-obsolete", "-locations", "none", *languages, "-ts", str(catalogue))


def compile_(catalogue: Path) -> None:
    tool("pyside6-lrelease", "-silent", str(catalogue), "-qm", str(catalogue.with_suffix(".qm")))


def messages(catalogue: Path) -> dict[tuple[str, str], str]:
    """(context, English) -> Chinese, "" where it is missing."""
    found: dict[tuple[str, str], str] = {}
    for context in ET.parse(catalogue).getroot().iter("context"):  # noqa: S314 - a file of our own
        for message in context.iter("message"):
            translation = message.find("translation")
            done = translation is not None and translation.get("type") != "unfinished"
            key = (context.findtext("name") or "", message.findtext("source") or "")
            found[key] = (translation.text or "") if done and translation is not None else ""
    return found


def faults() -> list[str]:
    """What is wrong with the catalogue as it lies there, one sentence each."""
    held = messages(CATALOGUE)
    with tempfile.TemporaryDirectory() as folder:
        fresh_path = Path(folder) / CATALOGUE.name
        update(fresh_path)
        fresh = messages(fresh_path)
    return [
        *(f"not in the catalogue: {context}: {text!r}" for context, text in sorted(fresh.keys() - held.keys())),
        *(f"no longer in the sources: {context}: {text!r}" for context, text in sorted(held.keys() - fresh.keys())),
        *(f"not translated: {context}: {text!r}" for (context, text), chinese in sorted(held.items()) if not chinese),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description="Keep the Chinese catalogue of the screens.")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="change nothing; fail if a string is missing")
    choice.add_argument("--compile", action="store_true", help="compile what is there")
    chosen = parser.parse_args()
    if not chosen.check and not chosen.compile:
        update(CATALOGUE)
    found = [] if chosen.compile else faults()
    print(*found, sep="\n", end="\n" if found else "")
    if not chosen.check:
        compile_(CATALOGUE)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
