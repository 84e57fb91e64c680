"""What a cloud loads at its start: nothing of channels that its settings do not name."""

import subprocess
import sys

import pytest

from demo.processes import ROOT

UNUSED = ("aiohttp", "requests", "wechatpayv3", "tencentcloud", "aiosmtplib", "psycopg", "aiomqtt", "amqtt", "openpyxl")
SAY = "import sys, cloud.main; print(*sorted({name.partition('.')[0] for name in sys.modules}))"


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    words = [sys.executable, "-c", SAY]
    return set(subprocess.run(words, check=True, cwd=ROOT, capture_output=True, text=True).stdout.split())


@pytest.mark.parametrize("library", UNUSED)
def test_what_no_setting_names_is_not_loaded(loaded: set[str], library: str) -> None:
    assert "fastapi" in loaded
    assert library not in loaded
