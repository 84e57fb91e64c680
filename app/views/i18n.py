"""The language of the screens, and dates and numbers in it."""

import logging
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QDateTime, QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from app.views.resources import resource

log = logging.getLogger(__name__)


class Tongue(StrEnum):
    """The languages there are; the source text is English."""

    ZH_CN = "zh_CN"
    EN = "en"


def system_tongue() -> Tongue:
    """Chinese where the system is Chinese."""
    return Tongue.ZH_CN if QLocale.system().language() is QLocale.Language.Chinese else Tongue.EN


class Language(QObject):
    """The language of one application; `choose` changes it at once (Qt sends LanguageChange to every widget)."""

    changed = Signal()

    def __init__(self, app: QApplication, tongue: Tongue | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._translators: list[QTranslator] = []
        self._tongue = tongue or system_tongue()
        self._install()

    @property
    def tongue(self) -> Tongue:
        return self._tongue

    def choose(self, tongue: Tongue) -> None:
        if tongue is not self._tongue:
            self._tongue = tongue
            self._install()
            self.changed.emit()

    def leave(self) -> None:
        """The application speaks as it is written again, until the next one comes."""
        for translator in self._translators:
            self._app.removeTranslator(translator)
        self._translators.clear()
        self.deleteLater()

    def _install(self) -> None:
        # The locale first: widgets ask it for dates when the change of language reaches them.
        QLocale.setDefault(QLocale(self._tongue.value))
        for translator in self._translators:
            self._app.removeTranslator(translator)
        self._translators.clear()
        qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        ours = ("signet", str(resource("i18n")))  # English too: one of something is not many of it
        for name, folder in (ours,) if self._tongue is Tongue.EN else (("qtbase", qt), ours):
            translator = QTranslator(self._app)
            if translator.load(f"{name}_{self._tongue}", folder):
                self._app.installTranslator(translator)
                self._translators.append(translator)
            else:
                log.warning(
                    "no translation %s_%s in %s; the screens stay as they are written", name, self._tongue, folder
                )


def moment(time: datetime, now: datetime | None = None) -> str:
    """A point in time, short: the time of day today, day and time this year, else with the year. Local time."""
    local = time.astimezone()
    here = (now or datetime.now().astimezone()).astimezone()
    if local.date() == here.date():
        pattern = QCoreApplication.translate("i18n", "HH:mm")
    elif local.year == here.year:
        pattern = QCoreApplication.translate("i18n", "d MMM HH:mm")
    else:
        pattern = QCoreApplication.translate("i18n", "d MMM yyyy HH:mm")
    return QLocale().toString(_qt(local), pattern)


def full_moment(time: datetime) -> str:
    """A point in time to the second, as a record shows it. Local time."""
    return QLocale().toString(_qt(time.astimezone()), "yyyy-MM-dd HH:mm:ss")


def number(value: int) -> str:
    return QLocale().toString(value)


def _qt(local: datetime) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(local.timestamp()))
