"""Windows tells a window that asks for it of the session's lock, and every window of a sleep."""

import ctypes
import ctypes.wintypes
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QCoreApplication
from PySide6.QtWidgets import QWidget

from app.views.lock.system import SystemWatch

# winuser.h, wtsapi32.h
WM_POWERBROADCAST, PBT_APMSUSPEND = 0x0218, 0x0004
WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK = 0x02B1, 0x7
NOTIFY_FOR_THIS_SESSION = 0
_LOCKS = {(WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK), (WM_POWERBROADCAST, PBT_APMSUSPEND)}


class WindowsWatch(SystemWatch):
    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        register: Any = ctypes.WinDLL("wtsapi32").WTSRegisterSessionNotification
        register(ctypes.wintypes.HWND(int(window.winId())), NOTIFY_FOR_THIS_SESSION)
        self._filter = _Filter(self)
        QCoreApplication.instance().installNativeEventFilter(self._filter)


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, watch: SystemWatch) -> None:
        super().__init__()
        self._watch = watch

    def nativeEventFilter(self, kind: Any, message: Any) -> tuple[bool, int]:
        if kind == b"windows_generic_MSG":
            said = ctypes.wintypes.MSG.from_address(int(message))
            if (said.message, said.wParam) in _LOCKS:
                self._watch.locked.emit()
        return False, 0
