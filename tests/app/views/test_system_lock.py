"""The system's lock, on a real bus where somebody plays login1 and the screen savers."""

import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus
from PySide6.QtCore import Slot
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication, QWidget

from app.views.lock import system
from app.views.lock.system import LOGIN, LOGIN_PATH, MANAGER, SESSION, BusWatch, watch_system
from tests.app.device.buses import bus_daemon
from tests.waiting import until, until_told

OURS, OTHERS = f"{LOGIN_PATH}/session/_32", f"{LOGIN_PATH}/session/_33"
pytestmark = [
    pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="needs a D-Bus daemon"),
    pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's"),
]


class Played:
    """login1 and the screen savers, by another library than the console's."""

    def __init__(self, bus: MessageBus) -> None:
        self.bus = bus
        self.asked: list[str] = []
        bus.add_message_handler(self._answer)

    def _answer(self, message: Message) -> Message | None:
        if message.message_type is not MessageType.METHOD_CALL or not message.path.startswith(LOGIN_PATH):
            return None
        self.asked.append(f"{message.path.rpartition('/')[2]} {message.member} {' '.join(message.body)}")
        if message.member == "GetSession" and message.body == ["2"]:
            return Message.new_method_return(message, "o", [OURS])
        if message.member == "Get":
            return Message.new_method_return(message, "v", [Variant("s", "2")])
        return Message.new_error(message, f"{LOGIN}.NoSuchSession", "no such session")

    async def say(self, path: str, interface: str, name: str, signature: str = "", *values: object) -> None:
        await self.bus.send(Message.new_signal(path, interface, name, signature, list(values)))


class Telling(BusWatch):
    """Which slots the bus has called."""

    slots: list[str]

    @Slot()
    def lock(self) -> None:
        self.slots.append("lock")
        super().lock()

    @Slot(bool)
    def began(self, on: bool) -> None:
        self.slots.append("began")
        super().began(on)


@dataclass
class Desk:
    """The console's connection, and whoever plays the system."""

    connection: QDBusConnection
    played: Played
    heard: list[str] = field(default_factory=list)
    slots: list[str] = field(default_factory=list)

    def watch(self, window: QWidget) -> BusWatch:
        watch = Telling(window, self.connection, self.connection)
        watch.slots = self.slots
        watch.locked.connect(lambda: self.heard.append("locked"))
        return watch


@pytest.fixture
async def desk(qapp: QApplication, tmp_path: Path) -> AsyncIterator[Desk]:
    with bus_daemon(tmp_path) as address:
        played = Played(await MessageBus(bus_address=address).connect())
        await played.bus.request_name(LOGIN)
        connection = QDBusConnection.connectToBus(address, address)
        assert connection.isConnected()
        yield Desk(connection, played)
        QDBusConnection.disconnectFromBus(address)
        played.bus.disconnect()
        await played.bus.wait_for_disconnect()


@pytest.fixture
def window(qapp: QApplication) -> Iterator[QWidget]:
    made = QWidget()
    yield made
    made.deleteLater()


@pytest.mark.req("C-37", "C")
@pytest.mark.parametrize("told", ["2", None])
async def test_the_lock_of_my_session_and_no_other(
    desk: Desk, window: QWidget, told: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_SESSION_ID", raising=False)
    if told is not None:
        monkeypatch.setenv("XDG_SESSION_ID", told)
    desk.watch(window)
    asked = ["login1 GetSession 2"] if told else [f"auto Get {SESSION} Id", "login1 GetSession 2"]
    await until(lambda: desk.played.asked == asked)
    played, heard = desk.played, desk.slots

    async def followed() -> bool:
        await played.say(OURS, SESSION, "Lock")
        return "lock" in heard

    await until_told(followed)
    await played.say(LOGIN_PATH, MANAGER, "PrepareForSleep", "b", True)  # a bus keeps the order
    await until(lambda: "began" in heard)
    heard.clear()
    await played.say(OTHERS, SESSION, "Lock")
    await played.say(OURS, SESSION, "Unlock")
    await played.say(LOGIN_PATH, MANAGER, "PrepareForSleep", "b", True)
    await played.say(OURS, SESSION, "Lock")
    await until(lambda: len(heard) >= 2)
    assert heard == ["began", "lock"]


@pytest.mark.req("C-37", "C")
async def test_a_sleep_and_the_screen_savers_but_not_their_end(desk: Desk, window: QWidget) -> None:
    desk.watch(window)
    await desk.played.say(LOGIN_PATH, MANAGER, "PrepareForSleep", "b", True)
    await until(lambda: desk.heard == ["locked"])
    for count, (path, saver) in enumerate(
        [("/ScreenSaver", system.SAVERS[0]), ("/org/gnome/ScreenSaver", system.SAVERS[1])], 2
    ):
        await desk.played.say(LOGIN_PATH, MANAGER, "PrepareForSleep", "b", False)
        await desk.played.say(path, saver, "ActiveChanged", "b", False)
        await desk.played.say(path, saver, "ActiveChanged", "b", True)
        await until(lambda count=count: len(desk.heard) >= count)
        assert len(desk.heard) == count


async def test_a_login_service_that_knows_us_not_is_left_alone(
    desk: Desk, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_SESSION_ID", "9")
    desk.watch(window)
    await until(lambda: desk.played.asked == ["login1 GetSession 9"])
    await desk.played.say(LOGIN_PATH, MANAGER, "PrepareForSleep", "b", True)
    await until(lambda: desk.heard == ["locked"])


async def test_without_a_bus_nothing_is_told(window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    assert not system._has_session_bus()
    nowhere = QDBusConnection.connectToBus("unix:path=/nonexistent/bus", "nowhere")
    watch = BusWatch(window, nowhere, nowhere)
    heard: list[str] = []
    watch.locked.connect(lambda: heard.append("locked"))
    watch.began(False)
    assert heard == []
    watch.began(True)
    watch.lock()
    assert heard == ["locked"] * 2
    assert isinstance(watch_system(window), BusWatch)


async def test_elsewhere_nothing_is_known(window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert watch_system(window) is None
