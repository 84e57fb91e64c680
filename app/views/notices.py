"""Desktop notices: what a person is told while he does not look at the window."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


class Notifier(Protocol):
    """Whoever shows notices; handed in by `app.console`."""

    def show(self, title: str, text: str, place: str) -> None:
        """A notice; a click on it opens the place (a page's key). While the console is locked it tells nothing."""
        ...


class Waiting:
    """Tells when more waits for me than before, unless the window is `watched`."""

    def __init__(self, notifier: Notifier, watched: Callable[[], bool]) -> None:
        self._notifier, self._watched = notifier, watched
        self._before: tuple[str, int, int] | None = None

    def count(self, whose: str, to_decide: int, to_use: int) -> None:
        """How many applications I am to decide, and how many uses are ready for me. `whose`: with somebody else, or in
        another organization, all begins anew."""
        before, self._before = self._before, (whose, to_decide, to_use)
        if before is None or before[0] != whose or self._watched():
            return
        if to_decide > before[1]:
            text = translate("notices", "Applications that wait for your approval: {0}").format(to_decide)
            self._notifier.show(translate("notices", "Waiting for your approval"), text, "approvals")
        if to_use > before[2]:
            text = translate("notices", "Authorizations that you can use: {0}").format(to_use)
            self._notifier.show(translate("notices", "Ready for you"), text, "ready")
