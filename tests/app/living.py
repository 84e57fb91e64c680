"""The whole console in the process of the tests: its window, its person, its sync."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import patch

from PySide6.QtWidgets import QApplication

from app.console import Console, parse
from app.views.i18n import Tongue
from tests.cloud.world import Cloud
from tests.waiting import until

NOWHERE = "virtual:127.0.0.1:9"


@asynccontextmanager
async def living(
    app: QApplication, profile: Path, cloud: Cloud, *words: str, radio: str = NOWHERE, language: str = "en"
) -> AsyncIterator[Console]:
    """From its first window to its end; what lies between two of them is a restart."""
    loop = asyncio.get_running_loop()
    handler, asked_to_end = loop.get_exception_handler(), signal.getsignal(signal.SIGTERM)
    given = ["--profile", str(profile), "--cloud", cloud.address, "--radio", radio, "--camera", "none"]
    given += ["--language", language]
    shown = asyncio.Event()

    async def started() -> None:
        shown.set()

    with patch.object(sys, "excepthook"):
        console = Console(app, parse([*given, *words]))
        running = asyncio.create_task(console.live(started))
        try:
            await asyncio.wait({running, asyncio.ensure_future(shown.wait())}, return_when=asyncio.FIRST_COMPLETED)
            yield console
        finally:
            console._closed.set()
            await running
            loop.set_exception_handler(handler)
            signal.signal(signal.SIGTERM, asked_to_end)
            console._pulse.stop()
            console._shell.deleteLater()
            console._language.choose(Tongue.EN)
    await until(lambda: not [each for each in app.topLevelWidgets() if each.isVisible()])
