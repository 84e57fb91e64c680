"""The descriptions of the installers, as far as they can be read without building or running them."""

import ast
import configparser
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

import main
from app.services.autostart import NAME, RUN
from domain.seals import LINK

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "packaging" / "installer"
SCRIPT = (FOLDER / "signet.iss").read_text("utf-8")
SPEC = (FOLDER / "signet.spec").read_text("utf-8")


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# PyInstaller


def assigned(name: str) -> object:
    """A literal of the specification."""
    for node in ast.parse(SPEC).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name:
            return ast.literal_eval(node.value)
    raise LookupError(name)


def test_every_program_is_in_it() -> None:
    assert set(assigned("PROGRAMS")) == {module for module, _, _ in main.PROGRAMS.values()}  # type: ignore[call-overload]


def test_what_is_no_source_is_in_it() -> None:
    packages = ["app", "cloud", "demo", "domain", "gazetteer", "protocol", "simulator", "resources"]
    tracked = subprocess.run(["git", "ls-files", *packages], cwd=ROOT, check=True, capture_output=True, text=True)
    folders = tuple(f"{folder}/" for folder in assigned("FOLDERS"))  # type: ignore[attr-defined]
    assert [name for name in tracked.stdout.split() if not name.endswith(".py") and not name.startswith(folders)] == []


