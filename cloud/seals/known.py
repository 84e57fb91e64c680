"""Which seals, bindings and consoles there are, read once: what never changes of them is needed before a transaction.

Signatures are checked and boxes opened outside the database's one writer; for that the keys have to be there already.
"""

from collections.abc import Iterable

from cloud.store import devices, people
from cloud.store.database import Database
from cloud.store.devices import Binding, Device
from cloud.store.unit import View

# Of seals, bindings and consoles; whoever asks for more begins anew. A seal takes about half a kilobyte.
MOST = 100_000


class Known:
    """Keys of seals and consoles, and to whom bindings belong. Only what is there is kept: it stays so."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._devices: dict[str, Device] = {}
        self._bindings: dict[tuple[str, int], Binding] = {}
        self._consoles: dict[str, bytes] = {}

    def device(self, serial: str) -> Device | None:
        """Its keys, after `load`; how far its log is held, only a transaction knows."""
        return self._devices.get(serial)

    def binding(self, serial: str, number: int) -> Binding | None:
        """Whose it is, after `load`; whether it is confirmed, only a transaction knows."""
        return self._bindings.get((serial, number))

    async def signing(self, console: str) -> bytes | None:
        """The key with which a console signs; whether it may still speak, only a transaction knows."""
        if console not in self._consoles:
            key = await self._database.read(lambda view: people.signing_key(view, console))
            if key is None:
                return None
            if len(self._consoles) > MOST:
                self._consoles.clear()
            self._consoles[console] = key
        return self._consoles[console]

    async def load(self, wanted: Iterable[tuple[str, int]]) -> None:
        """Read what is not known yet of seals and their bindings, all at once."""
        wanted = set(wanted)
        serials = {serial for serial, _ in wanted if serial not in self._devices}
        pairs = {pair for pair in wanted if pair[1] > 0 and pair not in self._bindings}
        if not serials and not pairs:
            return

        def work(view: View) -> tuple[list[Device], list[Binding]]:
            bound = (devices.binding(view, *pair) for pair in pairs)
            return devices.some(view, serials), [each for each in bound if each is not None]

        met, bound = await self._database.read(work)
        if len(self._devices) + len(self._bindings) > MOST:
            self._devices.clear()
            self._bindings.clear()
        self._devices |= {each.serial: each for each in met}
        self._bindings |= {(each.serial, each.binding): each for each in bound}
