"""What is handed to whoever sets up a cloud: its environment, its units, the proxy before it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cloud.settings import PREFIX, Settings
from tests import nginx

ROOT = Path(__file__).parent.parent
FILES = ROOT / "packaging" / "cloud"
EXAMPLE = (FILES / "signet-cloud.env.example").read_text("utf-8")


def said(pattern: str) -> dict[str, str]:
    return {name.lower(): value for name, value in re.findall(rf"^{pattern}{PREFIX}(\w+)=(.*)$", EXAMPLE, re.MULTILINE)}


def test_the_example_names_each_setting_once() -> None:
    names = re.findall(rf"^#?{PREFIX}(\w+)=", EXAMPLE, re.MULTILINE)
    assert sorted(name.lower() for name in names) == sorted(Settings.model_fields)


def test_what_it_shows_is_what_holds_if_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}DATA", "d")
    monkeypatch.setenv(f"{PREFIX}MAKER_ROOT", "m")
    plain = Settings().model_dump()  # pyright: ignore[reportCallIssue]
    for name, value in said("#").items():
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", value)
    assert Settings().model_dump() == plain  # pyright: ignore[reportCallIssue]


def test_it_can_be_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in said("").items():
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", value)
    made = Settings()  # pyright: ignore[reportCallIssue]
    assert (made.several, made.log, made.proxy) == (True, "json", "127.0.0.1")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    """With programs that are here in place of those that the guide installs."""
    for unit in FILES.glob("signet-*.[stm]*"):
        if unit.suffix in (".service", ".target", ".timer"):
            text = re.sub(r"/(opt|usr)/\S*(python|mosquitto)\b", "/bin/true", unit.read_text("utf-8"))
            (tmp_path / unit.name.replace("@.", "@8001.")).write_text(text, "utf-8")
    units = sorted(map(str, tmp_path.iterdir()))
    assert len(units) == 5
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], check=False, capture_output=True, text=True
    )
    complaints = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "signet" in line]
    assert complaints == [], done.stderr


@pytest.mark.skipif(nginx.program() is None, reason=nginx.MISSING)
def test_nginx_finds_nothing_wrong_with_its_site(tmp_path: Path) -> None:
    front = nginx.Nginx(tmp_path, [8001, 8002])
    front.configure()
    assert front.check() == ""
