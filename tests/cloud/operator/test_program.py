"""The operator's pages of the cloud as a program."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

from cloud.main import listen, main
from protocol import certificates
from protocol.certificates import Root
from tests.cloud.world import maker

ROOT = Path(__file__).parents[3]


def words(folder: Path, *more: str) -> list[str]:
    root = folder / "maker.root"
    root.write_bytes(certificates.issue(Root("tests", maker.public, demo=True), maker))
    return ["--data", str(folder / "data"), "--maker-root", str(root), "--demo", *more]


@pytest.mark.parametrize("by", ["option", "environment", ""])
async def test_it_says_where_its_pages_are(tmp_path: Path, by: str) -> None:
    """By a setting or an option; without one there are none."""
    more = ["--operator-port", "0"] if by == "option" else []
    environment = {**os.environ, **({"SIGNET_CLOUD_OPERATOR_PORT": "0"} if by == "environment" else {})}
    command = [sys.executable, "main.py", "cloud", *words(tmp_path, *more)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        said = json.loads(program.stdout.readline())
        try:
            assert ("operator" in said) is bool(by)
            assert said.get("operator") != said["address"]
            async with aiohttp.ClientSession() as http:
                if by:
                    async with http.get(f"{said['operator']}/login") as page:
                        assert page.status == 200
                async with http.get(f"{said['address']}/login") as elsewhere:
                    assert elsewhere.status == 404  # nothing of it is where consoles speak to the cloud
        finally:
            program.send_signal(signal.SIGTERM)
        assert program.wait(30) == 0


def test_a_port_of_its_pages_that_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with listen(0) as taken:
        port = str(taken.getsockname()[1])
        assert main(words(tmp_path, "--operator-port", port)) == 1
    assert f"port {port} cannot be used" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()
