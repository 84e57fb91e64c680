"""The card of the window: whether closing it ends the program, and whether that starts with the system."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from app.services.autostart import Autostart
from app.views.room import Work
from app.views.widgets import Card, label


class WindowCard(Card):
    """Shows what this computer knows of: a tray, a start with the system; `is_empty` if neither."""

    def __init__(
        self,
        keep_in_tray: bool | None,
        choose_keep_in_tray: Callable[[bool], None],
        autostart: Autostart | None,
        begin: Callable[[Work], None],
    ) -> None:
        """`keep_in_tray`: none where there is no tray."""
        super().__init__(self.tr("Window and start"))
        self.is_empty = keep_in_tray is None and autostart is None
        if keep_in_tray is not None:
            stays = QCheckBox(self.tr("Keep running in the tray when the window is closed"))
            stays.setObjectName("settings.keep_in_tray")
            stays.setChecked(keep_in_tray)
            stays.toggled.connect(choose_keep_in_tray)
            self.body.addWidget(stays, 0, Qt.AlignmentFlag.AlignLeft)
        if autostart is not None:
            self._starts = QCheckBox(self.tr("Start with the system, hidden in the tray"))
            self._starts.setObjectName("settings.autostart")
            self._starts.setChecked(autostart.on)
            self._starts.clicked.connect(lambda on: begin(self._put(autostart, on)))
            self._fault = label("", "fault", wrap=True)
            self._fault.setObjectName("settings.autostart_fault")
            self._fault.hide()
            self.body.addWidget(self._starts, 0, Qt.AlignmentFlag.AlignLeft)
            self.body.addWidget(self._fault)

    async def _put(self, autostart: Autostart, on: bool) -> None:
        self._starts.setEnabled(False)
        try:
            await asyncio.to_thread(lambda: autostart.put(on=on))
            self._fault.hide()
        except OSError as error:
            self._fault.setText(self.tr("The system did not take it: {0}").format(error.strerror or error))
            self._fault.show()
        finally:
            self._starts.setEnabled(True)
            self._starts.setChecked(autostart.on)
