"""The window of the first start: it is there until a cloud has been chosen."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QApplication, QMainWindow

from app.services.cloud_choice import find
from app.services.local_cloud import LocalCloud
from app.services.own_program import OwnProgram
from app.views import icons, kept
from app.views.fault import FaultDialog
from app.views.first_start.page import FirstStartPage, Ways
from app.views.help import key as help_key
from app.views.help.opening import Help
from app.views.i18n import Language, Tongue, system_tongue
from app.views.look import Look
from app.views.resources import resource
from app.views.shell import SMALLEST

log = logging.getLogger(__name__)


class FirstStart(QMainWindow):
    """`program`: the words that start this program once more."""

    def __init__(
        self, application: QApplication, profile: Path, tongue: Tongue | None, cloud: LocalCloud, program: Sequence[str]
    ) -> None:
        super().__init__()
        self._kept_at = profile / "settings.json"
        self._kept = kept.read(self._kept_at)
        self._look = Look(application, self._kept.scheme)
        self._language = Language(application, tongue or self._kept.tongue or system_tongue())
        self._profile, self._cloud, self._program = profile, cloud, list(program)
        self._faults = FaultDialog(self)
        self._help = Help(self, self._look, self._language, lambda: "")
        guide = help_key.make(self)
        guide.triggered.connect(self._help.show)
        self.addAction(guide)
        self._done = asyncio.Event()
        self._address = ""
        self.setMinimumSize(*SMALLEST)
        self.resize(1366, 768)
        self.setWindowIcon(QIcon(str(resource("icons", "signet.png"))))
        self._lay_out()

    async def choose(self) -> str:
        """The address of the cloud, which is remembered; empty if the window was closed."""
        self.show()
        icons.load()
        try:
            await self._done.wait()
        finally:
            await self._page.trial.stop()
            await self._cloud.stop()  # the console starts it as its own
            self._help.close()
            self.hide()
            self._language.leave()
            self._look.deleteLater()
            self.deleteLater()
        return self._address

    def closeEvent(self, event: QCloseEvent) -> None:
        self._done.set()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        """Anew in another language: nothing has been typed yet where that can be chosen."""
        self.setWindowTitle(QCoreApplication.translate("Shell", "Signet"))
        self._page = FirstStartPage(
            Ways(
                lambda text: find(text, self._language.tongue.replace("_", "-")), self._cloud, self._demo, self._report
            ),
            self._language.tongue,
        )
        self._page.chosen.connect(self._choose)
        self._page.tongue_chosen.connect(self._choose_tongue)
        self.setCentralWidget(self._page)

    def _choose(self, address: str) -> None:
        self._address = self._kept.cloud = address
        kept.write(self._kept_at, self._kept)
        self._done.set()

    def _choose_tongue(self, tongue: Tongue) -> None:
        self._kept.tongue = tongue
        kept.write(self._kept_at, self._kept)
        self._language.choose(tongue)
        self._lay_out()

    def _demo(self) -> OwnProgram:
        folder = self._profile / "demo"
        folder.mkdir(parents=True, exist_ok=True)
        words = ["demo", "--profile", str(folder), "--language", self._language.tongue.value, "--with-parent"]
        return OwnProgram([*self._program, *words], folder / "demo.txt")

    def _report(self, error: BaseException) -> None:
        log.error("fault", exc_info=error)
        self._faults.add(error)
