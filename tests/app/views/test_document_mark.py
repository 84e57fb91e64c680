"""The mark of a document in the form, scanned: by camera, from pictures and the clipboard, by a scanner that types."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.views.applications.facts import facts_of
from app.views.applications.page import ApplicationsPage
from app.views.qr import qr_image
from app.views.scan import keyed
from app.views.scan.panel import ScanPanel
from demo import driver
from domain.organization import Feature
from tests.app.views.stage import Stage, see, sees
from tests.app.views.test_application_form import fields, filed, fill, opened
from tests.app.views.test_scanning import filmed, missing
from tests.domain.test_picture_files import png
from tests.waiting import until

GOOD, NUMBER = "6901234567892", "HT-2026-1123/云杉"


def barcode(digits: str, kind: str = "EAN13") -> QImage:
    code = zxingcpp.create_barcode(digits, getattr(zxingcpp.BarcodeFormat, kind))
    drawn = memoryview(zxingcpp.write_barcode_to_image(code, scale=3))
    height, width = drawn.shape
    return QImage(drawn.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()


def on_paper(*codes: QImage) -> QImage:
    """A photograph of a page with these on it, below each other."""
    image = QImage(1400, 1000, QImage.Format.Format_RGB32)
    image.fill(QColor("#E4E2DC"))
    painter = QPainter(image)
    for at, code in enumerate(codes):
        painter.drawImage(200, 60 + at * 420, code)
    painter.end()
    return image


def encoded(image: QImage) -> bytes:
    held = io.BytesIO()
    rows = image.convertToFormat(QImage.Format.Format_Grayscale8)
    Image.frombytes("L", (rows.width(), rows.height()), bytes(rows.constBits()), "raw", "L", rows.bytesPerLine()).save(
        held, "PNG"
    )
    return held.getvalue()


@pytest.fixture
def clipboard() -> Iterator[None]:
    yield
    QGuiApplication.clipboard().clear()


async def form(stage: Stage) -> ApplicationsPage:
    page = await opened(stage, Feature.DOCUMENT_MARK)
    fields(page).mark.open_session = missing
    return page


async def scanning(stage: Stage) -> tuple[ApplicationsPage, ScanPanel]:
    page = await form(stage)
    driver.click("applications.mark.scan")
    await see("scan.window")
    return page, driver.find("scan.window").findChildren(ScanPanel)[0]


async def stands(text: str) -> None:
    """The window is gone, and this stands in the field."""
    await until(lambda: not sees("scan.window"))
    assert driver.see("applications.mark.text") == text


@pytest.mark.req("R-287", "F")
@pytest.mark.req("A-01", "A")
@pytest.mark.parametrize(
    ("code", "says"), [(qr_image(NUMBER), NUMBER), (barcode(GOOD), GOOD)], ids=["QR code", "69 code"]
)
async def test_by_the_camera_and_filed_with_the_application(stage: Stage, code: QImage, says: str) -> None:
    page = await form(stage)
    fields(page).mark.open_session = filmed(on_paper(code))
    driver.click("applications.mark.scan")
    await until(lambda: driver.see("applications.mark.text") == says)
    await stands(says)
    fill()
    driver.click("applications.submit")
    await until(lambda: stage.said.told == ["Application submitted"])
    assert [each.mark for each in await filed(page)] == [says]


@pytest.mark.req("R-287", "F")
@pytest.mark.parametrize(
    ("code", "says"), [(qr_image(NUMBER), NUMBER), (barcode(GOOD), GOOD)], ids=["QR code", "69 code"]
)
async def test_from_a_picture_file(stage: Stage, code: QImage, says: str, tmp_path: Path) -> None:
    _, panel = await scanning(stage)
    assert on_paper(code).save(str(tmp_path / "page.jpg"))
    panel.take_file(tmp_path / "page.jpg")
    await stands(says)


@pytest.mark.req("R-287", "F")
@pytest.mark.usefixtures("clipboard")
@pytest.mark.parametrize("way", ["image", "png", "file", "text"])
async def test_from_the_clipboard(stage: Stage, way: str, tmp_path: Path) -> None:
    await scanning(stage)
    image, data = on_paper(barcode(GOOD)), QMimeData()
    if way == "image":
        data.setImageData(image)
    elif way == "png":
        data.setData("image/png", encoded(image))
    elif way == "file":
        assert image.save(str(tmp_path / "page.png"))
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / "page.png"))])
    else:
        data.setText(f" {GOOD}\r\n")
    QGuiApplication.clipboard().setMimeData(data)
    driver.click("scan.paste")
    await stands(GOOD)


@pytest.mark.req("R-287", "F")
async def test_a_scanner_types_into_the_window(stage: Stage) -> None:
    await scanning(stage)
    QTest.keyClicks(driver.find("scan.typed"), GOOD)
    QTest.keyClick(driver.find("scan.typed"), Qt.Key.Key_Return)
    await stands(GOOD)


def scanner(text: str) -> None:
    """It is a keyboard, faster than any hand; the field has the cursor."""
    edit = driver.find("applications.mark.text")
    edit.setFocus()
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)


@pytest.mark.req("R-287", "F")
@pytest.mark.req("A-01", "A")
async def test_a_scanner_types_into_the_field_instead_of_what_stood_there(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyed, "FASTER_S", 60.0)  # whatever else the computer does meanwhile
    page = await form(stage)
    driver.write("applications.mark", "typed before")
    scanner(GOOD)
    assert driver.see("applications.mark.text") == GOOD
    scanner("6901234567893")
    assert "its check digit is wrong" in fields(page).fields["mark"].error
    assert driver.see("applications.mark.text") == GOOD  # as it was
    scanner("x" * 201)
    assert fields(page).fields["mark"].error == "The code holds 201 characters; a document mark has room for 200."
    assert driver.see("applications.mark.text") == GOOD
    scanner(GOOD)
    assert fields(page).fields["mark"].error == ""
    assert driver.see("applications.message") == ""
    assert await filed(page) == []  # its Enter files nothing


@pytest.mark.req("R-287", "F")
async def test_a_scanner_that_ends_with_tab_is_heard_and_the_tab_of_a_hand_leaves_the_field(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await form(stage)
    page.activateWindow()
    edit = driver.find("applications.mark.text")
    edit.setFocus()
    await until(edit.hasFocus)
    monkeypatch.setattr(keyed, "FASTER_S", 60.0)
    QTest.keyClicks(edit, GOOD)
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    assert driver.see("applications.mark.text") == GOOD
    QTest.keyClicks(edit, "6901234567893")
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    assert "its check digit is wrong" in fields(page).fields["mark"].error
    assert (driver.see("applications.mark.text"), edit.hasFocus()) == (GOOD, True)
    QTest.keyClick(edit, Qt.Key.Key_Tab)  # nothing was typed: whoever pressed it wants to go on
    assert not edit.hasFocus()
    edit.setFocus()
    monkeypatch.setattr(keyed, "FASTER_S", -1.0)
    QTest.keyClicks(edit, "HT-2026-1123")
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    assert not edit.hasFocus()
    assert driver.see("applications.mark.text").startswith(GOOD)


@pytest.mark.req("R-287", "F")
async def test_a_link_of_200_characters_is_filed_and_ends_with_dots_where_it_has_no_room(stage: Stage) -> None:
    link = "https://documents.example.org/archive/" + "c" * 162
    page = await form(stage)
    fields(page).mark.open_session = filmed(on_paper(qr_image(link)))
    driver.click("applications.mark.scan")
    await stands(link)
    assert "archive" in driver.find("applications.mark.text").toolTip()
    fill()
    driver.click("applications.submit")
    await until(lambda: stage.said.told == ["Application submitted"])
    (made,) = await filed(page)
    assert made.mark == link
    await see("applications.detail", link)
    (fact,) = [each for each in facts_of(made, page._known) if each.label == "Document mark"]
    assert fact.copy
    (shown,) = [each for each in page._detail.findChildren(QLabel) if each.accessibleName().endswith(link)]
    assert shown.width() < shown.fontMetrics().horizontalAdvance(link)
    assert link[:100] in shown.toolTip().replace("\u200b", "")


async def test_what_a_hand_types_is_taken_as_it_stands(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyed, "FASTER_S", -1.0)  # each key by itself
    page = await form(stage)
    driver.write("applications.mark", "HT-")
    driver.find("applications.mark.text").setFocus()
    QTest.keyClick(driver.find("applications.mark.text"), Qt.Key.Key_End)
    scanner("20261123")
    assert (driver.see("applications.mark.text"), fields(page).fields["mark"].error) == ("HT-20261123", "")
    driver.write("applications.mark", "")
    scanner("")
    assert fields(page).fields["mark"].error == ""
    driver.write("applications.mark", GOOD[:12] + "5")
    scanner("")
    assert "check digit" in fields(page).fields["mark"].error
    assert driver.see("applications.mark.text") == GOOD[:12] + "5"  # it is his to mend


@pytest.mark.req("R-287", "F")
@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ([barcode("4006381333931")], "This barcode does not begin with 69"),
        ([barcode("1234567890", "Code128")], "neither a QR code nor a 69 barcode"),
        ([barcode("96385074", "EAN8")], "neither a QR code nor a 69 barcode"),
        ([qr_image("文" * 201)], "The code holds 201 characters; a document mark has room for 200."),
        ([qr_image("\u200b\u200b")], "There is no text in this code."),
        ([qr_image(NUMBER), barcode(GOOD)], "There are 2 codes in the picture; show one alone."),
        ([], "No code is found in this picture."),
    ],
    ids=["foreign", "Code 128", "EAN-8", "long", "nothing", "two", "none"],
)
async def test_what_is_no_mark_is_said_and_changes_nothing(
    stage: Stage, codes: list[QImage], said: str, tmp_path: Path
) -> None:
    _, panel = await scanning(stage)
    assert on_paper(*codes).save(str(tmp_path / "page.png"))
    panel.take_file(tmp_path / "page.png")
    await see("scan.said", said)
    driver.click("scan.close")
    await stands("")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("huge.png", png(10_000, 10_000), "“huge.png” has more than 60 megapixels."),
        ("cut.png", encoded(on_paper(barcode(GOOD)))[:-200], "“cut.png” is damaged or incomplete."),
        ("empty.png", b"", "“empty.png” is empty."),
        ("hollow.png", png(50, 50), "“hollow.png” is damaged or incomplete."),
        ("film.png", b"GIF89a" + bytes(60), "“film.png” is no PNG or JPEG picture."),
        ("program.jpg", b"MZ" + bytes(60), "“program.jpg” is no PNG or JPEG picture."),
    ],
)
async def test_a_picture_that_is_not_opened_says_why(
    stage: Stage, name: str, content: bytes, said: str, tmp_path: Path
) -> None:
    _, panel = await scanning(stage)
    (tmp_path / name).write_bytes(content)
    panel.take_file(tmp_path / name)
    await see("scan.said", said)
    panel.take_file(tmp_path / "nowhere.png")
    await see("scan.said", "“nowhere.png” cannot be read")


@pytest.mark.usefixtures("clipboard")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (png(10_000, 10_000), "The picture has more than 60 megapixels."),
        (png(50, 50), "The picture is damaged or incomplete."),
        (b"GIF89a", "This is no PNG or JPEG picture."),
    ],
)
async def test_a_picture_of_the_clipboard_that_is_not_opened_says_why(stage: Stage, content: bytes, said: str) -> None:
    await scanning(stage)
    data = QMimeData()
    data.setData("image/png", content)
    QGuiApplication.clipboard().setMimeData(data)
    driver.click("scan.paste")
    await see("scan.said", said)
