"""Desktop notices: what a person is told while he does not look at the window."""

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


class Notifier(Protocol):
    """Whoever shows notices; handed in by `app.console`."""

    def show(self, title: str, text: str, place: str) -> None:
        """A notice; a click on it opens the place (a page's key). While the console is locked it tells nothing."""
        ...


class Waiting:
    """Tells when more waits for me than before, and when what I paid for is decided, unless the window is
    `watched`."""

    def __init__(self, notifier: Notifier, watched: Callable[[], bool]) -> None:
        self._notifier, self._watched = notifier, watched
        self._before: tuple[str, int, int] | None = None
        self._decided: tuple[str, Mapping[str, tuple[str, str]]] | None = None

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

    def decide(self, whose: str, decided: Mapping[str, tuple[str, str]]) -> None:
        """My payments and invoices that are over: by their ids what became of each, and how much it is."""
        before, self._decided = self._decided, (whose, decided)
        if before is None or before[0] != whose or self._watched():
            return
        for id, (what, amount) in decided.items():
            if before[1].get(id) != (what, amount):
                title, text = _of_payment(what)
                self._notifier.show(title, text.format(amount), "wallet")


def _of_payment(what: str) -> tuple[str, str]:
    return {
        "paid": (translate("notices", "Paid"), translate("notices", "Your payment of {0} has arrived.")),
        "rejected": (translate("notices", "Payment not found"), translate("notices", "The review of {0} failed.")),
        "part": (translate("notices", "Paid back"), translate("notices", "{0} was paid back to you.")),
        "refunded": (translate("notices", "Paid back"), translate("notices", "Your payment of {0} was paid back.")),
        "issued": (translate("notices", "Invoice issued"), translate("notices", "Your invoice of {0} is there.")),
        "refused": (translate("notices", "No invoice"), translate("notices", "Your invoice of {0} was refused.")),
    }[what]
