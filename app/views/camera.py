"""Where the pictures of impressions come from (A-04): a camera of this computer, or a page that is drawn.

A `FrameSource` gives one encoded still at a time. It is handed in by `app.console`; nothing else knows which it is.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QPolygonF, QTransform

from app.views.resources import resource

if TYPE_CHECKING:  # Multimedia loads with the first picture
    from PySide6.QtMultimedia import QMediaCaptureSession, QVideoFrame, QVideoSink

SHUTTER_S = 5.0  # a camera that hangs is given up; the picture can be added by hand
CINNABAR = QColor("#C63A2B")


class Fault(Enum):
    """Why there is no picture."""

    MISSING = "missing"
    FORBIDDEN = "forbidden"  # by the system, for this program
    BUSY = "busy"  # another program has it, or it broke off
    SILENT = "silent"  # it gives no picture


class CameraUnavailable(Exception):
    """No camera, or it gave no picture in time. The message says which."""

    def __init__(self, message: str, fault: Fault = Fault.SILENT) -> None:
        super().__init__(message)
        self.fault = fault


@dataclass(frozen=True)
class Frame:
    """An encoded still; `media` is its MIME type."""

    data: bytes
    media: str


@dataclass(frozen=True)
class Shot:
    """What is in front of the camera, as far as a drawn page needs to know; `number` 0: not stamped yet."""

    document: str
    organization: str
    seal: str
    number: int


class FrameSource(Protocol):
    """One still on request, for keeping (`take`) or for the eye (`look`). Both raise `CameraUnavailable`."""

    async def take(self, shot: Shot) -> Frame: ...

    async def look(self, shot: Shot) -> QImage: ...

    def close(self) -> None:
        """Nobody looks any more; the next still opens it again."""


def encode(image: QImage, media: str = "image/jpeg") -> Frame:
    """The image as JPEG (quality 85: the page stays readable in about 100 kB) or PNG."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG" if media == "image/png" else "JPEG", -1 if media == "image/png" else 85)
    return Frame(bytes(data.data()), media)


class DrawnPage:
    """A page with the document's title, text lines and the fresh imprint, as a camera above the desk would see it."""

    SIZE = (960, 720)

    async def take(self, shot: Shot) -> Frame:
        return await asyncio.to_thread(lambda: encode(self._draw(shot)))

    async def look(self, shot: Shot) -> QImage:
        return await asyncio.to_thread(self._draw, shot)

    def close(self) -> None:
        """A drawing needs nothing."""

    def _draw(self, shot: Shot) -> QImage:
        width, height = self.SIZE
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor("#5B5148"))
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        # Nobody lays a page down straight: each impression has its own small turn, the same whenever it is drawn again.
        painter.translate(width / 2, height / 2)
        painter.rotate((shot.number * 37 % 70 - 35) / 10)
        painter.translate(-250, -330)
        painter.fillRect(QRectF(6, 8, 500, 660), QColor(0, 0, 0, 70))
        painter.fillRect(QRectF(0, 0, 500, 660), QColor("#FBFAF6"))
        self._text(painter, shot)
        if shot.number:
            draw_imprint(painter, QPointF(345, 520), 66, shot.organization, shot.seal)
        painter.end()
        return image

    def _text(self, painter: QPainter, shot: Shot) -> None:
        painter.setPen(QColor("#22242A"))
        painter.setFont(_font(26, bold=True))
        self._line(painter, QRectF(40, 50, 420, 44), shot.document)
        painter.setFont(_font(13))
        self._line(painter, QRectF(40, 98, 420, 24), shot.organization)
        painter.setPen(QPen(QColor("#9A9DA5"), 3))
        for row in range(16):
            y = 150 + row * 22
            painter.drawLine(QPointF(56, y), QPointF(444 - (row * 53 % 90 if row % 4 == 3 else 0), y))
        painter.setPen(QColor("#22242A"))
        if shot.number:
            painter.drawText(QRectF(230, 560, 200, 24), Qt.AlignmentFlag.AlignLeft, f"No. {shot.number}")

    def _line(self, painter: QPainter, rect: QRectF, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)


