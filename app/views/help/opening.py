"""Opens the guide where it tells about what is on the screen, in the language of the moment."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.views.i18n import Language
from app.views.look import Look

if TYPE_CHECKING:
    from app.views.help.window import HelpWindow


class Help:
    """One window, made when it is first wanted and anew in another language."""

    def __init__(self, beside: QWidget, look: Look, language: Language, place: Callable[[], str]) -> None:
        """`place`: the key of what is open there, empty where none is."""
        self._beside, self._look, self._language, self._place = beside, look, language, place
        self._window: HelpWindow | None = None
        language.changed.connect(self._translate)

    def show(self) -> None:
        """At the chapter of the place that is open; where none is, at the first."""
        from app.views.help import chapters

        window = self._made()
        window.open(chapters.of_place(self._place()))
        self._bring(window)

    def close(self) -> None:
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
            self._window = None

    def _made(self) -> "HelpWindow":
        if self._window is None:
            from app.views.help.window import SIZE, HelpWindow  # loaded when it is wanted

            self._window = HelpWindow(self._look, self._language)
            screen = self._beside.screen().availableGeometry().size()
            self._window.resize(SIZE.boundedTo(screen))
        return self._window

    def _bring(self, window: "HelpWindow") -> None:
        window.show()
        window.raise_()
        window.activateWindow()

    def _translate(self) -> None:
        if self._window is None:
            return
        shown, chapter, place = self._window.isVisible(), self._window.current(), self._window.geometry()
        self.close()
        if shown:
            window = self._made()
            window.setGeometry(place)
            window.open(chapter)
            window.show()
