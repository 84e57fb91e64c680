"""The seals around this computer: who is there, and one conversation with each at a time.

While nobody talks to a seal of ours it is visited in the background, so that what was ordered reaches it and what it
recorded reaches the cloud without anybody asking. A visit is short and gives way to whoever wants the seal.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from app.device.radio import Sighting
from app.device.seal import Seal
from app.device.session import Choose
from app.services.trouble import Trouble
from protocol.contact import Phase


@dataclass(frozen=True)
class NearbySeal:
    """A seal that is heard now. What `sighting` says is a hint; `serial` is known once a session has proved it."""

    sighting: Sighting
    serial: str | None = None

    @property
    def address(self) -> str:
        """Names it to this computer's Bluetooth."""
        return self.sighting.address

    @property
    def unbound(self) -> bool:
        """May be picked for binding."""
        return self.sighting.phase is Phase.UNBOUND


@dataclass(frozen=True)
class OnSeal:
    """`waiting` entries of a seal's log that neither the cloud nor this console holds."""

    serial: str
    organization: str
    waiting: int


class Nearby:
    """Scanner and background courier. `seals` strongest first; `trouble`: Bluetooth missing, off or forbidden."""

    seals: tuple[NearbySeal, ...]
    on_seals: tuple[OnSeal, ...]
    trouble: Trouble | None

    def subscribe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be called on the loop whenever `seals`, `on_seals` or `trouble` changed; returns how to stop that."""
        raise NotImplementedError

    async def start(self) -> None:
        """Scan, and visit what may be visited, until `stop`."""
        raise NotImplementedError

    async def stop(self) -> None:
        raise NotImplementedError

    def conversation(self, address: str, choose: Choose) -> AbstractAsyncContextManager[Seal]:
        """Connect and open a session; a background visit to the same seal gives way. Raises `DeviceError`."""
        raise NotImplementedError
