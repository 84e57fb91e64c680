"""Reading the code of a seal: camera, picture file, clipboard, scanner; and what is said when there is none."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage, QPainter
from PySide6.QtMultimedia import QMediaCaptureSession, QVideoFrame, QVideoFrameInput
from PySide6.QtTest import QTest

from app.views import camera
from app.views.camera import CameraUnavailable, Fault
from app.views.qr import LONGEST, qr_image, read_qr
from app.views.room import Tasks
from app.views.scan import keyed
from app.views.scan.panel import ScanPanel
from app.views.seals.scanning import seal_sought
from demo import driver
from domain.seal_codes import SealCode, link_of
from tests.app.views.stage import see
from tests.waiting import until

SERIAL = "L2026000002"
SCREEN, OTHER_CODE = qr_image(link_of(SERIAL)), qr_image("https://example.com")


class Bench:
    """A panel on the screen, with what it found; `shown` is what its camera sees."""

    def __init__(self) -> None:
        self.reported: list[BaseException] = []
        self.tasks = Tasks(self.reported.append)
        self.found: list[SealCode] = []
        self.panel: ScanPanel | None = None

    def open(self, session: Callable[[], QMediaCaptureSession]) -> ScanPanel:
        self.panel = ScanPanel(self.tasks, seal_sought(), session)
        self.panel.scanned.connect(self.found.append)
        self.panel.resize(480, 420)
        self.panel.show()
        return self.panel

    async def close(self) -> None:
        assert self.panel is not None
        self.panel.close()
        self.panel.deleteLater()
        await until(lambda: not self.tasks.running)
        assert self.reported == []


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    made = Bench()
    yield made
    await made.close()


@pytest.fixture
def clipboard() -> Iterator[None]:
    yield
    QGuiApplication.clipboard().clear()


def missing() -> QMediaCaptureSession:
    raise CameraUnavailable("no camera", Fault.MISSING)


def filmed(image: QImage) -> Callable[[], QMediaCaptureSession]:
    """A camera before which this picture is held."""

    def session() -> QMediaCaptureSession:
        running = QMediaCaptureSession()
        frames = QVideoFrameInput(running)
        running.setVideoFrameInput(frames)
        pace = QTimer(running)
        pace.timeout.connect(lambda: frames.sendVideoFrame(QVideoFrame(image)))
        pace.start(20)
        return running

    return session


def photographed(code: QImage, size: int = 3000) -> QImage:
    """A code held askew in the corner of a large photograph."""
    image = QImage(size, size * 3 // 4, QImage.Format.Format_RGB32)
    image.fill(QColor("#8A8F98"))
    painter = QPainter(image)
    painter.translate(size * 0.6, size * 0.3)
    painter.rotate(12)
    painter.drawImage(0, 0, code.scaled(size // 5, size // 5))
    painter.end()
    return image


def test_codes_are_read_where_they_are_in_whatever_picture() -> None:
    assert read_qr(SCREEN) == [link_of(SERIAL)]
    assert read_qr(photographed(SCREEN)) == [link_of(SERIAL)]
    dark = SCREEN.copy()
    dark.invertPixels()  # as a screen shows it that is light on dark
    assert read_qr(dark) == [link_of(SERIAL)]
    empty = QImage(LONGEST + 1, 3, QImage.Format.Format_RGB32)
    empty.fill(QColor("white"))
    assert read_qr(empty) == read_qr(QImage()) == []


@pytest.mark.req("R-070")
@pytest.mark.req("A-01", "A")
async def test_by_the_camera_each_code_once(bench: Bench) -> None:
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(QColor("#DDDDDD"))
    painter = QPainter(picture)
    painter.drawImage(200, 120, SCREEN)
    painter.end()
    panel = bench.open(filmed(picture))
    await until(lambda: bench.found == [SealCode(serial=SERIAL)])
    assert panel._finder.sees
    panel.hide()
    assert panel._finder._session is None  # whoever does not see the picture has no camera running
    panel.show()
    await until(lambda: len(bench.found) == 2)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault.MISSING, "This computer has no camera."),
        (Fault.FORBIDDEN, "The system forbids this program the camera"),
        (Fault.BUSY, "The camera is in use by another program"),
        (Fault.SILENT, "The camera gives no picture"),
    ],
)
async def test_what_is_wrong_with_the_camera_is_said_and_the_other_ways_stay_open(
    bench: Bench, fault: Fault, said: str
) -> None:
    def session() -> QMediaCaptureSession:
        raise CameraUnavailable("so it is", fault)

    bench.open(session)
    await see("scan.said", said)
    driver.write("scan.typed", SERIAL)
    driver.press("scan.typed", "Return")
    assert bench.found == [SealCode(serial=SERIAL)]


async def test_a_camera_that_gives_no_picture_is_given_up(bench: Bench) -> None:
    panel = bench.open(QMediaCaptureSession)
    panel._finder._patience.setInterval(30)
    panel.hide()
    panel.show()
    await see("scan.said", "The camera gives no picture")


def test_a_computer_without_a_camera_is_told_so() -> None:
    """As it is where these tests run; the same of a system that forbids it."""
    with pytest.raises(CameraUnavailable, match="no camera") as told:
        camera.system_camera()
    assert told.value.fault is Fault.MISSING


@pytest.mark.req("R-070")
@pytest.mark.req("A-01", "A")
async def test_from_a_picture_file_chosen_or_dropped(bench: Bench, tmp_path: Path) -> None:
    panel = bench.open(missing)
    path = tmp_path / "code.png"
    assert photographed(SCREEN).save(str(path))
    panel.take_file(path)
    await until(lambda: bench.found == [SealCode(serial=SERIAL)])
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    left = Qt.MouseButton.LeftButton
    copy = Qt.DropAction.CopyAction
    panel.dropEvent(QDropEvent(QPointF(5, 5), copy, dropped, left, Qt.KeyboardModifier.NoModifier))
    await until(lambda: len(bench.found) == 2)


@pytest.mark.parametrize(
    ("image", "said"),
    [
        (qr_image("https://example.com"), "not the code of a seal"),
        (QImage(40, 40, QImage.Format.Format_RGB32), "No QR"),
    ],
    ids=["another code", "none"],
)
async def test_what_is_no_code_of_a_seal_is_said(bench: Bench, image: QImage, said: str, tmp_path: Path) -> None:
    panel = bench.open(missing)
    path = tmp_path / "code.png"
    if said == "No QR":
        image.fill(QColor("white"))
    assert image.save(str(path))
    panel.take_file(path)
    await see("scan.said", said)
    (tmp_path / "text.png").write_text("no picture")
    panel.take_file(tmp_path / "text.png")
    await see("scan.said", "is no PNG or JPEG picture")
    assert bench.found == []


@pytest.mark.req("R-070")
@pytest.mark.usefixtures("clipboard")
async def test_from_the_clipboard_picture_or_text(bench: Bench) -> None:
    bench.open(missing)
    held = QGuiApplication.clipboard()
    held.clear()
    driver.click("scan.paste")
    await see("scan.said", "neither a picture nor a text")
    held.setText(f"  {link_of(SERIAL)}\n")
    driver.click("scan.paste")
    assert bench.found == [SealCode(serial=SERIAL)]
    held.setText("会议纪要")
    driver.click("scan.paste")
    await see("scan.said", "not the code of a seal")
    held.setImage(qr_image("C0:11:22:33:44:55"))
    driver.click("scan.paste")
    await until(lambda: bench.found[1:] == [SealCode(address="C0:11:22:33:44:55")])


@pytest.mark.req("R-070")
async def test_a_scanner_ends_with_tab(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyed, "FASTER_S", 60.0)
    panel = bench.open(missing)
    panel.activateWindow()
    await until(lambda: driver.find("scan.typed").hasFocus())
    for _ in range(2):
        QTest.keyClicks(driver.find("scan.typed"), link_of(SERIAL))
        QTest.keyClick(driver.find("scan.typed"), Qt.Key.Key_Tab)
    assert bench.found == [SealCode(serial=SERIAL)] * 2
    assert driver.find("scan.typed").hasFocus()
    QTest.keyClick(driver.find("scan.typed"), Qt.Key.Key_Tab)
    assert not driver.find("scan.typed").hasFocus()


@pytest.mark.req("R-070")
async def test_a_scanner_types_and_ends_with_enter(bench: Bench) -> None:
    """It is a keyboard to the computer: what it types lands where the keys go, which is there already."""
    panel = bench.open(missing)
    panel.activateWindow()
    await until(lambda: driver.find("scan.typed").hasFocus())
    QTest.keyClicks(driver.find("scan.typed"), link_of(SERIAL))
    QTest.keyClick(driver.find("scan.typed"), Qt.Key.Key_Return)
    assert bench.found == [SealCode(serial=SERIAL)]
    assert driver.see("scan.typed") == ""  # the next scan begins anew
    QTest.keyClicks(driver.find("scan.typed"), "6901234567892x!")
    QTest.keyClick(driver.find("scan.typed"), Qt.Key.Key_Enter)
    await see("scan.said", "not the code of a seal")
