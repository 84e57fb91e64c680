"""The console's Bluetooth, whichever it is, and who is on the air.

The setting is `native` (this computer's Bluetooth) or `virtual:HOST:PORT` (the virtual radio, for a console without).
bleak is imported at first use: the first window does not need it.
"""

import asyncio
import contextlib
import logging
import sys
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from app.device.errors import BluetoothError, BluetoothForbidden, BluetoothMissing, BluetoothOff, OutOfReach
from app.device.setting import NATIVE, virtual_place
from domain.seals import Model
from protocol.advertisement import COMPANY, SERVICE, Advertisement, model_of
from protocol.contact import Phase
from protocol.errors import ProtocolError

if TYPE_CHECKING:
    from bleak import BleakClient, BleakScanner
    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData

logger = logging.getLogger(__name__)

TRY_AGAIN_S = 1.0
"""Pause before the radio is tried again: somebody has to switch Bluetooth on or start the virtual radio."""

SILENCE_S = 30.0
"""After so long without a seal the scan is begun anew: systems do not say that Bluetooth was switched off meanwhile."""

FRESH_S = 10.0
"""A seal that is on is heard ten times a second, but Windows and BlueZ pass on one in several seconds."""

FIND_WITHIN_S = 10.0
"""How long a seal is looked for: it is on and near, or it is not."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A seal as it was last heard; `battery` in percent, `rssi` in dBm, `seen_at` by the monotonic clock.

    Unauthenticated: who it really is, the session tells.
    """

    address: str
    name: str
    model: Model
    rssi: int
    phase: Phase | None
    battery: int | None
    in_use: bool
    seen_at: float
    device: "BLEDevice" = field(repr=False, compare=False)
    """What to connect by: never by the bare address, of which macOS knows nothing and BlueZ needs a scan of its own."""


class Radio:
    """Makes bleak's objects for the Bluetooth that the setting names. ValueError if it names none."""

    def __init__(self, setting: str = NATIVE) -> None:
        place = virtual_place(setting)
        self.is_virtual = place is not None
        self._scanner_options: dict[str, Any] = {}
        self._client_options: dict[str, Any] = {}
        if place is not None:
            virtual = import_module("app.device.virtual")
            self._adapter = virtual.Adapter(*place)
            self._scanner_options = {"backend": virtual.VirtualScanner, "radio": self._adapter}
            self._client_options = {"backend": virtual.VirtualClient, "radio": self._adapter}
        elif sys.platform == "win32":
            _tell_windows_of_the_message_loop()

    def scanner(self, on_detection: "Callable[[BLEDevice, AdvertisementData], None]") -> "BleakScanner":
        """Hears only what offers the service of a seal."""
        from bleak import BleakScanner

        return BleakScanner(on_detection, [SERVICE], **self._scanner_options)

    def client(self, device: "BLEDevice", on_gone: Callable[[], None], timeout_s: float) -> "BleakClient":
        """A fresh one for every connection: what is left of the one before differs from system to system."""
        from bleak import BleakClient

        return BleakClient(
            device, lambda _client: on_gone(), services=[SERVICE], timeout=timeout_s, **self._client_options
        )

    async def lost(self) -> None:
        """Returns when the virtual radio in use has gone; of its own Bluetooth a system says no such thing."""
        if self.is_virtual:
            await self._adapter.lost()
        else:
            await asyncio.get_running_loop().create_future()

    async def close(self) -> None:
        """Gives up what scanners and clients shared."""
        if self.is_virtual:
            await self._adapter.close()


def _tell_windows_of_the_message_loop() -> None:
    # Else bleak refuses to work in the thread of the windows: it cannot know that Qt runs a message loop there.
    with contextlib.suppress(ImportError):
        import_module("bleak.backends.winrt.util").allow_sta()


def bluetooth_error(error: BaseException) -> BluetoothError | None:
    """Which of the three reasons why Bluetooth cannot be used this is, None if none of them."""
    from bleak.exc import BleakBluetoothNotAvailableError, BleakDBusError

    if isinstance(error, BleakBluetoothNotAvailableError):
        reason = error.reason.name
        if reason.startswith("DENIED"):
            return BluetoothForbidden(str(error.args[0]))
        return (BluetoothOff if reason == "POWERED_OFF" else BluetoothMissing)(str(error.args[0]))
    if isinstance(error, BleakDBusError):
        kind = _DBUS.get(error.dbus_error)
        return kind(str(error)) if kind else None
    if isinstance(error, PermissionError):
        return BluetoothForbidden(str(error))
    if isinstance(error, FileNotFoundError | ConnectionError | EOFError):  # no D-Bus at all
        return BluetoothMissing(str(error))
    return None


_DBUS: dict[str, type[BluetoothError]] = {
    "org.freedesktop.DBus.Error.ServiceUnknown": BluetoothMissing,  # the Bluetooth service is not installed or not up
    "org.freedesktop.DBus.Error.NameHasNoOwner": BluetoothMissing,
    "org.freedesktop.DBus.Error.AccessDenied": BluetoothForbidden,
    "org.bluez.Error.NotAuthorized": BluetoothForbidden,
    "org.bluez.Error.NotReady": BluetoothOff,
}


