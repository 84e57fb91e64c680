"""A picture in a window of its own, as large as one likes; its neighbours by the arrow keys."""

import asyncio
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QSizePolicy, QWidget

from app.views import keeping
from app.views.pictures import decode
from app.views.room import Room, Tasks, leave, on_click
from app.views.strip import Shown
from app.views.widgets import Foot, PhotoView, button, column, label, within_window

SIDE = 2400  # pixels: enough to read a page by on a large screen
LARGE = (900, 640)
NO_LIMIT = 16_777_215  # Qt's


class PictureViewer(QDialog):
    """Made to be shown at once; it goes when it is closed."""

    def __init__(self, room: Room, pictures: Sequence[Shown], sha256: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._room, self._pictures = room, list(pictures)
        self._tasks = Tasks(room.report)
        self._at = next((at for at, each in enumerate(self._pictures) if each.sha256 == sha256), 0)
        self.setObjectName("viewer.window")
        self.setWindowTitle(self.tr("Picture"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(within_window(self, *LARGE))
        self._view = PhotoView(self.tr("Picture"), 320)
        self._view.setObjectName("viewer.picture")
        self._view.setMinimumHeight(200)
        self._view.setMaximumHeight(NO_LIMIT)
        self._view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._caption = label("", "strong", cut=True)
        before, after = button("", "plain", "caret-left"), button("", "plain", "caret-right")
        save, close = button(self.tr("Save …"), "plain", "download-simple"), button(self.tr("Close"), "primary")
        before.setAccessibleName(self.tr("Previous picture"))
        after.setAccessibleName(self.tr("Next picture"))
        before.clicked.connect(lambda: self._step(-1))
        after.clicked.connect(lambda: self._step(1))
        close.clicked.connect(self.close)
        on_click(save, self._tasks.begin, self._save)
        for each in (before, after):
            each.setVisible(len(self._pictures) > 1)
        layout = column(self._view, Foot(self._caption, before, after, save, close), gap=12)
        layout.setContentsMargins(16, 16, 16, 14)
        self.setLayout(layout)
        self.destroyed.connect(partial(leave, self._tasks))
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step:
            self._step(step)
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        self._at = (self._at + step) % len(self._pictures)
        self._show()

    def _show(self) -> None:
        shown = self._pictures[self._at]
        count = f" ({self._at + 1}/{len(self._pictures)})" if len(self._pictures) > 1 else ""
        self._caption.setText(shown.caption + count)
        self._view.show_image(None, self.tr("The picture is on its way"))
        self._tasks.begin(self._fetch(shown))

    async def _fetch(self, shown: Shown) -> None:
        content = await self._room.pictures.content(shown.sha256)
        # Not among the kept ones: a few of this size fill a computer's memory.
        image = await asyncio.to_thread(decode, content, SIDE) if content else None
        if self._pictures[self._at] is shown:
            self._view.show_image(image, "" if image else self.tr("The picture has not arrived yet"))

    async def _save(self) -> None:
        shown = self._pictures[self._at]
        await keeping.save(self._room, self, shown.name or f"{shown.caption}.jpg", shown.sha256)
