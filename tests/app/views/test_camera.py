"""Pictures of impressions: from a running capture session, from a drawn page, from a photographed one."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtMultimedia import QMediaCaptureSession, QVideoFrame, QVideoFrameInput

from app.views import camera
from app.views.camera import CameraUnavailable, DrawnPage, Frame, PhotographedPage, Shot, VideoCamera

SHOT = Shot("采购合同", "云杉精密仪器有限公司", "合同专用章", 3)
PAGE = Path(__file__).parents[3] / "resources" / "photos" / "page.png"


def red_share(frame: Frame) -> float:
    """How much of the picture is seal red."""
    image = QImage.fromData(frame.data).scaled(120, 90)
    colours = [QColor(image.pixel(x, y)) for x in range(image.width()) for y in range(image.height())]
    return sum(c.red() > c.green() + 60 and c.red() > c.blue() + 60 for c in colours) / len(colours)


@pytest.mark.parametrize("source", [DrawnPage(), PhotographedPage(PAGE)], ids=["drawn", "photographed"])
async def test_the_imprint_is_on_the_page(source: DrawnPage | PhotographedPage) -> None:
    frame = await source.take(SHOT)
    assert frame.media == "image/jpeg"
    assert frame.data.startswith(b"\xff\xd8")
    assert 0.002 < red_share(frame) < 0.1


async def test_each_impression_lies_differently_but_the_same_when_drawn_again() -> None:
    source = DrawnPage()
    first, again = await source.take(SHOT), await source.take(SHOT)
    other = await source.take(Shot(SHOT.document, SHOT.organization, SHOT.seal, 4))
    assert first == again
    assert first != other


async def test_a_missing_photograph_is_a_clear_fault(tmp_path: Path) -> None:
    with pytest.raises(CameraUnavailable, match="no picture in nothing"):
        await PhotographedPage(tmp_path / "nothing.png").take(SHOT)


async def test_a_still_of_a_running_session() -> None:
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("#C63A2B"))

    def session() -> QMediaCaptureSession:
        running = QMediaCaptureSession()
        frames = QVideoFrameInput(running)
        running.setVideoFrameInput(frames)
        pace = QTimer(running)
        pace.timeout.connect(lambda: frames.sendVideoFrame(QVideoFrame(image)))
        pace.start(20)
        return running

    source = VideoCamera(session)
    frame = await source.take(SHOT)
    got = QImage.fromData(frame.data)
    assert (got.width(), got.height()) == (64, 48)
    assert red_share(frame) > 0.9
    source.close()


async def test_a_camera_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "SHUTTER_S", 0.05)
    with pytest.raises(CameraUnavailable, match="gives no picture"):
        await VideoCamera(QMediaCaptureSession).take(SHOT)
