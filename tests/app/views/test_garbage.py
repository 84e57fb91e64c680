"""Where garbage is taken away."""

import gc
import threading
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtWidgets import QApplication

from app.views.garbage import Sweeper
from tests.waiting import until


class Knot:
    """Garbage that only a search finds; notes in which thread it was found."""

    def __init__(self, found: list[int]) -> None:
        self.itself, self._found = self, found

    def __del__(self) -> None:
        self._found.append(threading.get_ident())


def busy() -> None:
    """So many objects that Python would look for garbage many times over."""
    for _ in range(30):
        kept = [[each] for each in range(gc.get_threshold()[0])]
        del kept


async def test_what_a_worker_does_takes_away_nothing_of_the_windows(qapp: QApplication) -> None:
    """A view that went while a worker read a database died with the whole program."""
    sweeper = Sweeper(qapp)
    found: list[int] = []
    Knot(found)
    with ThreadPoolExecutor(1) as workers:
        workers.submit(busy).result()
    assert found == []
    kept = [[each] for each in range(2 * gc.get_threshold()[0])]
    await until(lambda: found)
    assert found == [threading.get_ident()]
    del kept
    sweeper.deleteLater()
