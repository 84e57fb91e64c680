"""What a seal is when it leaves the factory, and the three things around the firmware that are not the firmware."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from domain.seals import Model
from protocol.keys import AgreementKey, SigningKey
from protocol.log import Place

# Impressions kept without a receipt before the seal refuses.
ROOM = {Model.L: 240, Model.GL: 800}
# A release that is not confirmed yet, beside the one that runs.
SLOT_BYTES = {Model.L: 512 * 1024, Model.GL: 1024 * 1024}


@dataclass(frozen=True)
class Board:
    """Keys and words burnt in by the maker. `firmware`: the version it left him with, until it has confirmed another.
    `delivery` is added when the seal is sold; none = 未交付."""

    serial: str
    model: Model
    firmware: str
    maker: bytes
    identity: bytes
    signing: SigningKey
    static: AgreementKey
    delivery: bytes | None
    address: str = ""  # of its Bluetooth, as the address code shows it


class Storage(Protocol):
    """Flash memory as the firmware sees it."""

    def load(self) -> dict[str, bytes]:
        """Everything that was committed: the power is there."""
        ...

    def read(self, prefix: str = "") -> dict[str, bytes]:
        """What was committed under keys that begin so."""
        ...

    def commit(self, changes: Mapping[str, bytes | None]) -> None:
        """Write all of `changes` (none deletes) or nothing, whatever the power does; durable on return."""
        ...


# Milliseconds of the seal's own counter: it runs while the seal is switched off, and starts again at a smaller number
# only when its battery was empty.
Ticks = Callable[[], int]
# `n` unpredictable bytes.
Random = Callable[[int], bytes]
# Where the seal is, by its own receiver.
Locate = Callable[[], Place | None]
# Called at the named points of a step, so that a fault can be put exactly there.
Probe = Callable[[str], None]
