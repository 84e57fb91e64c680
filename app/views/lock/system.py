"""The system's own lock and its sleep, which lock the console too (C-37)."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

LOGIN, LOGIN_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
MANAGER, SESSION, PROPERTIES = f"{LOGIN}.Manager", f"{LOGIN}.Session", "org.freedesktop.DBus.Properties"
SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver")


class SystemWatch(QObject):
    """`locked`: the session was locked, the screen saver came on, or the computer is about to sleep."""

    locked = Signal()


class BusWatch(SystemWatch):
    """As D-Bus tells of it. A bus that is not there tells nothing."""

    def __init__(self, parent: QObject, system: "QDBusConnection", session: "QDBusConnection | None") -> None:
        super().__init__(parent)
        self._system = system
        if system.isConnected():
            system.connect(LOGIN, LOGIN_PATH, MANAGER, "PrepareForSleep", self, SLOT("began(bool)"))
            self._find_session()
        if session is not None and session.isConnected():
            for saver in SAVERS:  # whoever plays it, and under which path, differs from desktop to desktop
                session.connect("", "", saver, "ActiveChanged", self, SLOT("began(bool)"))

    def _find_session(self) -> None:
        """Which of the computer's sessions is ours: only its lock is of interest."""
        if id := os.environ.get("XDG_SESSION_ID"):
            self._ask(LOGIN_PATH, MANAGER, "GetSession", [id], self._follow_session)
        else:  # started by the session's own services, which belong to none
            auto = f"{LOGIN_PATH}/session/auto"
            self._ask(auto, PROPERTIES, "Get", [SESSION, "Id"], self._ask_for_path)

    def _ask_for_path(self, id: Any) -> None:
        self._ask(LOGIN_PATH, MANAGER, "GetSession", [id.variant()], self._follow_session)

    def _follow_session(self, path: Any) -> None:
        self._system.connect(LOGIN, path.path(), SESSION, "Lock", self, SLOT("lock()"))

    def _ask(self, path: str, interface: str, name: str, values: list[str], then: Callable[[Any], None]) -> None:
        """`then` gets the first value of the answer, if there is one."""
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

        def answered(watcher: QDBusPendingCallWatcher) -> None:
            if not watcher.isError():
                then(watcher.reply().arguments()[0])
            watcher.deleteLater()

        asked = QDBusMessage.createMethodCall(LOGIN, path, interface, name)
        asked.setArguments(values)
        QDBusPendingCallWatcher(self._system.asyncCall(asked), self).finished.connect(answered)

    @Slot()
    def lock(self) -> None:
        """The session is being locked."""
        self.locked.emit()

    @Slot(bool)
    def began(self, on: bool) -> None:
        """The screen saver, or a sleep; or its end."""
        if on:
            self.locked.emit()


def watch_system(window: QWidget) -> SystemWatch | None:
    """For as long as the window stands; none where nothing is known of such a system."""
    if sys.platform == "win32":
        from app.views.lock.windows import WindowsWatch

        return WindowsWatch(window)
    if sys.platform != "linux":
        return None
    from PySide6.QtDBus import QDBusConnection

    session = QDBusConnection.sessionBus() if _has_session_bus() else None
    return BusWatch(window, QDBusConnection.systemBus(), session)


def _has_session_bus() -> bool:
    """Asked for where there is none, the library would start one."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS") or (runtime and (Path(runtime) / "bus").exists()))
