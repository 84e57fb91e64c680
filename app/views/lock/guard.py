"""Stands between the lock of one person and the window: covers it, and uncovers it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.services.lock import Lock
from app.views.room import Tasks
from app.views.shell import Shell

if TYPE_CHECKING:
    from app.views.lock.curtain import Curtain


class Guard:
    """Covers at once if it is locked already. `close` it when the person goes."""

    def __init__(
        self,
        lock: Lock,
        shell: Shell,
        report: Callable[[BaseException], None],
        sign_out: Callable[[], None],
        quieten: Callable[[bool], None] = lambda _locked: None,
    ) -> None:
        """`quieten`: notices are to tell nothing, or may tell again."""
        self._lock, self._shell, self._report, self._sign_out = lock, shell, report, sign_out
        self._quieten = quieten
        self._curtain: Curtain | None = None
        self._unsubscribe = lock.subscribe(self._follow)
        self._follow()

    def close(self) -> None:
        """Whoever comes next sees his own."""
        self._unsubscribe()
        self._uncover()
        self._quieten(False)
        self._shell.user.lock.setEnabled(False)

    def _follow(self) -> None:
        self._shell.user.lock.setEnabled(not self._lock.locked)
        self._quieten(self._lock.locked)
        if self._lock.locked:
            self._cover()
        else:
            self._uncover()

    def _cover(self) -> None:
        from app.views.lock.curtain import Curtain
        from app.views.lock.screen import LockScreen

        screen = LockScreen(self._lock, Tasks(self._report))
        screen.left.connect(self._sign_out)
        self._shell.cover(screen)
        self._curtain = Curtain(self._shell)

    def _uncover(self) -> None:
        if self._curtain is not None:
            self._shell.uncover()
            self._curtain.open()
            self._curtain = None