class PhotographedPage:
    """A photograph of a page (bent, unevenly lit) with the imprint on it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def take(self, shot: Shot) -> Frame:
        return await asyncio.to_thread(lambda: encode(self._draw(shot)))

    async def look(self, shot: Shot) -> QImage:
        return await asyncio.to_thread(self._draw, shot)

    def close(self) -> None:
        """A photograph needs nothing."""

    def _draw(self, shot: Shot) -> QImage:
        page = QImage(str(self._path))
        if page.isNull():
            raise CameraUnavailable(f"no picture in {self._path.name}")
        image = page.convertToFormat(QImage.Format.Format_RGB32).transformed(
            QTransform().scale(2.5, 2.5), Qt.TransformationMode.SmoothTransformation
        )
        if shot.number:
            painter = QPainter(image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            centre = QPointF(image.width() * 0.72, image.height() * 0.66)
            draw_imprint(painter, centre, 72, shot.organization, shot.seal)
            painter.end()
        return image


def system_camera() -> "QMediaCaptureSession":
    """The computer's own camera, running. Raises `CameraUnavailable`."""
    from PySide6.QtCore import QCameraPermission
    from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QMediaDevices

    device = QMediaDevices.defaultVideoInput()
    if device.isNull():
        raise CameraUnavailable("no camera", Fault.MISSING)
    application = QCoreApplication.instance()
    if application is not None and application.checkPermission(QCameraPermission()) is Qt.PermissionStatus.Denied:
        raise CameraUnavailable("the system forbids it", Fault.FORBIDDEN)
    session = QMediaCaptureSession()
    camera = QCamera(device, session)
    session.setCamera(camera)
    camera.start()
    return session


class VideoCamera:
    """Stills of a running capture session, opened for the first picture and kept open until `close`."""

    def __init__(self, open_session: Callable[[], "QMediaCaptureSession"] = system_camera) -> None:
        self._open_session = open_session
        self._session: QMediaCaptureSession | None = None

    async def take(self, shot: Shot) -> Frame:
        return await asyncio.to_thread(encode, await self.look(shot))

    async def look(self, shot: Shot) -> QImage:
        return await self._next_frame(self._sink())

    def _sink(self) -> "QVideoSink":
        from PySide6.QtMultimedia import QVideoSink

        if self._session is None:
            session = self._open_session()
            session.setVideoSink(QVideoSink(session))
            self._session = session
        return self._session.videoSink()

    @staticmethod
    async def _next_frame(sink: "QVideoSink") -> QImage:
        arrived: asyncio.Future[QImage] = asyncio.get_running_loop().create_future()

        def keep(frame: "QVideoFrame") -> None:
            if frame.isValid() and not arrived.done():
                arrived.set_result(frame.toImage())

        sink.videoFrameChanged.connect(keep)
        try:
            async with asyncio.timeout(SHUTTER_S):
                return await arrived
        except TimeoutError as error:
            raise CameraUnavailable("the camera gives no picture") from error
        finally:
            sink.videoFrameChanged.disconnect(keep)

    def close(self) -> None:
        self._session = None


def _font(pixels: int, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font


def draw_imprint(painter: QPainter, centre: QPointF, radius: float, organization: str, seal: str) -> None:
    """A round company seal: the organization around the rim, a star, the seal's name below it."""
    painter.save()
    painter.translate(centre)
    painter.setPen(QPen(CINNABAR, radius * 0.055))
    painter.setOpacity(0.88)
    painter.drawEllipse(QPointF(0, 0), radius, radius)
    star = QPolygonF()
    for point in range(10):
        reach = radius * (0.3 if point % 2 == 0 else 0.115)
        star.append(QTransform().rotate(36 * point).map(QPointF(0, -reach)))
    painter.setBrush(CINNABAR)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(star)
    painter.setPen(CINNABAR)
    painter.setFont(_font(round(radius * 0.24), bold=True))
    letters = organization[:14]
    step = min(24.0, 240.0 / max(1, len(letters)))
    for index, letter in enumerate(letters):
        painter.save()
        painter.rotate((index - (len(letters) - 1) / 2) * step)
        painter.drawText(
            QRectF(-radius, -radius * 0.94, radius * 2, radius * 0.4), Qt.AlignmentFlag.AlignHCenter, letter
        )
        painter.restore()
    painter.setFont(_font(round(radius * 0.19), bold=True))
    painter.drawText(QRectF(-radius, radius * 0.42, radius * 2, radius * 0.3), Qt.AlignmentFlag.AlignCenter, seal[:8])
    painter.restore()


def camera(kind: str) -> FrameSource | None:
    """As `main.py console --camera` names it."""
    if kind == "page":
        return DrawnPage()
    if kind == "photo":
        return PhotographedPage(resource("photos", "page.png"))
    return VideoCamera() if kind == "device" else None
