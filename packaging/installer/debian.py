"""Makes a Debian package of what PyInstaller has built: debian.py BUILT_FOLDER OUT_FOLDER.

What it depends on is read from its files: each library that one of them asks for, and that is not among them, belongs
to a package of the machine that builds (dpkg). No service is started, and nothing is asked.
"""

import gzip
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from email.utils import formatdate
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = "usr/lib/signet"
# What is opened by name at run time: Chinese text, and (for the camera and the map) what Qt loads by itself.
BY_NAME = ["libnss3", "libpulse0", "libasound2"]
RECOMMENDED = ["fonts-noto-cjk", "xdg-utils", "gnome-keyring | kwalletmanager", "bluez"]
CONTROL = """Package: signet
Version: {version}
Architecture: {architecture}
Maintainer: Signet <signet@example.com>
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: {recommends}
Section: misc
Priority: optional
Description: console, cloud and virtual seal for companies' IoT seals
 Signet (印信) is a desktop console for companies' IoT seals: members apply for
 a use, approvers decide, and every press becomes one signed record.
 .
 The package holds the console, the cloud it works with, and a virtual seal for
 the demo. Nothing is started before somebody starts it.
"""
POSTINST = """#!/bin/sh
set -e
if [ "$1" = configure ] && command -v update-desktop-database >/dev/null; then
  update-desktop-database -q /usr/share/applications || true
fi
"""
COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: signet

Files: *
Copyright: the Signet authors
License: Expat

Files: usr/lib/signet/_internal/*
Copyright: their authors
License: various
Comment: The licences of the libraries are told by the program (About, Licences),
 and lie beside them.

License: Expat
{licence}"""


def main(argv: list[str]) -> int:
    built, out = Path(argv[0]), Path(argv[1])
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    architecture = _said("dpkg", "--print-architecture").strip()
    name = f"signet_{version}_{architecture}"
    tree = out / name
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(built, tree / HOME, symlinks=True)
    _lay_around(tree, version)
    _settle(tree)
    control = CONTROL.format(
        version=version,
        architecture=architecture,
        kilobytes=sum(path.lstat().st_size for path in tree.rglob("*")) // 1024,
        depends=", ".join(depends(tree / HOME)),
        recommends=", ".join(RECOMMENDED),
    )
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(control, "utf-8")
    for script in ("postinst", "postrm"):
        (tree / "DEBIAN" / script).write_text(
            POSTINST.replace("configure", "remove") if script == "postrm" else POSTINST
        )
        (tree / "DEBIAN" / script).chmod(0o755)
    sums = _said("find", "usr", "-type", "f", "-exec", "md5sum", "{}", "+", cwd=tree)
    (tree / "DEBIAN" / "md5sums").write_text(sums)
    package = out / f"{name}.deb"
    _said("dpkg-deb", "--root-owner-group", "-Zzstd", "-z12", "--build", str(tree), str(package))
    shutil.rmtree(tree)
    print(f"{package}: {package.stat().st_size / 1e6:.0f} MB")
    return 0


def _lay_around(tree: Path, version: str) -> None:
    """What Debian and the desktop want to find beside the program."""
    share, doc = tree / "usr/share", tree / "usr/share/doc/signet"
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/signet").symlink_to("../lib/signet/signet")
    for folder, file in (
        ("applications", ROOT / "packaging/installer/signet.desktop"),
        ("icons/hicolor/scalable/apps", ROOT / "resources/icons/signet.svg"),
        ("icons/hicolor/256x256/apps", ROOT / "resources/icons/signet.png"),
    ):
        (share / folder).mkdir(parents=True)
        shutil.copy(file, share / folder / f"signet{file.suffix}")
    doc.mkdir(parents=True)
    licence = (ROOT / "LICENSE").read_text("utf-8").strip().splitlines()
    text = "".join(f" {line or '.'}\n" for line in licence[2:])
    (doc / "copyright").write_text(COPYRIGHT.format(licence=text), "utf-8")
    at = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))
    entry = f"signet ({version}) stable; urgency=medium\n\n  * Version {version}.\n\n -- Signet <signet@example.com>  "
    with gzip.GzipFile(doc / "changelog.gz", "wb", mtime=0) as file:
        file.write(f"{entry}{formatdate(at)}\n".encode())


def _settle(tree: Path) -> None:
    """Modes as Debian has them: libraries are not run, and nobody writes here."""
    for path in [tree, *tree.rglob("*")]:
        if path.is_symlink():
            if not path.exists():
                path.unlink()  # what it leads to is not needed, and was left out
            continue
        runs = path.is_dir() or path.name in ("signet", "QtWebEngineProcess") or path.suffix == ".sh"
        path.chmod(0o755 if runs else 0o644)


def depends(folder: Path) -> list[str]:
    """The packages of the libraries that files of this folder ask for and that are not in it."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink() and _is_elf(path)]
    own = {path.name for path in folder.rglob("*.so*")}
    wanted = {name for path in files for name in _needed(path)} - own
    packages = {_package_of(name) for name in wanted} - {None, "libc6"}
    newest = max((version for path in files for version in _glibc(path)), default=(2, 31))
    alternatives = [_or_t64(name) for name in sorted({*packages, *BY_NAME})]
    return [f"libc6 (>= {newest[0]}.{newest[1]})", *alternatives]


def _or_t64(package: str) -> str:
    """Newer distributions carry some libraries under a name ending in t64 (64-bit time)."""
    base = package.removesuffix("t64")
    return f"{base} | {base}t64" if base in ("libasound2", "libglib2.0-0", "libcups2") else base


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _needed(path: Path) -> list[str]:
    return re.findall(r"\(NEEDED\).*\[(.+)\]", _said("readelf", "-d", str(path)))


def _glibc(path: Path) -> set[tuple[int, int]]:
    said = _said("readelf", "-V", str(path))
    return {(int(major), int(minor)) for major, minor in re.findall(r"GLIBC_(\d+)\.(\d+)", said)}


def _package_of(library: str) -> str | None:
    """Raises `LookupError` for one that no package of this machine brings."""
    if library.startswith("ld-linux"):
        return None
    found = re.findall(rf"^{re.escape(library)} \([^)]*(?:x86-64|AArch64)[^)]*\) => (.+)$", _libraries(), re.MULTILINE)
    for place in {Path(each) for each in found} | {Path(each).resolve() for each in found}:
        for name in (str(place), str(place).removeprefix("/usr")):
            words = ["dpkg-query", "-S", name]
            done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
            if done.returncode == 0:
                return done.stdout.partition(":")[0]
    raise LookupError(f"no package on this machine brings {library}")


@cache
def _libraries() -> str:
    """What the loader of this machine finds, a line each."""
    return "\n".join(line.strip() for line in _said("/sbin/ldconfig", "-p").splitlines())


def _said(*command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=cwd)  # noqa: S603 - our own words
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