class Scanner:
    """The one scanner of the console. Scans while somebody is inside `async with scanner`; any number may be.

    `problem` is why nothing is heard, None while all is well. A radio that goes and comes back is taken up again.
    """

    def __init__(self, radio: Radio) -> None:
        self.radio = radio
        self.problem: BluetoothError | None = None
        self._inside = 0
        self._task: asyncio.Task[None] | None = None
        self._seen: dict[str, Sighting] = {}
        self._listeners: list[tuple[Callable[[Sighting], None], Callable[[BluetoothError | None], None]]] = []
        self._heard_at = 0.0

    async def __aenter__(self) -> Self:
        self._inside += 1
        if self._task is None:
            self.problem = None
            self._task = asyncio.create_task(self._run(), name="scanner")
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._inside -= 1
        task = self._task
        if self._inside == 0 and task is not None:
            self._task = None
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def nearby(self) -> list[Sighting]:
        """The seals heard in the last ten seconds, the nearest first."""
        since = time.monotonic() - FRESH_S
        self._seen = {address: sighting for address, sighting in self._seen.items() if sighting.seen_at >= since}
        return sorted(self._seen.values(), key=lambda sighting: -sighting.rssi)

    def subscribe(
        self,
        on_sighting: Callable[[Sighting], None],
        on_problem: Callable[[BluetoothError | None], None] = lambda _problem: None,
    ) -> Callable[[], None]:
        """Call `on_sighting` each time a seal is heard, `on_problem` when `problem` changes. Returns what ends it."""
        listener = (on_sighting, on_problem)
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def sightings(self) -> AsyncGenerator[Sighting, None]:
        """Seals as they are heard; to be closed (`contextlib.aclosing`). `BluetoothError` if nothing can be heard."""
        heard: asyncio.Queue[Sighting | BluetoothError] = asyncio.Queue()
        async with self:
            unsubscribe = self.subscribe(heard.put_nowait, lambda problem: problem and heard.put_nowait(problem))
            try:
                for sighting in self.nearby():
                    heard.put_nowait(sighting)
                if self.problem is not None:
                    heard.put_nowait(self.problem)
                while True:
                    next_one = await heard.get()
                    if isinstance(next_one, BluetoothError):
                        raise next_one
                    yield next_one
            finally:
                unsubscribe()

    async def find(self, wanted: Callable[[Sighting], bool], within_s: float = FIND_WITHIN_S) -> Sighting:
        """The first seal heard (now, or in the last seconds) that is wanted. `OutOfReach`; `BluetoothError`."""
        async with contextlib.aclosing(self.sightings()) as sightings:
            try:
                async with asyncio.timeout(within_s):
                    async for sighting in sightings:
                        if wanted(sighting):
                            return sighting
            except TimeoutError:
                pass
        raise OutOfReach

    async def _run(self) -> None:
        while True:
            try:
                await self._scan()
            except BluetoothError as problem:
                self._tell(problem)
                await asyncio.sleep(TRY_AGAIN_S)
            except Exception as error:  # of the system's Bluetooth, of which bleak lets some through as they are
                logger.exception("the scan broke off")
                self._tell(BluetoothMissing(str(error)))
                await asyncio.sleep(TRY_AGAIN_S)

    async def _scan(self) -> None:
        """Until the radio is lost or has been silent for long."""
        from bleak.exc import BleakError

        scanner = self.radio.scanner(self._on_detection)
        try:
            await scanner.start()
        except (BleakError, OSError, EOFError) as error:
            raise bluetooth_error(error) or BluetoothMissing(str(error)) from error
        self._tell(None)
        try:
            await self._until_silent()
        finally:
            with contextlib.suppress(BleakError, OSError, EOFError):
                await scanner.stop()

    async def _until_silent(self) -> None:
        self._heard_at = time.monotonic()
        lost = asyncio.ensure_future(self.radio.lost())
        try:
            while not lost.done() and (left := self._heard_at + SILENCE_S - time.monotonic()) > 0:
                await asyncio.wait({lost}, timeout=left)
        finally:
            lost.cancel()

    def _tell(self, problem: BluetoothError | None) -> None:
        if problem is not None:
            logger.info("nothing can be heard: %s", problem)
        if type(problem) is not type(self.problem):
            self.problem = problem
            for _, on_problem in list(self._listeners):
                on_problem(problem)

    def _on_detection(self, device: "BLEDevice", data: "AdvertisementData") -> None:
        self._heard_at = time.monotonic()
        sighting = _sighting(device, data)
        if sighting is not None:
            self._seen[sighting.address] = sighting
            for on_sighting, _ in list(self._listeners):
                on_sighting(sighting)


def _sighting(device: "BLEDevice", data: "AdvertisementData") -> Sighting | None:
    name = data.local_name or device.name or ""  # the name travels in the scan response, which may come later
    model = model_of(name)
    try:
        hint = Advertisement.decode(data.manufacturer_data[COMPANY])
    except (KeyError, ProtocolError):
        return None
    if model is None:
        return None
    return Sighting(
        address=device.address,
        name=name,
        model=model,
        rssi=data.rssi,
        phase=hint.phase,
        battery=hint.battery,
        in_use=hint.in_use,
        seen_at=time.monotonic(),
        device=device,
    )
