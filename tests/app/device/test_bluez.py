"""BlueZ's states on a real bus, where python-dbusmock plays BlueZ: each of the three reasons has its own sentence."""

import subprocess
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from app.device import radio as module
from app.device.errors import BluetoothError, BluetoothForbidden, BluetoothMissing, BluetoothOff
from app.device.radio import Radio, Scanner
from tests.app.device.buses import ADAPTER, PYTHON, WITHOUT, bus_daemon
from tests.waiting import until, until_told

pytestmark = pytest.mark.skipif(WITHOUT != "", reason=WITHOUT)
FORBIDDING = '<deny send_destination="org.bluez" send_interface="org.freedesktop.DBus.ObjectManager"/>'
PATH, MOCK = "/org/bluez/hci0", "org.freedesktop.DBus.Mock"


class BlueZ:
    """The bus, and who plays BlueZ on it."""

    def __init__(self, address: str, bus: MessageBus) -> None:
        self.address, self._bus = address, bus
        self._playing: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """As when the service is started: without an adapter."""
        words = [PYTHON, "-m", "dbusmock", "--system", "--template", "bluez5"]
        self._playing = subprocess.Popen(words, env={"DBUS_SYSTEM_BUS_ADDRESS": self.address})
        bus = "org.freedesktop.DBus"
        await until_told(lambda: self._ask(bus, "/", bus, "NameHasOwner", "s", "org.bluez"), every=0.02)

    def stop(self) -> None:
        if self._playing is not None:
            self._playing.kill()
            self._playing.wait()
            self._playing = None

    async def plug_in(self, *, powered: bool = True) -> None:
        await self._ask("org.bluez", "/", "org.bluez.Mock", "AddAdapter", "ss", "hci0", "this computer")
        await self.power(powered)
        # What the template leaves out, and bleak asks for; told last, so that the adapter is complete then.
        roles = Variant("as", ["central"])
        await self._ask("org.bluez", PATH, MOCK, "AddProperty", "ssv", ADAPTER, "Roles", roles)
        await self._change({"Roles": roles})

    async def power(self, on: bool) -> None:
        await self._change({"Powered": Variant("b", on)})

    async def _change(self, values: dict[str, Variant]) -> None:
        await self._ask("org.bluez", PATH, MOCK, "UpdateProperties", "sa{sv}", ADAPTER, values)

    async def _ask(self, to: str, path: str, interface: str, member: str, signature: str, *body: object) -> Any:
        call = Message(to, path, interface, member, signature=signature, body=list(body))
        answer = await self._bus.call(call)
        assert answer is not None
        assert answer.message_type is MessageType.METHOD_RETURN, answer.body
        return answer.body[0] if answer.body else None


@contextmanager
def played(folder: Path, policy: str, monkeypatch: pytest.MonkeyPatch) -> Generator[str]:
    with bus_daemon(folder, policy) as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        monkeypatch.setattr(module, "TRY_AGAIN_S", 0.05)
        yield address


@pytest.fixture
async def bluez(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> AsyncGenerator[BlueZ]:
    """Nobody plays yet; the parameter is a policy of the bus."""
    with played(tmp_path, getattr(request, "param", ""), monkeypatch) as address:
        bus = await MessageBus(bus_address=address).connect()
        made = BlueZ(address, bus)
        yield made
        made.stop()
        bus.disconnect()
        await bus.wait_for_disconnect()


async def problem() -> BluetoothError:
    with pytest.raises(BluetoothError) as error:
        await Scanner(Radio()).find(lambda _: True, within_s=5)
    return error.value


async def test_a_computer_on_which_bluez_does_not_run(bluez: BlueZ) -> None:
    assert type(await problem()) is BluetoothMissing


async def test_a_computer_without_an_adapter(bluez: BlueZ) -> None:
    await bluez.start()
    assert type(await problem()) is BluetoothMissing


@pytest.mark.parametrize("bluez", [FORBIDDING], indirect=True)
async def test_a_system_that_does_not_let_us(bluez: BlueZ) -> None:
    await bluez.start()
    assert type(await problem()) is BluetoothForbidden


@pytest.mark.req("R-127")
async def test_what_is_switched_on_or_plugged_in_meanwhile_is_taken_up(bluez: BlueZ) -> None:
    """Missing, off, well, and off again before the next scan: said as it is, without a new start."""
    scanner = Scanner(Radio())
    told: list[type[BluetoothError] | None] = []
    scanner.subscribe(lambda _sighting: None, lambda problem: told.append(type(problem) if problem else None))
    await bluez.start()
    async with scanner:
        await until(lambda: told == [BluetoothMissing])
        await bluez.plug_in(powered=False)
        await until(lambda: told[-1] is BluetoothOff)
        await bluez.power(True)
        await until(lambda: told[-1] is None)
    assert told == [BluetoothMissing, BluetoothOff, None]
    await bluez.power(False)
    assert type(await problem()) is BluetoothOff


def test_the_three_have_three_sentences() -> None:
    kinds = (BluetoothMissing(), BluetoothOff(), BluetoothForbidden())
    assert len({kind.sentence() for kind in kinds} | {kind.sentence(chinese=False) for kind in kinds}) == 6
