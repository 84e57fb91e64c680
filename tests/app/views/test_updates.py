"""The bar that tells of a newer version."""

import asyncio
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from app.views import kept
from app.views.i18n import Language, Tongue
from app.views.kept import Kept
from app.views.look import Look
from app.views.shell import Shell
from app.views.updates import UpdateNotice
from demo import driver
from tests.app.services.test_updates import PAGE, release, told
from tests.app.views.stage import see, sees


async def test_it_is_there_until_its_page_has_been_opened(
    qapp: QApplication, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    Language(qapp, Tongue.EN)
    shell = Shell(look, list)
    shell.show()
    at = tmp_path / kept.FILE
    for known, version in ((Kept(), "0.2.0"), (kept.read(at), "0.3.0")):
        notice = UpdateNotice(shell.news, "0.1.0", at, known, shell.show_notices)
        async with told(release(version)) as address:
            watching = asyncio.create_task(notice.watch(address, 0))
            await see("shell.news")
            assert shell.news.words.text() == f"Signet {version} is available; this is 0.1.0."
            shell.show_notice("Something else.")
            await see("shell.banner")
            shell.show_notice("")
            assert not sees("shell.banner")
            assert sees("shell.news")
            driver.find("shell.news")
            shell.news.action.click()
            assert not sees("shell.news")
            watching.cancel()
        assert kept.read(at).seen_version == version
        shell.news.acted.disconnect()
    assert opened == [PAGE, PAGE]
    seen: list[None] = []
    async with told(release("0.3.0")) as address:
        notice = UpdateNotice(shell.news, "0.1.0", at, kept.read(at), lambda: seen.append(None))
        watching = asyncio.create_task(notice.watch(address, 0))
        done, _ = await asyncio.wait([watching], timeout=0.5)
        assert not done
        watching.cancel()
    assert seen == []
    shell.close()
    shell.deleteLater()