def test_what_is_left_out_is_imported_nowhere() -> None:
    left_out = set(assigned("LEFT_OUT"))  # type: ignore[call-overload]
    tracked = subprocess.run(
        ["git", "ls-files", "app", "cloud", "demo", "domain", "gazetteer", "protocol", "simulator", "main.py"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    found = set[str]()
    for name in (each for each in tracked if each.endswith(".py") and (ROOT / each).exists()):
        for node in ast.walk(ast.parse((ROOT / name).read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    assert left_out & found == set()


def _unused() -> re.Pattern[str]:
    call = re.search(r"^UNUSED = re\.compile\((.*?)^\)", SPEC, re.MULTILINE | re.DOTALL)
    assert call is not None
    return re.compile(ast.literal_eval(f"({call[1]})"))


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        ("PySide6/Qt/qml/QtQuick/qmldir", True),
        ("PySide6/Qt/lib/libQt6Quick3D.so.6", True),
        ("PySide6/Qt/translations/qtwebengine_locales/de.pak", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", True),
        ("PySide6/Qt/resources/qtwebengine_devtools_resources.pak", True),
        ("libQt6QuickTemplates2.so.6", True),
        ("PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", True),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/Qt/lib/libQt6Pdf.so.6", False),
        ("PySide6/QtPdf.abi3.so", False),
        ("PySide6/QtPositioning.abi3.so", False),
        ("PySide6/Qt/lib/libQt6WebChannel.so.6", False),
        ("PySide6/Qt/translations/qtwebengine_locales/zh-CN.pak", False),
        ("PySide6/Qt/translations/qtwebengine_locales/en-US.pak", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", False),
        ("PySide6/Qt/resources/qtwebengine_resources.pak", False),
        ("libglib-2.0.so.0", False),
    ],
)
def test_of_qt_what_these_programs_use_stays(path: str, gone: bool) -> None:
    assert bool(_unused().search(path)) is gone


def test_every_part_of_qt_that_is_imported_stays() -> None:
    named = subprocess.run(
        ["git", "grep", "-hoE", r"PySide6\.Qt\w+", "--", "app", "simulator", "demo"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    assert [each for each in set(named) if _unused().search(each.replace(".", "/") + ".abi3.so")] == []


# Debian


def test_the_desktop_entry_opens_links_as_a_seal_has_them() -> None:
    entry = configparser.RawConfigParser(delimiters=("=",))
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(FOLDER / "signet.desktop", "utf-8")
    told = entry["Desktop Entry"]
    scheme = LINK.partition(":")[0]
    assert told["MimeType"] == f"x-scheme-handler/{scheme};"
    assert told["Exec"] == "signet console %u"
    assert (told["Type"], told["Terminal"], told["Icon"]) == ("Application", "false", "signet")
    assert {"Name", "Name[zh_CN]", "Comment", "Comment[zh_CN]", "Categories"} <= set(told)


@pytest.mark.skipif(shutil.which("readelf") is None, reason="reads this machine's programs with binutils' readelf")
def test_what_a_package_depends_on_is_read_from_its_files(tmp_path: Path) -> None:
    debian = load("debian")
    (tmp_path / "python").write_bytes(Path(sys.executable).resolve().read_bytes())
    (tmp_path / "text.so").write_text("no library")
    found = debian.depends(tmp_path)
    assert re.fullmatch(r"libc6 \(>= 2\.\d+\)", found[0])
    assert {"libasound2 | libasound2t64", "libnss3", "libpulse0"} <= set(found)
    with pytest.raises(LookupError):
        debian._package_of("libnobody-brings-it.so.7")


# Windows


def section(name: str) -> list[str]:
    """The lines of a section of the script, without its remarks."""
    body = SCRIPT.partition(f"[{name}]\n")[2].partition("\n[")[0]
    return [line.strip() for line in body.splitlines() if line.strip() and not line.startswith((";", "#"))]


def pairs(name: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in section(name))


def test_it_is_installed_for_one_person_without_an_administrator() -> None:
    setup = pairs("Setup")
    assert setup["PrivilegesRequired"] == "lowest"
    assert setup["ChangesAssociations"] == "yes"
    assert setup["AppVersion"] == "{#Version}"
    assert (FOLDER / setup["LicenseFile"].replace("\\", "/")).resolve().exists()
    assert not re.search(r"HKLM|sc\.exe|\{sys\}|\{win\}", SCRIPT)


def test_every_message_is_there_in_both_languages() -> None:
    messages = pairs("CustomMessages")
    names = {tongue: {key[3:] for key in messages if key.startswith(f"{tongue}.")} for tongue in ("en", "zh")}
    assert names["en"] == names["zh"]
    assert set(re.findall(r"\{cm:(\w+)\}", SCRIPT)) == names["en"]
    languages = {re.search(r'Name: "(\w+)"', line)[1] for line in section("Languages")}  # type: ignore[index]
    assert languages == {"en", "zh"}


def test_links_open_the_console_and_go_with_it() -> None:
    scheme = LINK.partition(":")[0]
    lines = [line for line in section("Registry") if f"Software\\Classes\\{scheme}" in line]
    assert all(line.startswith("Root: HKA;") for line in lines)
    assert any('ValueName: "URL Protocol"' in line for line in lines)
    assert any('ValueData: """{app}\\signet.exe"" console ""%1"""' in line for line in lines)
    assert "uninsdeletekey" in lines[0]
    run = next(line for line in section("Registry") if RUN in line)
    assert f'ValueName: "{NAME}"' in run
    assert "uninsdeletevalue" in run


def test_nothing_is_started_that_nobody_asked_for() -> None:
    assert [line for line in section("Run") if "postinstall" not in line or "skipifsilent" not in line] == []


def test_both_executables_are_named_as_the_program_expects() -> None:
    assert 'program("signet-cli", True)' in SPEC
    assert 'with_name("signet-cli.exe")' in (ROOT / "app" / "options.py").read_text("utf-8")
    assert 'with_name("signet-cli.exe")' in (ROOT / "demo" / "processes.py").read_text("utf-8")


# CI


def test_the_workflow_runs_what_is_there() -> None:
    flow = yaml.safe_load((ROOT / ".github" / "workflows" / "installers.yml").read_text("utf-8"))
    assert flow["permissions"] == {"contents": "read"}
    assert set(flow["jobs"]) == {"windows", "debian"}
    steps = [step for job in flow["jobs"].values() for step in job["steps"]]
    assert all(re.search(r"@v\d+$", step["uses"]) for step in steps if "uses" in step)
    said = "\n".join(step.get("run", "") for step in steps).replace("\\", "/")
    named = set(re.findall(r"(?:packaging|requirements|tests)/[\w./-]*\w", said)) - {
        "packaging/installer/ChineseSimplified.isl"
    }
    assert named
    assert [each for each in named if not (ROOT / each).exists()] == []
    assert all("timeout-minutes" in job for job in flow["jobs"].values())
