"""Where the conversation with the cloud stands: what the line at the foot of the window says."""

from collections.abc import Callable
from dataclasses import dataclass

from app.models import carried, files, outbox, pages
from app.models.store import Tx


@dataclass(frozen=True)
class SyncState:
    """`online`: none until the first try has ended. `problem`: a code of `domain.wording` that stands in the way.

    `failed`: (serial or file, code) of what the cloud could not take. `last_sync` in milliseconds.
    """

    online: bool | None = None
    waiting_acts: int = 0
    waiting_slices: int = 0
    waiting_files: int = 0
    refused: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    last_sync: int | None = None
    problem: str | None = None

    @property
    def waiting(self) -> int:
        """Everything that still has to be sent."""
        return self.waiting_acts + self.waiting_slices + self.waiting_files


Listener = Callable[[SyncState], None]


def counts(tx: Tx) -> dict[str, object]:
    """The part of the state that the database knows."""
    acts = tx.remembered("counts", lambda: outbox.counts(tx), "outbox")
    slices = tx.remembered("counts", lambda: (carried.waiting(tx), carried.failed(tx)), "carried")
    held = tx.remembered("counts", lambda: (files.waiting(tx), files.failed(tx)), "files")
    return {
        "waiting_acts": acts.waiting,
        "refused": acts.refused,
        "waiting_slices": slices[0],
        "waiting_files": held[0],
        "failed": (*slices[1], *held[1]),
        "last_sync": pages.last_pulled(tx),
    }
