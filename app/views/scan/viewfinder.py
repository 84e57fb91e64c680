"""The camera's picture, looked through for codes while it can be seen."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.views import camera
from app.views.camera import SHUTTER_S, CameraUnavailable, Fault
from app.views.icons import paint_icon
from app.views.look import Size, tokens_now
from app.views.qr import Code, read_codes
from app.views.room import Tasks
from app.views.widgets import paint
from domain.document_marks import Symbols

if TYPE_CHECKING:  # Multimedia loads with the first picture
    from PySide6.QtMultimedia import QMediaCaptureSession, QVideoFrame

Open = Callable[[], "QMediaCaptureSession"]


class Viewfinder(QWidget):
    """`found(Code)`: each once in a row; `failed(Fault)`: there is no picture, and why. It has the
    camera only while it is shown."""

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, wanted: Sequence[Symbols], open_session: Open | None = None) -> None:
        """`wanted`: the kinds of code; `open_session`: another camera than the computer's own."""
        super().__init__()
        self._tasks, self._wanted, self._open = tasks, wanted, open_session
        self._session: QMediaCaptureSession | None = None
        self._image: QImage | None = None
        self._reading = False
        self._last: Code | None = None
        self._patience = QTimer(self, singleShot=True, interval=round(SHUTTER_S * 1000))
        self._patience.timeout.connect(lambda: self._fail(Fault.SILENT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Picture of the camera"))

    @property
    def sees(self) -> bool:
        """There is a picture."""
        return self._image is not None

    def sizeHint(self) -> QSize:
        return QSize(320, 220)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._begin)  # the camera takes its time: what stands around it is painted first

    def hideEvent(self, event: QHideEvent) -> None:
        self._end()
        super().hideEvent(event)

    def _begin(self) -> None:
        if self._session is not None or not self.isVisible():
            return
        try:
            session = (self._open or camera.system_camera)()
        except CameraUnavailable as unavailable:
            self._fail(unavailable.fault)
            return
        from PySide6.QtMultimedia import QVideoSink

        self._session, self._last = session, None
        sink = QVideoSink(session)
        session.setVideoSink(sink)
        sink.videoFrameChanged.connect(self._see)
        own = session.camera()
        if own is not None:
            own.errorOccurred.connect(lambda *_: self._fail(Fault.BUSY))
        self._patience.start()

    def _end(self) -> None:
        self._patience.stop()
        self._session, self._image = None, None
        self.update()

    def _fail(self, fault: Fault) -> None:
        self._end()
        self.failed.emit(fault)

    def _see(self, frame: "QVideoFrame") -> None:
        if self._session is None or not frame.isValid():
            return
        self._patience.stop()
        image = frame.toImage()
        self._image = image
        self.update()
        if not self._reading:  # the next picture does as well
            self._reading = True
            self._tasks.begin(self._read(image))

    async def _read(self, image: QImage) -> None:
        try:
            codes = await asyncio.to_thread(partial(read_codes, image, self._wanted))
        finally:
            self._reading = False
        for code in codes:
            if self._session is not None and code != self._last:
                self._last = code
                self.found.emit(code)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), tokens_now()
        whole = QRectF(self.rect())
        paint.box(painter, whole, Size.RADIUS_SMALL, tokens.color("sunken"), tokens.color("border"))
        if self._image is None:
            mark = QRectF(0, 0, 40, 40)
            mark.moveCenter(whole.center())
            paint_icon(painter, mark, "qr-code", tokens.color("ink3"))
            return
        paint.picture(painter, whole.adjusted(1, 1, -1, -1), self._image, Size.RADIUS_SMALL, tokens)
